//! Data at rest: personal data and logs stay inside the residency.

use std::collections::BTreeSet;

use polder_inventory::model::Known;
use polder_inventory::stores::StoreKind;
use polder_inventory::{EntryId, Inventory};
use polder_verdict::{Fact, Gap, Property, Verdict};

use crate::follower;
use crate::found::{DISAGREE, Found};
use crate::holdings::Holdings;
use crate::movement::{End, Kind, Movement};
use crate::paths::Reached;
use crate::place::{Inside, Place, inside, name, of_end, of_entry, resource_of};
use crate::terms::{Residency, Terms};

pub(super) const PERSONAL: &str = "residency.personal";
pub(super) const PERSONAL_CLAIM: &str = "stores of personal data, and all replicas, backups and messages of them, are inside the stated residency";

/// What a movement out of the residency is called in facts.
fn facts(place: &str) -> Vec<Fact> {
    vec![Fact::new("place", place)]
}

/// Stores and everything but logs, which have a property of their own.
pub(super) fn personal(
    holdings: &Holdings<'_>,
    terms: &Terms,
    residency: &Residency,
    gaps: &[Gap],
) -> Property {
    let inventory = holdings.inventory;
    let mut found = Found::default();
    found.gaps(gaps);
    let logged = logged(holdings);
    holdings.judge(&mut found, |personal, found| {
        for (entry, last) in personal {
            let EntryId::Store(id) = *entry else { continue };
            let is_log = matches!(inventory.stores.stores[id].kind, StoreKind::LogStore(_));
            if is_log && last.is_none() && logged.contains(entry) {
                continue;
            }
            found.looked_at += 1;
            kept(holdings, terms, residency, personal, *entry, found);
        }
        ends(holdings, terms, residency, personal, found);
    });
    found.property(PERSONAL, PERSONAL_CLAIM, "stores of personal data and copies are inside the residency")
}

/// A store that data have reached.
fn kept(
    holdings: &Holdings<'_>,
    terms: &Terms,
    residency: &Residency,
    reached: &Reached,
    entry: EntryId,
    found: &mut Found,
) {
    let inventory = holdings.inventory;
    match inside(of_entry(inventory, entry), terms, residency) {
        Inside::Yes => {}
        Inside::No(place) => {
            let path = holdings.graph.path(reached, entry);
            let moved: Vec<&Movement> = path.iter().map(|at| holdings.graph.get(*at)).collect();
            let start = moved.first().map_or(entry, |first| first.from);
            if found.is_in_doubt() || agrees(holdings, terms, residency, start, entry) {
                let summary = format!("personal data are {place}: {}", name(inventory, entry));
                found.path(inventory, start, &moved, facts(&place), summary);
            } else {
                found.gap(DISAGREE, resource_of(inventory, entry));
            }
        }
        Inside::Unknown(why) => found.gap(why, resource_of(inventory, entry)),
    }
}

/// The follower's own opinion of both ends.
fn agrees(
    holdings: &Holdings<'_>,
    terms: &Terms,
    residency: &Residency,
    start: EntryId,
    end: EntryId,
) -> bool {
    let inventory = holdings.inventory;
    let region = follower::region(inventory, end);
    let jurisdiction = region.and_then(|region| terms.jurisdictions.get(&region));
    follower::is_personal(inventory, start)
        && jurisdiction.is_none_or(|known| !residency.allowed.contains(known))
}

/// Movements that end outside of the estate or in an unknown place.
fn ends(holdings: &Holdings<'_>, terms: &Terms, residency: &Residency, reached: &Reached, found: &mut Found) {
    let inventory = holdings.inventory;
    for (_, movement) in holdings.graph.iter() {
        let gone = !matches!(movement.to, End::Entry(_)) && movement.kind != Kind::Logs;
        if !gone || !reached.contains_key(&movement.from) {
            continue;
        }
        match inside(of_end(inventory, &movement.to), terms, residency) {
            Inside::Yes => {}
            Inside::No(place) => {
                let (start, moved) = holdings.graph.way(reached, movement);
                let summary = format!("personal data of {} go {place}", name(inventory, movement.from));
                found.path(inventory, start, &moved, facts(&place), summary);
            }
            Inside::Unknown(why) => {
                let text = format!("personal data go to a place that is not known: {why}");
                found.gap(text, resource_of(inventory, movement.by));
            }
        }
    }
}

