//! Encryption: at rest with which keys, and in transit on which hops.

mod keys;
mod policies;
mod rest;
mod server;
mod stores;

use polder_inventory::Inventory;
use polder_inventory::stores::{Encryption, StoreId, StoreKind};
use polder_verdict::Property;

use crate::holdings::Holdings;

/// All properties of encryption.
pub(crate) fn properties(holdings: &Holdings<'_>) -> Vec<Property> {
    let inventory = holdings.inventory;
    let mut all = vec![];
    if rest::is_asked(inventory) {
        all.push(rest::at_rest(holdings));
    }
    if !inventory.stores.stores.is_empty() {
        all.push(rest::keys(holdings));
        all.push(rest::owners(inventory));
        all.push(stores::transit(holdings));
    }
    if !inventory.access.keys.is_empty() {
        all.push(keys::rotation(inventory));
        all.push(policies::openness(inventory));
    }
    all.extend(server::properties(inventory));
    all
}

/// The stores that keep data of their own, with how they are encrypted. Images of containers and edge values are not data of
/// customers, but encrypted all the same.
pub(crate) fn encrypted(inventory: &Inventory) -> impl Iterator<Item = (StoreId, Encryption)> {
    let plain =
        |kind: &StoreKind| matches!(kind, StoreKind::Parameter { secret } if secret.value() == Some(&false));
    let stores = inventory.stores.stores.iter().filter(move |(_, store)| !plain(&store.kind));
    stores.map(|(id, store)| (id, store.encryption))
}
