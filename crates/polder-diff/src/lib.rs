//! The difference between two graphs: what Terraform would create, destroy, replace and change.

mod change;
mod forces;
mod order;
mod policies;
mod compare;
mod changed;
mod follow;
mod diff;
mod report;
#[cfg(test)]
mod tests;

pub use change::{Action, Cause, Change};
pub use diff::diff;
pub use report::{Form, render};