/// Whether a movement is a log that a global service delivers: its owner cannot choose the region.
fn is_of_the_edge(holdings: &Holdings<'_>, movement: &Movement) -> bool {
    movement.kind == Kind::Logs && is_global(holdings.inventory, movement.from)
}

/// Whether a global service has an entry, at every edge location.
pub(crate) fn is_global(inventory: &Inventory, entry: EntryId) -> bool {
    match entry {
        EntryId::WebAcl(id) => inventory.networks.web_acls[id].edge == Known::Value(true),
        entry => of_entry(inventory, entry) == Place::Everywhere,
    }
}

/// Every log, and every copy of one.
pub(super) fn logs(holdings: &Holdings<'_>, terms: &Terms, residency: &Residency, gaps: &[Gap]) -> Property {
    let inventory = holdings.inventory;
    let mut found = Found::default();
    found.gaps(gaps);
    let starts = logged(holdings);
    let reached = holdings.graph.reach(starts, |_| true);
    for (_, movement) in holdings.graph.iter() {
        let carried = movement.kind == Kind::Logs || reached.contains_key(&movement.from);
        if !carried || is_of_the_edge(holdings, movement) {
            continue;
        }
        found.looked_at += 1;
        match inside(of_end(inventory, &movement.to), terms, residency) {
            Inside::Yes => {}
            Inside::No(place) => {
                let (start, moved) = holdings.graph.way(&reached, movement);
                let to = match movement.to {
                    End::Entry(to) => name(inventory, to),
                    _ => name(inventory, movement.by),
                };
                found.path(inventory, start, &moved, facts(&place), format!("logs are {place}: {to}"));
            }
            Inside::Unknown(why) => found.gap(why, resource_of(inventory, movement.by)),
        }
    }
    found.property(
        "residency.logs",
        "logs, which can contain addresses and names of people, and all copies of them are inside the stated residency; \
         those that global services of the provider deliver have a property of their own",
        "log deliveries and copies of logs end inside the residency",
    )
}

/// The stores that logs are delivered to.
pub(crate) fn logged(holdings: &Holdings<'_>) -> BTreeSet<EntryId> {
    (holdings.graph.iter())
        .filter(|(_, movement)| movement.kind == Kind::Logs)
        .filter_map(|(_, movement)| if let End::Entry(to) = movement.to { Some(to) } else { None })
        .collect()
}

/// Logs of global services that are outside of the residency: whether that is lawful is not a matter of configuration.
pub(super) fn edge_logs(
    holdings: &Holdings<'_>,
    terms: &Terms,
    residency: &Residency,
    gaps: &[Gap],
) -> Property {
    let inventory = holdings.inventory;
    let mut found = Found::default();
    found.gaps(gaps);
    let mut outside: BTreeSet<(String, String)> = BTreeSet::new();
    for (_, movement) in holdings.graph.iter().filter(|(_, movement)| is_of_the_edge(holdings, movement)) {
        found.looked_at += 1;
        match inside(of_end(inventory, &movement.to), terms, residency) {
            Inside::Yes => {}
            Inside::No(place) => {
                if let End::Entry(to) = movement.to {
                    outside.insert((name(inventory, to), place));
                }
            }
            Inside::Unknown(why) => found.gap(why, resource_of(inventory, movement.by)),
        }
    }
    let mut property = found.property(
        "residency.edge-logs",
        "logs that global services of the provider deliver are inside the stated residency",
        "logs of global services are delivered inside the residency",
    );
    if let (Verdict::Proved(_), false) = (&property.verdict, outside.is_empty()) {
        let listed: Vec<String> = outside.iter().map(|(store, place)| format!("{store} {place}")).collect();
        property.verdict = Verdict::Procedural(format!(
            "the provider's CDN, its web ACLs and its DNS deliver these logs in a region of theirs, so that addresses of visitors \
             leave the residency for the time of their retention; the basis of that transfer is in the contract with the \
             provider: {}",
            listed.join(", ")
        ));
    }
    property
}
