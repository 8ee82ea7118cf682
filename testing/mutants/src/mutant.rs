//! A named way to break the platform.

use crate::edit::Edit;

/// A named way to break the platform.
#[derive(Clone, Copy, Debug)]
pub struct Mutant {
    /// What is broken, in a few words. No two have the same.
    pub name: &'static str,
    /// The stack that is changed: `eu-west-1/main/data`.
    pub stack: &'static str,
    /// The changes, in order.
    pub edits: &'static [Edit],
    /// The family of properties that it breaks: `network.flows` for the flows of all processes.
    pub breaks: &'static str,
    /// Further families that it refutes, each with what makes it a consequence.
    pub related: &'static [(&'static str, &'static str)],
}

impl Mutant {
    /// A mutant that breaks one family.
    pub(crate) const fn new(
        name: &'static str,
        stack: &'static str,
        breaks: &'static str,
        edits: &'static [Edit],
    ) -> Mutant {
        Mutant { name, stack, edits, breaks, related: &[] }
    }

    /// The same with further families.
    pub(crate) const fn also(self, related: &'static [(&'static str, &'static str)]) -> Mutant {
        Mutant { related, ..self }
    }
}
