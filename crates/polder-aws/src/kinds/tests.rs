//! The catalog is complete, in order, and its kinds exist in the provider.

use std::collections::BTreeSet;

use polder_cloud::schema::Schema;
use polder_cloud::{Mode, Stack};

use super::table::KINDS;
use super::{AWS, find};
use crate::examples;

#[test]
fn kinds_are_found() {
    assert!(KINDS.is_sorted_by(|one, other| one.model.kind < other.model.kind), "sorted, none twice");
    for known in &KINDS {
        assert_eq!(find(known.model.kind).map(|found| found.model.kind), Some(known.model.kind));
        assert_eq!(AWS.of(known.model.kind).service, known.model.service);
    }
    assert_eq!(AWS.of("aws_thing_of_mars").service, "other");
}

#[test]
fn every_kind_that_is_written_is_in_the_catalog() {
    let mut unknown = BTreeSet::new();
    for (_, cloud) in examples::all() {
        let kinds = cloud.stacks.iter().flat_map(Stack::managed).map(|it| it.address.kind.as_str());
        unknown.extend(kinds.filter(|kind| find(kind).is_none()));
    }
    assert_eq!(unknown, BTreeSet::new());
}

/// Every name in the catalog is one of the provider's: kinds, and the attributes and blocks of rules.
#[test]
fn rules_use_attributes_of_the_provider() {
    let schema = Schema::aws();
    let has = |kind: &str, name: &str| schema.block(Mode::Managed, kind).is_some_and(|block| block.has(name));
    for known in KINDS.iter().map(|known| known.model) {
        assert!(schema.block(Mode::Managed, known.kind).is_some(), "{}", known.kind);
        for after in known.after {
            assert!(find(after.first).is_some(), "{}", after.first);
            assert!(after.with.is_empty() || has(known.kind, after.with), "{}: {}", known.kind, after.with);
        }
        for thing in known.works_with {
            assert!(thing.by.iter().all(|by| has(by, thing.of)), "{}: {}", known.kind, thing.of);
        }
    }
    let delegation = AWS.delegation.expect("domains are delegated");
    assert!(has(delegation.waits, delegation.validation_records));
    for name in [delegation.zone, delegation.record_type, delegation.servers] {
        assert!(has(delegation.record, name), "{name}");
    }
}

/// Kinds that AWS lists by the tag `Name` support tags.
#[test]
fn kinds_that_are_named_by_a_tag_take_tags() {
    for known in KINDS.iter().filter(|known| known.model.named_by_tag || known.model.keeps_data) {
        let block = Schema::aws().block(Mode::Managed, known.model.kind).expect("a kind");
        assert!(block.has("tags"), "{}", known.model.kind);
    }
}

/// No rule is unused: each applies to some stack of an example.
#[test]
fn every_rule_of_order_is_used() {
    let stacks = || examples::all().iter().flat_map(|(_, cloud)| &cloud.stacks);
    for known in KINDS.iter().map(|known| known.model) {
        for after in known.after {
            let met = stacks().any(|stack| {
                let has = |kind: &str| stack.managed().any(|it| it.address.kind == kind);
                let needs = stack.managed().any(|it| {
                    let with = after.with;
                    it.address.kind == known.kind
                        && (with.is_empty() || it.body.items.iter().any(|item| item.key == with))
                });
                needs && has(after.first)
            });
            // A service and its listener are in two stacks, whose order is enough.
            assert!(met || after.first == "aws_lb_listener", "{} after {}", known.kind, after.first);
        }
    }
}

/// A service that names none of its dependencies is found by the catalog's rules.
#[test]
fn rules_of_the_catalog_apply_to_clouds() {
    let (_, cloud) = &examples::all()[0];
    let mut broken = cloud.clone();
    for stack in &mut broken.stacks {
        for resource in stack.resources.iter_mut().filter(|it| it.address.kind == "aws_ecs_service") {
            let body = std::sync::Arc::make_mut(&mut resource.body);
            body.items.retain(|item| item.key != "depends_on");
        }
    }
    assert!(polder_cloud::check(cloud).is_empty());
    let found = polder_cloud::check(&broken);
    assert!(!found.is_empty() && found.iter().all(|finding| finding.code.id == "CLOUD025"), "{found:?}");
}
