//! The neutral model of an estate, which engines read instead of the resources of a provider.
//!
//! An [`Inventory`] has sections, each with a table ([`model::Arena`]) for every kind of entry. Entries refer
//! to each other by typed ids. A value or relation that may be unknown is a [`model::Known`] or
//! [`model::Link`] with a reason; `None` means that there is none.
//!
//! A reader fills the tables, lists what it cannot represent as [`coverage::BlindSpot`]s, and calls
//! [`check`]. Engines query the result through [`Index`], [`timings`] and [`unknown_values`]. [`canonical`]
//! and [`differences`] compare two inventories value by value.

pub mod access;
pub mod billing;
mod canonical;
mod check;
pub mod compute;
pub mod coverage;
mod describe;
mod difference;
mod entries;
mod index;
pub mod messaging;
pub mod model;
pub mod networks;
pub mod observability;
pub mod outside;
pub mod stores;
mod timing;

pub use canonical::canonical;
pub use check::{Violation, ViolationKind, check};
pub use difference::{Difference, differences};
pub use entries::{EntryId, EntryIndex, EntryKind, Inventory, LocationId, OriginId, SourceId, TagSetId};
pub use index::{Index, UnknownValue, has_fields, unknown_values};
pub use timing::{Timing, TimingKind, timings};

#[cfg(test)]
mod tests;
