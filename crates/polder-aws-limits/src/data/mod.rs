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
