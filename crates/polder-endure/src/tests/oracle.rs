//! The search against trying every set of events, on generated trees.

use std::collections::BTreeSet;

use crate::cuts::{Cuts, cuts};
use crate::evaluator::works;
use crate::tree::{Event, EventId, NodeId, Tree};

/// How many trees; `POLDER_ENDURE_CASES` at compile time for more.
const CASES: u64 = 4_000;

fn cases() -> u64 {
    option_env!("POLDER_ENDURE_CASES").and_then(|text| text.parse().ok()).unwrap_or(CASES)
}

/// A generator of numbers, the same each time.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % limit
    }
}

/// A tree whose nodes share parts, with gates of every kind: all, some and one, none needed, more needed than there are.
fn generated(seed: u64) -> (Tree, NodeId) {
    let mut numbers = Numbers(seed);
    let mut tree = Tree::default();
    let events = 1 + numbers.below(7);
    let mut nodes: Vec<NodeId> =
        (0..events).map(|at| tree.event(Event::Zone(format!("zone {at}")), None)).collect();
    if numbers.below(4) == 0 {
        nodes.push(tree.gap("not known", []));
    }
    for _ in 0..1 + numbers.below(8) {
        let parts = numbers.below(5);
        let of: Vec<NodeId> = (0..parts).map(|_| nodes[numbers.below(nodes.len())]).collect();
        let needed = match numbers.below(8) {
            0 => numbers.below(parts + 2),
            1 | 2 => 1,
            3 | 4 => parts,
            _ => 1 + numbers.below(parts.max(1)),
        };
        nodes.push(tree.gate(needed, of, None));
    }
    let root = nodes[nodes.len() - 1];
    (tree, root)
}

/// All minimal sets of at most two events, by trying each.
fn by_trying(tree: &Tree, root: NodeId, gaps_fail: bool) -> Cuts {
    let stops = |events: &[EventId]| !works(tree, root, &events.iter().copied().collect(), !gaps_fail);
    let mut found = Cuts { failed: stops(&[]), ..Cuts::default() };
    if found.failed {
        return found;
    }
    let all: Vec<EventId> = (0..tree.events.len()).filter_map(|at| EventId::try_from(at).ok()).collect();
    found.singles = all.iter().copied().filter(|event| stops(&[*event])).collect();
    let rest: Vec<EventId> = all.into_iter().filter(|event| !found.singles.contains(event)).collect();
    for (at, one) in rest.iter().enumerate() {
        found.pairs.extend(rest[at + 1..].iter().filter(|two| stops(&[*one, **two])).map(|two| (*one, *two)));
    }
    found
}

#[test]
fn the_search_finds_what_trying_every_set_finds() {
    let (mut singles, mut pairs, mut failed) = (0, 0, 0);
    for seed in 0..cases() {
        let (tree, root) = generated(seed);
        for gaps_fail in [false, true] {
            let found = cuts(&tree, root, gaps_fail).expect("few pairs");
            assert_eq!(found, by_trying(&tree, root, gaps_fail), "tree {seed}");
            singles += found.singles.len();
            pairs += found.pairs.len();
            failed += usize::from(found.failed);
        }
    }
    let least = usize::try_from(cases()).expect("a number") / 4;
    assert!(singles > least && pairs > least && failed > 0, "{singles} {pairs} {failed}");
}

#[test]
fn a_tree_with_too_many_pairs_ends() {
    let mut tree = Tree::default();
    let mut side = |name: &str| -> NodeId {
        let all = (0..1_000).map(|at| tree.event(Event::Zone(format!("{name} {at}")), None)).collect();
        tree.all(all)
    };
    let (one, other) = (side("one"), side("other"));
    let root = tree.any(vec![one, other]);
    assert_eq!(cuts(&tree, root, false), Err(crate::cuts::TooMany));
}

#[test]
fn what_fails_is_told_from_the_event_to_the_root() {
    let mut tree = Tree::default();
    let zone = tree.event(Event::Zone("a".into()), None);
    let other = tree.event(Event::Zone("b".into()), None);
    let store = tree.all_of(vec![zone], "the store", []);
    let spare = tree.all_of(vec![other], "the spare", []);
    let root = tree.all_of(vec![store, spare], "the market", []);
    let told = crate::evaluator::failing(&tree, root, &BTreeSet::from([0]));
    let texts: Vec<&str> = told.iter().map(|(label, ..)| label.text.as_str()).collect();
    assert_eq!(texts, ["the store", "the market"]);
}
