//! A violation of a rule.

use std::fmt;

/// A violation of a rule, and its fix. Sorted by location.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Violation {
    /// The file, relative to the root.
    pub(super) path: String,
    /// Its line, from 1; 0 for the whole file.
    pub(super) line: usize,
    /// The rule: one word.
    pub(super) law: &'static str,
    /// The problem.
    pub(super) message: String,
}

impl Violation {
    /// A violation on a line.
    pub(super) fn at(law: &'static str, path: &str, line: usize, message: impl Into<String>) -> Violation {
        Violation { path: path.to_owned(), line, law, message: message.into() }
    }

    /// A violation by a whole file.
    pub(super) fn of(law: &'static str, path: &str, message: impl Into<String>) -> Violation {
        Violation::at(law, path, 0, message)
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Violation { path, line, law, message } = self;
        match line {
            0 => write!(f, "  {path}: {message} [{law}]"),
            line => write!(f, "  {path}:{line}: {message} [{law}]"),
        }
    }
}

/// The violations of a rule, one line each: for tests.
#[cfg(test)]
pub(super) fn shown(found: &[Violation]) -> String {
    found.iter().map(|violation| format!("{violation}\n")).collect()
}
