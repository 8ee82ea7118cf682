//! Billing: what is paid for, of resources of all sections. Services, items and units are called as a price book calls them:
//! steps of the amount are not part of an item (`out`, and not `out_first_10tb`), and neither is the region.

mod caches;
mod compute;
mod databases;
mod dns;
mod edge;
mod keys;
mod line;
mod load_balancing;
mod messages;
mod no_price;
mod observability;
mod security;
mod state;
mod storage;
#[cfg(test)]
mod tests;
mod vpc;

use crate::kind::Read;

pub(crate) use state::State;

/// What is paid for of each kind of resource that is made, folder by folder. Read once all entries are as they are in the end.
pub(crate) const BILLABLES: &[&[(&str, Read)]] = &[
    vpc::BILLABLES,
    load_balancing::BILLABLES,
    dns::BILLABLES,
    edge::BILLABLES,
    keys::BILLABLES,
    observability::BILLABLES,
    security::BILLABLES,
    messages::BILLABLES,
    storage::BILLABLES,
    databases::BILLABLES,
    caches::BILLABLES,
    compute::BILLABLES,
];

/// Why resources of a kind have no price of their own; `None` where they have one, or where that is not known.
pub(crate) fn no_price(kind: &str) -> Option<&'static str> {
    let (reason, _) = no_price::NO_PRICE.iter().find(|(_, kinds)| kinds.contains(&kind))?;
    Some(reason)
}
