//! How kinds of resources are read. The tables of them are in `kinds`.

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
    /// It is one entry, and there is more to be derived from it once all entries are there: rules inline,
    /// interfaces, lines of the bill.
    EntryAndParts(EntryKind, Read, Read),
    /// Each is as many entries of one kind as the first function says: none, or itself and the copies of it that it makes
    /// elsewhere. The second function pushes that many, the resource itself first; it is not called for none. The third
    /// reads, once all entries are there, what follows from the resource even if it is no entry.
    Entries(EntryKind, fn(View<'_, '_>) -> u32, Read, Read),
    /// It says something of entries of other resources, or makes entries that nothing refers to by its address. Read
    /// once all entries are there.
    Part(Read),
    /// It looks something up. Where the estate itself makes what is found, the function says by which resource and which of
    /// its entries; references to the data source then lead to that entry. Where it says none, it is something outside.
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

/// What is known of the price of a kind of resource that is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PriceCoverage {
    /// Its billed items are read.
    Priced,
    /// It has no price of its own, and why.
    Free(&'static str),
    /// Whether it costs something is not known.
    NotModelled,
}
