//! Break one thing: exactly the expected violation comes, and no other.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::generator::inventory;
use super::{fixed, small};
use crate::canonical::entry_path;
use crate::check::{Violation, ViolationKind, check};
use crate::compute::FunctionPackage;
use crate::entries::{EntryId, EntryKind, Inventory};
use crate::model::{Arena, Id, Known, Link};
use crate::networks::{HealthSubject, WebAction, WebCondition, WebRule};
use crate::stores::{DeadLetters, StoreKind};

/// Changes the reference at this place in the order of the walk. Says whose it was and where it led.
pub(super) fn change_reference(
    inventory: &mut Inventory,
    place: usize,
    to: &mut dyn FnMut(EntryId) -> EntryId,
) -> Option<(EntryId, EntryId)> {
    let (mut walked, mut changed) = (0, None);
    let mut of_kind: Option<(EntryKind, u32)> = None;
    inventory.each_entry_mut(&mut |kind, entry| {
        let index = match of_kind {
            Some((known, index)) if known == kind => index + 1,
            _ => 0,
        };
        of_kind = Some((kind, index));
        entry.references(&mut |reference| {
            if walked == place {
                changed = Some((kind.id(index), *reference));
                *reference = to(*reference);
            }
            walked += 1;
        });
    });
    changed
}

fn nowhere(reference: EntryId) -> EntryId {
    reference.kind().id(1_000_000)
}

/// The path of a violation without the entry and without positions: `behaviours[].functions[].handler`.
fn field(place: &str, owner: &str) -> String {
    let path = place.strip_prefix(owner).unwrap_or(place);
    path.chars().filter(|character| !character.is_ascii_digit()).collect()
}

#[test]
fn every_reference_of_the_model_is_checked() {
    let mut fields = BTreeSet::new();
    for seed in 0..12 {
        let whole = inventory(seed, 2);
        assert_eq!(check(&whole), []);
        for place in 0.. {
            let mut broken = whole.clone();
            let Some((owner, _)) = change_reference(&mut broken, place, &mut nowhere) else { break };
            let found = check(&broken);
            let path = entry_path(&broken, owner);
            assert_eq!(found.len(), 1, "place {place} of {path}: {found:?}");
            assert_eq!(found[0].kind, ViolationKind::DanglingLink);
            assert!(found[0].place.starts_with(&format!("{path}/")), "{} is not in {path}", found[0].place);
            fields.insert((owner.kind(), field(&found[0].place, &path)));
        }
    }
    // Generated inventories must not leave out fields: kinds without any link are those that have none by their type.
    let linked: BTreeSet<EntryKind> = fields.iter().map(|(kind, _)| *kind).collect();
    let unlinked = EntryKind::ALL.iter().filter(|kind| !linked.contains(kind)).map(|kind| kind.name());
    assert_eq!(
        unlinked.collect::<Vec<_>>(),
        [
            "networks",
            "public_addresses",
            "prefix_lists",
            "cache_policies",
            "origin_request_policies",
            "response_headers_policies",
            "apis",
            "identity_providers",
            "permission_sets",
            "event_buses",
            "detectors",
        ]
    );
    assert!(fields.len() > 180, "only {} fields", fields.len());
}

proptest! {
    #![proptest_config(fixed(48))]

    #[test]
    fn made_up_inventories_are_well_formed(seed: u64, most in 1_u32..5) {
        prop_assert_eq!(check(&inventory(seed, most)), []);
    }

    #[test]
    fn a_broken_reference_is_the_only_violation(seed: u64, place: prop::sample::Index) {
        let mut broken = inventory(seed, 4);
        let mut count = 0;
        broken.each_entry_mut(&mut |_, entry| entry.references(&mut |_| count += 1));
        let changed = change_reference(&mut broken, place.index(count), &mut nowhere);
        let found = check(&broken);
        prop_assert_eq!(found.len(), 1, "{:?}", found);
        prop_assert_eq!(found[0].kind, ViolationKind::DanglingLink);
        let owner = changed.map(|(owner, _)| entry_path(&broken, owner)).unwrap_or_default();
        prop_assert!(found[0].place.starts_with(&owner));
    }

    #[test]
    fn a_source_that_is_taken_twice_is_the_only_violation(seed: u64, at: prop::sample::Index) {
        let mut broken = inventory(seed, 4);
        // Two entries of a kind that is identified by its source.
        let mut pairs = vec![];
        let mut last = None;
        broken.each_entry(&mut |id, entry| {
            if entry.repeats() || entry.source().is_none() || id.kind() == EntryKind::Account {
                return;
            }
            match (last, entry.source()) {
                (Some((kind, source)), Some(_)) if kind == id.kind() => pairs.push((id, source)),
                (_, Some(source)) => last = Some((id.kind(), source)),
                _ => {}
            }
        });
        let (id, source) = pairs[at.index(pairs.len())];
        let mut seen = None;
        broken.each_entry_mut(&mut |kind, entry| {
            let index = seen.filter(|(known, _)| *known == kind).map_or(0, |(_, index)| index + 1);
            seen = Some((kind, index));
            if kind.id(index) == id && let Some(mine) = entry.source_mut() {
                *mine = source;
            }
        });
        let found = check(&broken);
        prop_assert_eq!(found.len(), 1, "{:?}", found);
        prop_assert_eq!(found[0].kind, ViolationKind::DuplicateKey);
    }
}

