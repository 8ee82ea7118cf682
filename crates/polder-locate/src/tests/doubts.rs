//! What is not known is never part of a proof, and hostile estates end.

use polder_inventory::Inventory;
use polder_inventory::coverage::BlindSpot;
use polder_inventory::model::{Known, Link, Location, Reason};
use polder_inventory::stores::Encryption;
use polder_verdict::Label;

use super::estate::{harmless, judged, label, personal, replicate, source, store, terms};
use crate::{Terms, prove};

const PERSONAL: &str = "residency.personal";

#[test]
fn a_chain_of_replicas_out_of_the_residency_is_shown_step_by_step() {
    let mut all = Inventory::default();
    let first = store(&mut all, "north", personal());
    let second = store(&mut all, "south", harmless());
    let third = store(&mut all, "west", harmless());
    replicate(&mut all, Link::To(first), Link::To(second));
    assert_eq!(label(&all, PERSONAL), Label::Proved);
    replicate(&mut all, Link::To(second), Link::To(third));
    let polder_verdict::Verdict::Refuted(witnesses) = &judged(&all)[PERSONAL].verdict else {
        panic!("refuted")
    };
    assert_eq!(witnesses.len(), 1);
    assert_eq!(witnesses[0].steps.len(), 3);
    assert_eq!(witnesses[0].replayed_by, "follower");
}

#[test]
fn replication_in_a_circle_ends() {
    let mut all = Inventory::default();
    let (one, other) = (store(&mut all, "north", personal()), store(&mut all, "south", harmless()));
    replicate(&mut all, Link::To(one), Link::To(other));
    replicate(&mut all, Link::To(other), Link::To(one));
    replicate(&mut all, Link::To(one), Link::To(one));
    assert_eq!(label(&all, PERSONAL), Label::Proved);
}

#[test]
fn a_long_chain_is_followed_to_its_end() {
    let mut all = Inventory::default();
    let mut last = store(&mut all, "north", personal());
    for _ in 0..20_000 {
        let next = store(&mut all, "south", harmless());
        replicate(&mut all, Link::To(last), Link::To(next));
        last = next;
    }
    assert_eq!(label(&all, PERSONAL), Label::Proved);
    let west = store(&mut all, "west", harmless());
    replicate(&mut all, Link::To(last), Link::To(west));
    assert_eq!(label(&all, PERSONAL), Label::Refuted);
}

#[test]
fn a_replica_at_an_unknown_place_is_undecided() {
    let mut all = Inventory::default();
    let first = store(&mut all, "north", personal());
    replicate(&mut all, Link::To(first), Link::Unknown(Reason::NotGiven));
    assert_eq!(label(&all, PERSONAL), Label::Undecided);
}

#[test]
fn a_replication_of_an_unknown_store_is_undecided() {
    let mut all = Inventory::default();
    store(&mut all, "north", personal());
    let west = store(&mut all, "west", harmless());
    replicate(&mut all, Link::Unknown(Reason::NotGiven), Link::To(west));
    assert_eq!(label(&all, PERSONAL), Label::Undecided);
}

#[test]
fn a_region_without_facts_and_one_that_is_not_known_are_undecided() {
    let mut all = Inventory::default();
    store(&mut all, "nowhere", personal());
    assert_eq!(label(&all, PERSONAL), Label::Undecided);
    let mut all = Inventory::default();
    let id = store(&mut all, "north", personal());
    let source = all.stores.stores[id].source;
    let account = all.locations[all.sources[source].location].account;
    let lost = all.locations.push(Location { account, region: Known::Unknown(Reason::NotGiven) });
    all.sources.get_mut(source).expect("a source").location = lost;
    assert_eq!(label(&all, PERSONAL), Label::Undecided);
}

#[test]
fn a_store_outside_that_does_not_say_what_it_holds_is_undecided() {
    let mut all = Inventory::default();
    store(&mut all, "west", Known::Unknown(Reason::NotGiven));
    assert_eq!(label(&all, PERSONAL), Label::Undecided);
    let mut all = Inventory::default();
    store(&mut all, "north", Known::Unknown(Reason::NotGiven));
    assert_eq!(label(&all, PERSONAL), Label::Proved);
}

#[test]
fn a_resource_type_that_is_not_modelled_leaves_everything_open() {
    let mut all = Inventory::default();
    store(&mut all, "north", personal());
    let source = source(&mut all, "north");
    let (reason, text) = (Reason::KindNotModelled, "It is not modelled.".into());
    let (entry, attribute, touches_networks) = (None, None, false);
    all.coverage.blind_spots.push(BlindSpot { source, entry, attribute, reason, touches_networks, text });
    for (id, property) in judged(&all) {
        assert_ne!(property.verdict.label(), Label::Proved, "{id}");
    }
}

#[test]
fn without_a_stated_residency_nothing_is_proved_about_it() {
    let mut all = Inventory::default();
    assert_eq!(prove(&all, &Terms { residency: None, ..terms() }), vec![]);
    store(&mut all, "north", personal());
    let found = prove(&all, &Terms { residency: None, ..terms() });
    let residency: Vec<_> = found.iter().filter(|it| it.id.starts_with("residency.")).collect();
    assert_eq!(residency.len(), 1);
    assert_eq!(residency[0].verdict.label(), Label::Undecided);
}

#[test]
fn encryption_that_is_not_known_is_undecided() {
    let mut all = Inventory::default();
    let id = store(&mut all, "north", harmless());
    assert_eq!(label(&all, "encryption.at-rest"), Label::Proved);
    all.stores.stores.get_mut(id).expect("a store").encryption = Encryption::Unknown(Reason::AfterApply);
    assert_eq!(label(&all, "encryption.at-rest"), Label::Undecided);
    let store = all.stores.stores.get_mut(id).expect("a store");
    store.encryption = Encryption::Key(Link::Unknown(Reason::AfterApply));
    assert_eq!(label(&all, "encryption.key-owner"), Label::Undecided);
}
