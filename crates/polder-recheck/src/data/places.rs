//! Residency: the places that data can be in are inside of a jurisdiction, or of the regions of a cell.

use std::collections::BTreeSet;

use super::closed::{closed, personal as of_people};
use crate::format::Entry;
use crate::format::data::{At, Cell, Data, Movement, Place};
use crate::verdict::Recomputed;

/// Stores of personal data, and what they leave the estate to.
pub(super) fn personal(document: &Data) -> Recomputed {
    let places = match of_people(document) {
        Ok(places) => places,
        Err(why) => return Recomputed::open(why),
    };
    let mut count = 0;
    for at in &places {
        let place = &document.places[*at as usize];
        if (place.store.is_none() && !place.outside) || keeps_logs_only(document, &places, *at) {
            continue;
        }
        count += 1;
        if !inside(document, place) {
            return Recomputed::open(format!(
                "personal data can be outside of the residency: {}",
                place.name
            ));
        }
    }
    Recomputed::holds(format!(
        "personal data can be in {} places, from which nothing leads on; {count} stores are in {}",
        places.len(),
        document.allowed.join(", ")
    ))
}

/// Whether a store of logs gets logs and nothing else of these places. Its own declaration is about what the logs say.
fn keeps_logs_only(document: &Data, places: &BTreeSet<u32>, at: u32) -> bool {
    let log = document.places[at as usize].store.as_ref().is_some_and(|store| store.log);
    let arriving = |logs| move |it: &&Movement| it.to == at && it.logs == logs;
    log && document.movements.iter().any(|it| arriving(true)(&it))
        && !document.movements.iter().filter(arriving(false)).any(|it| places.contains(&it.from))
}

/// Logs and all copies of them.
pub(super) fn logs(document: &Data) -> Recomputed {
    let delivered: BTreeSet<u32> = document.movements.iter().filter(|it| it.logs).map(|it| it.to).collect();
    let places = match closed(document, "residency.logs", |at, _| delivered.contains(&at), |_| true) {
        Ok(places) => places,
        Err(why) => return Recomputed::open(why),
    };
    let mut count = 0;
    for movement in document.movements.iter().filter(|it| it.logs || places.contains(&it.from)) {
        let (from, to) = (&document.places[movement.from as usize], &document.places[movement.to as usize]);
        // What global services deliver has a property of its own.
        if movement.logs && from.edge {
            continue;
        }
        count += 1;
        if !inside(document, to) {
            return Recomputed::open(format!("logs can be outside of the residency: {}", to.name));
        }
    }
    Recomputed::holds(format!("{count} deliveries and copies of logs end in {}", document.allowed.join(", ")))
}

fn inside(document: &Data, place: &Place) -> bool {
    let At::Region(region) = &place.at else { return false };
    document.jurisdictions.get(region).is_some_and(|jurisdiction| document.allowed.contains(jurisdiction))
}

/// Personal data of a cell, with copies and logs.
pub(super) fn cell(document: &Data, entry: &Entry, name: &str) -> Recomputed {
    let mut all = document.cells.iter().filter(|cell| name == format!("{}.{}", cell.of.0, cell.of.1));
    let (Some(cell), None) = (all.next(), all.next()) else {
        return Recomputed::open("the document does not have this cell once");
    };
    let told = format!("are in {} and in no store of another cell", cell.regions.join(" and "));
    if !entry.claim.contains(&told) {
        return Recomputed::open("the claim does not speak of the regions of the cell");
    }
    let people = match of_people(document) {
        Ok(places) => places,
        Err(why) => return Recomputed::open(why),
    };
    let own = |place: &Place| place.cell.as_ref() == Some(&cell.of);
    let starts = |at: u32, place: &Place| people.contains(&at) && place.store.is_some() && own(place);
    let places = match closed(document, &entry.id, starts, |_| true) {
        Ok(places) => places,
        Err(why) => return Recomputed::open(why),
    };
    let first = (0..).zip(&document.places).filter(|(at, place)| starts(*at, place)).map(|(at, _)| at);
    let moved = document.movements.iter().filter(|movement| {
        places.contains(&movement.from) || movement.logs && own(&document.places[movement.from as usize])
    });
    let ends: BTreeSet<u32> = first.chain(moved.map(|movement| movement.to)).collect();
    let strange = |at: &&u32| is_strange(&document.places[**at as usize], cell);
    match ends.iter().find(strange) {
        Some(at) => {
            Recomputed::open(format!("data of the cell can be in {}", document.places[*at as usize].name))
        }
        None => {
            Recomputed::holds(format!("data of the cell can be in {} places, all in its regions", ends.len()))
        }
    }
}

fn is_strange(place: &Place, cell: &Cell) -> bool {
    let At::Region(region) = &place.at else { return true };
    !cell.regions.contains(region) || place.cell.as_ref().is_some_and(|own| *own != cell.of)
}
