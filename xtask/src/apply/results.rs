//! What was reached, kept in a file after each stack, so that a run that was stopped continues.
#![expect(clippy::disallowed_methods, reason = "tasks of the workspace access the operating system directly")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

/// What a second plan would change: kinds with attributes, each with the addresses of the resources.
pub(super) type Outcomes = BTreeMap<Drift, BTreeSet<String>>;

/// A change that a second plan would make to a kind of resources.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Drift {
    /// The kind: `aws_lb`; of an output, `output`.
    pub(super) kind: String,
    /// The attribute that differs; `*` for the resource as a whole.
    pub(super) attribute: String,
}

/// What was reached with a stack.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Outcome {
    /// Whether it was applied.
    pub(super) applied: bool,
    /// Whether it was planned again.
    pub(super) planned: bool,
    /// The resources in its state.
    pub(super) resources: usize,
    /// How long it took to apply.
    pub(super) seconds: u64,
    /// What failed.
    pub(super) error: Option<String>,
    /// What the second plan would change.
    #[serde(with = "listed")]
    pub(super) drift: Outcomes,
}

impl Outcome {
    /// Whether nothing is left to do.
    pub(super) fn is_complete(&self) -> bool {
        self.applied && self.planned && self.error.is_none()
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Outcome { resources, seconds, .. } = self;
        match &self.error {
            Some(error) => write!(f, "FAILED: {error}"),
            None if self.drift.is_empty() => {
                write!(f, "{resources} resources, {seconds} s, second plan empty")
            }
            None => write!(f, "{resources} resources, {seconds} s, {} kinds of drift", self.drift.len()),
        }
    }
}

/// All of them, and the file.
pub(super) struct Results {
    file: PathBuf,
    known: Mutex<BTreeMap<String, Outcome>>,
}

impl Results {
    /// Reads the file, if there is one.
    pub(super) fn open(file: &Path) -> Result<Results> {
        let known = match fs::read_to_string(file) {
            Ok(text) => {
                serde_json::from_str(&text).with_context(|| format!("cannot read `{}`", file.display()))?
            }
            Err(_) => BTreeMap::new(),
        };
        Ok(Results { file: file.to_owned(), known: Mutex::new(known) })
    }

    /// What is known of a stack.
    pub(super) fn get(&self, stack: &str) -> Option<Outcome> {
        self.known().get(stack).cloned()
    }

    /// Whether a stack was applied.
    pub(super) fn applied(&self, stack: &str) -> bool {
        self.known().get(stack).is_some_and(|outcome| outcome.applied)
    }

    /// Keeps the outcome of a stack.
    pub(super) fn set(&self, stack: &str, outcome: Outcome) {
        let mut known = self.known();
        known.insert(stack.to_owned(), outcome);
        let text = serde_json::to_string_pretty(&*known).unwrap_or_default();
        // A run that cannot be continued is better than none.
        let _ = fs::write(&self.file, text);
    }

    fn known(&self) -> MutexGuard<'_, BTreeMap<String, Outcome>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Drift as a list: JSON has no keys that are structures.
mod listed {
    use serde::{Deserialize as _, Deserializer, Serialize as _, Serializer};

    use super::{BTreeSet, Drift, Outcomes};

    pub(super) fn serialize<S: Serializer>(drift: &Outcomes, to: S) -> Result<S::Ok, S::Error> {
        let list: Vec<_> = drift.iter().map(|(drift, all)| (&drift.kind, &drift.attribute, all)).collect();
        list.serialize(to)
    }

    pub(super) fn deserialize<'a, D: Deserializer<'a>>(from: D) -> Result<Outcomes, D::Error> {
        let list = Vec::<(String, String, BTreeSet<String>)>::deserialize(from)?;
        Ok(list.into_iter().map(|(kind, attribute, all)| (Drift { kind, attribute }, all)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outcomes_are_read_as_they_were_written() {
        let drift = Drift { kind: "aws_lb".into(), attribute: "name".into() };
        let outcome =
            Outcome { drift: [(drift, BTreeSet::from(["aws_lb.main".into()]))].into(), ..Outcome::default() };
        let text = serde_json::to_string(&outcome).expect("JSON");
        let read: Outcome = serde_json::from_str(&text).expect("an outcome");
        assert_eq!(read.drift, outcome.drift);
        assert!(!read.is_complete());
    }
}
