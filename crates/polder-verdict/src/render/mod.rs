//! Reports as text, in the forms that people and their tools read.
//!
//! What comes from the user's files, such as addresses, cannot act on a terminal and cannot end an element, a table or a link.

mod concise;
mod full;
mod json;
mod junit;
mod markdown;
mod sarif;

use crate::{Property, Report};

pub use json::FORMAT_VERSION;

/// A form of output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// For people: what is not proved, with its first reasons.
    Full,
    /// One line each.
    Concise,
    /// One JSON object with a `format_version`: everything that is known.
    Json,
    /// SARIF 2.1.0, for code-scanning services.
    Sarif,
    /// JUnit XML, for CI servers.
    Junit,
    /// Markdown, for pull requests and wikis.
    Markdown,
}

impl Format {
    /// All forms.
    pub const ALL: [Format; 6] =
        [Format::Full, Format::Concise, Format::Json, Format::Sarif, Format::Junit, Format::Markdown];
}

/// The report in this form. Ends with a line feed.
pub fn render(format: Format, report: &Report<'_>) -> String {
    match format {
        Format::Full => full::render(report),
        Format::Concise => concise::render(report),
        Format::Json => polder_diag::json_text(&json::value(report)),
        Format::Sarif => sarif::render(report),
        Format::Junit => junit::render(report),
        Format::Markdown => markdown::render(report),
    }
}

/// Witnesses and gaps of one property beyond these are counted in the forms for people: the JSON form has them.
const SHOWN: usize = 3;

/// Properties by verdict, refuted ones first, each in the order of its list.
fn by_verdict<'a>(properties: impl IntoIterator<Item = &'a Property>) -> Vec<&'a Property> {
    let mut sorted: Vec<&Property> = properties.into_iter().collect();
    sorted.sort_by_key(|property| property.verdict.label());
    sorted
}
