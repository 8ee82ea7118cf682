//! Workflow commands of GitHub Actions, which become annotations of a pull request.

use std::fmt::Write as _;

use crate::source::Lines;
use crate::{Finding, Severity, Source, visible};

/// `::error file=polder.toml,line=3,col=8,title=SPEC004 unknown-key::message`.
pub(super) fn render(findings: &[&Finding], source: &Source<'_>, lines: &Lines<'_>) -> String {
    let mut out = String::new();
    for finding in findings {
        let command = match finding.severity() {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "notice",
        };
        // Writing to a string does not fail.
        let _ = write!(out, "::{command} file={}", property(source.name));
        if let Some(label) = &finding.primary {
            let (start, end) = lines.ends(label.span);
            let _ = write!(out, ",line={},endLine={},col={}", start.line, end.line, start.column);
            // The service takes an end column only within one line.
            if start.line == end.line {
                let _ = write!(out, ",endColumn={}", end.column);
            }
        }
        let _ = write!(out, ",title={}", property(&format!("{} {}", finding.code.id, finding.code.name)));
        let _ = writeln!(out, "::{}", data(&message(finding)));
    }
    out
}

fn message(finding: &Finding) -> String {
    let mut lines = vec![visible(&finding.message).into_owned()];
    lines.extend(finding.notes.iter().map(|note| format!("note: {}", visible(note))));
    lines.extend(finding.help.iter().map(|help| format!("help: {}", visible(help))));
    lines.join("\n")
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(&visible(text)).replace(':', "%3A").replace(',', "%2C")
}
