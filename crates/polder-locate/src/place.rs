//! Places: the region and jurisdiction of an entry.

use polder_inventory::model::{Known, Origin, Reason};
use polder_inventory::{EntryId, Inventory, SourceId};
use polder_verdict::Resource;

use crate::movement::End;
use crate::terms::{Residency, Terms};

/// Where data are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place<'i> {
    /// In a region.
    Region(&'i str),
    /// At every edge location, in no region.
    Everywhere,
    /// Not known.
    Unknown(Reason),
}

/// Whether a place is inside the residency.
pub(crate) enum Inside {
    Yes,
    /// With the name of the place in a sentence.
    No(String),
    /// With what is not known.
    Unknown(String),
}

/// The region of an entry.
pub(crate) fn of_entry(inventory: &Inventory, entry: EntryId) -> Place<'_> {
    let source = inventory.source_of(entry);
    match source.map(|source| &inventory.locations[source.location].region) {
        Some(Known::Value(Some(region))) => Place::Region(region),
        Some(Known::Value(None)) => Place::Everywhere,
        Some(Known::Unknown(reason)) => Place::Unknown(*reason),
        None => Place::Unknown(Reason::Elsewhere),
    }
}

/// The place where a movement ends.
pub(crate) fn of_end<'i>(inventory: &'i Inventory, end: &End) -> Place<'i> {
    match end {
        End::Entry(entry) => of_entry(inventory, *entry),
        End::Outside(external) => match &inventory.outside.externals[*external].region {
            Known::Value(Some(region)) => Place::Region(region),
            Known::Value(None) => Place::Unknown(Reason::Elsewhere),
            Known::Unknown(reason) => Place::Unknown(*reason),
        },
        End::Unknown(reason) => Place::Unknown(*reason),
    }
}

/// Whether a place is inside the residency.
pub(crate) fn inside(place: Place<'_>, terms: &Terms, residency: &Residency) -> Inside {
    match place {
        Place::Everywhere => Inside::No("at every edge location".to_owned()),
        Place::Unknown(reason) => Inside::Unknown(format!("its region is not known: {reason}")),
        Place::Region(region) => match terms.jurisdictions.get(region) {
            Some(jurisdiction) if residency.allowed.contains(jurisdiction) => Inside::Yes,
            Some(jurisdiction) => Inside::No(format!("in {region} ({jurisdiction})")),
            None => Inside::Unknown(format!("the jurisdiction of {region} is not among the facts")),
        },
    }
}

/// The resource of a source.
pub(crate) fn resource(inventory: &Inventory, source: SourceId) -> Resource {
    let source = &inventory.sources[source];
    Resource::new(source.stack.as_str(), source.address.as_str())
}

/// The resource of an entry, if it has one.
pub(crate) fn resource_of(inventory: &Inventory, entry: EntryId) -> Option<Resource> {
    let source = inventory.source_of(entry)?;
    Some(Resource::new(source.stack.as_str(), source.address.as_str()))
}

/// The part of the design that an entry was created for.
pub(crate) fn origin(inventory: &Inventory, entry: EntryId) -> Option<&Origin> {
    inventory.source_of(entry)?.origin.map(|origin| &inventory.origins[origin])
}

/// The name of an entry in a sentence.
pub(crate) fn name(inventory: &Inventory, entry: EntryId) -> String {
    match resource_of(inventory, entry) {
        Some(resource) => format!("`{resource}`"),
        None => "an entry without a resource".to_owned(),
    }
}
