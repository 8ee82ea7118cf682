//! Findings as text, in the forms that people and their tools read.
//!
//! All forms show the findings in the order of [`crate::sorted`], take any span (also one that lies outside the text)
//! and let nothing of the user's text act on a terminal.

mod concise;
mod full;
mod github;
mod json;
mod junit;
mod sarif;

use crate::source::Lines;
use crate::{Finding, Source, sorted};

/// A form of output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// For users: the source lines with the findings under them.
    Full,
    /// One line each, for editors: `polder.toml:3:8: error[SPEC004]: message`.
    Concise,
    /// One JSON object with a `format_version`.
    Json,
    /// SARIF 2.1.0, for code-scanning services.
    Sarif,
    /// JUnit XML, for CI servers.
    Junit,
    /// Workflow commands of GitHub Actions.
    Github,
}

impl Format {
    /// All forms.
    pub const ALL: [Format; 6] =
        [Format::Full, Format::Concise, Format::Json, Format::Sarif, Format::Junit, Format::Github];
}

pub use json::text as json_text;
pub use junit::escape as xml_text;
pub use sarif::{log as sarif_log, uri as sarif_uri};

/// The findings in `format`, without colour. Ends with a line feed unless it is empty.
pub fn render(format: Format, findings: &[Finding], source: &Source<'_>) -> String {
    let lines = Lines::new(source.text);
    let findings = sorted(findings);
    match format {
        Format::Full => full::render(&findings, source, &lines, false),
        Format::Concise => concise::render(&findings, source, &lines),
        Format::Json => json::render(&findings, source, &lines),
        Format::Sarif => sarif::render(&findings, source, &lines),
        Format::Junit => junit::render(&findings, source, &lines),
        Format::Github => github::render(&findings, source, &lines),
    }
}

/// The findings in [`Format::Full`], with colour if the terminal and the user want it.
pub fn render_full(findings: &[Finding], source: &Source<'_>, colour: bool) -> String {
    full::render(&sorted(findings), source, &Lines::new(source.text), colour)
}
