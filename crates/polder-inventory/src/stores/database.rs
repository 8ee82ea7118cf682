//! Databases and caches, and the machines that they consist of.

use polder_units::{Bytes, Duration};

use super::StoreId;
use crate::access::KeyId;
use crate::describe::{choice, entry, record};
use crate::entries::SourceId;
use crate::model::{Decimal, Known, Link, Set, Text, Window};

/// A relational database: what one host name leads to, with all machines behind it that share storage or a standby. A read
/// replica with data of its own is a store of its own, tied by a [`super::Replication`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Database {
    /// The engine: `postgresql`, `mysql`.
    pub engine: Known<Text>,
    /// Its version as it is asked for.
    pub version: Known<Text>,
    /// Storage at the start; none where it grows and shrinks by itself.
    pub storage: Known<Option<Bytes>>,
    /// Storage that it may grow to by itself; none if it does not grow.
    pub storage_max: Known<Option<Bytes>>,
    /// The provider's word for the kind of storage, and its speed where that is paid for.
    pub storage_class: Known<Text>,
    /// Operations per second that are paid for; none for what comes with the storage.
    pub storage_operations: Known<Option<u64>>,
    /// Whether a standby in another zone takes over by itself. Endurance: loss of a zone.
    pub zone_standby: Known<bool>,
    /// The port.
    pub port: Known<u16>,
    /// Whether clients can prove themselves by their role instead of a password.
    pub identity_login: Known<bool>,
    /// Parameters of the engine that are set.
    pub parameters: Known<Set<EngineParameter>>,
    /// Whether new minor versions are installed by themselves.
    pub minor_upgrades: Known<bool>,
    /// When the provider may change it.
    pub maintenance: Known<Option<Window>>,
    /// Statements and waits that are kept for analysis; none if they are not. Residency: statements may name people.
    pub insights: Option<Insights>,
    /// The password of the administrator, and where it lies.
    pub administrator: AdministratorSecret,
}

record!(Database {
    engine,
    version,
    storage,
    storage_max,
    storage_class,
    storage_operations,
    zone_standby,
    port,
    identity_login,
    parameters,
    minor_upgrades,
    maintenance,
    insights,
    administrator,
});

/// A parameter of an engine.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct EngineParameter {
    /// Its name.
    pub name: Text,
    /// Its value.
    pub value: Known<Text>,
}

record!(EngineParameter { name, value });

/// Statements that are kept for analysis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Insights {
    /// The key; none for the provider's.
    pub key: Option<Link<KeyId>>,
    /// How long they are kept.
    pub retention: Known<Duration>,
}

record!(Insights { key, retention });

/// Where the password of a database's administrator lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AdministratorSecret {
    /// The service makes, keeps and renews it.
    Managed,
    /// In this secret, and from there in the state of the stack.
    Secret(Link<StoreId>),
    /// Somebody gives it, and it lies in the state of the stack.
    Given,
    /// It is handed over without lying in the state.
    WriteOnly,
    /// A copy has that of its source.
    OfSource,
}

choice!(AdministratorSecret { Managed, Secret(secret), Given, WriteOnly, OfSource });

/// A cache in memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cache {
    /// The engine: `valkey`, `redis`, `memcached`.
    pub engine: Known<Text>,
    /// Its version as it is asked for.
    pub version: Known<Text>,
    /// Parts of the keys, each on machines of its own.
    pub shards: Known<u32>,
    /// Copies of each part besides the first.
    pub replicas: Known<u32>,
    /// Whether clients must know about parts. Saleor's own client does not.
    pub clustered: Known<bool>,
    /// Whether a copy takes over by itself.
    pub automatic_failover: Known<bool>,
    /// Whether copies lie in other zones.
    pub zone_spread: Known<bool>,
    /// How clients prove themselves.
    pub login: CacheLogin,
    /// The port.
    pub port: Known<u16>,
    /// Parameters of the engine that are set: what happens when memory is full is among them.
    pub parameters: Known<Set<EngineParameter>>,
    /// When the provider may change it.
    pub maintenance: Known<Option<Window>>,
}

record!(Cache {
    engine,
    version,
    shards,
    replicas,
    clustered,
    automatic_failover,
    zone_spread,
    login,
    port,
    parameters,
    maintenance,
});

/// How clients of a cache prove themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CacheLogin {
    /// Not at all.
    None,
    /// By a password that all share.
    Password,
    /// As users of their own.
    Users,
    /// Not known.
    Unknown(crate::model::Reason),
}

choice!(CacheLogin { None, Password, Users, Unknown(reason) });

/// A machine, or several that serve alike, of a database or cache. Endurance: what fails with a zone; price: what runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoreNode {
    /// The resource.
    pub source: SourceId,
    /// The database or cache.
    pub store: Link<StoreId>,
    /// What it does.
    pub role: NodeRole,
    /// The provider's class of machine; none where capacity is given instead.
    pub class: Known<Option<Text>>,
    /// Capacity that follows the load, least and most, in the provider's units; none for a class of machine.
    pub capacity: Option<NodeCapacity>,
    /// How many such machines there are.
    pub count: Known<u32>,
    /// Its zone; none for the provider's choice.
    pub zone: Known<Option<Text>>,
    /// Its place when a new writer is chosen: lower numbers first; none where there is no choice.
    pub promotion: Known<Option<u32>>,
}

entry!(StoreNode { store, role, class, capacity, count, zone, promotion });

/// What a machine of a store does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NodeRole {
    /// Takes writes.
    Writer,
    /// Answers queries, and may become the writer.
    Reader,
    /// Waits, and becomes the writer.
    Standby,
    /// Holds a part of the keys, as first copy or other.
    Shard,
}

choice!(NodeRole { Writer, Reader, Standby, Shard });

/// Capacity that follows the load.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NodeCapacity {
    /// At least; 0 means that it can pause.
    pub min: Known<Decimal>,
    /// At most.
    pub max: Known<Decimal>,
}

record!(NodeCapacity { min, max });
