//! Tests of verdicts and of their forms.

use crate::{
    Acceptance, Effect, Evidence, Fact, Format, Gap, Label, Property, Report, Resource, Step, Verdict,
    Witness, pictures, render, sort,
};

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
    let report = Report { source: "p", properties: &properties, requirements: None, accepted: &[] };
    let form: serde_json::Value = serde_json::from_str(&render(Format::Json, &report)).expect("JSON");
    assert_eq!(form["format_version"], 1);
    assert_eq!(form["properties"][0]["id"], "a");
    assert_eq!(form["properties"][0]["witness"], serde_json::Value::Null);
    let refuted = &form["properties"][1];
    assert_eq!(refuted["verdict"], "refuted");
    assert_eq!(refuted["witness"]["facts"]["source"], "192.0.2.1");
    assert_eq!(refuted["witness"]["steps"][0]["effect"], "allows");
    assert_eq!(refuted["resources"], serde_json::json!([{ "stack": "net", "address": "aws_route.x" }]));
}

/// A report with each verdict, an accepted refutation, and texts that would act on a terminal or end an element.
fn all_of_them() -> Vec<Property> {
    let hostile = Resource::new("net", "aws_route.x[\"<a>|`\u{1b}[31m\"]");
    vec![
        property("network.data-tier", Verdict::Refuted(vec![witness(), witness()])),
        property("network.edge", Verdict::Proved(vec![Evidence::new("no path exists", [hostile.clone()])])),
        property("network.surplus.prod/de", Verdict::Refuted(vec![witness()])),
        property("residency.logs", Verdict::Undecided(vec![Gap::new("a block <b> is not known", [hostile])])),
        property("residency.mail", Verdict::Procedural("the owner's record of processing".into())),
    ]
}

fn accepted() -> Vec<Acceptance> {
    vec![Acceptance {
        property: "network.surplus".into(),
        reason: "readers & writers share a group".into(),
        until: "2027-03-31".into(),
    }]
}

#[test]
fn every_form_shows_every_verdict() {
    let (properties, accepted) = (all_of_them(), accepted());
    let requirements = [property("PCI-1.3.1", Verdict::Proved(vec![Evidence::new("network.edge", [])]))];
    let report = Report {
        source: "polder.toml",
        properties: &properties,
        requirements: Some(&requirements),
        accepted: &accepted,
    };
    for format in Format::ALL {
        let text = render(format, &report);
        assert!(text.ends_with('\n') && !text.contains('\u{1b}'), "{format:?}");
        for property in report.entries() {
            assert!(text.contains(property.id.as_str()), "{format:?} lacks {}", property.id);
        }
        insta::assert_snapshot!(format!("{format:?}").to_lowercase(), text);
    }
}

#[test]
fn what_is_accepted_does_not_fail() {
    let (properties, accepted) = (all_of_them(), accepted());
    let of = |properties, accepted| Report { source: "x", properties, requirements: None, accepted };
    assert!(of(&properties, &accepted).fails());
    assert!(!of(&properties[1..], &accepted).fails());
    assert!(of(&properties[1..], &[]).fails());
    // A name that only begins alike is another property, and nothing but a refutation can be accepted.
    let other = [Acceptance { property: "network.sur".into(), ..accepted[0].clone() }];
    assert!(of(&properties[1..], &other).fails());
    let proved = [Acceptance { property: "network.edge".into(), ..accepted[0].clone() }];
    assert_eq!(of(&properties, &proved).acceptance(&properties[1]), None);
}

#[test]
fn a_failure_of_junit_is_what_is_refuted_and_not_accepted() {
    let (properties, accepted) = (all_of_them(), accepted());
    let report = Report { source: "p", properties: &properties, requirements: None, accepted: &accepted };
    let text = render(Format::Junit, &report);
    let document = roxmltree::Document::parse(&text).expect("XML");
    let suite = document.descendants().find(|it| it.has_tag_name("testsuite")).expect("a suite");
    let count = |name| document.descendants().filter(|it| it.has_tag_name(name)).count().to_string();
    assert_eq!(suite.attribute("tests"), Some(count("testcase").as_str()));
    assert_eq!(suite.attribute("failures"), Some(count("failure").as_str()));
    assert_eq!(suite.attribute("skipped"), Some(count("skipped").as_str()));
    assert_eq!((count("failure").as_str(), count("skipped").as_str()), ("1", "3"));
}

#[test]
fn each_witness_has_a_picture_with_its_steps() {
    let properties = all_of_them();
    let report = Report { source: "p", properties: &properties, requirements: None, accepted: &[] };
    let drawn = pictures(&report);
    let names: Vec<&str> = drawn.iter().map(|picture| picture.name.as_str()).collect();
    assert_eq!(names, ["network.data-tier-1", "network.data-tier-2", "network.surplus.prod-de-1"]);
    let document = roxmltree::Document::parse(&drawn[0].svg).expect("XML");
    let texts: Vec<&str> = document.descendants().filter_map(|it| it.text()).collect();
    for wanted in
        ["it happens", "source", "192.0.2.1", "routed", "net: aws_route.x", "replayed by the tracer"]
    {
        assert!(texts.contains(&wanted), "{wanted} in {texts:?}");
    }
    insta::assert_snapshot!("picture", drawn[0].svg);
}

#[test]
fn markdown_has_no_markup_of_the_user() {
    let claim = "`net: aws_kms_key.x[*]` is for @team, see https://example.com and a_b `open";
    let properties =
        [Property { id: "a.b".into(), claim: claim.into(), verdict: Verdict::Procedural("x".into()) }];
    let report = Report { source: "p", properties: &properties, requirements: None, accepted: &[] };
    let text = render(Format::Markdown, &report);
    let wanted = "`net: aws_kms_key.x[*]` is for &#64;team, see https&#58;//example.com and a\\_b \\`open";
    assert!(text.contains(wanted), "{text}");
}
