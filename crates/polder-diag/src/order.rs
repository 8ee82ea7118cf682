//! The order in which findings are shown.

use crate::{Finding, Span};

/// The findings as they are shown: the most severe first, then in the order of the file. Findings without a location
/// come after those with one; ties keep the order in which they were found.
pub fn sorted(findings: &[Finding]) -> Vec<&Finding> {
    let mut order: Vec<&Finding> = findings.iter().collect();
    order.sort_by_key(|finding| {
        let span = finding.primary.as_ref().map(|label| label.span);
        (finding.severity(), span.is_none(), span.map_or(0, |span: Span| span.start))
    });
    order
}
