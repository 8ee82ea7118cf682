//! The usage file: how much of each usage-based item resources use, in the format of Infracost.

mod file;
mod meaning;

pub use file::{UsageFile, usage_file};
