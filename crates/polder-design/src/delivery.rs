//! Names that the workflows of a repository share with the accounts that they deploy to.
//!
//! Each account has two roles, and two environments at the repository host. A job can assume a role only in its
//! environment; the reviewers of an environment are configured at the host.

use crate::{Account, Design};

/// The branch that is deployed.
pub const BRANCH: &str = "main";

/// Whether the stacks of an account are planned for a pull request, too. A plan runs the code of the stacks, and whoever
/// can push a branch can change it: in an account with customers, and in the one that manages the others, only code that
/// was merged is planned.
pub fn plans_pull_requests(account: &Account) -> bool {
    account.environment.holds_copies()
}

/// The variable of the stacks with the repository whose workflows may assume the roles: `owner/name`.
pub const REPOSITORY_VARIABLE: &str = "github_repository";

/// The variable of the stacks with the account ID.
pub const ACCOUNT_VARIABLE: &str = "account_id";

/// The output of a site's stack with the bucket of the signed packages of functions.
pub const FUNCTIONS_BUCKET_OUTPUT: &str = "functions_bucket";

/// The output of a site's stack with the signing profile of function packages.
pub const FUNCTIONS_SIGNER_OUTPUT: &str = "functions_signer";

/// The phase of a workflow job in an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// Plans changes and applies none. It needs no approval.
    Plan,
    /// Applies what was planned and approved.
    Apply,
}

impl Phase {
    /// Both, in order.
    pub const ALL: [Phase; 2] = [Phase::Plan, Phase::Apply];

    /// The suffix of the name of its role.
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

    /// How long a session of its role lasts. An apply waits for what the provider creates: with the provider's default
    /// timeouts up to 40 minutes for a database with a standby, 60 for a cache, 75 for a certificate and 120 for a cluster
    /// of databases. Source: documentation of these resources, "Timeouts".
    pub fn session_seconds(self) -> u32 {
        match self {
            Phase::Plan => 3600,
            Phase::Apply => 3 * 3600,
        }
    }

    /// How long its jobs may last: not longer than the session, which begins after the job.
    pub fn job_minutes(self) -> u32 {
        self.session_seconds() / 60
    }

    /// The suffix of the account's name in the name of its environment.
    pub fn environment_suffix(self) -> &'static str {
        match self {
            Phase::Plan => "-plan",
            Phase::Apply => "",
        }
    }

    /// The environment whose jobs may assume its role in the named account.
    pub fn environment(self, account: &str) -> String {
        format!("{account}{}", self.environment_suffix())
    }
}
