//! Residency and encryption: where data are kept, which copies there are of them, and how they are protected.
//!
//! [`prove`] reads the inventory alone. Data are followed from store to store along movements; encryption asks
//! for the keys and TLS versions of what they pass. Every witness is replayed by the `follower` or the
//! `inspector`, which read single entries of the inventory and share nothing with the search but the form of paths
//! and flaws.

mod terms;
mod place;
mod movement;
mod paths;
mod follower;
mod inspector;
mod unresolved;
mod found;
mod holdings;
mod residency;
mod encryption;
mod certificate;

pub use terms::{Cell, Residency, Terms};

use polder_inventory::Inventory;
use polder_verdict::Property;

/// Every property of residency and encryption, in the order of their identifiers. Without a stated residency, as in an estate
/// without a design, residency is undecided.
pub fn prove(inventory: &Inventory, terms: &Terms) -> Vec<Property> {
    let holdings = holdings::Holdings::of(inventory);
    let mut all = residency::properties(&holdings, terms);
    all.extend(encryption::properties(&holdings));
    polder_verdict::sort(&mut all);
    all
}

/// What shows where data are and how they are encrypted, for `polder-recheck`.
pub fn certificate(inventory: &Inventory, terms: &Terms) -> polder_recheck::format::data::Data {
    certificate::certificate(&holdings::Holdings::of(inventory), terms)
}

#[cfg(test)]
mod tests;
