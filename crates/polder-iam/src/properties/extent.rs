//! How much an inventory has of what is asked about.

use std::collections::BTreeSet;

use polder_inventory::Inventory;
use polder_inventory::model::Known;

/// How much of its accounts an inventory has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// Everything: a platform that Polder designs.
    Whole,
    /// A part: the plan or state of a root module. The accounts have identities and resources that it does not show.
    Part,
}

/// The lengths of the names of most regions: `eu-west-1`, `eu-north-1`, `eu-central-1`, `ap-southeast-1`.
const REGION_LENGTHS: [usize; 4] = [9, 10, 12, 14];

/// Patterns that the names of regions match: those of the inventory, and of a part of an account all that are usual. A wildcard for any
/// text would also match the rest of an ARN.
pub(super) fn regions(inventory: &Inventory, extent: Extent) -> Vec<String> {
    let known = inventory.locations.values().filter_map(|location| match &location.region {
        Known::Value(Some(region)) => Some(region.as_str().len()),
        _ => None,
    });
    let usual = if extent == Extent::Part { &REGION_LENGTHS[..] } else { &[] };
    let lengths: BTreeSet<usize> = known.chain(usual.iter().copied()).collect();
    lengths.into_iter().map(|length| "?".repeat(length)).collect()
}
