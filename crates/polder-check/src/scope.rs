//! The stacks of a requirement.

use polder_design::{Environment, SiteId};

/// The stacks of a requirement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// All of them.
    Platform,
    /// Those of one site.
    Site(SiteId),
    /// Those of the accounts of an environment.
    Environment(Environment),
}
