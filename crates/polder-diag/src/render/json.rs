//! JSON with a version.

use serde_json::{Value, json};

use crate::source::Lines;
use crate::{Finding, Label, Source};

/// The version of this format. It is incremented when a key changes its meaning or is removed, not when one is added.
const FORMAT_VERSION: u64 = 1;

/// One object with all findings.
pub(super) fn render(findings: &[&Finding], source: &Source<'_>, lines: &Lines<'_>) -> String {
    let findings: Vec<Value> = findings.iter().map(|finding| one(finding, lines)).collect();
    text(&json!({ "format_version": FORMAT_VERSION, "file": source.name, "findings": findings }))
}

/// Indented JSON in which characters that a terminal would act on are escaped. They can stand in strings only, where
/// JSON's own escape says the same.
pub fn text(value: &Value) -> String {
    let raw = format!("{value:#}\n");
    raw.chars().fold(String::with_capacity(raw.len()), |mut out, c| {
        if c != '\n' && crate::visible::is_unsafe(c) {
            let mut units = [0; 2];
            out.extend(c.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04x}")));
        } else {
            out.push(c);
        }
        out
    })
}

fn one(finding: &Finding, lines: &Lines<'_>) -> Value {
    json!({
        "code": finding.code.id,
        "name": finding.code.name,
        "severity": finding.severity().to_string(),
        "message": finding.message,
        "primary": finding.primary.as_ref().map(|at| label(at, lines)),
        "secondary": finding.secondary.iter().map(|at| label(at, lines)).collect::<Vec<_>>(),
        "notes": finding.notes,
        "help": finding.help,
    })
}

fn label(label: &Label, lines: &Lines<'_>) -> Value {
    let (start, end) = lines.ends(label.span);
    let range = lines.clamp(label.span);
    json!({
        "text": label.text,
        "start": { "line": start.line, "column": start.column, "byte": range.start },
        "end": { "line": end.line, "column": end.column, "byte": range.end },
    })
}
