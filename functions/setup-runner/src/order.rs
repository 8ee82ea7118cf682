//! The input of the function.

use serde::Deserialize;

/// The version of the input and output formats.
pub const FORMAT_VERSION: u32 = 1;

/// What to do.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Order {
    /// [`FORMAT_VERSION`].
    pub format_version: u32,
    /// Whether something is changed.
    pub action: Action,
}

/// Whether a shop is changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// Compares only, and fails if the shop is not ready for customers.
    Verify,
    /// Changes what differs, and compares.
    Setup,
}
