//! Stores of small graphs, and of the owner's estate.

mod backups;
mod buckets;
mod caches;
mod databases;
mod estate;
mod keys;
mod messages;
mod others;
mod registries;
mod secrets;
mod tables;

use polder_inventory::Inventory;
use polder_inventory::stores::{ReplicationKind, Store};

use crate::test_graphs::{address, at};

/// The store at an address.
fn store<'i>(inventory: &'i Inventory, name: &str) -> &'i Store {
    at(inventory, &inventory.stores.stores, name)
}

/// All replications, as `kind: from -> to`, sorted.
fn copies(inventory: &Inventory) -> Vec<String> {
    let words = |kind: ReplicationKind| format!("{kind:?}");
    let end = |link: polder_inventory::model::Link<polder_inventory::stores::StoreId>| match link.id() {
        Some(id) => address(inventory, id),
        None => "?".to_owned(),
    };
    let copies = inventory.stores.replications.values();
    let mut copies: Vec<String> =
        copies.map(|it| format!("{}: {} -> {}", words(it.kind), end(it.from), end(it.to))).collect();
    copies.sort();
    copies
}
