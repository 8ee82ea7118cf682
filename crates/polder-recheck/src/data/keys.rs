//! Encryption: facts about stores and keys.

use super::closed::{closed, may_have};
use crate::format::data::{Class, Data, Encryption, Key, Owner, Place, Rotation, Store};
use crate::verdict::Recomputed;

/// A year with a day to spare, in milliseconds.
const ROTATION_MAX: u64 = 366 * 86_400_000;

/// Every store that keeps data of its own.
fn stores(document: &Data) -> impl Iterator<Item = (u32, &Place, &Store)> {
    let all = (0..).zip(&document.places);
    let stores = all.filter_map(|(at, place)| place.store.as_ref().map(|store| (at, place, store)));
    stores.filter(|(.., store)| !store.plain_parameter)
}

/// Every store and every disk of machines is encrypted.
pub(super) fn at_rest(document: &Data) -> Recomputed {
    let disks = document.disks.iter().map(|(name, encryption)| (name, *encryption));
    let all = stores(document).map(|(_, place, store)| (&place.name, store.encryption)).chain(disks);
    let all: Vec<(&String, Encryption)> = all.collect();
    let first = |wanted| all.iter().find(|(_, encryption)| *encryption == wanted).map(|(name, _)| *name);
    if let Some(name) = first(Encryption::None) {
        return Recomputed::fails(format!("{name} is not encrypted"));
    }
    if let Some(setting) = document.plain_by_default.first() {
        return Recomputed::fails(format!("volumes that do not say otherwise are not encrypted: {setting}"));
    }
    if let Some(name) = first(Encryption::NotKnown) {
        return Recomputed::open(format!("how {name} is encrypted is not known"));
    }
    Recomputed::holds(format!("{} stores and disks of machines are encrypted", all.len()))
}

/// What needs protection has a key of its owner that works.
pub(super) fn own(document: &Data) -> Recomputed {
    let protected = |class| !matches!(class, Class::Public | Class::Catalogue | Class::Operational);
    let starts = |_, place: &Place| may_have(place, protected);
    let places = match closed(document, "encryption.keys", starts, |movement| !movement.logs) {
        Ok(places) => places,
        Err(why) => return Recomputed::open(why),
    };
    for (at, place, store) in stores(document) {
        let works = match store.encryption {
            Encryption::Key(key) => {
                let key = &document.keys[key as usize];
                key.enabled == Some(true) && key.encrypts == Some(true)
            }
            Encryption::OutsideKey(_) => false,
            _ => !places.contains(&at),
        };
        if !works {
            return Recomputed::open(format!("{} has no key of its owner that is known to work", place.name));
        }
    }
    Recomputed::holds(format!(
        "{} places can have data that need protection; all stores among them have keys",
        places.len()
    ))
}

/// The key of a store is of the account of the store.
pub(super) fn owners(document: &Data) -> Recomputed {
    let mut count = 0;
    // A key of somebody else refutes it, whatever is not known of others.
    let mut unknown = vec![];
    for (_, place, store) in stores(document) {
        match store.encryption {
            Encryption::Key(key) => match (&place.account, &document.keys[key as usize].account) {
                (Some(own), Some(other)) if own == other => count += 1,
                (Some(own), Some(other)) => {
                    return Recomputed::fails(format!("{} of {own} has a key of {other}", place.name));
                }
                _ => unknown.push(format!("the account of {} or of its key is not known", place.name)),
            },
            Encryption::OutsideKey(Owner::Provider | Owner::Estate) => count += 1,
            Encryption::OutsideKey(Owner::Others) => {
                return Recomputed::fails(format!("{} has a key of somebody else", place.name));
            }
            Encryption::OutsideKey(Owner::NotKnown) => {
                unknown.push(format!("who owns the key of {} is not known", place.name));
            }
            _ => {}
        }
    }
    match unknown.into_iter().next() {
        Some(why) => Recomputed::open(why),
        None => Recomputed::holds(format!("{count} stores have a key of their own account")),
    }
}

/// Symmetric keys are rotated within a year.
pub(super) fn rotation(document: &Data) -> Recomputed {
    let asked = |key: &&Key| key.encrypts != Some(false) && key.own_material != Some(false) && !key.replica;
    let keys: Vec<&Key> = document.keys.iter().filter(asked).collect();
    let late = |key: &&&Key| match key.rotation {
        Rotation::Never => true,
        Rotation::EveryMs(time) => time > ROTATION_MAX,
        Rotation::NotKnown => false,
    };
    if let Some(key) = keys.iter().find(late) {
        return Recomputed::fails(format!("{} is not rotated within a year", key.name));
    }
    match keys.iter().find(|key| key.rotation == Rotation::NotKnown) {
        Some(key) => Recomputed::open(format!("how often {} is rotated is not known", key.name)),
        None => Recomputed::holds(format!("{} keys are rotated within a year", keys.len())),
    }
}
