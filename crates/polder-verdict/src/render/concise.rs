//! One line for each property and requirement.

use polder_diag::visible;

use super::by_verdict;
use crate::{Property, Report, Verdict};

pub(super) fn render(report: &Report<'_>) -> String {
    let lists = [report.properties, report.requirements.unwrap_or_default()];
    lists.into_iter().flat_map(by_verdict).map(|property| line(report, property)).collect()
}

fn line(report: &Report<'_>, property: &Property) -> String {
    let label = match report.acceptance(property) {
        Some(_) => "accepted".to_owned(),
        None => property.verdict.label().to_string(),
    };
    let line = format!("{label:<10}  {}: {}{}", property.id, property.claim, reason(&property.verdict));
    format!("{}\n", visible(&line))
}

/// The first reason of a verdict that is no proof.
fn reason(verdict: &Verdict) -> String {
    let (text, count) = match verdict {
        Verdict::Proved(_) => return String::new(),
        Verdict::Refuted(of) => (of.first().map(|it| &it.summary), of.len()),
        Verdict::Undecided(of) => (of.first().map(|it| &it.text), of.len()),
        Verdict::Procedural(text) => (Some(text), 1),
    };
    let more = if count > 1 { format!(" (and {} more)", count - 1) } else { String::new() };
    text.map(|text| format!("; {text}{more}")).unwrap_or_default()
}
