//! Stores that do not say which data they hold: what would be wrong with personal data is undecided with them.

use polder_inventory::Inventory;
use polder_inventory::messaging::{Notification, Subscription, SubscriptionTarget};
use polder_inventory::model::{Known, Link, Origin, Reason, Set};
use polder_inventory::outside::{External, Owner};
use polder_inventory::stores::{BackupRule, DataClass, StoreId, StoreKind};
use polder_verdict::Label;

use super::estate::{harmless, judged, label, personal, replicate, source, store, terms};
use crate::{Cell, prove};

const UNKNOWN: Known<Set<DataClass>> = Known::Unknown(Reason::NotGiven);

/// An estate in which a store of the first class leaks in a way, and the label of a property.
fn leaking(way: fn(&mut Inventory, StoreId), id: &str) -> [Label; 3] {
    [personal(), UNKNOWN, harmless()].map(|classes| {
        let mut all = Inventory::default();
        let first = store(&mut all, "north", classes);
        way(&mut all, first);
        label(&all, id)
    })
}

const AS_IT_IS_KNOWN: [Label; 3] = [Label::Refuted, Label::Undecided, Label::Proved];

fn outside(all: &mut Inventory, region: &str) -> Link<StoreId> {
    Link::Outside(all.outside.externals.push(External {
        name: "somebody's".into(),
        owner: Owner::ThirdParty,
        region: Known::Value(Some(region.into())),
        kind: "bucket".into(),
    }))
}

#[test]
fn recipients_of_data_that_may_be_personal_are_undecided() {
    let mailed = |all: &mut Inventory, topic: StoreId| {
        let source = source(all, "north");
        let (topic, filter) = (Link::To(topic), Known::Value(None));
        let to = SubscriptionTarget::Email(Known::Value("a@example.org".into()));
        all.messaging.subscriptions.push(Subscription { source, topic, to, filter, dead_letters: None });
    };
    assert_eq!(leaking(mailed, "residency.recipients"), AS_IT_IS_KNOWN);
    let copied = |all: &mut Inventory, from: StoreId| {
        let to = outside(all, "north");
        replicate(all, Link::To(from), to);
    };
    assert_eq!(leaking(copied, "residency.recipients"), AS_IT_IS_KNOWN);
}

#[test]
fn copies_of_data_that_may_be_personal_are_undecided() {
    let abroad = |all: &mut Inventory, from: StoreId| {
        let to = outside(all, "west");
        replicate(all, Link::To(from), to);
    };
    assert_eq!(leaking(abroad, "residency.personal"), AS_IT_IS_KNOWN);
    let kept = |all: &mut Inventory, from: StoreId| {
        let to = store(all, "south", harmless());
        replicate(all, Link::To(from), Link::To(to));
        all.stores.replications.values_mut().for_each(|it| it.deletions = Known::Value(false));
    };
    assert_eq!(leaking(kept, "residency.erasure"), AS_IT_IS_KNOWN);
    let forever = |all: &mut Inventory, from: StoreId| {
        let vault = Link::To(store(all, "north", harmless()));
        super::oracle::plan(all, vault, vault, Link::To(from));
        let plan = all.stores.backup_plans.values_mut().next().expect("a plan");
        let rules =
            plan.rules.iter().cloned().map(|rule| BackupRule { retention: Known::Value(None), ..rule });
        plan.rules = rules.collect();
    };
    assert_eq!(leaking(forever, "residency.retention"), AS_IT_IS_KNOWN);
}

#[test]
fn cells_of_data_that_may_be_personal_are_undecided() {
    let labels = [personal(), UNKNOWN, harmless()].map(|classes| {
        let mut all = Inventory::default();
        let first = store(&mut all, "south", classes);
        let origin = Origin {
            account: "shop".into(),
            region: None,
            cell: Some("main".into()),
            site: None,
            component: "store".into(),
        };
        let origin = all.origins.push(origin);
        all.sources.get_mut(all.stores.stores[first].source).expect("a source").origin = Some(origin);
        let mut terms = terms();
        let cell = Cell { account: "shop".into(), name: "main".into(), regions: ["north".to_owned()].into() };
        terms.residency.as_mut().expect("stated").cells.push(cell);
        let found = prove(&all, &terms);
        let found = found.iter().find(|it| it.id == "residency.cells.shop.main").expect("asked");
        found.verdict.label()
    });
    assert_eq!(labels, AS_IT_IS_KNOWN);
}

#[test]
fn ways_of_data_that_start_or_go_on_at_something_unknown_are_undecided() {
    let mut all = Inventory::default();
    let first = store(&mut all, "north", personal());
    let unknown = Link::Unknown(Reason::NotGiven);
    all.messaging.notifications.push(Notification {
        source: all.stores.stores[first].source,
        store: unknown,
        to: Link::To(first.into()),
        events: Known::Value(Set::default()),
    });
    assert_eq!(label(&all, "residency.personal"), Label::Undecided);
    let mut all = Inventory::default();
    let copy = store(&mut all, "south", personal());
    let kind = StoreKind::Snapshot { of: unknown, shared_with: Known::Value(Set::default()) };
    all.stores.stores.get_mut(copy).expect("a store").kind = kind;
    assert_eq!(label(&all, "residency.recipients"), Label::Undecided);
}

#[test]
fn copies_from_a_vault_that_is_not_in_the_estate_are_followed() {
    let mut all = Inventory::default();
    let first = store(&mut all, "north", personal());
    let (vault, copy) = (outside(&mut all, "north"), store(&mut all, "west", harmless()));
    super::oracle::plan(&mut all, vault, Link::To(copy), Link::To(first));
    assert_eq!(label(&all, "residency.personal"), Label::Refuted);
    let polder_verdict::Verdict::Refuted(witnesses) = &judged(&all)["residency.personal"].verdict else {
        panic!("refuted")
    };
    assert_eq!(witnesses[0].replayed_by, "follower");
}
