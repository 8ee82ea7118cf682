//! Who can do what on the examples.

use polder_iam::{Extent, prove};
use polder_inventory::Inventory;
use polder_testkit::{EXAMPLES, compiled};
use polder_verdict::{Label, Verdict};

fn owners() -> Inventory {
    let (name, text) = EXAMPLES[0];
    polder::inventory(&compiled(name, text))
}

#[test]
fn nothing_is_refuted_in_the_examples() {
    for (name, text) in EXAMPLES {
        let inventory = polder::inventory(&compiled(name, text));
        for property in prove(&inventory, Extent::Whole) {
            if let Verdict::Refuted(witnesses) = &property.verdict {
                panic!("{name}: {} {witnesses:#?}", property.id);
            }
        }
    }
}

#[test]
fn the_owners_estate_is_proved() {
    let inventory = owners();
    for property in prove(&inventory, Extent::Whole) {
        assert_eq!(property.verdict.label(), Label::Proved, "{}: {:#?}", property.id, property.verdict);
    }
    assert_eq!(prove(&inventory, Extent::Whole), prove(&inventory, Extent::Whole));
}
