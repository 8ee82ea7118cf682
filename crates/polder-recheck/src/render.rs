//! What was found, as lines for people and as JSON for programs.

use serde_json::{Value, json as object};

use crate::format::TAKEN_FOR_GRANTED;
use crate::outcome::{Checked, Finding, Outcome};

/// Lines for people: what is refused and confirmed, what is not covered, what is taken for granted, and the counts. Texts are those of
/// the documents: who prints them makes them safe for a terminal.
pub fn lines(outcome: &Outcome) -> Vec<String> {
    let mut lines = vec![];
    for kind in ["refused", "confirmed", "not covered"] {
        let own = outcome.properties.iter().filter(|checked| told(&checked.finding).0 == kind);
        lines.extend(own.map(|Checked { id, verdict, finding }| {
            format!("{kind:<12} {id} ({}): {}", verdict.as_str(), told(finding).1)
        }));
    }
    lines.push(String::new());
    lines.push("taken for granted:".to_owned());
    lines.extend(TAKEN_FOR_GRANTED.map(|text| format!("  {text}")));
    lines.push(format!("  the inventory {} of `{}`", outcome.manifest.inventory, outcome.manifest.source));
    lines.push(String::new());
    let count = |kind| outcome.count(|finding| told(finding).0 == kind);
    lines.push(format!(
        "{} confirmed, {} refused, {} not covered, {} undecided or procedural, which claim nothing",
        count("confirmed"),
        count("refused"),
        count("not covered"),
        count("claims nothing")
    ));
    lines
}

/// The same as JSON.
pub fn json(outcome: &Outcome) -> String {
    let manifest = &outcome.manifest;
    let count = |kind| outcome.count(|finding| told(finding).0 == kind);
    let property = |Checked { id, verdict, finding }: &Checked| {
        let (kind, why) = told(finding);
        object!({ "id": id, "verdict": verdict.as_str(), "finding": kind, "why": why })
    };
    let all: Vec<Value> = outcome.properties.iter().map(property).collect();
    let document = object!({
        "format_version": manifest.format_version,
        "model_version": manifest.model_version,
        "source": manifest.source,
        "inventory": manifest.inventory,
        "confirmed": count("confirmed"),
        "refused": count("refused"),
        "not_covered": count("not covered"),
        "claims_nothing": count("claims nothing"),
        "taken_for_granted": TAKEN_FOR_GRANTED,
        "properties": all,
    });
    format!("{document:#}\n")
}

/// The name of a finding, and its reason.
fn told(finding: &Finding) -> (&'static str, &str) {
    match finding {
        Finding::Confirmed(why) => ("confirmed", why),
        Finding::Refused(why) => ("refused", why),
        Finding::NotCovered(why) => ("not covered", why),
        Finding::ClaimsNothing => ("claims nothing", ""),
    }
}
