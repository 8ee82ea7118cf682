//! `polder prove`: properties with their verdicts, refuted ones first.

use polder::diag::visible;
use polder::verdict::{Effect, Label, MODEL_VERSION, Property, Resource, Verdict, Witness};

/// Witnesses, gaps and resources of one property beyond these are counted: the JSON form has all of them.
const SHOWN: usize = 3;

/// All properties, and a line that counts them.
pub(crate) fn properties(all: &[Property]) -> String {
    listed(all, "properties")
}

/// The same of properties and of requirements.
pub(crate) fn verdicts(properties: &[Property], requirements: &[Property]) -> String {
    format!("{}\n{}", listed(properties, "properties"), listed(requirements, "requirements"))
}

fn listed(all: &[Property], noun: &str) -> String {
    let mut sorted: Vec<&Property> = all.iter().collect();
    sorted.sort_by_key(|property| property.verdict.label());
    let mut out = String::new();
    for property in sorted {
        out.push_str(&format!("{:<10}  {}\n", property.verdict.label(), visible(&property.id)));
        out.push_str(&format!("            {}\n", visible(&property.claim)));
        out.push_str(&reasons(&property.verdict));
    }
    let count = |label| all.iter().filter(|property| property.verdict.label() == label).count();
    out.push_str(&format!(
        "\n{} {noun}: {} refuted, {} undecided, {} procedural, {} proved: what is proved holds under the model of version \
         {MODEL_VERSION} (docs/prove.md)\n",
        all.len(),
        count(Label::Refuted),
        count(Label::Undecided),
        count(Label::Procedural),
        count(Label::Proved),
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
