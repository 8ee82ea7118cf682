//! Residency: where personal data and logs are kept, how long, and who gets them.

mod cells;
mod copies;
mod denials;
mod edge;
mod limits;
mod recipients;
mod rest;

pub(crate) use cells::belongs;
#[cfg(test)]
pub(crate) use denials::withholds;
pub(crate) use rest::{is_global, logged};

use polder_verdict::{Gap, Property, Verdict};

use crate::holdings::Holdings;
use crate::terms::Terms;
use crate::unresolved;

/// All properties of residency.
pub(crate) fn properties(holdings: &Holdings<'_>, terms: &Terms) -> Vec<Property> {
    let Some(residency) = &terms.residency else { return not_stated(holdings) };
    let gaps = unresolved::of_data(holdings.inventory);
    let mut all = vec![
        rest::personal(holdings, terms, residency, &gaps),
        rest::logs(holdings, terms, residency, &gaps),
        rest::edge_logs(holdings, terms, residency, &gaps),
        limits::retention(holdings, residency, &gaps),
        copies::erasure(holdings, residency, &gaps),
        recipients::recipients(holdings, &gaps),
        edge::cache(holdings, terms, residency),
    ];
    all.extend(cells::cells(holdings, residency, &gaps));
    all
}

/// Of an estate whose owner has stated nothing.
fn not_stated(holdings: &Holdings<'_>) -> Vec<Property> {
    if holdings.inventory.stores.stores.is_empty() {
        return vec![];
    }
    let text = "a plan does not say in which jurisdictions its owner may keep personal data";
    vec![Property {
        id: rest::PERSONAL.to_owned(),
        claim: rest::PERSONAL_CLAIM.to_owned(),
        verdict: Verdict::Undecided(vec![Gap::new(text, [])]),
    }]
}
