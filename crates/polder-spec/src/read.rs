//! From text to platform.

use polder_diag::{Finding, Outcome, Severity, Span};
use polder_facts::Facts;
use toml::de::DeTable;

use crate::model::Platform;
use crate::reader::{Reader, Table};
use crate::{checks, codes, sections};

/// A platform of a hundred cells fits in a tenth of it.
const BYTES_MAX: usize = 1 << 20;

/// After one broken line a parser often stumbles a few times more; the list stays short enough to read.
const SYNTAX_ERRORS_MAX: usize = 50;

/// Reads a platform file and says all that is wrong with it, at once.
///
/// There is a platform only if no error was found; see the top of this crate for what it then promises.
pub fn read(text: &str, facts: &Facts) -> Outcome<Platform> {
    if text.len() > BYTES_MAX {
        let message = format!("the file has {} KiB, more than a platform file can have", text.len() / 1024);
        return refused(
            Finding::new(&codes::TOO_LARGE, message).help("a platform file has at most 1024 KiB"),
        );
    }
    let (root, errors) = DeTable::parse_recoverable(text);
    if errors.is_empty() && root.get_ref().is_empty() {
        let finding = Finding::new(&codes::EMPTY, "the file says nothing");
        return refused(finding.help("`polder init` writes one to begin with"));
    }
    let reader = Reader::new(facts);
    let file = Table::root(&reader, root.get_ref());
    let draft = sections::platform(&file);
    if errors.is_empty() {
        checks::all(&reader, &draft);
    }
    drop(file);
    let platform = draft.platform;
    let (mut findings, left_out) = reader.into_findings();
    if !errors.is_empty() {
        findings.retain(|finding| !follows(finding, &errors, text));
        findings.splice(0..0, errors.iter().take(SYNTAX_ERRORS_MAX).map(|error| syntax(error, text)));
    }
    let left_out = left_out + errors.len().saturating_sub(SYNTAX_ERRORS_MAX);
    if left_out > 0 {
        findings.push(
            Finding::new(&codes::TOO_MANY, format!("{left_out} more findings are not shown"))
                .help("correct the first ones and check again"),
        );
    }
    let sound = findings.iter().all(|finding| finding.severity() != Severity::Error);
    Outcome { value: sound.then_some(platform), findings }
}

fn refused(finding: Finding) -> Outcome<Platform> {
    Outcome { value: None, findings: vec![finding] }
}

fn syntax(error: &toml::de::Error, text: &str) -> Finding {
    let range = error.span().unwrap_or(text.len()..text.len());
    let line = line_at(text, range.start);
    let message = error.message();
    let (headline, expected) = message.split_once(", expected ").unwrap_or((message, ""));
    let unquoted =
        message.starts_with("invalid boolean") || message.starts_with("string values must be quoted");
    let headline = if unquoted { "text must stand in quotes" } else { headline };
    let span = Span::new(range.start, range.end);
    let finding = Finding::new(&codes::SYNTAX, headline);
    match (headline, expected) {
        ("duplicate key", _) => finding
            .at(span, "stands here a second time")
            .help("each key and each table stands once; put what belongs together under one header"),
        _ if unquoted => finding.at(span, "not in quotes").help("write it as `\"…\"`"),
        ("recursion limit" | "cannot recurse further; max recursion depth met", _) => {
            finding.at(span, "nested too deeply").help("a platform file has at most four levels")
        }
        (_, "") => finding.at(span, ""),
        (_, expected) if line.len() < 400 => finding.at(span, format!("expected {expected}")),
        _ => finding.at(span, ""),
    }
}

/// Whether a finding only follows from what could not be parsed: something is missing that may stand in the broken
/// part, or it lies in a line with a syntax error.
fn follows(finding: &Finding, errors: &[toml::de::Error], text: &str) -> bool {
    let needs_all = [
        &codes::MISSING_KEY,
        &codes::NO_CELLS,
        &codes::NO_MARKETS,
        &codes::UNKNOWN_CELL,
        &codes::UNKNOWN_ACCOUNT,
        &codes::ACTIVE_WITHOUT_BACKUP,
    ];
    let Some(label) = &finding.primary else { return true };
    if needs_all.iter().any(|code| code.id == finding.code.id) {
        return true;
    }
    let at = label.span.range().start;
    errors.iter().take(SYNTAX_ERRORS_MAX).any(|error| {
        let Some(range) = error.span() else { return true };
        let (first, last) = (at.min(range.start), at.max(range.start));
        // The same line: no line feed between the two.
        text.get(first..last).is_some_and(|between| !between.contains('\n'))
    })
}

fn line_at(text: &str, at: usize) -> &str {
    let at = text.floor_char_boundary(at);
    let (before, after) = text.split_at(at);
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let end = after.find('\n').map_or(text.len(), |newline| at + newline);
    text.get(start..end).unwrap_or_default()
}
