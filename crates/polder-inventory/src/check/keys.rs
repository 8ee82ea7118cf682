//! Entries of one kind with equal keys.

use super::{Report, ViolationKind};
use crate::entries::{EntryId, EntryKind, Key};

pub(super) fn check(report: &mut Report<'_>) {
    let inventory = report.inventory;
    let mut keys: Vec<(EntryKind, [&str; 3], EntryId)> = Vec::new();
    // Keys borrow from the inventory, which the signature of `each_entry` cannot express: ids first.
    let mut ids = Vec::new();
    inventory.each_entry(&mut |id, entry| {
        if !entry.repeats() {
            ids.push(id);
        }
    });
    for id in ids {
        let Some(entry) = inventory.entry(id) else { continue };
        let key = match entry.key() {
            Key::Name(name) => [name.as_str(), "", ""],
            Key::Source(source) => {
                let Some(source) = inventory.sources.get(source) else { continue };
                [source.stack.as_str(), source.address.as_str(), source.part.as_deref().unwrap_or("")]
            }
        };
        keys.push((id.kind(), key, id));
    }
    keys.sort_unstable();
    for pair in keys.windows(2) {
        let [(kind, key, _), (next_kind, next_key, next)] = pair else { continue };
        if (kind, key) == (next_kind, next_key) {
            report.add(ViolationKind::DuplicateKey, *next, "", None);
        }
    }
}
