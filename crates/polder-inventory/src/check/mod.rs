//! What holds in every well-formed inventory.
//!
//! A violation is a fault of the reader, or of a plan that the provider would refuse. Engines that get an inventory with
//! violations answer *undecided* for what touches them.

mod cycles;
mod keys;
mod networks;
mod order;
mod references;
mod stores;

use std::fmt;

use crate::canonical::entry_path;
use crate::entries::{EntryId, Inventory};

/// Something that does not hold.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Violation {
    /// What does not hold.
    pub kind: ViolationKind,
    /// Where: the path of an entry or of a value in it, as in the canonical form.
    pub place: String,
    /// The other entry that is part of it, where there is one.
    pub other: Option<String>,
}

/// What does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ViolationKind {
    /// A reference leads to an entry that is not there.
    DanglingReference,
    /// An entry, source or location leads to a source, location, origin, tag set or account that is not there.
    DanglingSource,
    /// Two entries of a kind have the same key.
    DuplicateKey,
    /// A subnet has addresses that its network does not have.
    SubnetOutsideNetwork,
    /// Two subnets of a network share addresses.
    SubnetsOverlap,
    /// Two things that belong to one network are of different ones.
    DifferentNetworks,
    /// Two rules of one list have the same place.
    SamePlace,
    /// A store is used as one of another kind.
    WrongStoreKind,
    /// A behaviour of a distribution names an origin that the distribution does not have.
    NoSuchOrigin,
    /// Something contains or follows itself, by one step or several.
    Cycle,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.kind {
            ViolationKind::DanglingReference => "leads to an entry that is not there",
            ViolationKind::DanglingSource => {
                "has a source, location, origin, tag set or account that is not there"
            }
            ViolationKind::DuplicateKey => "has the same source as another entry of its kind",
            ViolationKind::SubnetOutsideNetwork => "has addresses outside of its network",
            ViolationKind::SubnetsOverlap => "shares addresses with another subnet of its network",
            ViolationKind::DifferentNetworks => "uses something of another network",
            ViolationKind::SamePlace => "has the same place in its list as another rule",
            ViolationKind::WrongStoreKind => "uses a store as one of another kind",
            ViolationKind::NoSuchOrigin => "names an origin that the distribution does not have",
            ViolationKind::Cycle => "contains or follows itself",
        };
        write!(f, "`{}` {what}", self.place)?;
        self.other.as_ref().map_or(Ok(()), |other| write!(f, ": `{other}`"))
    }
}

/// All violations, sorted. None means that every id leads somewhere, so that an [`crate::model::Arena`] can be indexed.
pub fn check(inventory: &Inventory) -> Vec<Violation> {
    let mut report = Report { inventory, found: Vec::new() };
    references::check(&mut report);
    keys::check(&mut report);
    networks::check(&mut report);
    order::check(&mut report);
    stores::check(&mut report);
    cycles::check(&mut report);
    report.found.sort_unstable();
    report.found
}

/// What was found so far.
struct Report<'a> {
    inventory: &'a Inventory,
    found: Vec<Violation>,
}

impl Report<'_> {
    fn add(&mut self, kind: ViolationKind, entry: impl Into<EntryId>, path: &str, other: Option<EntryId>) {
        let place = entry_path(self.inventory, entry.into());
        let place = if path.is_empty() { place } else { format!("{place}/{path}") };
        let other = other.map(|other| entry_path(self.inventory, other));
        self.found.push(Violation { kind, place, other });
    }
}
