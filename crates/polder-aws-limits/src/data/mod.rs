//! The tables, parsed when they are first needed.

pub(crate) mod kinds;
pub(crate) mod constraint;
pub(crate) mod constraints;
pub(crate) mod pattern;
pub(crate) mod regions;
pub(crate) mod classes;
pub(crate) mod coverage;
pub(crate) mod rule;
pub(crate) mod rules;
pub(crate) mod actions;
pub(crate) mod managed_rules;

/// The lines of a table, without comments.
fn lines(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}
