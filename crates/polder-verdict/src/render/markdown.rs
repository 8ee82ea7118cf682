//! Markdown for pull requests and wikis: counts, then what is refuted, then what is not decided, then what is proved.

use polder_diag::visible;

use super::{SHOWN, by_verdict};
use crate::{Counts, Effect, Label, MODEL_VERSION, Property, Report, Resource, Verdict, Witness};

pub(super) fn render(report: &Report<'_>) -> String {
    let mut out = format!("## Properties of {}\n\n", code(report.source));
    out.push_str("| | refuted | undecided | procedural | proved |\n| --- | ---: | ---: | ---: | ---: |\n");
    out.push_str(&counts("properties", report.properties));
    if let Some(requirements) = report.requirements {
        out.push_str(&counts("requirements", requirements));
    }
    out.push_str(&format!("\nWhat is proved holds under the model of version {MODEL_VERSION}.\n"));
    let all = by_verdict(report.entries());
    for (label, title) in [
        (Label::Refuted, "Refuted"),
        (Label::Undecided, "Undecided"),
        (Label::Procedural, "Procedural"),
        (Label::Proved, "Proved"),
    ] {
        let of: Vec<&Property> = all.iter().copied().filter(|it| it.verdict.label() == label).collect();
        out.push_str(&section(report, title, &of));
    }
    out
}

fn counts(name: &str, properties: &[Property]) -> String {
    let Counts { refuted, undecided, procedural, proved } = Counts::of(properties);
    format!("| {name} | {refuted} | {undecided} | {procedural} | {proved} |\n")
}

/// The properties of one verdict. Those that hold are folded: they are many.
fn section(report: &Report<'_>, title: &str, properties: &[&Property]) -> String {
    if properties.is_empty() {
        return String::new();
    }
    let entries: String = properties.iter().map(|property| entry(report, property)).collect();
    if title == "Proved" {
        return format!(
            "\n<details><summary>{title}: {}</summary>\n\n{entries}\n</details>\n",
            properties.len()
        );
    }
    format!("\n### {title}\n\n{entries}")
}

fn entry(report: &Report<'_>, property: &Property) -> String {
    let mut out = format!("- {}: {}\n", code(&property.id), prose(&property.claim));
    if let Some(accepted) = report.acceptance(property) {
        let text = format!("accepted until {}: {}", accepted.until, accepted.reason);
        out.push_str(&format!("  - {}\n", prose(&text)));
    }
    let (lines, count) = match &property.verdict {
        Verdict::Proved(_) => (vec![], 0),
        Verdict::Refuted(of) => (of.iter().take(SHOWN).map(witness).collect(), of.len()),
        Verdict::Undecided(of) => {
            let line = |text: &str, at: &[Resource]| format!("  - {}{}\n", prose(text), named(at));
            (of.iter().take(SHOWN).map(|gap| line(&gap.text, &gap.resources)).collect(), of.len())
        }
        Verdict::Procedural(text) => (vec![format!("  - {}\n", prose(text))], 1),
    };
    out.push_str(&lines.concat());
    if count > SHOWN {
        out.push_str(&format!("  - and {} more\n", count - SHOWN));
    }
    out
}

fn witness(witness: &Witness) -> String {
    let mut out = format!("  - {}\n", prose(&witness.summary));
    for (index, step) in witness.steps.iter().enumerate() {
        let mark = if step.effect == Effect::Denies { "denied: " } else { "" };
        let (number, text) = (index + 1, prose(&step.text));
        out.push_str(&format!("    {number}. {mark}{text}{}\n", named(&step.resources)));
    }
    out
}

fn named(resources: &[Resource]) -> String {
    let Some((first, rest)) = resources.split_first() else { return String::new() };
    let more = if rest.is_empty() { String::new() } else { format!(" and {} more", rest.len()) };
    format!(": {}{more}", code(&first.to_string()))
}

/// A text without markup of its own but code between backticks, which has no markup inside.
fn prose(text: &str) -> String {
    let text = visible(text);
    let pieces: Vec<&str> = text.split('`').collect();
    let mut out = String::with_capacity(text.len());
    for (at, piece) in pieces.iter().enumerate() {
        // One that is not closed is a letter like others.
        let is_code = at % 2 == 1 && at + 1 < pieces.len();
        match (is_code, at % 2) {
            (true, _) => out.push_str(&code(piece)),
            (false, 1) => out.push_str(&format!("\\`{}", plain(piece))),
            (false, _) => out.push_str(&plain(piece)),
        }
    }
    out
}

/// A text without markup, links and mentions.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            // Services of Git make mentions of it, and links of addresses, below.
            '@' => out.push_str("&#64;"),
            '\\' | '*' | '_' | '[' | ']' | '|' | '#' | '~' | '!' => out.extend(['\\', letter]),
            letter => out.push(letter),
        }
    }
    out.replace("://", "&#58;//")
}

/// A text as code, whose own backticks are replaced: the span would end at them.
fn code(text: &str) -> String {
    format!("`{}`", visible(text).replace('`', "'"))
}
