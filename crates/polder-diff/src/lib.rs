//! The difference between two graphs: what Terraform would create, destroy, replace and change.

mod change;
mod compare;
mod diff;
mod forces;
mod report;
#[cfg(test)]
mod tests;

pub use change::{Action, Cause, Change};
pub use diff::diff;
pub use report::{Form, render};
