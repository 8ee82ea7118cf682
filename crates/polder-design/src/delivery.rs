//! Names on which the workflows of a repository and the accounts that they deploy to must agree.
//!
//! In each account there are two roles, and at the repository's host two environments. A job gets a role only in its
//! environment, and who approves an environment's jobs is said at the host.

use crate::Design;

/// The variable of the stacks with the repository whose workflows may take the roles: `owner/name`.
pub const REPOSITORY_VARIABLE: &str = "github_repository";

/// The variable of the stacks with the number of the account.
pub const ACCOUNT_VARIABLE: &str = "account_id";

/// The output of a site's stack with the bucket of the signed packages of functions.
pub const FUNCTIONS_BUCKET_OUTPUT: &str = "functions_bucket";

/// The output of a site's stack with what packages of functions are signed with.
pub const FUNCTIONS_SIGNER_OUTPUT: &str = "functions_signer";

/// What a job of a workflow does to an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// Works out what would change, and changes nothing. Nobody has to approve it.
    Plan,
    /// Changes what was planned and approved.
    Apply,
}

impl Phase {
    /// Both, in the order in which they happen.
    pub const ALL: [Phase; 2] = [Phase::Plan, Phase::Apply];

    /// Its word, with which the name of its role ends.
    pub fn word(self) -> &'static str {
        match self {
            Phase::Plan => "plan",
            Phase::Apply => "apply",
        }
    }

    /// The name of its role, the same in every account.
    pub fn role(self, design: &Design) -> String {
        format!("{}-{}", design.name, self.word())
    }

    /// What follows the account's name in the name of its environment.
    pub fn environment_suffix(self) -> &'static str {
        match self {
            Phase::Plan => "-plan",
            Phase::Apply => "",
        }
    }

    /// The environment whose jobs may take its role in the account of a name.
    pub fn environment(self, account: &str) -> String {
        format!("{account}{}", self.environment_suffix())
    }
}
