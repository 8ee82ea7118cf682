//! Ways to break a platform: each is refuted by the properties that it breaks, and by no other. And the examples of the pages of
//! properties, some of which name a way to break a platform.

mod data;
mod endurance;
mod network;
mod pages;

use std::collections::BTreeSet;

use polder::verdict::{Label, Verdict};
use polder::{Compiled, Inventory, compile_with_inventory, prove};

const TWO_SITES: &str = include_str!("../../../../examples/solo-market/polder.toml");
const ONE_SITE: &str = include_str!("../../../../examples/one-region/polder.toml");

/// What a mutation changes, and the families of properties that refute it.
type Mutant = (&'static str, fn(&mut Inventory), &'static [&'static str]);

/// The second engines.
const REPLAYED_BY: [&str; 6] = ["tracer", "follower", "inspector", "literal evaluator", "evaluator", "clock"];

fn estate(text: &str) -> (Compiled, Inventory) {
    compile_with_inventory(text).value.expect("a sound platform")
}

/// The families of refuted properties. Every witness is checked to be one.
fn refuted(compiled: &Compiled, inventory: &Inventory) -> BTreeSet<String> {
    let properties = prove(compiled, inventory);
    let found = properties.iter().filter(|property| property.verdict.label() == Label::Refuted);
    found
        .map(|property| {
            let Verdict::Refuted(witnesses) = &property.verdict else { unreachable!("filtered") };
            assert!(witnesses.iter().all(|it| !it.steps.is_empty() && REPLAYED_BY.contains(&it.replayed_by)));
            family(&property.id)
        })
        .collect()
}

/// Of properties about one part of the estate, what they have in common.
fn family(id: &str) -> String {
    let parts = if id.starts_with("encryption.") { 3 } else { 2 };
    id.split('.').take(parts).collect::<Vec<_>>().join(".")
}

/// Mutants that are not refuted by exactly what is expected.
fn wrong(platform: &str, mutants: &[Mutant]) -> Vec<String> {
    let (compiled, sound) = estate(platform);
    assert_eq!(refuted(&compiled, &sound), BTreeSet::new());
    let mut wrong = vec![];
    for (name, mutate, expected) in mutants {
        let mut mutant = sound.clone();
        mutate(&mut mutant);
        let found = refuted(&compiled, &mutant);
        if found != expected.iter().map(|id| (*id).to_owned()).collect() {
            wrong.push(format!("{name}: {found:?} instead of {expected:?}"));
        }
    }
    wrong
}
