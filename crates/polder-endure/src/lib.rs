//! Endurance: which failures stop a market.
//!
//! [`prove`] reads the inventory alone. For each market it builds a tree of what the market needs (`build`), computes the
//! smallest sets of events that stop it (`cuts`), and asks about zones, regions and single resources (`question`). Every
//! witness is replayed by the `evaluator`, which evaluates the tree event by event, by the `clock`, which adds up configured times, or by the
//! `inspector`, which reads single entries. They share no code with the search.

mod terms;
mod place;
mod tree;
mod cuts;
mod evaluator;
mod build;
mod question;

pub use terms::{Figure, Figures, Market, Need, NeedTo, Objective, Recovery, Terms};

use polder_inventory::Inventory;
use polder_recheck::format::endurance::Endurance;
use polder_verdict::Property;

/// Every property of endurance, in the order of their identifiers. Without markets, as in an estate without a design, the
/// properties are undecided where requests can enter, and are not asked elsewhere.
pub fn prove(inventory: &Inventory, terms: &Terms) -> Vec<Property> {
    let mut all = question::properties(inventory, terms);
    polder_verdict::sort(&mut all);
    all
}

/// What shows the verdicts of [`prove`] on each market, for `polder-recheck`.
pub fn certificate(inventory: &Inventory, terms: &Terms) -> Endurance {
    question::certificate(inventory, terms)
}

#[cfg(test)]
mod tests;
