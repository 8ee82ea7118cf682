//! One line each, for editors and `grep`.

use std::fmt::Write as _;

use crate::source::Lines;
use crate::{Finding, Source, visible};

/// `polder.toml:3:8: error[SPEC004]: message`.
pub(super) fn render(findings: &[&Finding], source: &Source<'_>, lines: &Lines<'_>) -> String {
    let mut out = String::new();
    for finding in findings {
        out.push_str(&visible(source.name));
        if let Some(label) = &finding.primary {
            let (start, _) = lines.ends(label.span);
            // Writing to a string does not fail.
            let _ = write!(out, ":{}:{}", start.line, start.column);
        }
        let _ = writeln!(out, ": {}[{}]: {}", finding.severity(), finding.code.id, visible(&finding.message));
    }
    out
}
