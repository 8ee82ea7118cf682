//! Stores of a site: database, cache, broker, buckets, queues, tables and secrets.

use polder_spec::{DatabaseEngine, Hours};
use polder_units::{Bytes, Duration};

use crate::components::BucketKind;
use crate::id::{QueueId, SiteId};

/// The database of a site.
#[derive(Clone, Debug)]
pub struct Database {
    /// Its engine.
    pub engine: DatabaseEngine,
    /// PostgreSQL's major version.
    pub version: u32,
    /// The facts' name of the machine class.
    pub class: String,
    /// Its memory.
    pub memory: Bytes,
    /// Whether it is the writer, or a replica of the other site's.
    pub follows: Option<SiteId>,
    /// Its running hours; `None` for always. A database with a replica, or a replica, cannot be stopped.
    pub hours: Option<Hours>,
    /// A standby in a second zone with automatic failover. With shared storage it is a reader that also serves queries.
    pub standby: bool,
    /// Read replicas, in addition to the standby.
    pub read_replicas: u64,
    /// Initial storage. Shared storage grows automatically.
    pub storage: Bytes,
    /// Maximum storage. Shared storage has a fixed limit.
    pub storage_max: Bytes,
    /// Concurrent connections that it must admit.
    pub connections: u64,
    /// Name of the database inside.
    pub database_name: String,
    /// Name of the administrator, who owns all tables. Only the migration job signs in as this role.
    pub administrator: String,
    /// Name of the role of Saleor's API, worker and beat: reads and writes rows, and changes no schema.
    pub application: String,
    /// Name of the role of the readers and of people: reads rows only.
    pub read_only: String,
    /// Retention of point-in-time recovery.
    pub backup_retention: Duration,
}

impl Database {
    /// Instances other than the writer that serve queries. A standby does not; with shared storage it is one of
    /// them, and a secondary cluster consists of readers only.
    pub fn readers(&self) -> u64 {
        readers(self.engine, self.standby, self.read_replicas)
    }
}

/// [`Database::readers`], before the database is designed.
pub(crate) fn readers(engine: DatabaseEngine, standby: bool, read_replicas: u64) -> u64 {
    match engine {
        DatabaseEngine::Instances => read_replicas,
        DatabaseEngine::SharedStorage => read_replicas.saturating_add(u64::from(standby)),
    }
}

/// The clustered cache of a site.
#[derive(Clone, Debug)]
pub struct Cache {
    /// The facts' name of the machine class.
    pub class: String,
    /// Shards.
    pub shards: u64,
    /// Replicas of each shard.
    pub replicas: u64,
}

/// The broker of Celery's tasks in a site.
#[derive(Clone, Debug)]
pub enum Broker {
    /// An unclustered group that never evicts.
    Valkey {
        /// The facts' name of the machine class.
        class: String,
        /// Replicas of the one node.
        replicas: u64,
    },
    /// Queues, by [`Queue::name`], with their Celery names.
    Queues {
        /// Celery's name of each queue, and its ID in [`Site::queues`](crate::Site::queues).
        queues: Vec<(String, QueueId)>,
    },
}

/// A bucket.
#[derive(Clone, Debug)]
pub struct Bucket {
    /// What it holds.
    pub kind: BucketKind,
    /// Its globally unique name.
    pub name: String,
    /// The site with the replication destination.
    pub replicates_to: Option<SiteId>,
    /// Expiration of its objects, if any.
    pub expires: Option<Duration>,
    /// Expiration of noncurrent versions.
    pub old_versions: Duration,
}

/// A queue with its dead-letter queue.
#[derive(Clone, Debug)]
pub struct Queue {
    /// Its name: `saleor-eu-de-eu-central-1-events`.
    pub name: String,
    /// Its key in addresses: `events`.
    pub key: String,
    /// The visibility timeout.
    pub visibility: Duration,
    /// The retention of messages.
    pub retention: Duration,
    /// The maximum receive count before a message goes to the dead-letter queue.
    pub max_receive_count: u64,
}

/// A table with one item for each ID.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Its key in addresses and names: `published`.
    pub key: String,
    /// The partition key, a string.
    pub id: String,
    /// The TTL attribute.
    pub ttl_attribute: String,
}

/// A secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Secret {
    /// Its key in addresses and placeholders: `secret-key`.
    pub id: String,
    /// Its name in the secret store: `saleor-eu/de/secret-key`.
    pub name: String,
    /// Its purpose.
    pub description: String,
    /// The source of its value.
    pub source: SecretSource,
}

/// The source of a secret's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecretSource {
    /// Generated once, with this many letters and digits.
    Generated {
        /// The number.
        length: u64,
    },
    /// Built from other secrets and endpoints when the stack is applied.
    Composed(Composed),
    /// Set by the owner before the services start.
    Given,
}

/// A secret that is built from others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Composed {
    /// The URL of the writer database, with the owner of the tables and its password.
    OwnerAddress,
    /// The URL of the database's readers, with the owner of the tables and its password.
    OwnerReadersAddress,
    /// The URL of the writer database, with the application's role and its password.
    DatabaseAddress,
    /// The URL of the database's readers, with the read-only role and its password.
    ReadersAddress,
    /// The URL of the task broker, with its password.
    BrokerAddress,
}
