//! One thing that is said about one place.

use crate::{Code, Severity, Span};

/// A place with a short text that stands under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What is there, lower case, no full stop; may be empty.
    pub text: String,
}

/// A finding: a code, the message for this case, the places, and the way out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What kind of finding.
    pub code: &'static Code,
    /// The headline of this case: lower case, no full stop, user values in backticks, reads well as one line.
    pub message: String,
    /// The place that is wrong. `None` when the platform as a whole is meant.
    pub primary: Option<Label>,
    /// Places that matter for understanding it.
    pub secondary: Vec<Label>,
    /// Why this matters, in sentences.
    pub notes: Vec<String>,
    /// What to do about it; "did you mean" belongs here.
    pub help: Vec<String>,
}

impl Finding {
    /// A finding of `code` that says `message`.
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

    /// Points at the place that is wrong. Without a span (a value that nobody wrote) nothing is pointed at.
    #[must_use]
    pub fn at(mut self, span: impl Into<Option<Span>>, text: impl Into<String>) -> Finding {
        self.primary = span.into().map(|span| Label { span, text: text.into() });
        self
    }

    /// Points at a further place.
    #[must_use]
    pub fn also(mut self, span: impl Into<Option<Span>>, text: impl Into<String>) -> Finding {
        self.secondary.extend(span.into().map(|span| Label { span, text: text.into() }));
        self
    }

    /// Says why it matters.
    #[must_use]
    pub fn note(mut self, text: impl Into<String>) -> Finding {
        self.notes.push(text.into());
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Finding {
        self.help.push(text.into());
        self
    }

    /// How grave it is.
    pub fn severity(&self) -> Severity {
        self.code.severity
    }
}
