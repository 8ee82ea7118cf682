//! The inventory of the example platforms.

use std::collections::BTreeSet;

use polder_cloud::Mode;

use crate::estate::{EXAMPLES, lowered};
use crate::test_graphs::inventory;
use crate::{Coverage, coverage, kinds};

fn clouds() -> impl Iterator<Item = (&'static str, polder_cloud::Cloud)> {
    EXAMPLES.into_iter().map(|(name, text)| (name, lowered(text)))
}

#[test]
fn every_kind_in_use_is_read_or_irrelevant_with_a_reason() {
    let mut missing = BTreeSet::new();
    for (_, cloud) in clouds() {
        for resource in cloud.stacks.iter().flat_map(|stack| &stack.resources) {
            let (mode, kind) = (resource.address.mode, resource.address.kind.as_str());
            if coverage(mode, kind) == Coverage::NotModelled {
                missing.insert((mode == Mode::Data, kind.to_owned()));
            }
        }
    }
    assert!(missing.is_empty(), "{} kinds: {missing:?}", missing.len());
}

#[test]
fn no_kind_is_in_two_tables() {
    let mut seen = BTreeSet::new();
    for known in kinds::tables().into_iter().flatten() {
        assert!(seen.insert((known.mode, known.kind)), "{} is in two tables", known.kind);
    }
}

#[test]
fn the_inventory_of_every_example_is_well_formed() {
    for (name, cloud) in clouds() {
        let inventory = inventory(&cloud);
        assert!(!inventory.sources.is_empty(), "{name}");
    }
}
