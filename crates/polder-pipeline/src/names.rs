//! Names on which the workflows and the accounts must agree.

use polder_design::Design;

/// The audience of the tokens with which roles are taken.
pub const AUDIENCE: &str = "sts.amazonaws.com";

/// The role that plans, in every account: it reads and writes nothing.
pub fn plan_role(design: &Design) -> String {
    format!("{}-plan", design.name)
}

/// The role that applies, in every account.
pub fn apply_role(design: &Design) -> String {
    format!("{}-apply", design.name)
}

/// The environment whose jobs may take the role that plans. Nobody has to approve it.
pub fn plan_environment(account: &str) -> String {
    format!("{account}-plan")
}

/// The environment whose jobs may take the role that applies. Its reviewers approve.
pub fn apply_environment(account: &str) -> String {
    account.to_owned()
}
