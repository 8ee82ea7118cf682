//! Which kinds of resources are read, and how.

use polder_cloud::{Mode, View};
use polder_inventory::EntryKind;

use crate::reader::Reader;
use crate::{access, compute, messaging, networks, observability, stores};

/// Reads a resource.
pub(crate) type Read = for<'i, 'a> fn(&mut Reader<'i, 'a>, View<'i, 'a>);

/// How resources of a kind are read.
#[derive(Clone, Copy)]
pub(crate) enum Reading {
    /// Each is one entry. The function pushes exactly one entry of this kind and may add to other tables only what
    /// nothing else refers to.
    Entry(EntryKind, Read),
    /// It is one entry, and there is more to be derived from it once all entries are there: rules that stand inside it,
    /// interfaces, lines of the bill.
    EntryAndParts(EntryKind, Read, Read),
    /// It says something of entries of other resources, or makes entries that nothing refers to by its address. Read
    /// once all entries are there.
    Part(Read),
    /// No engine needs it. The reason says why, in one sentence.
    Irrelevant(&'static str),
}

/// A kind of resource or look-up and how it is read.
pub(crate) struct KindReading {
    pub(crate) mode: Mode,
    pub(crate) kind: &'static str,
    pub(crate) reading: Reading,
}

/// A kind that is made.
pub(crate) const fn managed(kind: &'static str, reading: Reading) -> KindReading {
    KindReading { mode: Mode::Managed, kind, reading }
}

/// A kind that is looked up.
pub(crate) const fn data(kind: &'static str, reading: Reading) -> KindReading {
    KindReading { mode: Mode::Data, kind, reading }
}

/// What is known of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coverage {
    /// Its resources are read.
    Read,
    /// No engine needs it, and why.
    Irrelevant(&'static str),
    /// It is not modelled: its resources become blind spots.
    NotModelled,
}

/// What is known of a kind.
pub fn coverage(mode: Mode, kind: &str) -> Coverage {
    match reading(mode, kind) {
        Some(Reading::Irrelevant(reason)) => Coverage::Irrelevant(reason),
        Some(Reading::Entry(..) | Reading::EntryAndParts(..) | Reading::Part(_)) => Coverage::Read,
        None => Coverage::NotModelled,
    }
}

/// The tables of all sections.
pub(crate) fn tables() -> [&'static [KindReading]; 6] {
    [networks::KINDS, access::KINDS, stores::KINDS, compute::KINDS, messaging::KINDS, observability::KINDS]
}

/// How a kind is read.
pub(crate) fn reading(mode: Mode, kind: &str) -> Option<Reading> {
    let mut all = tables().into_iter().flatten();
    all.find(|known| known.mode == mode && known.kind == kind).map(|known| known.reading)
}
