//! What is given besides the inventory: jurisdictions, and what the owner has stated.

use std::collections::{BTreeMap, BTreeSet};

use polder_units::Duration;

/// What is given besides the inventory.
#[derive(Clone, Debug, Default)]
pub struct Terms {
    /// The jurisdiction of each region, by the provider's name of the region.
    pub jurisdictions: BTreeMap<String, String>,
    /// What the owner has stated; none for the plan of another estate.
    pub residency: Option<Residency>,
}

/// Where and how long personal data may be kept.
#[derive(Clone, Debug, Default)]
pub struct Residency {
    /// The jurisdictions in which they may be stored.
    pub allowed: BTreeSet<String>,
    /// The parts of the estate whose data stay in regions of their own.
    pub cells: Vec<Cell>,
    /// How long logs may be kept, the longest of all kinds.
    pub logs_max: Duration,
    /// How long old versions of the objects of a bucket may be kept.
    pub old_versions_max: Duration,
    /// How long backups may be kept, in the store itself and in vaults.
    pub backups_max: Duration,
}

/// A part of the estate whose personal data stay in its own regions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Its account, as in [`polder_inventory::model::Origin::account`].
    pub account: String,
    /// Its name, as in [`polder_inventory::model::Origin::cell`].
    pub name: String,
    /// Its regions.
    pub regions: BTreeSet<String>,
}
