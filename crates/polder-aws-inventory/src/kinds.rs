//! Which kinds of resources are read: the tables of all sections.

use polder_cloud::Mode;

use crate::kind::{Coverage, KindReading, PriceCoverage, Read, Reading};
use crate::{access, billing, compute, messaging, networks, observability, stores};

/// What is known of a kind.
pub fn coverage(mode: Mode, kind: &str) -> Coverage {
    match reading(mode, kind) {
        Some(Reading::Irrelevant(reason)) => Coverage::Irrelevant(reason),
        Some(_) => Coverage::Read,
        None => Coverage::NotModelled,
    }
}

/// The tables of all sections.
pub(crate) fn tables() -> Vec<&'static [KindReading]> {
    let mut tables = vec![networks::KINDS, access::KINDS, messaging::KINDS, observability::KINDS];
    tables.extend(stores::KINDS);
    tables.extend(compute::KINDS);
    tables
}

/// How a kind is read.
pub(crate) fn reading(mode: Mode, kind: &str) -> Option<Reading> {
    let mut all = tables().into_iter().flatten();
    all.find(|known| known.mode == mode && known.kind == kind).map(|known| known.reading)
}

/// What is known of the price of a kind of resource that is made.
pub fn price_coverage(kind: &str) -> PriceCoverage {
    match (billables(kind), billing::no_price(kind)) {
        (Some(_), _) => PriceCoverage::Priced,
        (None, Some(reason)) => PriceCoverage::Free(reason),
        (None, None) => PriceCoverage::NotModelled,
    }
}

/// How what is paid for of a kind of resource is read.
pub(crate) fn billables(kind: &str) -> Option<Read> {
    let mut all = billing::BILLABLES.iter().copied().flatten();
    all.find(|(known, _)| *known == kind).map(|(_, read)| *read)
}
