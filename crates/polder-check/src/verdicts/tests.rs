//! Tests of the verdicts on requirements.

use std::collections::BTreeSet;

use polder_verdict::{Evidence, Gap, Label, Property, Verdict, Witness};

use super::{cis, frameworks, gdpr, owner, pci};

fn property(id: &str, verdict: Verdict) -> Property {
    Property { id: id.into(), claim: "it holds".into(), verdict }
}

fn proved(id: &str) -> Property {
    property(id, Verdict::Proved(vec![Evidence::new("a reason", [])]))
}

/// A required property, proved; of one part of the estate, if it is asked of each.
fn of_a_part(required: &str) -> Property {
    proved(&if required.ends_with('.') { format!("{required}production") } else { required.to_owned() })
}

fn judged(all: &[Property], id: &str) -> Verdict {
    let rule = owner::rule(id);
    rule.property(id.to_owned(), "it is asked".to_owned(), all, Vec::new).verdict
}

const NETWORK: [&str; 3] = ["network.entry-points", "network.edge", "network.data-tier"];

#[test]
fn a_requirement_is_proved_if_all_of_its_properties_are() {
    let all = NETWORK.map(proved);
    let Verdict::Proved(evidence) = judged(&all, "SEC-NET") else { panic!("it is proved") };
    assert_eq!(evidence.len(), 3);
    assert!(evidence.iter().all(|it| it.text.contains("holds under the model of version ")));
}

#[test]
fn exceptions_of_a_property_are_among_the_evidence_of_a_requirement() {
    let exception = Evidence::new("2 stores have none", []);
    let mut all = NETWORK.map(proved);
    all[1].verdict = Verdict::Proved(vec![Evidence::new("a reason", []), exception]);
    let Verdict::Proved(evidence) = judged(&all, "SEC-NET") else { panic!("it is proved") };
    assert_eq!(evidence.len(), 4);
    assert_eq!(evidence[2].text, "`network.edge`: 2 stores have none");
    // Exceptions are not counted as properties.
    let users = [Property { id: "access.second-factor".into(), ..all[1].clone() }];
    let Verdict::Procedural(text) = judged(&users, "SEC-IAM") else { panic!("it is procedural") };
    assert!(text.ends_with("; 1 property holds under the model of version 1"), "{text}");
}

#[test]
fn a_property_that_was_not_asked_leaves_a_requirement_undecided() {
    let all = [proved(NETWORK[0]), proved(NETWORK[1])];
    let Verdict::Undecided(gaps) = judged(&all, "SEC-NET") else { panic!("it is undecided") };
    assert_eq!(gaps.len(), 1);
    assert!(gaps[0].text.contains("`network.data-tier`"));
    // An identifier that only begins the same is another property.
    let like = [proved(NETWORK[0]), proved(NETWORK[1]), proved("network.data-tiers")];
    assert_eq!(judged(&like, "SEC-NET").label(), Label::Undecided);
}

#[test]
fn a_witness_decides_before_a_gap_and_a_gap_before_a_procedure() {
    let witness = Witness { summary: "w".into(), facts: vec![], steps: vec![], replayed_by: "x" };
    let refuted = property(NETWORK[0], Verdict::Refuted(vec![witness]));
    let undecided = property(NETWORK[1], Verdict::Undecided(vec![Gap::new("a gap", [])]));
    let procedural = property(NETWORK[2], Verdict::Procedural("people".into()));
    let all = [refuted, undecided.clone(), procedural.clone()];
    assert_eq!(judged(&all, "SEC-NET").label(), Label::Refuted);
    let all = [proved(NETWORK[0]), undecided, procedural.clone()];
    assert_eq!(judged(&all, "SEC-NET").label(), Label::Undecided);
    let all = [proved(NETWORK[0]), proved(NETWORK[1]), procedural];
    assert_eq!(judged(&all, "SEC-NET").label(), Label::Procedural);
}

#[test]
fn rows_of_frameworks_are_distinct_and_have_a_verdict_without_any_property() {
    let rows = frameworks(&[]);
    let ids: BTreeSet<&str> = rows.iter().map(|row| row.id.as_str()).collect();
    assert_eq!(ids.len(), pci::RULES.len() + gdpr::RULES.len() + cis::RULES.len());
    assert!(rows.iter().all(|row| matches!(row.verdict.label(), Label::Undecided | Label::Procedural)));
}

/// The benchmark has so many recommendations in each section: none may be missing.
#[test]
fn each_recommendation_of_cis_has_a_row() {
    let sections =
        [("1.", 22), ("2.1.", 4), ("2.2.", 1), ("2.3.", 3), ("2.4.", 1), ("3.", 9), ("4.", 16), ("5.", 6)];
    let mut expected = vec![];
    for (section, count) in sections {
        expected.extend((1..=count).map(|number| format!("CIS-{section}{number}")));
    }
    assert_eq!(cis::RULES.iter().map(|rule| rule.id).collect::<Vec<_>>(), expected);
}

