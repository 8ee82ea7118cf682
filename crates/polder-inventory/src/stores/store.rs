//! Stores: everything in which data rest.

use polder_units::Duration;

use super::{
    Bucket, Cache, Database, Encryption, LogStore, Queue, Registry, Secret, Table, Topic, Vault, Volume,
};
use crate::describe::{choice, entry, record};
use crate::entries::SourceId;
use crate::model::{Known, Link, Set, Text, Window};
use crate::stores::StoreId;

/// Something in which data rest, for a moment or for years. Residency follows data from store to store, encryption asks for
/// the key, endurance for copies: all of them read this one type, and `kind` says what sort of store it is.
///
/// Where it lies is the location of its source. Who may reach it over the network are its [`crate::networks::Interface`]
/// entries, who may use it its policies. What it writes down about its use goes by [`crate::observability::LogRoute`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Store {
    /// The resource.
    pub source: SourceId,
    /// The name that people gave it.
    pub name: Known<Option<Text>>,
    /// Which classes of data are in it. Empty means that it is known to hold none.
    pub data_classes: Known<Set<DataClass>>,
    /// How data are encrypted at rest.
    pub encryption: Encryption,
    /// Which connections are refused for want of encryption.
    pub transit: TransitEncryption,
    /// Whether it must be unlocked before it can be deleted.
    pub deletion_protected: Known<bool>,
    /// What happens to the data when it is deleted.
    pub on_deletion: Known<OnDeletion>,
    /// Copies that it makes of itself in its own region; none if it makes none. Copies by a plan are [`super::BackupPlan`].
    pub own_backups: Option<OwnBackups>,
    /// What sort of store it is, and what only that sort has.
    pub kind: StoreKind,
}

entry!(Store { name, data_classes, encryption, transit, deletion_protected, on_deletion, own_backups, kind });

/// What sort of store it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoreKind {
    /// A relational database.
    Database(Box<Database>),
    /// A cache in memory.
    Cache(Box<Cache>),
    /// Objects with names.
    Bucket(Box<Bucket>),
    /// Items with keys.
    Table(Box<Table>),
    /// Messages, each for one consumer.
    Queue(Box<Queue>),
    /// Messages, each for all subscribers; gone when they are delivered.
    Topic(Topic),
    /// Records in order, for consumers that read on.
    Stream {
        /// How long records stay.
        retention: Known<Duration>,
        /// How many parts it has; none where the provider sees to it.
        shards: Known<Option<u32>>,
    },
    /// A secret value.
    Secret(Box<Secret>),
    /// A value of configuration.
    Parameter {
        /// Whether it is kept as a secret.
        secret: Known<bool>,
    },
    /// Lines of logs.
    LogStore(LogStore),
    /// Backups of other stores.
    Vault(Vault),
    /// A disk.
    Volume(Volume),
    /// A file system for several machines.
    FileSystem {
        /// Whether it lies in one zone alone.
        one_zone: Known<bool>,
    },
    /// Images of containers.
    Registry(Box<Registry>),
    /// Keys and values that programs at the edge read.
    EdgeValues,
    /// A copy of another store at one moment.
    Snapshot {
        /// Of which store.
        of: Link<StoreId>,
        /// Accounts that may use it, besides its own; `*` for all.
        shared_with: Known<Set<Text>>,
    },
    /// Documents that can be searched.
    SearchIndex {
        /// How many machines hold copies.
        nodes: Known<u32>,
    },
    /// Another sort, which no engine knows in detail: by the provider's word.
    Other(Text),
}

choice!(StoreKind {
    EdgeValues,
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
    FileSystem { one_zone },
    Registry(registry),
    Snapshot { of, shared_with },
    SearchIndex { nodes },
    Other(word),
});

/// A class of data, as tags or the design say it. Which law it falls under is for the engines to say.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DataClass {
    /// Anyone may see it.
    Public,
    /// No secret, but not to be changed by others.
    Catalogue,
    /// About people.
    Personal,
    /// Orders and payments.
    Commercial,
    /// Passwords, keys and tokens.
    Credentials,
    /// Logs, metrics and images.
    Operational,
    /// Another class of the owner.
    Other(Text),
}

choice!(DataClass { Public, Catalogue, Personal, Commercial, Credentials, Operational, Other(class) });

/// Which connections a store refuses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransitEncryption {
    /// Whether it refuses connections in the clear by itself. A policy that denies them counts in the evaluation of access,
    /// and not here.
    pub required: Known<bool>,
    /// The oldest version of TLS that it accepts; none where the provider does not let one say.
    pub minimum: Known<Option<crate::networks::TlsVersion>>,
}

record!(TransitEncryption { required, minimum });

/// What happens to the data of a store that is deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnDeletion {
    /// They are gone at once.
    Lost,
    /// A last copy is made.
    LastCopy,
    /// They can be brought back for a time.
    Recoverable(Duration),
    /// A store that holds data is not deleted.
    Refused,
}

choice!(OnDeletion { Lost, LastCopy, Recoverable(time), Refused });

/// Copies that a store makes of itself. Recovery points.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnBackups {
    /// How far back.
    pub retention: Known<Duration>,
    /// Whether any moment in that time can be restored, and not only that of a copy.
    pub continuous: Known<bool>,
    /// When copies are made; none for the provider's choice.
    pub window: Known<Option<Window>>,
    /// Whether copies stay when the store is deleted.
    pub survive_deletion: Known<bool>,
}

record!(OwnBackups { retention, continuous, window, survive_deletion });
