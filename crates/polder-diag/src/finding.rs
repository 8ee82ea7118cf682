//! One message about one location.

use crate::{Code, Severity, Span};

/// A location with a short text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What is there, lower case, no full stop; may be empty.
    pub text: String,
}

/// A finding: a code, the message for this case, the locations, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What kind of finding.
    pub code: &'static Code,
    /// The headline of this case: lower case, no full stop, user values in backticks, reads well as one line.
    pub message: String,
    /// The wrong location. `None` if the finding is about the platform as a whole.
    pub primary: Option<Label>,
    /// Related locations.
    pub secondary: Vec<Label>,
    /// Why this matters, in sentences.
    pub notes: Vec<String>,
    /// What to do about it; "did you mean" belongs here.
    pub help: Vec<String>,
}

impl Finding {
    /// A finding of `code` with `message`.
    pub fn new(code: &'static Code, message: impl Into<String>) -> Finding {
        Finding {
            code,
            message: message.into(),
            primary: None,
            secondary: vec![],
            notes: vec![],
            help: vec![],
        }
    }

    /// Sets the wrong location. Without a span (a default), there is none.
    #[must_use]
    pub fn at(mut self, span: impl Into<Option<Span>>, text: impl Into<String>) -> Finding {
        self.primary = span.into().map(|span| Label { span, text: text.into() });
        self
    }

    /// Adds a related location.
    #[must_use]
    pub fn also(mut self, span: impl Into<Option<Span>>, text: impl Into<String>) -> Finding {
        self.secondary.extend(span.into().map(|span| Label { span, text: text.into() }));
        self
    }

    /// Adds why it matters.
    #[must_use]
    pub fn note(mut self, text: impl Into<String>) -> Finding {
        self.notes.push(text.into());
        self
    }

    /// Adds what to do.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Finding {
        self.help.push(text.into());
        self
    }

    /// Its severity.
    pub fn severity(&self) -> Severity {
        self.code.severity
    }
}
