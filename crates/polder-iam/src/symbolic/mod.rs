//! The symbolic engine: whether any request of a set is allowed, with one that is.
//!
//! A set of requests is a caller, actions, resources as patterns, and some condition keys with fixed values; all others are
//! free. Patterns become automata, whose product divides all texts into classes that no pattern tells apart: one text
//! of each class stands for all of them. So the search is exact, and ends. What exceeds its limits is undecided.

mod ask;
mod automaton;
mod domain;
mod formula;
mod grants;
mod reach;
mod solve;

pub use ask::{Question, Reply, ask};
pub use domain::Fixed;

/// Whether a pattern without variables matches a text.
pub(crate) fn covers(pattern: &crate::language::Glob, text: &str) -> bool {
    automaton::Automaton::of(pattern, false).matches(text)
}
