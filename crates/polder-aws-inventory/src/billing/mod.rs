//! Billing: the billed items of resources of all sections. Services, items and units are named as in a price
//! book. Pricing tiers are not part of an item (`out`, not `out_first_10tb`), and neither is the region.

mod caches;
mod classes;
mod clusters;
mod compute;
mod connections;
mod databases;
mod dns;
mod edge;
mod files;
mod keys;
mod line;
mod load_balancing;
mod messages;
mod no_price;
mod observability;
mod search;
mod security;
mod state;
mod storage;
#[cfg(test)]
mod tests;
mod tools;
mod versions;
mod vpc;

use crate::kind::Read;

pub(crate) use state::State;

/// The readers of billed items by kind of resource, folder by folder. They are called when all entries are complete.
pub(crate) const BILLABLES: &[&[(&str, Read)]] = &[
    vpc::BILLABLES,
    connections::BILLABLES,
    load_balancing::BILLABLES,
    dns::BILLABLES,
    edge::BILLABLES,
    keys::BILLABLES,
    observability::BILLABLES,
    security::BILLABLES,
    messages::BILLABLES,
    storage::BILLABLES,
    files::BILLABLES,
    search::BILLABLES,
    databases::BILLABLES,
    clusters::BILLABLES,
    caches::BILLABLES,
    compute::BILLABLES,
    tools::BILLABLES,
];

/// Why resources of a kind have no price of their own; `None` where they have one, or where that is not known.
pub(crate) fn no_price(kind: &str) -> Option<&'static str> {
    let (reason, _) = no_price::NO_PRICE.iter().find(|(_, kinds)| kinds.contains(&kind))?;
    Some(reason)
}
