//! The codes of findings: what a finding says in general.

use std::fmt;

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Nothing can be built from this input.
    Error,
    /// Something can be built, and something is lost by it.
    Warning,
    /// Good to know.
    Info,
}

/// One kind of finding. Each is a `static` in the room that raises it, so that code and page stay together.
///
/// Codes are never used again for another meaning.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// Letters of the room and three digits: `SPEC004`.
    pub id: &'static str,
    /// The pattern in kebab case: `unknown-key`.
    pub name: &'static str,
    /// How grave it is.
    pub severity: Severity,
    /// One sentence for lists.
    pub summary: &'static str,
    /// The page for `polder explain`: what it finds, why it matters, what to do. Markdown.
    pub page: &'static str,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "info",
        })
    }
}
