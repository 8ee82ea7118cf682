//! The index against the slow way.

use proptest::prelude::*;

use super::fixed;
use super::generator::{Generator, inventory};
use super::small;
use crate::canonical::canonical;
use crate::compute::FunctionId;
use crate::coverage::Contribution;
use crate::entries::{EntryId, EntryKind, Inventory};
use crate::index::{Index, has_fields, unknown_values};
use crate::model::{Link, Text};
use crate::networks::{InterfaceId, NetworkId, SubnetId};
use crate::stores::StoreId;

/// Every entry that has this reference somewhere, by looking at all of them.
fn referrers_slowly(inventory: &Inventory, to: EntryId) -> Vec<EntryId> {
    let mut inventory = inventory.clone();
    let (mut found, mut last) = (vec![], None);
    inventory.each_entry_mut(&mut |kind, entry| {
        let index = last.filter(|(known, _)| *known == kind).map_or(0, |(_, index)| index + 1);
        last = Some((kind, index));
        let mut refers = false;
        entry.references(&mut |id| refers |= *id == to);
        if refers {
            found.push(kind.id(index));
        }
    });
    found.sort_unstable();
    found
}

proptest! {
    #![proptest_config(fixed(24))]

    #[test]
    fn references_are_found_against_their_direction(seed: u64) {
        let inventory = inventory(seed, 3);
        let index = Index::of(&inventory);
        let mut generator = Generator::seeded(seed);
        for _ in 0..20 {
            let kind = generator.kind();
            let to = kind.id(generator.below(inventory.count(kind)) as u32);
            prop_assert_eq!(index.referrers(to).collect::<Vec<_>>(), referrers_slowly(&inventory, to));
        }
    }

    #[test]
    fn every_unknown_value_is_listed(seed: u64) {
        let inventory = inventory(seed, 3);
        let whole = canonical(&inventory);
        let lines = whole.lines().filter(|line| {
            let blind = line.starts_with("coverage/blind_spots/");
            // What belongs to the source and not to the entry.
            !blind && !line.contains("/source.account = ") && !line.contains("/source.tags.")
        });
        let count = |line: &str| line.matches("unknown (").count() - line.matches("source.account: unknown (").count();
        let shown: usize = lines.map(count).sum();
        let listed = unknown_values(&inventory);
        prop_assert_eq!(listed.len(), shown);
        prop_assert!(listed.iter().all(|unknown| unknown.entry.kind() != EntryKind::BlindSpot));
    }
}

#[test]
fn relations_are_found_by_kind() {
    let inventory = small::inventory();
    let index = Index::of(&inventory);
    let database = index.at::<StoreId>("one", "database.main").next().expect("a database");
    let interfaces: Vec<InterfaceId> = index.referring(database).collect();
    assert_eq!(interfaces.len(), 1);
    assert_eq!(index.referring::<FunctionId>(database).count(), 0);
    let main = index.at::<NetworkId>("one", "network.main").next().expect("a network");
    assert_eq!(index.referring::<SubnetId>(main).count(), 2);
    assert_eq!(index.at::<SubnetId>("one", "network.main").count(), 0);
    assert_eq!(index.at::<StoreId>("two", "database.main").count(), 0);
    let source = inventory.source_of(database).expect("a source");
    assert_eq!((source.stack.as_str(), source.address.as_str()), ("one", "database.main"));
}

#[test]
fn an_unknown_value_says_where_it_is() {
    let inventory = small::inventory();
    let found: Vec<String> =
        unknown_values(&inventory).iter().map(|found| format!("{} {}", found.path, found.reason)).collect();
    assert_eq!(
        found,
        [
            "acl value not given",
            "acl value not given",
            "origins[0].target value not given",
            "number value not given",
            "unit value not given",
            "identity value not given"
        ]
    );
}

#[test]
fn an_entry_has_the_fields_of_its_canonical_form() {
    let inventory = small::inventory();
    let database = Index::of(&inventory).at::<StoreId>("one", "database.main").next().expect("a database");
    let source = inventory.stores.stores[database].source;
    let has = |field: &str| {
        let fields = [Text::new(field)].into();
        has_fields(&inventory, &Contribution { source, to: Link::To(database.into()), fields })
    };
    for field in ["encryption", "kind", "kind.engine", "kind.insights.key"] {
        assert!(has(field), "{field}");
    }
    for field in ["", "engine", "kind.versioned", "kinds"] {
        assert!(!has(field), "{field}");
    }
}
