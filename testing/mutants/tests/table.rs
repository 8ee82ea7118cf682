//! Each mutant is refuted by the property that it breaks, with replayed witnesses, and by no unrelated one.

use std::collections::BTreeSet;

use polder::verdict::Label;
use polder_mutants::{Estate, all, row};

#[test]
fn each_mutant_is_refuted_by_what_it_breaks_and_by_nothing_unrelated() {
    let estate = Estate::new();
    assert!(estate.properties().iter().all(|it| it.verdict.label() != Label::Refuted));
    let names: BTreeSet<&str> = all().map(|it| it.name).collect();
    assert_eq!(names.len(), all().count());
    assert!(names.len() >= 120, "{}", names.len());
    let mut wrong = vec![];
    for mutant in all() {
        let row = row(mutant, &estate.broken(mutant).expect("a possible change"));
        if row.verdict != "refuted" || !row.replayed || !row.unexpected.is_empty() {
            wrong.push(format!("{}: {:?}", row.name, row.unexpected));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}
