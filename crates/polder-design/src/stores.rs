//! What a site keeps data in: database, cache, broker, buckets, queues, tables and secrets.

use polder_spec::{DatabaseEngine, Hours};
use polder_units::{Bytes, Duration};

use crate::components::BucketKind;
use crate::id::{QueueId, SiteId};

/// The database of a site.
#[derive(Clone, Debug)]
pub struct Database {
    /// What runs it.
    pub engine: DatabaseEngine,
    /// PostgreSQL's major version.
    pub version: u32,
    /// The facts' name of the machine class.
    pub class: String,
    /// Its memory.
    pub memory: Bytes,
    /// Whether it takes writes, or follows the other site of its cell.
    pub follows: Option<SiteId>,
    /// When it runs; `None` for always. One that is copied or is a copy cannot be stopped.
    pub hours: Option<Hours>,
    /// A standby in a second zone that takes over by itself. Over shared storage it is a reader that
    /// answers queries meanwhile.
    pub standby: bool,
    /// Read replicas beside it, and beside the standby.
    pub read_replicas: u64,
    /// Storage at the start. Shared storage takes as much as the data need, by itself.
    pub storage: Bytes,
    /// Storage that it may grow to. Shared storage has one limit for all.
    pub storage_max: Bytes,
    /// Connections it must admit at once.
    pub connections: u64,
    /// Name of the database inside.
    pub database_name: String,
    /// Name of the administrator.
    pub administrator: String,
    /// How long point-in-time recovery reaches back.
    pub backup_retention: Duration,
}

impl Database {
    /// Machines beside the one that takes writes that answer queries. A standby instance only waits; over shared storage it is
    /// one of them, and a cluster that follows consists of them alone.
    pub fn readers(&self) -> u64 {
        readers(self.engine, self.standby, self.read_replicas)
    }
}

/// [`Database::readers`], before there is a database.
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

/// What carries Celery's tasks in a site.
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
        /// Celery's name of each queue, and which of [`Site::queues`](crate::Site::queues) it is.
        queues: Vec<(String, QueueId)>,
    },
}

/// A bucket.
#[derive(Clone, Debug)]
pub struct Bucket {
    /// What it holds.
    pub kind: BucketKind,
    /// Its name, unique in the world.
    pub name: String,
    /// The site whose bucket of the same kind gets a copy of everything.
    pub replicates_to: Option<SiteId>,
    /// After how long its objects are deleted, if they are.
    pub expires: Option<Duration>,
    /// After how long old versions are deleted.
    pub old_versions: Duration,
}

/// A queue with its dead-letter queue.
#[derive(Clone, Debug)]
pub struct Queue {
    /// Its name: `saleor-eu-de-eu-central-1-events`.
    pub name: String,
    /// Its key in addresses: `events`.
    pub key: String,
    /// How long a message may be worked on before another consumer gets it.
    pub visibility: Duration,
    /// How long messages wait.
    pub retention: Duration,
    /// Tries before a message goes to the dead-letter queue.
    pub tries: u64,
}

/// A table with one item for each id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Its key in addresses and names: `published`.
    pub key: String,
    /// The attribute that identifies an item: text.
    pub id: String,
    /// The attribute after whose time an item is deleted.
    pub forgotten_after: String,
}

/// A secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Secret {
    /// Its key in addresses and placeholders: `secret-key`.
    pub id: String,
    /// Its name in the secret store: `saleor-eu/de/secret-key`.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// Who writes it.
    pub source: SecretSource,
}

/// Who writes a secret's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecretSource {
    /// Drawn once, of this many letters and digits.
    Generated {
        /// How many.
        length: u64,
    },
    /// Put together from other secrets and addresses when the stack is applied.
    Composed(Composed),
    /// The owner, before the services start.
    Given,
}

/// What a secret is put together to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Composed {
    /// The address of the database that takes writes, with user and password.
    DatabaseAddress,
    /// The address of the database's readers, with user and password.
    ReadersAddress,
    /// The address of the task broker, with its password.
    BrokerAddress,
}
