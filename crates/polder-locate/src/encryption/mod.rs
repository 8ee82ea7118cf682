//! Encryption: at rest with which keys, and in transit on which hops.

mod keys;
mod policies;
mod rest;
mod server;
mod stores;

pub(crate) use rest::{account, plain_by_default};

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
    let stores = inventory.stores.stores.iter().filter(|(_, store)| !is_plain_parameter(&store.kind));
    stores.map(|(id, store)| (id, store.encryption))
}

/// Whether a store is a parameter without a secret, which nobody encrypts.
pub(crate) fn is_plain_parameter(kind: &StoreKind) -> bool {
    matches!(kind, StoreKind::Parameter { secret } if secret.value() == Some(&false))
}
