//! The canonical form and differences.

use proptest::prelude::*;

use super::broken::change_reference;
use super::fixed;
use super::generator::{Generator, inventory};
use super::small;
use crate::canonical::canonical;
use crate::difference::{Difference, differences};
use crate::entries::{EntryKind, Inventory};
use crate::model::{Id, Known, Link};

/// The same inventory with the entries of each kind in another order, and all ids changed with them.
fn shuffled(inventory: &Inventory, seed: u64) -> Inventory {
    let mut shuffled = inventory.clone();
    // The order of a kind depends on the kind and the seed alone.
    let order = |kind: EntryKind, count: usize| {
        let mut generator = Generator::seeded(seed ^ (kind as u64) << 32);
        let mut order: Vec<usize> = (0..count).collect();
        for at in (1..count).rev() {
            order.swap(at, generator.below(at + 1));
        }
        order
    };
    shuffled.reorder(&order);
    let counts = shuffled.clone();
    let moved = |id: crate::EntryId| {
        let order = order(id.kind(), counts.count(id.kind()));
        let to = order.iter().position(|from| *from == id.index()).expect("a permutation");
        id.kind().id(to as u32)
    };
    shuffled.each_entry_mut(&mut |_, entry| entry.references(&mut |id| *id = moved(*id)));
    for location in shuffled.locations.values_mut() {
        if let Link::To(account) = location.account {
            let to = moved(account.into());
            location.account = Link::To(Id::from_index(to.index() as u32));
        }
    }
    shuffled
}

proptest! {
    #![proptest_config(fixed(32))]

    #[test]
    fn the_order_of_reading_does_not_matter(seed: u64, other: u64) {
        let one = inventory(seed, 4);
        let two = shuffled(&one, other);
        prop_assert_eq!(crate::check(&two), []);
        prop_assert_eq!(canonical(&one), canonical(&two));
        prop_assert_eq!(differences(&one, &two), []);
    }

    #[test]
    fn a_reference_that_differs_is_the_only_difference(seed: u64, place: prop::sample::Index) {
        let one = inventory(seed, 4);
        let mut two = one.clone();
        let mut count = 0;
        two.each_entry_mut(&mut |_, entry| entry.references(&mut |_| count += 1));
        let mut generator = Generator::seeded(seed);
        let place = place.index(count);
        let changed = change_reference(&mut two, place, &mut |id| generator.other(&one, id).unwrap_or(id));
        let found = differences(&one, &two);
        prop_assert_eq!(found.is_empty(), canonical(&one) == canonical(&two));
        // Nothing differs where there is no other entry of the kind, or where a set had both.
        prop_assert!(found.len() <= 1, "{:?}", found);
        let owner = changed.map(|(owner, _)| crate::canonical::entry_path(&one, owner)).unwrap_or_default();
        prop_assert!(found.iter().all(|found| found.path().starts_with(&owner)), "{:?}", found);
        let back: Vec<Difference> = differences(&two, &one);
        let turned = |found: &Difference| {
            Difference { left: found.right.clone(), right: found.left.clone(), ..found.clone() }
        };
        prop_assert_eq!(back, found.iter().map(turned).collect::<Vec<_>>());
    }

    #[test]
    fn different_estates_differ(one: u64, two: u64) {
        prop_assume!(one != two);
        let (one, two) = (inventory(one, 2), inventory(two, 2));
        prop_assert!(!differences(&one, &two).is_empty());
        prop_assert_ne!(canonical(&one), canonical(&two));
    }
}

fn shown(found: &[Difference]) -> String {
    let side = |side: &Option<String>| side.clone().unwrap_or_else(|| "-".to_owned());
    let line =
        |found: &Difference| format!("{}: {} | {}\n", found.path(), side(&found.left), side(&found.right));
    found.iter().map(line).collect()
}

#[test]
fn the_canonical_form_is_readable() {
    insta::assert_snapshot!(canonical(&small::inventory()));
}

#[test]
fn each_value_that_differs_is_named() {
    let left = small::inventory();
    let mut right = left.clone();
    for subnet in right.networks.subnets.values_mut().take(1) {
        subnet.zone = Known::Value(Some("c".into()));
        subnet.assigns_public_addresses = Known::Unknown(crate::model::Reason::NotGiven);
    }
    for distribution in right.networks.distributions.values_mut() {
        distribution.aliases = Known::Value(["shop.example.org".into(), "www.example.com".into()].into());
        distribution.web_acl = None;
    }
    for interface in right.networks.interfaces.values_mut() {
        interface.groups = [].into();
    }
    right.networks.nat_gateways.push(crate::networks::NatGateway {
        source: Id::from_index(0),
        subnets: [].into(),
        public: Known::Value(true),
        addresses: [].into(),
    });
    right.tag_sets.values_mut().for_each(|set| set.tags[0].value = Known::Value("other".into()));
    let found = differences(&left, &right);
    let (tags, values): (Vec<_>, Vec<_>) =
        found.into_iter().partition(|found| found.field.contains("source.tags"));
    insta::assert_snapshot!(shown(&values), @r#"
    networks/distributions/one:cdn.main/aliases: "shop.example.com" | "shop.example.org"
    networks/distributions/one:cdn.main/aliases: - | "www.example.com"
    networks/distributions/one:cdn.main/web_acl: web_acls one:firewall.main | none
    networks/interfaces/one:database.main#a/groups: security_groups one:group.main | {}
    networks/nat_gateways/one:network.main: - | present
    networks/subnets/one:subnet.a/assigns_public_addresses: false | unknown (value not given)
    networks/subnets/one:subnet.a/zone: "a" | "c"
    "#);
    assert!(tags.iter().all(|found| found.left.as_deref() == Some("\"shop\"")), "{tags:?}");
}

#[test]
fn an_entry_whose_name_begins_like_another_is_not_part_of_it() {
    let left = small::inventory();
    let mut right = left.clone();
    // `network.main` goes; `network.main_2` and a part of `network.main` stay what they are.
    let mut names = ["network.main_2", "network.main"].into_iter();
    for source in right.sources.values_mut().take(2) {
        source.address = names.next().unwrap_or_default().into();
        source.part = (source.address == "network.main").then(|| "0".into());
    }
    let found: Vec<String> = differences(&left, &right)
        .into_iter()
        .filter(|found| found.entry.starts_with("networks/networks/"))
        .map(|found| format!("{} {} {}", found.path(), found.left.is_some(), found.right.is_some()))
        .collect();
    assert_eq!(
        found,
        [
            "networks/networks/one:network.main true false",
            "networks/networks/one:network.main#0 false true",
            "networks/networks/one:network.main_2 false true",
            "networks/networks/one:network.other true false",
        ]
    );
}
