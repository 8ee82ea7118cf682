//! JUnit XML for CI servers: one test case for each finding, a failure if it is an error or a warning.

use std::fmt::Write as _;

use crate::source::Lines;
use crate::{Finding, Severity, Source, visible};

/// One suite for the file. Without findings there is one case, which passes: an empty suite would look like a broken
/// run.
pub(super) fn render(findings: &[&Finding], source: &Source<'_>, lines: &Lines<'_>) -> String {
    let failures = findings.iter().filter(|finding| finding.severity() != Severity::Info).count();
    let tests = findings.len().max(1);
    let name = escape(source.name);
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    // Writing to a string does not fail.
    let _ =
        writeln!(out, "<testsuites name=\"polder\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\">");
    let _ =
        writeln!(out, "  <testsuite name=\"{name}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\">");
    if findings.is_empty() {
        let _ = writeln!(out, "    <testcase name=\"no findings\" classname=\"{name}\"/>");
    }
    for finding in findings {
        case(&mut out, finding, &name, lines);
    }
    out.push_str("  </testsuite>\n</testsuites>\n");
    out
}

fn case(out: &mut String, finding: &Finding, file: &str, lines: &Lines<'_>) {
    let code = finding.code;
    let place = finding.primary.as_ref().map(|label| lines.ends(label.span).0);
    let line = place.map(|at| format!(" line=\"{}\"", at.line)).unwrap_or_default();
    let name = escape(&format!("{} {}", code.id, code.name));
    let _ = write!(out, "    <testcase name=\"{name}\" classname=\"{file}\" file=\"{file}\"{line}>");
    let tag = if finding.severity() == Severity::Info { "system-out" } else { "failure" };
    let mut text = place.map(|at| format!("{file}:{}:{}: ", at.line, at.column)).unwrap_or_default();
    let _ = write!(text, "{}[{}]: {}", finding.severity(), code.id, escape(&finding.message));
    for (word, list) in [("note", &finding.notes), ("help", &finding.help)] {
        for item in list {
            let _ = write!(text, "\n{word}: {}", escape(item));
        }
    }
    if tag == "failure" {
        let _ =
            write!(out, "<failure message=\"{}\" type=\"{}\">", escape(&finding.message), finding.severity());
    } else {
        let _ = write!(out, "<system-out>");
    }
    let _ = writeln!(out, "{text}</{tag}></testcase>");
}

/// Text for elements and attributes of XML 1.0, which has no form at all for most control characters: they are made visible first.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in visible(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => out.extend(c.escape_unicode()),
            c => out.push(c),
        }
    }
    out
}
