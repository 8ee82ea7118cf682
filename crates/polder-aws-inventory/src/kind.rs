//! How kinds of resources are read. `kinds` combines the tables of all sections.

use polder_cloud::{Mode, ResourceId, View};
use polder_inventory::EntryKind;

use crate::reader::Reader;

/// Reads a resource.
pub(crate) type Read = for<'i, 'a> fn(&mut Reader<'i, 'a>, View<'i, 'a>);

/// How resources of a kind are read.
#[derive(Clone, Copy)]
pub(crate) enum Reading {
    /// Each is one entry. The function pushes exactly one entry of this kind and may add to other tables only what
    /// nothing else refers to.
    Entry(EntryKind, Read),
    /// It is one entry, and more is derived from it when all entries have been read: inline rules,
    /// interfaces, billed items.
    EntryAndParts(EntryKind, Read, Read),
    /// The first function returns the number of entries of one kind that a resource is: none, or itself
    /// and the copies that it creates elsewhere. The second function pushes them, the resource itself
    /// first; it is not called for none. The third is called when all entries have been read, even for
    /// resources that are not entries.
    Entries(EntryKind, fn(View<'_, '_>) -> u32, Read, Read),
    /// It configures entries of other resources, or adds entries that nothing refers to by its address.
    /// Read when all entries have been read.
    Part(Read),
    /// It is a data source. If the estate contains the resource that it finds, the function returns that
    /// resource and the number of its entry, and references to the data source lead to that entry. If it
    /// returns `None`, the data source stands for something outside the estate.
    LookUp(for<'i, 'a> fn(&mut Reader<'i, 'a>, View<'i, 'a>) -> Option<(ResourceId, u32)>),
    /// No engine needs it. The reason says why, in one sentence.
    Irrelevant(&'static str),
}

/// A kind of resource or data source and how it is read.
pub(crate) struct KindReading {
    pub(crate) mode: Mode,
    pub(crate) kind: &'static str,
    pub(crate) reading: Reading,
}

/// A kind of managed resource.
pub(crate) const fn managed(kind: &'static str, reading: Reading) -> KindReading {
    KindReading { mode: Mode::Managed, kind, reading }
}

/// A kind of data source.
pub(crate) const fn data(kind: &'static str, reading: Reading) -> KindReading {
    KindReading { mode: Mode::Data, kind, reading }
}

/// A kind of ephemeral resource.
pub(crate) const fn ephemeral(kind: &'static str, reading: Reading) -> KindReading {
    KindReading { mode: Mode::Ephemeral, kind, reading }
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

/// What is known of the price of a kind of managed resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PriceCoverage {
    /// Its billed items are read.
    Priced,
    /// It has no price of its own, and why.
    Free(&'static str),
    /// Whether it costs something is not known.
    NotModelled,
}
