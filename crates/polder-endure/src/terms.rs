//! What is given besides the inventory: the markets, and what their processes need.

use polder_units::Duration;

/// What is given besides the inventory.
#[derive(Clone, Debug, Default)]
pub struct Terms {
    /// The markets; none for the plan of another estate.
    pub markets: Vec<Market>,
    /// What processes need to answer a request.
    pub needs: Vec<Need>,
    /// The objectives for recovery; none without a design.
    pub recovery: Option<Recovery>,
}

/// A market, as visitors see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Market {
    /// Its name: `DE`.
    pub name: String,
    /// The host that visitors call.
    pub host: String,
    /// The path of requests that read the catalogue and place orders.
    pub api_path: String,
    /// Whether the estate serves its pages: the default path of the host. If not, only the API is asked about.
    pub pages: bool,
    /// The site whose database accepts writes, as in [`polder_inventory::model::Origin::site`].
    pub writer: String,
    /// Whether a second site is there to take over. If not, the loss of a region is accepted.
    pub backup: bool,
}

/// Something that a process needs to answer requests.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Need {
    /// The site, as in [`polder_inventory::model::Origin::site`].
    pub site: String,
    /// The process, as in [`polder_inventory::model::Origin::component`].
    pub process: String,
    /// What it needs.
    pub to: NeedTo,
}

/// What a process needs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NeedTo {
    /// A store of its site, as in [`polder_inventory::model::Origin::component`].
    Store(String),
    /// A service of the provider, as in [`polder_inventory::networks::EndpointTarget`].
    Service(String),
    /// Hosts on the internet.
    Internet,
}

/// How fast orders must be back, and how old the newest data may be that are lost.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recovery {
    /// After the loss of a zone.
    pub zone: Objective,
    /// After the loss of a region.
    pub region: Objective,
    /// How long operations of the provider take.
    pub figures: Figures,
}

/// An objective for recovery.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Objective {
    /// Until orders can be placed again (RTO).
    pub time: Duration,
    /// The age of the newest data that are lost (RPO).
    pub age: Duration,
}

/// How long operations of the provider take.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// The change of a database to its standby in another zone.
    pub standby: Figure,
    /// The same of a cluster whose nodes share their storage.
    pub node: Figure,
    /// The change of a cache to a replica in another zone.
    pub cache: Figure,
    /// The promotion of a replica in another region.
    pub promotion: Figure,
    /// The same of a cluster whose storage is replicated between regions.
    pub global_promotion: Figure,
    /// How far a replica in another region is behind.
    pub lag: Figure,
    /// The same of storage that is replicated between regions.
    pub global_lag: Figure,
    /// How long resolvers keep the answer of an alias.
    pub alias_ttl: Figure,
    /// The start of a copy of a process, until its program starts.
    pub start: Figure,
}

/// A duration of the provider.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figure {
    /// The low end of the range; zero if it has none.
    pub low: Duration,
    /// The high end; none if nobody has published one.
    pub high: Option<Duration>,
    /// Its source, or why there is none.
    pub source: String,
}
