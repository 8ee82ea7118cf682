//! Which kinds of resources are read: the tables of all sections.

use std::collections::BTreeMap;
use std::sync::LazyLock;

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

/// All kinds of all tables. If a kind were in two, the first would be used; a test ensures that none is.
static READINGS: LazyLock<BTreeMap<(Mode, &str), Reading>> = LazyLock::new(|| {
    let all = tables().into_iter().flatten().rev();
    all.map(|known| ((known.mode, known.kind), known.reading)).collect()
});

/// Billed items, of all kinds.
static BILLABLES: LazyLock<BTreeMap<&str, Read>> = LazyLock::new(|| {
    let all = billing::BILLABLES.iter().copied().flatten().rev();
    all.copied().collect()
});

/// How a kind is read.
pub(crate) fn reading(mode: Mode, kind: &str) -> Option<Reading> {
    READINGS.get(&(mode, kind)).copied()
}

/// How the billed items of a kind of resource are read.
pub(crate) fn billables(kind: &str) -> Option<Read> {
    BILLABLES.get(kind).copied()
}

/// The kinds of managed resources that have a price, in order.
pub fn priced_kinds() -> impl Iterator<Item = &'static str> {
    BILLABLES.keys().copied()
}

/// What is known of the price of a kind of managed resource.
pub fn price_coverage(kind: &str) -> PriceCoverage {
    match billables(kind) {
        Some(_) => PriceCoverage::Priced,
        None => billing::no_price(kind).map_or(PriceCoverage::NotModelled, PriceCoverage::Free),
    }
}
