//! Properties with their verdicts for people, refuted ones first.

use polder_diag::visible;

use super::{SHOWN, by_verdict};
use crate::{Counts, Effect, MODEL_VERSION, Property, Report, Resource, Verdict, Witness};

/// Everything, and for each list a line that counts it.
pub(super) fn render(report: &Report<'_>) -> String {
    let mut out = listed(report, report.properties, "properties");
    if let Some(requirements) = report.requirements {
        out.push_str(&format!("\n{}", listed(report, requirements, "requirements")));
    }
    out
}

fn listed(report: &Report<'_>, all: &[Property], noun: &str) -> String {
    let mut out = String::new();
    for property in by_verdict(all) {
        out.push_str(&format!("{:<10}  {}\n", property.verdict.label(), visible(&property.id)));
        out.push_str(&format!("            {}\n", visible(&property.claim)));
        if let Some(accepted) = report.acceptance(property) {
            let (until, reason) = (&accepted.until, &accepted.reason);
            out.push_str(&format!("            accepted until {}: {}\n", visible(until), visible(reason)));
        }
        out.push_str(&reasons(&property.verdict));
    }
    out.push_str(&format!(
        "\n{} {noun}: {}: what is proved holds under the model of version {MODEL_VERSION} (docs/prove.md)\n",
        all.len(),
        Counts::of(all)
    ));
    out
}

/// What a verdict rests on.
fn reasons(verdict: &Verdict) -> String {
    match verdict {
        Verdict::Proved(_) => String::new(),
        Verdict::Refuted(witnesses) => shown(witnesses.iter().map(witness).collect()),
        Verdict::Undecided(gaps) => {
            let line = |text: &str, resources: &[Resource]| {
                format!("            - {}{}\n", visible(text), named(resources))
            };
            shown(gaps.iter().map(|gap| line(&gap.text, &gap.resources)).collect())
        }
        Verdict::Procedural(text) => format!("            - {}\n", visible(text)),
    }
}

fn shown(texts: Vec<String>) -> String {
    let more = texts.len().saturating_sub(SHOWN);
    let mut out: String = texts.into_iter().take(SHOWN).collect();
    if more > 0 {
        out.push_str(&format!("            and {more} more\n"));
    }
    out
}

fn witness(witness: &Witness) -> String {
    let facts: Vec<String> =
        witness.facts.iter().map(|fact| format!("{} {}", fact.name.replace('_', " "), fact.value)).collect();
    let mut out = format!(
        "            - {}\n              {}\n",
        visible(&witness.summary),
        visible(&facts.join(", "))
    );
    for step in &witness.steps {
        let mark = if step.effect == Effect::Allows { "  " } else { "x " };
        out.push_str(&format!("              {mark}{}{}\n", visible(&step.text), named(&step.resources)));
    }
    out
}

fn named(resources: &[Resource]) -> String {
    let Some((first, rest)) = resources.split_first() else { return String::new() };
    let more = if rest.is_empty() { String::new() } else { format!(" and {} more", rest.len()) };
    visible(&format!(": {first}{more}")).into_owned()
}
