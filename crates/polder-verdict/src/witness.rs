//! Witnesses: concrete things that refute a property.

use crate::Resource;

/// A concrete thing that refutes a property: a packet and its path, a request and the policies that allow it.
/// An engine returns a witness only after a second, independent implementation has come to the same result.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Witness {
    /// What happens, in one sentence: `the internet opens a connection to the database`.
    pub summary: String,
    /// What it consists of, in reading order: source, destination, protocol; principal, action, resource.
    pub facts: Vec<Fact>,
    /// How it gets there, step by step.
    pub steps: Vec<Step>,
    /// The implementation that replayed it: `tracer`.
    pub replayed_by: &'static str,
}

/// A part of a witness.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fact {
    /// Its name, which is a key of the JSON form: `source`, `destination_port`, `action`.
    pub name: &'static str,
    /// Its value.
    pub value: String,
}

impl Fact {
    /// A part with this name and value.
    pub fn new(name: &'static str, value: impl Into<String>) -> Fact {
        Fact { name, value: value.into() }
    }
}

/// A step of a witness: a hop of a packet, a policy of an evaluation.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Step {
    /// What happens, in one sentence, in lower case and without a full stop.
    pub text: String,
    /// What it means for the witness.
    pub effect: Effect,
    /// The resources that decide it.
    pub resources: Vec<Resource>,
}

/// What a step means for a witness.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    /// It goes on.
    Allows,
    /// It ends here.
    Denies,
}

impl Effect {
    /// Its name in the JSON form.
    pub fn as_str(self) -> &'static str {
        match self {
            Effect::Allows => "allows",
            Effect::Denies => "denies",
        }
    }
}
