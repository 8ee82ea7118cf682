//! The inventory of the example platforms.

use std::collections::BTreeSet;

use polder_cloud::{Index, Mode};
use polder_facts::Facts;

use crate::{Coverage, coverage, kinds, read};

const EXAMPLES: [(&str, &str); 10] = [
    ("aurora", include_str!("../../../examples/aurora/polder.toml")),
    ("kubernetes", include_str!("../../../examples/kubernetes/polder.toml")),
    ("machines", include_str!("../../../examples/machines/polder.toml")),
    ("no-backup", include_str!("../../../examples/no-backup/polder.toml")),
    ("one-region", include_str!("../../../examples/one-region/polder.toml")),
    ("own-services", include_str!("../../../examples/own-services/polder.toml")),
    ("saleor-eu", include_str!("../../../examples/saleor-eu/polder.toml")),
    ("six-cells", include_str!("../../../examples/six-cells/polder.toml")),
    ("solo-market", include_str!("../../../examples/solo-market/polder.toml")),
    ("sqs-broker", include_str!("../../../examples/sqs-broker/polder.toml")),
];

fn clouds() -> impl Iterator<Item = (&'static str, polder_cloud::Cloud)> {
    let facts = Facts::embedded();
    EXAMPLES.into_iter().map(|(name, text)| {
        let platform = polder_spec::read(text, facts).value.expect("examples have no errors");
        let design = polder_design::design(&platform, facts).value.expect("a design");
        (name, polder_aws::lower(&design).cloud)
    })
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
fn no_kind_stands_in_two_tables() {
    let mut seen = BTreeSet::new();
    for known in kinds::tables().into_iter().flatten() {
        assert!(seen.insert((known.mode, known.kind)), "{} stands in two tables", known.kind);
    }
}

#[test]
fn the_inventory_of_every_example_is_well_formed() {
    for (name, cloud) in clouds() {
        let index = Index::new(&cloud);
        let inventory = read(&index, &|_| None);
        let violations = polder_inventory::check(&inventory);
        assert!(violations.is_empty(), "{name}: {violations:?}");
    }
}
