//! SARIF 2.1.0, which code-scanning services read.

use serde_json::{Value, json};

use crate::source::Lines;
use crate::{Code, Finding, Label, Severity, Source, visible};

/// One log with one run.
pub(super) fn render(findings: &[&Finding], source: &Source<'_>, lines: &Lines<'_>) -> String {
    let mut codes: Vec<&Code> = findings.iter().map(|finding| finding.code).collect();
    codes.sort_by_key(|code| code.id);
    codes.dedup_by_key(|code| code.id);
    let results: Vec<Value> = findings.iter().map(|finding| result(finding, &codes, source, lines)).collect();
    let rules: Vec<Value> = codes.iter().map(|code| rule(code)).collect();
    super::json::text(&log(&rules, &results))
}

/// A SARIF log with one run of Polder: its rules, and its results.
pub fn log(rules: &[Value], results: &[Value]) -> Value {
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "polder",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn rule(code: &Code) -> Value {
    json!({
        "id": code.id,
        "name": code.name,
        "shortDescription": { "text": code.summary },
        "help": { "text": code.page, "markdown": code.page },
        "defaultConfiguration": { "level": level(code.severity) },
    })
}

fn result(finding: &Finding, codes: &[&Code], source: &Source<'_>, lines: &Lines<'_>) -> Value {
    let location = |label: &Label| {
        let (start, end) = lines.ends(label.span);
        json!({
            "physicalLocation": {
                "artifactLocation": { "uri": uri(source.name) },
                "region": {
                    "startLine": start.line, "startColumn": start.column,
                    "endLine": end.line, "endColumn": end.column,
                },
            },
            "message": { "text": visible(&label.text) },
        })
    };
    // A result without a location belongs to the file as a whole.
    let whole = json!({ "physicalLocation": { "artifactLocation": { "uri": uri(source.name) } } });
    let mut result = json!({
        "ruleId": finding.code.id,
        "ruleIndex": codes.iter().position(|code| code.id == finding.code.id),
        "level": level(finding.severity()),
        "message": { "text": message(finding) },
        "locations": [finding.primary.as_ref().map_or(whole, location)],
    });
    if !finding.secondary.is_empty()
        && let Some(object) = result.as_object_mut()
    {
        object.insert("relatedLocations".to_owned(), finding.secondary.iter().map(location).collect());
    }
    result
}

/// SARIF has one text: the headline, then why and what to do.
fn message(finding: &Finding) -> String {
    let mut lines = vec![visible(&finding.message).into_owned()];
    lines.extend(finding.notes.iter().map(|note| format!("note: {}", visible(note))));
    lines.extend(finding.help.iter().map(|help| format!("help: {}", visible(help))));
    lines.join("\n")
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

/// A file name as a relative reference of RFC 3986.
pub fn uri(name: &str) -> String {
    name.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
        out
    })
}
