//! The usage file: how much of each usage-based item resources use, in the format of Infracost.

mod items;
mod meaning;
mod file;
mod further;

pub use file::{UsageFile, usage_file};
pub use further::add_usage;
