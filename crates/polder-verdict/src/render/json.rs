//! The JSON form of reports.

use serde_json::{Map, Value, json as value};

use crate::{Acceptance, Evidence, Gap, MODEL_VERSION, Property, Report, Resource, Verdict, Witness};

/// The version of the form. It rises when a key changes its meaning or goes away.
pub const FORMAT_VERSION: u32 = 1;

/// An object with `format_version`, `model_version`, `properties` and, if they are asked for, `requirements`. Each entry has
/// `id`, `claim`, `verdict`, `accepted` (or null), `evidence`, `witness` (the first one, or null), `witnesses`, `gaps` and `resources`.
pub(super) fn value(report: &Report<'_>) -> Value {
    let entries = |of: &[Property]| -> Vec<Value> { of.iter().map(|it| property(report, it)).collect() };
    let mut object = Map::new();
    object.insert("format_version".into(), value!(FORMAT_VERSION));
    object.insert("model_version".into(), value!(MODEL_VERSION));
    object.insert("properties".into(), value!(entries(report.properties)));
    if let Some(requirements) = report.requirements {
        object.insert("requirements".into(), value!(entries(requirements)));
    }
    Value::Object(object)
}

fn accepted(of: &Acceptance) -> Value {
    value!({ "reason": of.reason, "until": of.until })
}

fn property(report: &Report<'_>, property: &Property) -> Value {
    let mut object = Map::new();
    object.insert("id".into(), value!(property.id));
    object.insert("claim".into(), value!(property.claim));
    object.insert("verdict".into(), value!(property.verdict.label().to_string()));
    object.insert("accepted".into(), report.acceptance(property).map_or(Value::Null, accepted));
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
