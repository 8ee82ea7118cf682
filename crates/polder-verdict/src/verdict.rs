//! The verdict on a property.

use std::fmt;

use crate::{Evidence, Gap, Witness};

/// The verdict on a property, with what it rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It holds in the model, for these reasons. Never empty.
    Proved(Vec<Evidence>),
    /// It does not hold: the first witness, and further ones. Never empty.
    Refuted(Vec<Witness>),
    /// The model cannot say, because of these gaps. Never empty.
    Undecided(Vec<Gap>),
    /// No configuration can show it: who does what, and where that is recorded.
    Procedural(String),
}

impl Verdict {
    /// The verdict of an engine that looked for counterexamples and for gaps: a witness decides whatever else
    /// is unknown, a gap prevents a proof.
    pub fn of(witnesses: Vec<Witness>, gaps: Vec<Gap>, evidence: impl FnOnce() -> Vec<Evidence>) -> Verdict {
        if !witnesses.is_empty() {
            Verdict::Refuted(witnesses)
        } else if !gaps.is_empty() {
            Verdict::Undecided(gaps)
        } else {
            Verdict::Proved(evidence())
        }
    }

    /// The verdict without what it rests on.
    pub fn label(&self) -> Label {
        match self {
            Verdict::Proved(_) => Label::Proved,
            Verdict::Refuted(_) => Label::Refuted,
            Verdict::Undecided(_) => Label::Undecided,
            Verdict::Procedural(_) => Label::Procedural,
        }
    }
}

/// A verdict without what it rests on, in the order in which a reader wants to see them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Label {
    /// It does not hold.
    Refuted,
    /// The model cannot say.
    Undecided,
    /// No configuration can show it.
    Procedural,
    /// It holds.
    Proved,
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Label::Refuted => "refuted",
            Label::Undecided => "undecided",
            Label::Procedural => "procedural",
            Label::Proved => "proved",
        })
    }
}