/// What `check` says after one change to the small inventory.
fn after(change: impl FnOnce(&mut Inventory)) -> Vec<String> {
    let mut inventory = small::inventory();
    assert_eq!(check(&inventory), []);
    change(&mut inventory);
    check(&inventory).iter().map(Violation::to_string).collect()
}

fn first<I: Id, T>(arena: &mut Arena<I, T>) -> &mut T {
    at(arena, 0)
}

fn at<I: Id, T>(arena: &mut Arena<I, T>, index: u32) -> &mut T {
    arena.get_mut(I::from_index(index)).expect("an entry")
}

#[test]
fn subnets_are_in_their_networks() {
    let found = after(|all| {
        first(&mut all.networks.subnets).block = Known::Value(Some("10.9.0.0/24".parse().expect("a block")));
    });
    assert_eq!(found, ["`networks/subnets/one:subnet.a` has addresses outside of its network"]);
}

#[test]
fn a_subnet_larger_than_its_network_is_outside() {
    let found = after(|all| {
        first(&mut all.networks.networks).blocks =
            Known::Value(["10.0.0.0/25".parse().expect("a block")].into());
    });
    assert_eq!(
        found,
        [
            "`networks/subnets/one:subnet.a` has addresses outside of its network",
            "`networks/subnets/one:subnet.b` has addresses outside of its network"
        ]
    );
}

#[test]
fn subnets_of_a_network_do_not_overlap() {
    let found = after(|all| {
        at(&mut all.networks.subnets, 1).block =
            Known::Value(Some("10.0.0.128/25".parse().expect("a block")));
    });
    assert_eq!(
        found,
        [
            "`networks/subnets/one:subnet.b` overlaps another subnet of its network: `networks/subnets/one:subnet.a`"
        ]
    );
}

#[test]
fn subnets_of_different_networks_may_overlap() {
    let found = after(|all| {
        let subnets = &mut all.networks.subnets;
        at(subnets, 1).block = Known::Value(Some("10.0.0.0/24".parse().expect("a block")));
        at(subnets, 1).network = Link::To(Id::from_index(1));
        at(subnets, 1).route_table = Link::To(Id::from_index(1));
    });
    assert_eq!(found, [""; 0]);
}

#[test]
fn things_of_one_network_stay_together() {
    let found = after(|all| first(&mut all.networks.subnets).route_table = Link::To(Id::from_index(1)));
    assert_eq!(
        found,
        [
            "`networks/subnets/one:subnet.a/route_table` refers to an entry of another network: `networks/route_tables/one:table.other`"
        ]
    );
    let found =
        after(|all| first(&mut all.networks.interfaces).groups = [Link::To(Id::from_index(1))].into());
    assert_eq!(
        found,
        [
            "`networks/interfaces/one:database.main#a/groups` refers to an entry of another network: `networks/security_groups/one:group.other`"
        ]
    );
}

#[test]
fn rules_of_a_list_have_places_of_their_own() {
    let found = after(|all| at(&mut all.networks.network_acl_entries, 1).number = Known::Value(100));
    assert_eq!(
        found,
        [
            "`networks/network_acl_entries/one:acl.main#1` has the same number or priority as another rule of its list: `networks/network_acl_entries/one:acl.main#0`"
        ]
    );
    let found = after(|all| {
        let rule = |priority| WebRule {
            name: Known::Value("r".into()),
            priority: Known::Value(priority),
            condition: WebCondition::Label(Known::Value("l".into())),
            action: Known::Value(Some(WebAction::Block)),
        };
        first(&mut all.networks.web_acls).rules = [rule(1), rule(2), rule(1)].into();
    });
    assert_eq!(
        found,
        [
            "`networks/web_acls/one:firewall.main/rules[2].priority` has the same number or priority as another rule of its list: `networks/web_acls/one:firewall.main`"
        ]
    );
}

