//! The codes of findings: what a finding says in general.

use std::fmt;

/// The severity of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Nothing can be built from the input.
    Error,
    /// The input can be built, but with a disadvantage.
    Warning,
    /// Information.
    Info,
}

/// One kind of finding. Each is a `static` in the crate that reports it, so that code and page are together.
///
/// Codes are never reused for another meaning.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// Prefix of the crate and three digits: `SPEC004`.
    pub id: &'static str,
    /// The problem in kebab case: `unknown-key`.
    pub name: &'static str,
    /// Its severity.
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
