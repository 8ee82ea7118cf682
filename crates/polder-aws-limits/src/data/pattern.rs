//! Regular expressions, compiled when a text is first compared with them.

use std::sync::OnceLock;

use fancy_regex::{Regex, RegexBuilder};

/// The most steps of one comparison: patterns come from AWS, texts from anybody.
const STEPS_MAX: usize = 100_000;

/// A pattern.
#[derive(Debug)]
pub(crate) struct Pattern {
    /// As it is written.
    pub(crate) text: String,
    compiled: OnceLock<Option<Regex>>,
}

impl Pattern {
    pub(crate) fn new(text: String) -> Pattern {
        Pattern { text, compiled: OnceLock::new() }
    }

    /// Whether a text matches. `None` if the pattern cannot be compiled, or a comparison takes too long.
    pub(crate) fn matches(&self, text: &str) -> Option<bool> {
        self.regex()?.is_match(text).ok()
    }

    /// Whether the pattern can be compiled.
    #[cfg(test)]
    pub(crate) fn is_valid(&self) -> bool {
        self.regex().is_some()
    }

    fn regex(&self) -> Option<&Regex> {
        let compiled = || RegexBuilder::new(&self.text).backtrack_limit(STEPS_MAX).build().ok();
        self.compiled.get_or_init(compiled).as_ref()
    }
}
