//! Whether the listed sets of events are those that stop a node: all of one and two events, and no other.

use std::collections::BTreeSet;

use super::tree::Tree;
use crate::format::endurance::{Aim, Cuts, Market};
use crate::limits::VISITS_MAX;

/// Whether a list is right and complete, or why not.
pub(super) enum Complete {
    Yes,
    No(String),
}

/// Tries every event and every pair of events.
pub(super) fn check(market: &Market, aim: &Aim) -> Complete {
    let Some(cuts) = &aim.cuts else { return Complete::No("the sets of events are not listed".to_owned()) };
    match tried(market, aim, cuts) {
        Ok(()) => Complete::Yes,
        Err(why) => Complete::No(why),
    }
}

fn tried(market: &Market, aim: &Aim, cuts: &Cuts) -> Result<(), String> {
    let tree = Tree::of(market, aim.root)?;
    let count = tree.events.len() as u64;
    if tree.visits.saturating_mul(1 + count + count * count / 2) > VISITS_MAX {
        return Err("the tree has too many events to try every pair of them".to_owned());
    }
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