#[test]
fn stores_are_used_as_what_they_are() {
    let database = Link::To(Id::from_index(0));
    let queue = Link::To(Id::from_index(1));
    let found = after(|all| {
        if let StoreKind::Queue(held) = &mut at(&mut all.stores.stores, 1).kind {
            held.dead_letters = Some(DeadLetters { queue: database, receives_max: Known::Value(3) });
        }
    });
    assert_eq!(
        found,
        [
            "`stores/stores/one:queue.main/kind.dead_letters.queue` refers to a store of the wrong kind: `stores/stores/one:database.main`"
        ]
    );
    let found = after(|all| first(&mut all.stores.replications).to = queue);
    assert_eq!(
        found,
        [
            "`stores/replications/one:database.copy/to` refers to a store of the wrong kind: `stores/stores/one:queue.main`"
        ]
    );
    let found = after(|all| first(&mut all.stores.replications).to = database);
    assert_eq!(
        found,
        [
            "`stores/replications/one:database.copy/to` refers to itself, directly or through others: `stores/stores/one:database.main`"
        ]
    );
    let found = after(|all| {
        first(&mut all.compute.functions).package =
            FunctionPackage::Object { runtime: Known::Value("r".into()), bucket: database };
    });
    assert_eq!(
        found,
        [
            "`compute/functions/one:function.main/package.bucket` refers to a store of the wrong kind: `stores/stores/one:database.main`"
        ]
    );
}

#[test]
fn behaviours_name_origins_that_there_are() {
    let found = after(|all| {
        first(&mut all.networks.distributions).behaviours[0].origin = Known::Value("elsewhere".into());
    });
    assert_eq!(
        found,
        [
            "`networks/distributions/one:cdn.main/behaviours[0].origin` names an origin that the distribution does not have"
        ]
    );
}

#[test]
fn nothing_contains_itself() {
    let found = after(|all| first(&mut all.access.units).parent = Some(Link::To(Id::from_index(1))));
    assert_eq!(
        found,
        [
            "`access/units/one:unit.inner/parent` refers to itself, directly or through others: `access/units/one:unit.root`"
        ]
    );
    let found = after(|all| {
        first(&mut all.networks.health_checks).subject = HealthSubject::Calculated {
            checks: [Link::To(Id::from_index(0))].into(),
            threshold: Known::Value(1),
        };
    });
    assert_eq!(
        found,
        [
            "`networks/health_checks/one:check.main/subject.checks` refers to itself, directly or through others: `networks/health_checks/one:check.main`"
        ]
    );
}

#[test]
fn sources_lead_somewhere() {
    let found = after(|all| at(&mut all.sources, 1).location = Id::from_index(7));
    assert_eq!(
        found,
        [
            "`sources/one:network.other` has a source, location, origin, tag set or account that does not exist"
        ]
    );
    let found = after(|all| first(&mut all.locations).account = Link::To(Id::from_index(7)));
    assert_eq!(
        found,
        ["`locations/0` has a source, location, origin, tag set or account that does not exist"]
    );
    let found = after(|all| first(&mut all.tag_sets).inherits = Some(Id::from_index(0)));
    assert_eq!(
        found,
        ["`tag_sets/0` has a source, location, origin, tag set or account that does not exist"]
    );
    let found = after(|all| first(&mut all.networks.web_acls).source = Id::from_index(1_000));
    assert_eq!(
        found,
        [
            "`networks/web_acls/no source at 1000` has a source, location, origin, tag set or account that does not exist"
        ]
    );
}

#[test]
fn a_long_chain_is_walked_without_recursion() {
    let mut inventory = small::inventory();
    let units = inventory.access.units.len() as u32;
    let mut unit = first(&mut inventory.access.units).clone();
    for index in units..100_000 {
        let mut source = inventory.sources[unit.source].clone();
        source.address = format!("unit.{index}").into();
        unit.source = inventory.sources.push(source);
        unit.parent = Some(Link::To(Id::from_index(index + 1)));
        inventory.access.units.push(unit.clone());
    }
    // The last one leads nowhere, and then to itself: only there does the chain close.
    let kinds = |found: Vec<Violation>| found.into_iter().map(|found| found.kind).collect::<Vec<_>>();
    assert_eq!(kinds(check(&inventory)), [ViolationKind::DanglingLink]);
    at(&mut inventory.access.units, 99_999).parent = Some(Link::To(Id::from_index(99_999)));
    assert_eq!(kinds(check(&inventory)), [ViolationKind::Cycle]);
}