#[test]
fn a_recommendation_of_cis_follows_its_properties() {
    let label = |properties: &[Property], id: &str| {
        frameworks(properties).into_iter().find(|row| row.id == id).expect("a row").verdict.label()
    };
    let encrypted = [proved("encryption.at-rest")];
    assert_eq!(label(&encrypted, "CIS-2.3.1"), Label::Proved);
    assert_eq!(label(&[], "CIS-2.3.1"), Label::Undecided);
    // The default of a region is another question.
    assert_eq!(label(&encrypted, "CIS-2.2.1"), Label::Undecided);
    let witness = Witness { summary: "w".into(), facts: vec![], steps: vec![], replayed_by: "x" };
    let refuted = |id: &str| [property(id, Verdict::Refuted(vec![witness.clone()]))];
    assert_eq!(label(&refuted("encryption.rotation"), "CIS-3.6"), Label::Refuted);
    // A queue in plain text refutes the property, and is no database, no file system and no log of a trail.
    for id in ["CIS-2.2.1", "CIS-2.3.1", "CIS-2.4.1", "CIS-3.5"] {
        assert_eq!(label(&refuted("encryption.at-rest"), id), Label::Undecided, "{id}");
    }
    assert_eq!(label(&refuted("network.entry-points"), "CIS-5.2"), Label::Undecided);
    // An open process is no database.
    let entries = [proved("network.data-tier"), refuted("network.entry-points")[0].clone()];
    assert_eq!(label(&entries, "CIS-2.3.3"), Label::Proved);
    assert_eq!(label(&[], "CIS-1.5"), Label::Procedural);
}

#[test]
fn what_refutes_a_broader_property_is_named_as_a_gap() {
    let witness = Witness { summary: "w".into(), facts: vec![], steps: vec![], replayed_by: "x" };
    let plain = [property("encryption.at-rest", Verdict::Refuted(vec![witness]))];
    let row = frameworks(&plain).into_iter().find(|row| row.id == "CIS-2.3.1").expect("a row");
    let Verdict::Undecided(gaps) = row.verdict else { panic!("it is undecided") };
    assert_eq!(gaps.len(), 1);
    assert_eq!(
        gaps[0].text,
        "`encryption.at-rest` is refuted, perhaps only by something that this requirement does not ask about"
    );
}

#[test]
fn a_rule_that_leaves_nothing_open_names_properties() {
    let rules = owner::RULES.iter().chain(pci::RULES).chain(gdpr::RULES).chain(cis::RULES);
    let empty = rules.filter(|rule| matches!(rule.left, super::rule::Left::Nothing) && rule.by.is_empty());
    assert_eq!(empty.map(|rule| rule.id).collect::<Vec<_>>(), Vec::<&str>::new());
}

#[test]
fn a_group_requires_each_of_its_properties() {
    let required: Vec<&str> = super::groups::required(&["residency"]).collect();
    assert_eq!(required.len(), 8);
    // What is asked of each part of the estate is there once it was asked of one.
    let all: Vec<Property> = required.iter().map(|id| of_a_part(id)).collect();
    assert_eq!(judged(&all, "SEC-GDPR").label(), Label::Proved);
    for (left_out, id) in required.iter().enumerate() {
        let mut most = all.clone();
        most.remove(left_out);
        let Verdict::Undecided(gaps) = judged(&most, "SEC-GDPR") else { panic!("it is undecided") };
        assert!(gaps[0].text.contains(id.trim_end_matches('.')), "{}", gaps[0].text);
    }
}

#[test]
fn a_second_factor_of_the_directory_is_procedural_and_other_properties_do_not_decide_it() {
    let framework = |properties: &[Property], id: &str| {
        frameworks(properties).into_iter().find(|row| row.id == id).expect("a row").verdict.label()
    };
    let users = [proved("access.second-factor")];
    let administrators = [proved("access.administrators")];
    assert_eq!(judged(&users, "SEC-IAM").label(), Label::Procedural);
    assert_eq!(judged(&administrators, "SEC-IAM").label(), Label::Undecided);
    assert_eq!(framework(&users, "PCI-8.4.2"), Label::Procedural);
    assert_eq!(framework(&administrators, "PCI-8.4.2"), Label::Undecided);
}

#[test]
fn requirements_that_ask_for_more_than_properties_say_are_never_proved() {
    let groups: [&'static [&'static str]; 4] = [&["access"], &["encryption"], &["network"], &["residency"]];
    let required = groups.iter().flat_map(|group| super::groups::required(group));
    let all: Vec<Property> = required.map(of_a_part).collect();
    for id in ["SVC-IAM", "ACCT-5", "SEC-ENC"] {
        assert_eq!(judged(&all, id).label(), Label::Undecided, "{id}");
    }
    let rows = frameworks(&all);
    let label = |id: &str| rows.iter().find(|row| row.id == id).expect("a row").verdict.label();
    for id in ["PCI-2.2.5", "PCI-4.2.1", "PCI-6.5.3", "PCI-7.2.1", "PCI-7.2.5", "GDPR-32-1-A"] {
        assert_eq!(label(id), Label::Undecided, "{id}");
    }
    assert_eq!(label("GDPR-44"), Label::Procedural);
}
