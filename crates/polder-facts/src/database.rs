//! Classes of database instances, with their prices for PostgreSQL.

use std::collections::BTreeMap;

use polder_units::{Bytes, PicoUsd};

use crate::provenance::{Provenance, Sourced};
use crate::region::Arch;
use crate::table::{Row, Sources, TableError, csv_rows};

/// A class of RDS instances.
#[derive(Clone, Debug)]
pub struct DatabaseClass {
    /// `db.m7g.large`.
    pub name: String,
    /// Its instruction set.
    pub arch: Arch,
    /// Virtual CPUs.
    pub vcpu: u64,
    /// Memory.
    pub memory: Bytes,
    /// Whether it is burstable.
    pub burstable: bool,
    /// Connections that PostgreSQL allows by default. The real limit is a little lower: part of the memory is not
    /// available to the database.
    pub max_connections: u64,
    /// Where this comes from.
    pub provenance: Provenance,
    pub(crate) prices: BTreeMap<String, Sourced<InstancePrice>>,
    pub(crate) shared_storage_prices: BTreeMap<String, Sourced<PicoUsd>>,
}

/// What an hour costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct InstancePrice {
    pub(crate) single_zone: PicoUsd,
    pub(crate) multi_zone: PicoUsd,
}

impl DatabaseClass {
    /// What an hour costs in a region with or without a standby in a second zone, where it is known.
    pub fn price(&self, region: &str, multi_az: bool) -> Option<PicoUsd> {
        let price = self.prices.get(region)?.value;
        Some(if multi_az { price.multi_zone } else { price.single_zone })
    }

    /// Price of one Aurora instance per hour in a region, where it is known. Aurora offers fewer classes than RDS: a
    /// class without any price is assumed not to be offered.
    pub fn shared_storage_price(&self, region: &str) -> Option<PicoUsd> {
        self.shared_storage_prices.get(region).map(|price| price.value)
    }
}

pub(crate) fn read(sources: &Sources) -> Result<Vec<DatabaseClass>, TableError> {
    let mut prices = BTreeMap::<String, BTreeMap<String, Sourced<InstancePrice>>>::new();
    for row in csv_rows("database-prices.csv", include_str!("../data/database-prices.csv"))? {
        let money = |cell| row.money(cell)?.ok_or_else(|| row.error(cell, "is empty"));
        let value = InstancePrice {
            single_zone: money("single_zone_usd_per_hour")?,
            multi_zone: money("multi_zone_usd_per_hour")?,
        };
        let price = Sourced { value, provenance: Provenance::read(&row, sources)? };
        prices
            .entry(row.text("class")?.to_owned())
            .or_default()
            .insert(row.text("region")?.to_owned(), price);
    }
    let mut aurora = shared_storage_prices(sources)?;
    let rows = csv_rows("database-classes.csv", include_str!("../data/database-classes.csv"))?;
    let mut class = |row: &Row| {
        let name = row.text("class")?.to_owned();
        Ok(DatabaseClass {
            arch: row.parse("arch")?,
            vcpu: row.parse("vcpu")?,
            memory: Bytes::mib(row.parse("memory_mib")?),
            burstable: row.flag("burstable")?,
            max_connections: row.parse("max_connections")?,
            provenance: Provenance::read(row, sources)?,
            prices: prices.get(&name).cloned().unwrap_or_default(),
            shared_storage_prices: aurora.remove(&name).unwrap_or_default(),
            name,
        })
    };
    rows.iter().map(&mut class).collect()
}

/// Prices of an instance by class and region.
type Hourly = BTreeMap<String, BTreeMap<String, Sourced<PicoUsd>>>;

fn shared_storage_prices(sources: &Sources) -> Result<Hourly, TableError> {
    let mut prices = Hourly::new();
    for row in csv_rows("aurora-prices.csv", include_str!("../data/aurora-prices.csv"))? {
        let value = row.money("usd_per_hour")?.ok_or_else(|| row.error("usd_per_hour", "is empty"))?;
        let price = Sourced { value, provenance: Provenance::read(&row, sources)? };
        let (class, region) = (row.text("class")?.to_owned(), row.text("region")?.to_owned());
        prices.entry(class).or_default().insert(region, price);
    }
    Ok(prices)
}
