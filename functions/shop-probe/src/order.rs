//! The input of the function.

use serde::Deserialize;

/// The version of the input and output formats.
pub const FORMAT_VERSION: u32 = 1;

/// The scheduler's input.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Order {
    /// [`FORMAT_VERSION`].
    pub format_version: u32,
    /// The cell: `de`. For people who read the schedule.
    pub cell: String,
}
