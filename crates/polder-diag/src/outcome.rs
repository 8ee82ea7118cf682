//! The result of a phase.

use crate::{Finding, Severity};

/// The value that a phase produced, and all of its findings.
///
/// `value` is present whenever the phase could produce something to continue with, even if it found errors: the next
/// phase can then report its own, and all errors are reported in one run. [`Outcome::sound`] must be checked before
/// anything is written.
#[derive(Clone, Debug)]
pub struct Outcome<T> {
    /// The value, if one could be produced.
    pub value: Option<T>,
    /// All findings, in the order in which they were found.
    pub findings: Vec<Finding>,
}

impl<T> Outcome<T> {
    /// A value without findings.
    pub fn clean(value: T) -> Outcome<T> {
        Outcome { value: Some(value), findings: vec![] }
    }

    /// Whether an error is among the findings.
    pub fn has_errors(&self) -> bool {
        self.findings.iter().any(|finding| finding.severity() == Severity::Error)
    }

    /// The value if there is no error.
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
