//! Checks certificates again: what verdicts rest on, in documents of their own, without the engines that decided them.
//!
//! `format` is what the documents contain; the engines write them. [`recheck`] reads them and decides each verdict again from what they
//! contain: it evaluates rules, trees and sums literally, and searches for nothing. It depends on no other crate of Polder.

pub mod format;

mod digest;
mod limits;
mod outcome;
mod document;
mod verdict;
mod endurance;
mod network;
mod data;
mod render;

pub use digest::digest;
pub use document::{Broken, recheck};
pub use endurance::can_be_tried;
pub use outcome::{Checked, Finding, Outcome};
pub use render::{json, lines};

#[cfg(test)]
mod tests;
