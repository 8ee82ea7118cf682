//! Which stacks a requirement is about.

use polder_design::{Environment, SiteId};

/// Which stacks a requirement is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// All of them.
    Platform,
    /// Those of one site.
    Site(SiteId),
    /// Those of the accounts of an environment.
    Environment(Environment),
}
