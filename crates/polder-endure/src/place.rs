//! Resources and places of entries.

use polder_inventory::model::{Known, Origin, Reason};
use polder_inventory::{EntryId, Inventory};
use polder_verdict::Resource;

/// The resource of an entry, if it has one.
pub(crate) fn resource_of(inventory: &Inventory, entry: EntryId) -> Option<Resource> {
    let source = inventory.source_of(entry)?;
    Some(Resource::new(source.stack.as_str(), source.address.as_str()))
}

/// The name of an entry in a sentence.
pub(crate) fn name(inventory: &Inventory, entry: EntryId) -> String {
    let part = inventory.source_of(entry).and_then(|source| source.part.as_ref());
    match (resource_of(inventory, entry), part) {
        (Some(resource), None) => format!("`{resource}`"),
        (Some(resource), Some(part)) => format!("`{resource}` ({part})"),
        (None, _) => "an entry without a resource".to_owned(),
    }
}

/// The part of the design that an entry was created for.
pub(crate) fn origin(inventory: &Inventory, entry: EntryId) -> Option<&Origin> {
    inventory.source_of(entry)?.origin.map(|origin| &inventory.origins[origin])
}

/// Whether an entry was created for this site.
pub(crate) fn is_at(inventory: &Inventory, entry: EntryId, site: &str) -> bool {
    let of = origin(inventory, entry).and_then(|origin| origin.site.as_ref());
    of.is_some_and(|name| name.as_str() == site)
}

/// The region of an entry; none for global resources.
pub(crate) fn region(inventory: &Inventory, entry: EntryId) -> Known<Option<String>> {
    match inventory.source_of(entry).map(|source| &inventory.locations[source.location].region) {
        Some(Known::Value(region)) => Known::Value(region.as_ref().map(|region| region.as_str().to_owned())),
        Some(Known::Unknown(reason)) => Known::Unknown(*reason),
        None => Known::Unknown(Reason::Elsewhere),
    }
}
