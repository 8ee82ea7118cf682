//! The neutral model of an estate: what every engine reads instead of the resources of a provider.
//!
//! An [`Inventory`] has sections, a section has tables ([`model::Arena`]), and a table has entries of one kind with ids of
//! one type. [`entries`](Inventory) is the table of contents. What may be unknown is [`model::Known`] or [`model::Link`],
//! with its reason; what is really not there is `None`. A reader fills the tables and [`check`]s them; engines look at them
//! through [`Index`], [`timings`] and [`unknown_values`]; tests compare two of them by [`canonical`] and [`differences`].

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
pub use index::{Index, UnknownValue, unknown_values};
pub use timing::{Timing, TimingKind, timings};

#[cfg(test)]
mod tests;
