//! The invariants of an inventory.
//!
//! A violation is a bug of the reader, or a plan that the provider would reject. Engines answer *undecided*
//! for everything that depends on it.

mod cycles;
mod keys;
mod networks;
mod order;
mod references;
mod stores;

use std::fmt;

use crate::canonical::entry_path;
use crate::entries::{EntryId, Inventory};

/// A violated invariant.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Violation {
    /// The invariant.
    pub kind: ViolationKind,
    /// The path of the entry or value, as in the canonical form.
    pub place: String,
    /// The path of the other entry involved.
    pub other: Option<String>,
}

/// An invariant that can be violated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ViolationKind {
    /// A link has an id without an entry.
    DanglingLink,
    /// An entry, source or location has a source, location, origin, tag set or account that does not exist.
    DanglingSource,
    /// Two entries of a kind have equal sources or names.
    DuplicateKey,
    /// A subnet has addresses outside of its network.
    SubnetOutsideNetwork,
    /// Two subnets of a network overlap.
    OverlappingSubnets,
    /// Two entries that must belong to the same network do not.
    DifferentNetworks,
    /// Two rules of a list have the same number or priority.
    DuplicatePriority,
    /// A link leads to a store of the wrong kind.
    WrongStoreKind,
    /// A distribution has no origin or origin group of this id.
    UnknownOrigin,
    /// An entry refers to itself, directly or through others.
    Cycle,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.kind {
            ViolationKind::DanglingLink => "has an id without an entry",
            ViolationKind::DanglingSource => {
                "has a source, location, origin, tag set or account that does not exist"
            }
            ViolationKind::DuplicateKey => "has the same key as another entry of its kind",
            ViolationKind::SubnetOutsideNetwork => "has addresses outside of its network",
            ViolationKind::OverlappingSubnets => "overlaps another subnet of its network",
            ViolationKind::DifferentNetworks => "refers to an entry of another network",
            ViolationKind::DuplicatePriority => "has the same number or priority as another rule of its list",
            ViolationKind::WrongStoreKind => "refers to a store of the wrong kind",
            ViolationKind::UnknownOrigin => "names an origin that the distribution does not have",
            ViolationKind::Cycle => "refers to itself, directly or through others",
        };
        write!(f, "`{}` {what}", self.place)?;
        self.other.as_ref().map_or(Ok(()), |other| write!(f, ": `{other}`"))
    }
}

/// All violations, sorted. If there are none, every id has an entry, and arenas can be indexed.
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

/// The violations found so far.
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
