//! Copies that follow a store.

use polder_units::Duration;

use super::StoreId;
use crate::describe::{choice, entry};
use crate::entries::SourceId;
use crate::model::{Known, Link, Text};

/// Data flow from one store to another by themselves, one way: a pair that copies both ways is two entries. Residency: the
/// data of `from` are in `to`; endurance: what takes over, and how old its data are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replication {
    /// The resource that says so.
    pub source: SourceId,
    /// Where data come from.
    pub from: Link<StoreId>,
    /// Where they go.
    pub to: Link<StoreId>,
    /// How they go.
    pub kind: ReplicationKind,
    /// Which part of the data: a prefix, or another filter in the provider's words; none for all.
    pub filter: Known<Option<Text>>,
    /// Whether deletions follow. Erasure reaches the copy only then.
    pub deletions: Known<bool>,
    /// The time that the provider promises for most of the data; none if it promises none. Recovery points.
    pub promised_lag: Known<Option<Duration>>,
}

entry!(Replication { from, to, kind, filter, deletions, promised_lag });

/// How a copy follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReplicationKind {
    /// A write is acknowledged when the copy has it.
    Synchronous,
    /// The log of a database, later. The copy answers queries and becomes a writer when people or a function promote it.
    Log,
    /// Storage of a database cluster of several regions, later; a region is made the writer by one call for all.
    GlobalCluster,
    /// Objects, one by one, later.
    Objects,
    /// Items of a table that is written in several regions; the last writer wins.
    Items,
    /// Values of a secret or parameter.
    Values,
    /// Images of containers.
    Images,
    /// A cache of several regions.
    GlobalCache,
}

choice!(ReplicationKind { Synchronous, Log, GlobalCluster, Objects, Items, Values, Images, GlobalCache });
