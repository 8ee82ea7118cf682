//! Whether the listed sets of events are those that stop a node: all of one and two events, and no other.

use std::collections::BTreeSet;

use super::tree::Tree;
use crate::format::endurance::{Aim, Cuts, Market};
use crate::limits::VISITS_MAX;

/// The tree of a node, if every pair of its events can be tried; the reason if not.
pub(super) fn bounded(market: &Market, root: u32) -> Result<Tree, String> {
    let tree = Tree::of(market, root)?;
    let count = tree.events.len() as u64;
    if tree.visits.saturating_mul(1 + count + count * count / 2) > VISITS_MAX {
        return Err("the tree has too many events to try every pair of them".to_owned());
    }
    Ok(tree)
}

/// Tries every event and every pair of events; the tree and the list, if the list is right and complete.
pub(super) fn check(market: &Market, aim: &Aim) -> Result<(Tree, Cuts), String> {
    let tree = bounded(market, aim.root)?;
    let cuts = aim.cuts.as_ref().ok_or("the sets of events that stop orders are not listed")?;
    tried(market, &tree, cuts)?;
    Ok((tree, cuts.clone()))
}

fn tried(market: &Market, tree: &Tree, cuts: &Cuts) -> Result<(), String> {
    let stops = |events: &[u32]| !tree.works(events, true);
    if stops(&[]) {
        return Err("orders are not placed even while nothing fails".to_owned());
    }
    let name = |at: u32| market.events[at as usize].name.as_str();
    let singles: BTreeSet<u32> = cuts.singles.iter().copied().collect();
    let mut pairs: BTreeSet<(u32, u32)> = cuts.pairs.iter().copied().collect();
    if singles.len() != cuts.singles.len() || pairs.len() != cuts.pairs.len() {
        return Err("a set of events is listed twice".to_owned());
    }
    let mut found: Vec<u32> = vec![];
    for at in &tree.events {
        match (stops(&[*at]), singles.contains(at)) {
            (true, true) => found.push(*at),
            (false, false) => {}
            (true, false) => return Err(format!("{} stops orders and is not listed", name(*at))),
            (false, true) => return Err(format!("{} is listed and does not stop orders", name(*at))),
        }
    }
    if found.len() != singles.len() {
        return Err("an event is listed that the tree does not have".to_owned());
    }
    let rest: Vec<u32> = tree.events.iter().copied().filter(|at| !singles.contains(at)).collect();
    for (place, one) in rest.iter().enumerate() {
        for two in &rest[place + 1..] {
            let (one, two) = (*one, *two);
            match (stops(&[one, two]), pairs.remove(&(one, two))) {
                (true, true) | (false, false) => {}
                (true, false) => {
                    return Err(format!(
                        "{} and {} stop orders together and are not listed",
                        name(one),
                        name(two)
                    ));
                }
                (false, true) => {
                    return Err(format!("{} and {} are listed and do not stop orders", name(one), name(two)));
                }
            }
        }
    }
    match pairs.first() {
        None => Ok(()),
        Some(_) => Err("a pair is listed that is not minimal, or not of the tree".to_owned()),
    }
}
