//! Cells: the personal data of each stay in its own regions, and in no store of another.

use polder_inventory::{EntryId, Inventory};
use polder_verdict::{Fact, Gap, Property};

use crate::found::Found;
use crate::holdings::Holdings;
use crate::movement::{End, Kind, Movement};
use crate::paths::Reached;
use crate::place::{Place, name, of_end, origin, resource_of};
use crate::terms::{Cell, Residency};

pub(super) fn cells(holdings: &Holdings<'_>, residency: &Residency, gaps: &[Gap]) -> Vec<Property> {
    residency.cells.iter().map(|cell| of(holdings, cell, gaps)).collect()
}

fn of(holdings: &Holdings<'_>, cell: &Cell, gaps: &[Gap]) -> Property {
    let inventory = holdings.inventory;
    let mut found = Found::default();
    found.gaps(gaps);
    let is_log = |movement: &Movement| movement.kind == Kind::Logs && belongs(inventory, movement.from, cell);
    holdings.judge(&mut found, |personal, found| {
        let starts = personal.keys().copied().filter(|entry| belongs(inventory, *entry, cell));
        let starts: Vec<EntryId> = starts.filter(|entry| matches!(entry, EntryId::Store(_))).collect();
        for start in &starts {
            found.looked_at += 1;
            if let Some(place) = strange(holdings, &End::Entry(*start), cell, found) {
                let summary =
                    format!("personal data of {} are {place}: {}", cell.name, name(inventory, *start));
                found.path(inventory, *start, &[], facts(cell, &place), summary);
            }
        }
        let reached = holdings.graph.reach(starts, |_| true);
        for (_, movement) in holdings.graph.iter() {
            if reached.contains_key(&movement.from) && !is_log(movement) {
                moved(holdings, cell, &reached, movement, found);
            }
        }
    });
    for (_, movement) in holdings.graph.iter().filter(|(_, movement)| is_log(movement)) {
        moved(holdings, cell, &Reached::new(), movement, &mut found);
    }
    let regions: Vec<&str> = cell.regions.iter().map(String::as_str).collect();
    found.property(
        format!("residency.cells.{}.{}", cell.account, cell.name),
        format!(
            "personal data of {}, all replicas, backups, messages and logs included, are in {} and in no store of another cell",
            cell.name,
            regions.join(" and ")
        ),
        "stores and copies are in the cell's regions",
    )
}

/// A movement of data of a cell, which may lead to a place where they must not be.
fn moved(holdings: &Holdings<'_>, cell: &Cell, reached: &Reached, movement: &Movement, found: &mut Found) {
    found.looked_at += 1;
    let Some(place) = strange(holdings, &movement.to, cell, found) else { return };
    let (start, moved) = holdings.graph.way(reached, movement);
    let summary = match movement.to {
        End::Entry(to) => {
            format!("personal data of {} are {place}: {}", cell.name, name(holdings.inventory, to))
        }
        _ => format!("personal data of {} go {place}", cell.name),
    };
    found.path(holdings.inventory, start, &moved, facts(cell, &place), summary);
}

fn facts(cell: &Cell, place: &str) -> Vec<Fact> {
    vec![Fact::new("cell", cell.name.clone()), Fact::new("place", place)]
}

/// Whether an entry was created for a cell.
pub(crate) fn belongs(inventory: &Inventory, entry: EntryId, cell: &Cell) -> bool {
    let origin = origin(inventory, entry);
    origin.is_some_and(|origin| {
        origin.account.as_str() == cell.account
            && origin.cell.as_ref().is_some_and(|name| name.as_str() == cell.name)
    })
}

/// Where data are that a cell's must not be, in the words of a sentence.
fn strange(holdings: &Holdings<'_>, end: &End, cell: &Cell, found: &mut Found) -> Option<String> {
    let inventory = holdings.inventory;
    match of_end(inventory, end) {
        Place::Region(region) if cell.regions.contains(region) => {}
        Place::Region(region) => return Some(format!("in {region}")),
        Place::Everywhere => return Some("at every edge location".to_owned()),
        Place::Unknown(reason) => {
            let at = if let End::Entry(entry) = end { resource_of(inventory, *entry) } else { None };
            found.gap(format!("the region of a copy of the cell's data is not known: {reason}"), at);
            return None;
        }
    }
    let End::Entry(entry) = end else { return None };
    let other = origin(inventory, *entry).and_then(|origin| origin.cell.as_ref())?;
    (!belongs(inventory, *entry, cell)).then(|| format!("in a store of {other}"))
}
