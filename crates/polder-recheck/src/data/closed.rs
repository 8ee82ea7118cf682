//! Sets of places from which no movement leads out.

use std::collections::BTreeSet;

use crate::format::data::{Class, Data, Movement, Place};

/// The listed places of a property, if all starts are among them and no movement that counts leads out of them.
pub(super) fn closed(
    document: &Data,
    id: &str,
    starts: impl Fn(u32, &Place) -> bool,
    counts: impl Fn(&Movement) -> bool,
) -> Result<BTreeSet<u32>, String> {
    let mut listed = document.closed.iter().filter(|closed| closed.id == id);
    let (Some(own), None) = (listed.next(), listed.next()) else {
        return Err("the places of its data are not listed once".to_owned());
    };
    let places: BTreeSet<u32> = own.places.iter().copied().collect();
    let name = |at: u32| document.places[at as usize].name.as_str();
    for (at, place) in (0..).zip(&document.places) {
        if starts(at, place) && !places.contains(&at) {
            return Err(format!("data start at {}, which is not listed", place.name));
        }
    }
    for movement in document.movements.iter().filter(|movement| counts(movement)) {
        if places.contains(&movement.from) && !places.contains(&movement.to) {
            return Err(format!(
                "data go from {} to {}, which is not listed",
                name(movement.from),
                name(movement.to)
            ));
        }
    }
    Ok(places)
}

/// Whether a place is a store that declares such data, or does not say which data it has.
pub(super) fn may_have(place: &Place, wanted: impl Fn(Class) -> bool) -> bool {
    let of = |classes: &Option<Vec<Class>>| {
        classes.as_ref().is_none_or(|all| all.iter().any(|class| wanted(*class)))
    };
    place.store.as_ref().is_some_and(|store| of(&store.data))
}

/// The places that personal data can be in.
pub(super) fn personal(document: &Data) -> Result<BTreeSet<u32>, String> {
    let starts = |_, place: &Place| may_have(place, |class| class == Class::Personal);
    closed(document, "residency.personal", starts, |movement| !movement.logs)
}
