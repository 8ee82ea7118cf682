//! Residency and encryption: sets of places from which no movement leads out, and facts about stores and keys.

mod closed;
mod keys;
mod places;

use crate::format::Entry;
use crate::format::data::{Data, Encryption};
use crate::verdict::Recomputed;

/// The document.
pub(crate) struct Judge {
    document: Data,
    /// Whether every position of the document is one that it has.
    sound: bool,
}

impl Judge {
    pub(crate) fn of(document: Data) -> Judge {
        let place = |at: &u32| (*at as usize) < document.places.len();
        let stores = document.places.iter().filter_map(|place| place.store.as_ref());
        let disks = document.disks.iter().map(|(_, encryption)| encryption);
        let keys = stores.map(|store| &store.encryption).chain(disks).all(|encryption| match encryption {
            Encryption::Key(at) => (*at as usize) < document.keys.len(),
            _ => true,
        });
        let movements = document.movements.iter().all(|it| place(&it.from) && place(&it.to));
        let sound = keys && movements && document.closed.iter().flat_map(|closed| &closed.places).all(place);
        Judge { document, sound }
    }

    /// What the document says of a property. What is asked is that of the identifier, and not what the document chooses.
    pub(crate) fn recompute(&self, entry: &Entry) -> Recomputed {
        let document = &self.document;
        if !self.sound {
            return Recomputed::open("the document names something that it does not have");
        }
        let unknown = match entry.id.as_str() {
            "encryption.rotation" => &document.unknown_keys,
            id if id.starts_with("encryption.") => &document.unknown_stores,
            _ => &document.unknown_movements,
        };
        let found = match entry.id.as_str() {
            "residency.personal" => places::personal(document),
            "residency.logs" => places::logs(document),
            "encryption.at-rest" => keys::at_rest(document),
            "encryption.keys" => keys::own(document),
            "encryption.key-owner" => keys::owners(document),
            "encryption.rotation" => keys::rotation(document),
            id => match id.strip_prefix("residency.cells.") {
                Some(cell) => places::cell(document, entry, cell),
                None => Recomputed::open("no document shows this property"),
            },
        };
        match (found.holds, unknown.first()) {
            (Some(true), Some(text)) => Recomputed::open(format!("not known: {text}")),
            _ => found,
        }
    }
}
