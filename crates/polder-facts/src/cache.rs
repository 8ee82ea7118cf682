//! Classes of cache nodes, with their prices for Valkey.

use std::collections::BTreeMap;

use polder_units::{Bytes, PicoUsd};

use crate::provenance::{Provenance, Sourced};
use crate::region::Arch;
use crate::table::{Row, Sources, TableError, csv_rows};

/// A class of ElastiCache nodes.
#[derive(Clone, Debug)]
pub struct CacheClass {
    /// `cache.m7g.large`.
    pub name: String,
    /// Its instruction set.
    pub arch: Arch,
    /// Virtual CPUs.
    pub vcpu: u64,
    /// Memory for data, part of which should be reserved for backups and failover.
    pub memory: Bytes,
    /// Whether it is burstable.
    pub burstable: bool,
    /// Where this comes from.
    pub provenance: Provenance,
    pub(crate) prices: BTreeMap<String, Sourced<PicoUsd>>,
}

impl CacheClass {
    /// Price of one node per hour in a region, where it is known.
    pub fn price(&self, region: &str) -> Option<PicoUsd> {
        self.prices.get(region).map(|price| price.value)
    }
}

pub(crate) fn read(sources: &Sources) -> Result<Vec<CacheClass>, TableError> {
    let mut prices = BTreeMap::<String, BTreeMap<String, Sourced<PicoUsd>>>::new();
    for row in csv_rows("cache-prices.csv", include_str!("../data/cache-prices.csv"))? {
        let cell = "usd_per_hour";
        let value = row.money(cell)?.ok_or_else(|| row.error(cell, "is empty"))?;
        let price = Sourced { value, provenance: Provenance::read(&row, sources)? };
        prices
            .entry(row.text("class")?.to_owned())
            .or_default()
            .insert(row.text("region")?.to_owned(), price);
    }
    let rows = csv_rows("cache-classes.csv", include_str!("../data/cache-classes.csv"))?;
    let class = |row: &Row| {
        let name = row.text("class")?.to_owned();
        Ok(CacheClass {
            arch: row.parse("arch")?,
            vcpu: row.parse("vcpu")?,
            memory: Bytes::mib(row.parse("memory_mib")?),
            burstable: row.flag("burstable")?,
            provenance: Provenance::read(row, sources)?,
            prices: prices.get(&name).cloned().unwrap_or_default(),
            name,
        })
    };
    rows.iter().map(class).collect()
}
