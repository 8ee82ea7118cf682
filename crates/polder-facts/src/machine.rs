//! Classes of virtual machines that containers run on, with their prices.

use std::collections::BTreeMap;

use polder_units::{Bytes, PicoUsd};

use crate::provenance::{Provenance, Sourced};
use crate::region::Arch;
use crate::table::{Row, Sources, TableError, csv_rows};

/// A class of EC2 instances.
#[derive(Clone, Debug)]
pub struct MachineClass {
    /// `m7g.large`.
    pub name: String,
    /// Its instruction set.
    pub arch: Arch,
    /// Virtual CPUs.
    pub vcpu: u64,
    /// Memory.
    pub memory: Bytes,
    /// Whether it is burstable.
    pub burstable: bool,
    /// Network interfaces that it can have, its own among them.
    pub interfaces: u64,
    /// Addresses of each interface.
    pub addresses_per_interface: u64,
    /// Where this comes from.
    pub provenance: Provenance,
    pub(crate) tasks: Option<Sourced<u64>>,
    pub(crate) branches: Option<Sourced<u64>>,
    pub(crate) prices: BTreeMap<String, Sourced<PicoUsd>>,
    pub(crate) spot: BTreeMap<String, Sourced<Spot>>,
}

/// Prices and interruptions of Spot capacity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Spot {
    /// The discount from the list price, in percent.
    pub(crate) saving_percent: i64,
    /// The share of instances that are interrupted within a month, in percent: the upper end of the published band.
    pub(crate) interrupted_percent_max: u64,
}

impl MachineClass {
    /// What an hour costs in a region, where it is known.
    pub fn price(&self, region: &str) -> Option<PicoUsd> {
        self.prices.get(region).map(|price| price.value)
    }

    /// The Spot price per hour in a region on the date of the fact, where it is known.
    pub fn spot_price(&self, region: &str) -> Option<PicoUsd> {
        let left = 100i64.checked_sub(self.spot.get(region)?.value.saving_percent)?;
        Some(PicoUsd(self.price(region)?.0.checked_mul(left)? / 100))
    }

    /// The share of Spot Instances that are interrupted within a month, in percent at most, where it is known. 100
    /// means "more than 20".
    pub fn interrupted_percent_max(&self, region: &str) -> Option<u64> {
        self.spot.get(region).map(|spot| spot.value.interrupted_percent_max)
    }

    /// The maximum number of ECS tasks with their own network interface: with ENI trunking where the type supports it,
    /// otherwise on the instance's remaining interfaces.
    pub fn tasks_max(&self) -> u64 {
        self.tasks.as_ref().map_or(self.interfaces.saturating_sub(1), |tasks| tasks.value)
    }

    /// The maximum number of Kubernetes pods with their own IP address: each interface uses one address for itself.
    pub fn pods_max(&self) -> u64 {
        self.interfaces.saturating_mul(self.addresses_per_interface.saturating_sub(1))
    }

    /// The maximum number of Kubernetes pods with a branch interface, and so with security groups: none where the type
    /// does not support trunking.
    pub fn branches_max(&self) -> u64 {
        self.branches.as_ref().map_or(0, |branches| branches.value)
    }
}

pub(crate) fn read(sources: &Sources) -> Result<Vec<MachineClass>, TableError> {
    let mut prices = read_prices(sources)?;
    let mut spot = read_spot(sources)?;
    let limits = csv_rows("machine-task-limits.csv", include_str!("../data/machine-task-limits.csv"))?;
    let mut tasks = by_class(&limits, sources, "tasks")?;
    let limits = csv_rows("machine-branches.csv", include_str!("../data/machine-branches.csv"))?;
    let mut branches = by_class(&limits, sources, "branches")?;
    let rows = csv_rows("machine-classes.csv", include_str!("../data/machine-classes.csv"))?;
    let class = |row: &Row| {
        let name = row.text("class")?.to_owned();
        Ok(MachineClass {
            arch: row.parse("arch")?,
            vcpu: row.parse("vcpu")?,
            memory: Bytes::mib(row.parse("memory_mib")?),
            burstable: row.flag("burstable")?,
            interfaces: row.parse("interfaces")?,
            addresses_per_interface: row.parse("addresses_per_interface")?,
            provenance: Provenance::read(row, sources)?,
            tasks: tasks.remove(&name),
            branches: branches.remove(&name),
            prices: prices.remove(&name).unwrap_or_default(),
            spot: spot.remove(&name).unwrap_or_default(),
            name,
        })
    };
    rows.iter().map(class).collect()
}

fn by_class(
    rows: &[Row],
    sources: &Sources,
    column: &'static str,
) -> Result<BTreeMap<String, Sourced<u64>>, TableError> {
    let limit = |row: &Row| {
        let limit = Sourced { value: row.parse(column)?, provenance: Provenance::read(row, sources)? };
        Ok((row.text("class")?.to_owned(), limit))
    };
    rows.iter().map(limit).collect()
}

/// Facts by class and region.
type ByPlace<T> = BTreeMap<String, BTreeMap<String, Sourced<T>>>;

fn read_prices(sources: &Sources) -> Result<ByPlace<PicoUsd>, TableError> {
    let rows = csv_rows("machine-prices.csv", include_str!("../data/machine-prices.csv"))?;
    by_place(&rows, sources, |row| {
        row.money("usd_per_hour")?.ok_or_else(|| row.error("usd_per_hour", "is empty"))
    })
}

fn read_spot(sources: &Sources) -> Result<ByPlace<Spot>, TableError> {
    let rows = csv_rows("machine-spot.csv", include_str!("../data/machine-spot.csv"))?;
    by_place(&rows, sources, |row| {
        Ok(Spot {
            saving_percent: row.parse("saving_percent")?,
            interrupted_percent_max: row.parse("interrupted_percent_max")?,
        })
    })
}

fn by_place<T>(
    rows: &[Row],
    sources: &Sources,
    read: impl Fn(&Row) -> Result<T, TableError>,
) -> Result<ByPlace<T>, TableError> {
    let mut places = ByPlace::new();
    for row in rows {
        let fact = Sourced { value: read(row)?, provenance: Provenance::read(row, sources)? };
        let class = places.entry(row.text("class")?.to_owned()).or_default();
        class.insert(row.text("region")?.to_owned(), fact);
    }
    Ok(places)
}
