//! The inventory of the example platforms.

use std::collections::BTreeSet;

use polder_cloud::{Index, Mode};
use polder_facts::Facts;

use crate::{Coverage, coverage, kind, read};

const EXAMPLES: [(&str, &str); 1] = [("saleor-eu", include_str!("../../../examples/saleor-eu/polder.toml"))];

fn clouds() -> impl Iterator<Item = (&'static str, polder_cloud::Cloud)> {
    let facts = Facts::embedded();
    EXAMPLES.into_iter().map(|(name, text)| {
        let platform = polder_spec::read(text, facts).value.expect("examples have no errors");
        let design = polder_design::design(&platform, facts).value.expect("a design");
        (name, polder_aws::lower(&design))
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
    for known in kind::tables().into_iter().flatten() {
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

#[test]
fn zz_dump() {
    for name in ["saleor-eu", "aurora", "kubernetes", "machines", "sqs-broker", "own-services"] {
        let text = std::fs::read_to_string(format!(
            "{}/../../examples/{name}/polder.toml",
            env!("CARGO_MANIFEST_DIR")
        ))
        .unwrap();
        let facts = Facts::embedded();
        let platform = polder_spec::read(&text, facts).value.expect("examples have no errors");
        let design = polder_design::design(&platform, facts).value.expect("a design");
        let cloud = polder_aws::lower(&design);
        let index = Index::new(&cloud);
        let start = std::time::Instant::now();
        let inventory = read(&index, &|_| None);
        let time = start.elapsed();
        let v = polder_inventory::check(&inventory);
        println!("{name} {time:?} violations {}", v.len());
        for x in v.iter().take(20) {
            println!("{x}");
        }
        std::fs::write(format!("/tmp/invs/{name}.canonical"), polder_inventory::canonical(&inventory))
            .unwrap();
        let mut unknowns = std::collections::BTreeMap::new();
        for u in polder_inventory::unknown_values(&inventory) {
            let src = inventory
                .source_of(u.entry)
                .map(|s| s.address.split('.').next().unwrap_or("").to_string())
                .unwrap_or_default();
            *unknowns.entry(format!("{:?} {src} {} {:?}", u.entry.kind(), u.path, u.reason)).or_insert(0) +=
                1;
        }
        let text: String = unknowns.iter().map(|(k, v)| format!("{v} {k}\n")).collect();
        std::fs::write(format!("/tmp/invs/{name}.unknown"), text).unwrap();
    }
}
