//! Replication between stores.

use polder_units::Duration;

use super::StoreId;
use crate::access::KeyId;
use crate::describe::{choice, entry};
use crate::entries::SourceId;
use crate::model::{Known, Link, Text};

/// Replication from one store to another; replication both ways is two entries. Residency: the data of `from`
/// are also in `to`; endurance: what can take over, and with how much data loss.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replication {
    /// The resource that configures it.
    pub source: SourceId,
    /// The source store.
    pub from: Link<StoreId>,
    /// The replica.
    pub to: Link<StoreId>,
    /// The mechanism.
    pub kind: ReplicationKind,
    /// The part of the data that is replicated, by prefix or another filter of the provider; none for all.
    pub filter: Known<Option<Text>>,
    /// Whether deletions are replicated. Erasure reaches the replica only then.
    pub deletions: Known<bool>,
    /// The lag that the provider commits to (such as replication time control); none without commitment.
    pub lag_target: Known<Option<Duration>>,
    /// The key that encrypts the replica's data; none where the encryption of the target store applies.
    pub key: Option<Link<KeyId>>,
}

entry!(Replication { from, to, kind, filter, deletions, lag_target, key });

/// The mechanism of a replication. All but [`ReplicationKind::Synchronous`] are asynchronous.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReplicationKind {
    /// A write is acknowledged after the replica has it.
    Synchronous,
    /// Log shipping to a read replica, which must be promoted to accept writes.
    ReadReplica,
    /// Storage-level replication of a database cluster between regions (global database). The cluster as a
    /// whole switches its writer region.
    GlobalDatabase,
    /// Object replication of buckets.
    Objects,
    /// Replication of a table that accepts writes in every region; the last writer wins.
    GlobalTable,
    /// Replicas of a secret or parameter.
    Secret,
    /// Replication of container images.
    Images,
    /// Replication of a cache between regions.
    GlobalCache,
    /// Replication of a file system.
    Files,
}

choice!(ReplicationKind {
    Synchronous,
    ReadReplica,
    GlobalDatabase,
    Objects,
    GlobalTable,
    Secret,
    Images,
    GlobalCache,
    Files
});
