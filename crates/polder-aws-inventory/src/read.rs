//! Reads a cloud: gives all resources the IDs of their entries, reads them, then what is derived from them.
//!
//! References between entries can lead in any direction, so each resource that is an entry gets its id before any is read.

use std::collections::BTreeMap;

use polder_cloud::{Index, Mode, ResourceId, View};
use polder_inventory::coverage::Contribution;
use polder_inventory::model::Reason;
use polder_inventory::{EntryKind, Inventory, has_fields};

use crate::Origins;
use crate::access;
use crate::kind::{Coverage, PriceCoverage, Read, Reading};
use crate::kinds::{billables, coverage, price_coverage, reading};
use crate::networks;
use crate::reader::Reader;

/// Reads a whole cloud.
pub(crate) fn read<'i, 'a>(index: &'i Index<'a>, origin: &'i Origins<'i>) -> Inventory {
    let mut reader = Reader::new(index, origin);
    let readings = number(&mut reader);
    access::prepare(&mut reader);
    let views = |id: &ResourceId| index.view(*id);
    for (id, reading) in &readings {
        if let Reading::Entry(kind, read)
        | Reading::EntryAndParts(kind, read, _)
        | Reading::Entries(kind, _, read, _) = reading
            && let Some(view) = views(id)
            && let Some((first, count)) = reader.entries_of(*id)
        {
            read(&mut reader, view);
            debug_assert_eq!(
                reader.inventory.count(*kind),
                first.index() + count as usize,
                "{} makes {count} entries",
                view.address()
            );
        }
    }
    reader.networks.all_entries_are_there();
    for (id, reading) in &readings {
        if let Reading::EntryAndParts(_, _, read) | Reading::Entries(_, _, _, read) | Reading::Part(read) =
            reading
            && let Some(view) = views(id)
        {
            read(&mut reader, view);
        }
    }
    networks::finish(&mut reader);
    access::finish(&mut reader);
    // Billed items depend on complete entries. They are read for all kinds, whether they are entries or not.
    let mut priced: BTreeMap<&str, (Option<Read>, PriceCoverage)> = BTreeMap::new();
    for view in index.ids().filter_map(|id| index.view(id)).filter(View::is_managed) {
        let kind = view.kind();
        let (read, price) = *priced.entry(kind).or_insert_with(|| (billables(kind), price_coverage(kind)));
        if let Some(read) = read {
            read(&mut reader, view);
        } else if price == PriceCoverage::NotModelled
            && coverage(Mode::Managed, kind) != Coverage::NotModelled
        {
            let (entry, text) =
                (reader.entry(view.id()), "whether the resource costs something is not known");
            reader.blind(view, entry, Some("price"), Reason::KindNotModelled, text);
        }
    }
    debug_assert_eq!(wrong_contribution(&reader.inventory), None, "a field that the entry does not have");
    reader.inventory
}

/// A contribution that names fields that its entry does not have.
fn wrong_contribution(inventory: &Inventory) -> Option<&Contribution> {
    inventory.coverage.contributions.values().find(|contribution| !has_fields(inventory, contribution))
}

/// Gives each resource that is an entry its id. Kinds without a line in the tables become blind spots.
fn number<'i, 'a>(reader: &mut Reader<'i, 'a>) -> Vec<(ResourceId, Reading)> {
    let mut readings = vec![];
    let mut look_ups = vec![];
    let mut counts: BTreeMap<EntryKind, u32> = BTreeMap::new();
    // Stacks use few of all kinds, and a small table is searched faster.
    let mut used: BTreeMap<(Mode, &str), Option<Reading>> = BTreeMap::new();
    for id in reader.index.ids() {
        let Some(view) = reader.index.view(id) else { continue };
        let (mode, kind) = (view.address().mode, view.kind());
        let Some(reading) = *used.entry((mode, kind)).or_insert_with(|| reading(mode, kind)) else {
            reader.unread.insert((mode, kind));
            reader.blind(view, None, None, Reason::KindNotModelled, "resources of this kind are not read");
            continue;
        };
        let is_entry =
            matches!(reading, Reading::Entry(..) | Reading::EntryAndParts(..) | Reading::Entries(..));
        if is_entry && let Some(made) = made_here(reader.index, view) {
            look_ups.push((id, (made, 0)));
            continue;
        }
        let own = match reading {
            Reading::Entry(kind, _) | Reading::EntryAndParts(kind, _, _) => Some((kind, 1)),
            Reading::Entries(kind, count, _, _) => Some((kind, count(view))),
            Reading::LookUp(find) => {
                let found = find(reader, view);
                look_ups.extend(found.map(|found| (id, found)));
                None
            }
            Reading::Part(_) | Reading::Irrelevant(_) => None,
        };
        if let Some((kind, own)) = own.filter(|(_, own)| *own > 0) {
            let count = counts.entry(kind).or_default();
            reader.set_entries(id, kind.id(*count), own);
            *count += own;
        }
        readings.push((id, reading));
    }
    for (id, (resource, number)) in look_ups {
        if let Some(entry) = reader.entry_number(resource, number) {
            reader.set_entries(id, entry, 1);
        }
    }
    readings
}

/// The resource that a data source has found, if another plan or state of the cloud contains it. The two are
/// one entry.
fn made_here(index: &Index<'_>, view: View<'_, '_>) -> Option<ResourceId> {
    if view.is_managed() {
        return None;
    }
    let id = view.body().get("id").and_then(polder_cloud::Value::as_text)?;
    let holders = index.holders(id).iter().filter_map(|id| index.view(*id));
    holders.into_iter().find(|it| it.is_managed() && it.kind() == view.kind()).map(|it| it.id())
}
