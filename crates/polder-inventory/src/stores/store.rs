//! Stores: everything that keeps data.

use polder_units::Duration;

use super::{
    AutomatedBackups, Bucket, Cache, Database, Encryption, LogStore, Queue, Registry, Secret, StoreId, Table,
    Topic, TransitEncryption, Vault, Volume,
};
use crate::describe::{choice, entry};
use crate::entries::SourceId;
use crate::model::{Known, Link, Set, Text};

/// A data store of any kind. Residency follows data from store to store, encryption asks for the key,
/// endurance for replicas: they all read this type, and `kind` has what is specific to one kind of store.
///
/// Its region is in the location of its source, its [`crate::networks::Interface`]s say who can connect, its
/// [`crate::access::PolicyAttachment`]s who is allowed to, and [`crate::observability::LogRoute`] where its
/// logs go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Store {
    /// The resource.
    pub source: SourceId,
    /// The name given by its owner.
    pub name: Known<Option<Text>>,
    /// The classes of data in it, from design or tags. Empty means that it is known to hold none of them.
    pub data_classes: Known<Set<DataClass>>,
    /// Encryption at rest.
    pub encryption: Encryption,
    /// Encryption in transit that the store itself enforces.
    pub transit: TransitEncryption,
    /// Whether deletion protection is on.
    pub deletion_protected: Known<bool>,
    /// What happens to its data on deletion.
    pub on_deletion: Known<OnDeletion>,
    /// Its own automated backups; none if it has none. Backups by a plan are [`super::BackupPlan`] entries.
    pub automated_backups: Option<AutomatedBackups>,
    /// Its kind, with what is specific to that kind.
    pub kind: StoreKind,
}

entry!(Store {
    name,
    data_classes,
    encryption,
    transit,
    deletion_protected,
    on_deletion,
    automated_backups,
    kind,
});

/// The kind of a store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoreKind {
    /// A relational database.
    Database(Box<Database>),
    /// An in-memory cache.
    Cache(Box<Cache>),
    /// An object store.
    Bucket(Box<Bucket>),
    /// A key-value or document table.
    Table(Box<Table>),
    /// A message queue.
    Queue(Box<Queue>),
    /// A publish-subscribe topic. It keeps messages only until they are delivered.
    Topic(Topic),
    /// A stream of records that consumers read in order.
    Stream {
        /// How long records are retained.
        retention: Known<Duration>,
        /// The number of shards; none if the provider scales them.
        shards: Known<Option<u32>>,
    },
    /// A secret.
    Secret(Box<Secret>),
    /// A configuration parameter.
    Parameter {
        /// Whether it is stored as a secret.
        secret: Known<bool>,
    },
    /// A log store (log group).
    LogStore(LogStore),
    /// A backup vault.
    Vault(Vault),
    /// A block-storage volume.
    Volume(Volume),
    /// A shared file system.
    FileSystem {
        /// Whether it is in a single zone.
        single_zone: Known<bool>,
    },
    /// A container registry (one repository).
    Registry(Box<Registry>),
    /// A key-value store that edge functions read.
    EdgeKeyValues,
    /// A snapshot of another store.
    Snapshot {
        /// The store.
        of: Link<StoreId>,
        /// Account IDs that it is shared with; `*` for everyone.
        shared_with: Known<Set<Text>>,
    },
    /// A search index.
    SearchIndex {
        /// The number of data nodes.
        nodes: Known<u32>,
    },
    /// Another kind, by the provider's name. Engines know only what all stores have.
    Other(Text),
}

choice!(StoreKind {
    EdgeKeyValues,
    Database(database),
    Cache(cache),
    Bucket(bucket),
    Table(table),
    Queue(queue),
    Topic(topic),
    Stream { retention, shards },
    Secret(secret),
    Parameter { secret },
    LogStore(log),
    Vault(vault),
    Volume(volume),
    FileSystem { single_zone },
    Registry(registry),
    Snapshot { of, shared_with },
    SearchIndex { nodes },
    Other(name),
});

/// A class of data, as stated by design or tags. Which rules apply to it is for the engines to say.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DataClass {
    /// Public data.
    Public,
    /// Product catalogue: not confidential, but protected against changes.
    Catalogue,
    /// Personal data.
    Personal,
    /// Orders and payments.
    Commercial,
    /// Passwords, keys and tokens.
    Credentials,
    /// Logs, metrics and images.
    Operational,
    /// Another class, by the owner's name.
    Other(Text),
}

choice!(DataClass { Public, Catalogue, Personal, Commercial, Credentials, Operational, Other(name) });

/// What happens to the data of a store on deletion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnDeletion {
    /// They are deleted immediately.
    Deleted,
    /// A final snapshot is taken.
    FinalSnapshot,
    /// They can be recovered for this time.
    Recoverable(Duration),
    /// A store that is not empty cannot be deleted.
    RefusedUnlessEmpty,
}

choice!(OnDeletion { Deleted, FinalSnapshot, Recoverable(time), RefusedUnlessEmpty });
