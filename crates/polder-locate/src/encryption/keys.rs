//! Rotation of keys.

use polder_inventory::EntryId;
use polder_inventory::Inventory;
use polder_inventory::access::{KeyMaterial, KeyPurpose};
use polder_inventory::model::Known;
use polder_units::Duration;
use polder_verdict::{Fact, Property};

use crate::found::Found;
use crate::inspector;
use crate::place::resource;
use crate::unresolved;

/// A year with a day to spare: the longest time for which a key's material may be used.
const ROTATION_MAX: Duration = Duration::days(366);

pub(super) fn rotation(inventory: &Inventory) -> Property {
    let mut found = Found::default();
    found.gaps(&unresolved::of(inventory, |entry| matches!(entry, EntryId::Key(_))));
    let mut manual = vec![];
    for key in inventory.access.keys.values() {
        let at = resource(inventory, key.source);
        // The key service rotates nothing else: such keys are replaced.
        let symmetric = key.purpose.value().is_none_or(|purpose| *purpose == KeyPurpose::Encrypt);
        let own = key.material.value().is_none_or(|material| *material == KeyMaterial::Provider);
        if !symmetric || !own || key.replica_of.is_some() {
            manual.push(at);
            continue;
        }
        found.looked_at += 1;
        match key.rotation {
            Known::Value(Some(time)) if time <= ROTATION_MAX => {}
            Known::Value(Some(time)) => {
                let summary = format!("a key is rotated after {time} only: `{at}`");
                let facts = vec![Fact::new("limit", ROTATION_MAX.to_string())];
                found.flaw(time > ROTATION_MAX, summary.clone(), facts, vec![(summary, at)]);
            }
            Known::Value(None) => {
                let summary = format!("a key is never rotated: `{at}`");
                found.flaw(inspector::is_never_replaced(key), summary.clone(), vec![], vec![(summary, at)]);
            }
            Known::Unknown(reason) => {
                found.gap(format!("the rotation of a key is not known: {reason}"), [at]);
            }
        }
    }
    if !manual.is_empty() {
        let text = "keys for signatures, imported keys and replicas of keys are not rotated by the key service on their own";
        found.note(format!("{} {text}", manual.len()), manual);
    }
    found.property(
        "encryption.rotation",
        "symmetric keys whose material the key service creates are rotated every year",
        "keys are rotated within a year",
    )
}
