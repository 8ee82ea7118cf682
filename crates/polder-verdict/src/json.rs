//! The JSON form of properties.

use serde_json::{Map, Value, json as value};

use crate::{Evidence, Gap, Property, Resource, Verdict, Witness};

/// The version of the form. It rises when a key changes its meaning or goes away.
pub const FORMAT_VERSION: u32 = 1;

/// An object with `format_version` and `properties`. Each property has `id`, `claim`, `verdict`, `evidence`,
/// `witness` (the first one, or null), `witnesses`, `gaps` and `resources`.
pub fn json(properties: &[Property]) -> Value {
    value!({
        "format_version": FORMAT_VERSION,
        "properties": properties.iter().map(property).collect::<Vec<Value>>(),
    })
}

/// The same with `requirements`, which have the form of properties: `claim` is what is asked.
pub fn json_with(properties: &[Property], requirements: &[Property]) -> Value {
    let mut object = json(properties);
    object["model_version"] = value!(crate::MODEL_VERSION);
    object["requirements"] = requirements.iter().map(property).collect();
    object
}

fn property(property: &Property) -> Value {
    let mut object = Map::new();
    object.insert("id".into(), value!(property.id));
    object.insert("claim".into(), value!(property.claim));
    object.insert("verdict".into(), value!(property.verdict.label().to_string()));
    let (mut reasons, mut witnesses, mut gaps) = (Vec::new(), Vec::new(), Vec::new());
    match &property.verdict {
        Verdict::Proved(of) => reasons = of.iter().map(evidence).collect(),
        Verdict::Refuted(of) => witnesses = of.iter().map(witness).collect(),
        Verdict::Undecided(of) => gaps = of.iter().map(gap).collect(),
        Verdict::Procedural(text) => reasons.push(value!({ "text": text, "resources": [] })),
    }
    object.insert("evidence".into(), value!(reasons));
    object.insert("witness".into(), witnesses.first().cloned().unwrap_or(Value::Null));
    object.insert("witnesses".into(), value!(witnesses));
    object.insert("gaps".into(), value!(gaps));
    object.insert("resources".into(), resources(property.resources()));
    Value::Object(object)
}

fn resources<'a>(of: impl IntoIterator<Item = &'a Resource>) -> Value {
    of.into_iter().map(|at| value!({ "stack": at.stack, "address": at.address })).collect()
}

fn evidence(evidence: &Evidence) -> Value {
    value!({ "text": evidence.text, "resources": resources(&evidence.resources) })
}

fn gap(gap: &Gap) -> Value {
    value!({ "text": gap.text, "resources": resources(&gap.resources) })
}

fn witness(witness: &Witness) -> Value {
    let facts: Map<String, Value> =
        witness.facts.iter().map(|fact| (fact.name.into(), value!(fact.value))).collect();
    let steps: Vec<Value> = (witness.steps.iter())
        .map(|step| {
            let effect = step.effect.as_str();
            value!({ "text": step.text, "effect": effect, "resources": resources(&step.resources) })
        })
        .collect();
    value!({
        "summary": witness.summary,
        "facts": facts,
        "steps": steps,
        "replayed_by": witness.replayed_by,
    })
}
