//! `Cloud → Inventory` for AWS: what each resource means in provider-neutral terms.
//!
//! [`read`] takes a cloud that Polder wrote, or one that was loaded from foreign plans or states. Each folder
//! reads one section of the inventory and has a table of the kinds of resources that it reads
//! (`kind::Reading`); a kind that is in no table becomes a blind spot, and one that no engine needs is listed
//! with its reason.

mod access;
mod billing;
mod accounts;
mod attribute;
mod compute;
#[cfg(test)]
mod estate;
mod identifier;
mod json;
mod json_pattern;
mod kind;
mod kinds;
mod link;
mod messaging;
mod named;
mod names;
mod networks;
mod not_modelled;
mod observability;
mod pattern;
mod pattern_builder;
mod read;
mod reader;
mod referred;
mod stores;
mod tags;
mod time;
#[cfg(test)]
mod test_graphs;
#[cfg(test)]
mod tests;
mod value;
mod worldwide;

use std::rc::Rc;

use polder_cloud::{Index, ResourceId};
use polder_inventory::Inventory;
use polder_inventory::model::Origin;

pub use kind::{Coverage, PriceCoverage};
pub use kinds::{coverage, price_coverage, priced_kinds};

/// Which part of the design a resource belongs to. Resources of one part share the result.
pub type Origins<'o> = dyn Fn(ResourceId) -> Option<Rc<Origin>> + 'o;

/// The inventory of all stacks of a cloud. `origin` says which part of the design a resource belongs to, where there is a
/// design.
pub fn read(index: &Index<'_>, origin: &Origins<'_>) -> Inventory {
    read::read(index, origin)
}
