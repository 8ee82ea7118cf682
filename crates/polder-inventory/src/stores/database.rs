//! Databases, caches and their nodes.

use polder_units::{Bytes, Duration};

use super::StoreId;
use crate::access::KeyId;
use crate::describe::{choice, entry, record};
use crate::entries::SourceId;
use crate::model::{Decimal, Known, Link, Reason, Set, Text, Window};

/// A relational database: an instance with its standby, or a cluster of nodes on shared storage. A read
/// replica with separate storage is another store, connected by a [`super::Replication`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Database {
    /// The engine: `postgresql`, `mysql`.
    pub engine: Known<Text>,
    /// The configured engine version.
    pub version: Known<Text>,
    /// Allocated storage; none if it grows and shrinks automatically.
    pub storage: Known<Option<Bytes>>,
    /// The limit of automatic storage growth; none without automatic growth.
    pub storage_max: Known<Option<Bytes>>,
    /// The storage type, by the provider's name.
    pub storage_class: Known<Text>,
    /// Provisioned IOPS; none for those included in the storage.
    pub storage_iops: Known<Option<u64>>,
    /// Whether it fails over to another zone automatically. Endurance: loss of a zone.
    pub multi_zone: Known<bool>,
    /// The port.
    pub port: Known<u16>,
    /// Whether clients can authenticate with their role instead of a password.
    pub identity_login: Known<bool>,
    /// The engine parameters that are set.
    pub parameters: Known<Set<EngineParameter>>,
    /// Whether minor versions are upgraded automatically.
    pub minor_upgrades: Known<bool>,
    /// The maintenance window.
    pub maintenance: Known<Option<Window>>,
    /// Performance data with query texts; none if not collected. Residency: query texts can contain personal
    /// data.
    pub insights: Option<Insights>,
    /// The source of the administrator's password.
    pub administrator: AdministratorSecret,
}

record!(Database {
    engine,
    version,
    storage,
    storage_max,
    storage_class,
    storage_iops,
    multi_zone,
    port,
    identity_login,
    parameters,
    minor_upgrades,
    maintenance,
    insights,
    administrator,
});

/// An engine parameter.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct EngineParameter {
    /// Its name.
    pub name: Text,
    /// Its value.
    pub value: Known<Text>,
}

record!(EngineParameter { name, value });

/// Collected performance data of a database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Insights {
    /// The key that encrypts them; none for the provider-managed one.
    pub key: Option<Link<KeyId>>,
    /// How long they are retained.
    pub retention: Known<Duration>,
}

record!(Insights { key, retention });

/// The source of an administrator's password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AdministratorSecret {
    /// The database service creates, stores and rotates it.
    Managed,
    /// It is read from this secret, and is in the Terraform state.
    Secret(Link<StoreId>),
    /// It is set by value, and is in the Terraform state.
    InState,
    /// It is set through a write-only argument, and is not in the Terraform state.
    WriteOnly,
    /// A replica has the password of its source.
    OfSource,
    /// Not known.
    Unknown(Reason),
}

choice!(AdministratorSecret { Managed, Secret(secret), InState, WriteOnly, OfSource, Unknown(reason) });

/// An in-memory cache.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cache {
    /// The engine: `valkey`, `redis`, `memcached`.
    pub engine: Known<Text>,
    /// The configured engine version.
    pub version: Known<Text>,
    /// The number of shards.
    pub shards: Known<u32>,
    /// The number of replicas of each shard.
    pub replicas: Known<u32>,
    /// Whether clients must support cluster mode.
    pub cluster_mode: Known<bool>,
    /// Whether a replica is promoted automatically.
    pub automatic_failover: Known<bool>,
    /// Whether replicas are in other zones than their primary.
    pub multi_zone: Known<bool>,
    /// How clients authenticate.
    pub login: CacheLogin,
    /// The port.
    pub port: Known<u16>,
    /// The engine parameters that are set, such as the eviction policy.
    pub parameters: Known<Set<EngineParameter>>,
    /// The maintenance window.
    pub maintenance: Known<Option<Window>>,
}

record!(Cache {
    engine,
    version,
    shards,
    replicas,
    cluster_mode,
    automatic_failover,
    multi_zone,
    login,
    port,
    parameters,
    maintenance,
});

/// How clients of a cache authenticate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CacheLogin {
    /// Not at all.
    None,
    /// With a shared token.
    Token,
    /// As individual users.
    Users,
    /// Not known.
    Unknown(Reason),
}

choice!(CacheLogin { None, Token, Users, Unknown(reason) });

/// One or more equal nodes of a database or cache. Endurance: what fails with a zone; price: what runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoreNode {
    /// The resource.
    pub source: SourceId,
    /// The database or cache.
    pub store: Link<StoreId>,
    /// Their role.
    pub role: NodeRole,
    /// The instance class; none for serverless nodes.
    pub class: Known<Option<Text>>,
    /// The capacity range of serverless nodes; none for an instance class.
    pub capacity: Option<NodeCapacity>,
    /// How many nodes.
    pub count: Known<u32>,
    /// Their zone; none if the provider chooses it.
    pub zone: Known<Option<Text>>,
    /// The promotion priority: lower numbers are promoted first; none if there is no choice.
    pub promotion: Known<Option<u32>>,
}

entry!(StoreNode { store, role, class, capacity, count, zone, promotion });

/// The role of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NodeRole {
    /// Accepts writes.
    Writer,
    /// Serves reads, and can be promoted.
    Reader,
    /// Serves nothing, and is promoted when the writer fails.
    Standby,
    /// A node of a shard, primary or replica.
    Shard,
}

choice!(NodeRole { Writer, Reader, Standby, Shard });

/// A capacity range, in the provider's capacity units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NodeCapacity {
    /// The minimum; 0 if it can pause.
    pub min: Known<Decimal>,
    /// The maximum.
    pub max: Known<Decimal>,
}

record!(NodeCapacity { min, max });
