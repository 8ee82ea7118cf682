//! What a phase gives back.

use crate::{Finding, Severity};

/// What a phase made, and all that it has to say about its input.
///
/// `value` is there whenever the phase could make something to go on with, even if it found errors: the next phase
/// can then find its own, and all errors come at once. [`Outcome::sound`] is the gate before anything is written.
#[derive(Clone, Debug)]
pub struct Outcome<T> {
    /// What was made, if anything could be.
    pub value: Option<T>,
    /// All findings, in the order in which they were found.
    pub findings: Vec<Finding>,
}

impl<T> Outcome<T> {
    /// A value, nothing to say.
    pub fn clean(value: T) -> Outcome<T> {
        Outcome { value: Some(value), findings: vec![] }
    }

    /// Whether an error is among the findings.
    pub fn has_errors(&self) -> bool {
        self.findings.iter().any(|finding| finding.severity() == Severity::Error)
    }

    /// The value if nothing is wrong with the input.
    pub fn sound(self) -> Option<T> {
        if self.has_errors() { None } else { self.value }
    }

    /// Runs the next phase on the value and joins the findings of both.
    pub fn and_then<U>(self, next: impl FnOnce(T) -> Outcome<U>) -> Outcome<U> {
        let mut findings = self.findings;
        let value = self.value.and_then(|value| {
            let outcome = next(value);
            findings.extend(outcome.findings);
            outcome.value
        });
        Outcome { value, findings }
    }
}
