//! From text to platform.

use polder_diag::{Finding, Outcome, Severity, Span};
use polder_facts::Facts;
use toml::de::DeTable;

use crate::model::Platform;
use crate::reader::{Reader, Table};
use crate::{checks, codes, sections};

/// A platform of a hundred cells fits in a tenth of it.
const BYTES_MAX: usize = 1 << 20;

/// After one broken line a parser often reports more errors; the list stays short enough to read.
const SYNTAX_ERRORS_MAX: usize = 50;

/// Reads a platform file and reports all errors in one run.
///
/// There is a platform only if no error was found; the crate documentation says what it guarantees.
pub fn read(text: &str, facts: &Facts) -> Outcome<Platform> {
    if text.len() > BYTES_MAX {
        let message = format!("the file has {} KiB, more than a platform file can have", text.len() / 1024);
        return refused(
            Finding::new(&codes::TOO_LARGE, message).help("a platform file has at most 1024 KiB"),
        );
    }
    let (root, errors) = DeTable::parse_recoverable(text);
    if errors.is_empty() && root.get_ref().is_empty() {
        let finding = Finding::new(&codes::EMPTY, "the file is empty");
        return refused(finding.help("run `polder init` to create a file to start from"));
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
                .help("correct the first ones and run `polder check` again"),
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
    let span = Span::new(range.start, range.end);
    let message = error.message();
    let (headline, expected) = message.split_once(", expected ").unwrap_or((message, ""));
    let expected = if expected.is_empty() { String::new() } else { format!("expected {expected}") };
    let say = |headline: &str| Finding::new(&codes::SYNTAX, headline);
    match headline {
        "duplicate key" if names_market(text, range.start) => {
            Finding::new(&codes::MARKET_IN_TWO_CELLS, "a market is declared twice")
                .at(span, "second declaration")
                .help("a market has one cell; use `mirrors` for staging and development cells")
        }
        "duplicate key" => say("a key or a table is declared twice")
            .at(span, "second declaration")
            .help("write each key and each table once; merge tables under one header"),
        "invalid boolean" | "string values must be quoted" => {
            say("text must be in quotes").at(span, "not in quotes").help("write it as `\"…\"`")
        }
        "invalid basic string" | "invalid literal string" if range.is_empty() => {
            say("text does not end").at(span, expected).help("close it with the same kind of quote")
        }
        "recursion limit" | "cannot recurse further; max recursion depth met" => {
            say("nested too deeply").at(span, "more than five levels").help("use at most five levels")
        }
        headline => say(headline).at(span, expected),
    }
}

/// Whether the line of the key at `at` is the header of a market.
fn names_market(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    line.trim_start().strip_prefix('[').is_some_and(|header| header.trim() == "markets.")
}

/// Whether a finding only follows from what could not be parsed: something is missing that may be in the broken part,
/// or it is in a line with a syntax error.
fn follows(finding: &Finding, errors: &[toml::de::Error], text: &str) -> bool {
    let needs_all = [
        &codes::MISSING_KEY,
        &codes::NO_CELLS,
        &codes::NO_MARKETS,
        &codes::UNKNOWN_CELL,
        &codes::UNKNOWN_MARKET,
        &codes::MARKET_OUTSIDE_PRODUCTION,
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
