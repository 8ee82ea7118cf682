//! JUnit XML for CI servers: one test case for each property and requirement.
//!
//! A failure is what is refuted and not accepted. What is undecided, procedural or accepted is skipped: it is not shown to hold, and
//! a run that reports it as passed would say so.

use polder_diag::xml_text;

use crate::{Property, Report, Verdict, Witness};

/// One suite for the properties, and one for the requirements if they are asked for.
pub(super) fn render(report: &Report<'_>) -> String {
    let mut suites = suite(report, "properties", report.properties);
    if let Some(requirements) = report.requirements {
        suites.push_str(&suite(report, "requirements", requirements));
    }
    let all: Vec<&Property> = report.entries().collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"polder prove\"{}>\n{suites}</testsuites>\n",
        counted(report, &all)
    )
}

fn suite(report: &Report<'_>, name: &str, properties: &[Property]) -> String {
    let all: Vec<&Property> = properties.iter().collect();
    let cases: String = all.iter().map(|property| case(report, name, property)).collect();
    format!("  <testsuite name=\"{name}\"{}>\n{cases}  </testsuite>\n", counted(report, &all))
}

fn counted(report: &Report<'_>, properties: &[&Property]) -> String {
    let outcomes = || properties.iter().map(|property| outcome(report, property));
    let failures = outcomes().filter(|it| matches!(it, Outcome::Failed(_))).count();
    let skipped = outcomes().filter(|it| matches!(it, Outcome::Skipped(_))).count();
    let tests = properties.len();
    format!(" tests=\"{tests}\" failures=\"{failures}\" skipped=\"{skipped}\" errors=\"0\"")
}

/// What a test case says about a property.
enum Outcome<'a> {
    Passed,
    Failed(&'a [Witness]),
    Skipped(String),
}

fn outcome<'a>(report: &Report<'_>, property: &'a Property) -> Outcome<'a> {
    match (&property.verdict, report.acceptance(property)) {
        (Verdict::Proved(_), _) => Outcome::Passed,
        (Verdict::Refuted(_), Some(it)) => {
            Outcome::Skipped(format!("accepted until {}: {}", it.until, it.reason))
        }
        (Verdict::Refuted(witnesses), None) => Outcome::Failed(witnesses),
        (Verdict::Undecided(gaps), _) => {
            let texts: Vec<&str> = gaps.iter().map(|gap| gap.text.as_str()).collect();
            Outcome::Skipped(format!("undecided: {}", texts.join("; ")))
        }
        (Verdict::Procedural(text), _) => Outcome::Skipped(format!("procedural: {text}")),
    }
}

fn case(report: &Report<'_>, suite: &str, property: &Property) -> String {
    let (id, file) = (xml_text(&property.id), xml_text(report.source));
    let head = format!("    <testcase name=\"{id}\" classname=\"{suite}\" file=\"{file}\"");
    match outcome(report, property) {
        Outcome::Passed => format!("{head}/>\n"),
        Outcome::Skipped(text) => {
            format!("{head}><skipped message=\"{}\"/></testcase>\n", xml_text(&text))
        }
        Outcome::Failed(witnesses) => {
            let texts: Vec<String> = witnesses.iter().map(witness).collect();
            format!(
                "{head}><failure message=\"{}\" type=\"refuted\">{}</failure></testcase>\n",
                xml_text(&property.claim),
                texts.join("\n")
            )
        }
    }
}

/// The summary of a witness and its steps, a line each.
fn witness(witness: &Witness) -> String {
    let mut lines = vec![xml_text(&witness.summary)];
    for step in &witness.steps {
        let named: Vec<String> = step.resources.iter().map(|it| format!(" [{it}]")).collect();
        lines.push(format!("  {}{}", xml_text(&step.text), xml_text(&named.concat())));
    }
    lines.join("\n")
}
