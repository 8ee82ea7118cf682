//! Tests of verdicts and of their JSON form.

use crate::{Effect, Evidence, Fact, Gap, Label, Property, Resource, Step, Verdict, Witness, json, sort};

fn witness() -> Witness {
    let at = Resource::new("net", "aws_route.x");
    Witness {
        summary: "it happens".into(),
        facts: vec![Fact::new("source", "192.0.2.1")],
        steps: vec![Step { text: "routed".into(), effect: Effect::Allows, resources: vec![at.clone(), at] }],
        replayed_by: "tracer",
    }
}

fn property(id: &str, verdict: Verdict) -> Property {
    Property { id: id.into(), claim: "nothing happens".into(), verdict }
}

#[test]
fn a_witness_decides_whatever_else_is_unknown() {
    let gap = || vec![Gap::new("a block is not known", [])];
    let why = || vec![Evidence::new("no path exists", [])];
    assert_eq!(Verdict::of(vec![witness()], gap(), why).label(), Label::Refuted);
    assert_eq!(Verdict::of(vec![], gap(), why).label(), Label::Undecided);
    assert_eq!(Verdict::of(vec![], vec![], why), Verdict::Proved(why()));
}

#[test]
fn the_json_form_has_the_documented_keys() {
    let mut properties = vec![
        property("b", Verdict::Refuted(vec![witness()])),
        property("a", Verdict::Procedural("x".into())),
    ];
    sort(&mut properties);
    let form = json(&properties);
    assert_eq!(form["format_version"], 1);
    assert_eq!(form["properties"][0]["id"], "a");
    assert_eq!(form["properties"][0]["witness"], serde_json::Value::Null);
    let refuted = &form["properties"][1];
    assert_eq!(refuted["verdict"], "refuted");
    assert_eq!(refuted["witness"]["facts"]["source"], "192.0.2.1");
    assert_eq!(refuted["witness"]["steps"][0]["effect"], "allows");
    assert_eq!(refuted["resources"], serde_json::json!([{ "stack": "net", "address": "aws_route.x" }]));
}
