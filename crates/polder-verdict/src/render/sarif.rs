//! SARIF 2.1.0, which code-scanning services read.
//!
//! Its kinds of results are those of verdicts: `fail`, `open` for what is undecided, `review` for what is procedural, `pass`. What the
//! owner accepts is a suppressed result. Steps of a witness are a code flow, with resources as logical locations.

use polder_diag::{json_text, sarif_log, sarif_uri, visible};
use serde_json::{Value, json};

use crate::{Acceptance, Evidence, Gap, Property, Report, Resource, Step, Verdict, Witness};

pub(super) fn render(report: &Report<'_>) -> String {
    let rules: Vec<Value> = report.entries().map(rule).collect();
    let results: Vec<Value> = (report.entries().enumerate())
        .flat_map(|(index, property)| results(report, property, index))
        .collect();
    json_text(&sarif_log(&rules, &results))
}

fn rule(property: &Property) -> Value {
    json!({ "id": property.id, "shortDescription": { "text": visible(&property.claim) } })
}

/// A result for each witness, else one for the verdict.
fn results(report: &Report<'_>, property: &Property, index: usize) -> Vec<Value> {
    let result = |kind: &str, text: &str, resources: Vec<&Resource>| {
        let level = if kind == "fail" { "error" } else { "none" };
        json!({
            "ruleId": property.id,
            "ruleIndex": index,
            "kind": kind,
            "level": level,
            "message": { "text": visible(text) },
            "locations": [location(report, &resources)],
        })
    };
    let named = |of: &'_ Property| -> String { of.claim.clone() };
    match &property.verdict {
        Verdict::Proved(evidence) => {
            vec![result("pass", &proof(evidence).unwrap_or(named(property)), property.resources())]
        }
        Verdict::Undecided(gaps) => vec![result("open", &texts(gaps), property.resources())],
        Verdict::Procedural(text) => vec![result("review", text, vec![])],
        Verdict::Refuted(witnesses) => {
            let accepted = report.acceptance(property);
            let of = |witness: &Witness| {
                let resources = witness.steps.iter().flat_map(|step| &step.resources).collect();
                shown(result("fail", &witness.summary, resources), witness, report, accepted)
            };
            witnesses.iter().map(of).collect()
        }
    }
}

/// A failed result with its steps, suppressed if it is accepted.
fn shown(mut result: Value, witness: &Witness, report: &Report<'_>, accepted: Option<&Acceptance>) -> Value {
    let steps: Vec<Value> = witness.steps.iter().map(|step| flow(step, report)).collect();
    if !steps.is_empty() {
        result["codeFlows"] = json!([{ "threadFlows": [{ "locations": steps }] }]);
    }
    if let Some(accepted) = accepted {
        let text = format!("accepted until {}: {}", accepted.until, accepted.reason);
        result["suppressions"] = json!([{ "kind": "external", "justification": visible(&text) }]);
    }
    result
}

fn flow(step: &Step, report: &Report<'_>) -> Value {
    let mut location = location(report, &step.resources.iter().collect::<Vec<_>>());
    location["message"] = json!({ "text": visible(&step.text) });
    json!({ "location": location })
}

/// The file, which services ask for, and the resources.
fn location(report: &Report<'_>, resources: &[&Resource]) -> Value {
    let mut location = json!({
        "physicalLocation": {
            "artifactLocation": { "uri": sarif_uri(report.source) },
            "region": { "startLine": 1 },
        },
    });
    let logical: Vec<Value> = (resources.iter())
        .map(|it| json!({ "fullyQualifiedName": visible(&it.to_string()), "kind": "resource" }))
        .collect();
    if !logical.is_empty() {
        location["logicalLocations"] = json!(logical);
    }
    location
}

fn proof(evidence: &[Evidence]) -> Option<String> {
    let texts: Vec<&str> = evidence.iter().map(|it| it.text.as_str()).collect();
    (!texts.is_empty()).then(|| texts.join("; "))
}

fn texts(gaps: &[Gap]) -> String {
    gaps.iter().map(|it| it.text.as_str()).collect::<Vec<_>>().join("; ")
}
