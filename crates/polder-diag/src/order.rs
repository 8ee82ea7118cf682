//! The order in which findings are shown.

use crate::{Finding, Span};

/// The findings as they are shown: the gravest first, then from the top of the file to its end. Findings without a
/// place come after those with one, and what ties keeps the order in which it was found.
pub fn sorted(findings: &[Finding]) -> Vec<&Finding> {
    let mut order: Vec<&Finding> = findings.iter().collect();
    order.sort_by_key(|finding| {
        let span = finding.primary.as_ref().map(|label| label.span);
        (finding.severity(), span.is_none(), span.map_or(0, |span: Span| span.start))
    });
    order
}
