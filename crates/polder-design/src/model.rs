//! Accounts, regions, cells and sites.

use polder_units::{Cidr, Duration, Ppm};

use polder_spec::{BackupMode, Environment, Hours, Role, is_within};

use crate::components::BucketKind;
use crate::flow::Flow;
use crate::id::{AccountId, CellId, IdVec, QueueId, RegionId, SiteId};
use crate::load::{CellLoad, MarketLoad, SiteLoad};
use crate::processes::{Function, Machines, Service};
use crate::stores::{Broker, Bucket, Cache, Database, Queue, Secret, Table};

/// An account.
#[derive(Clone, Debug)]
pub struct Account {
    /// Its index in [`Design::accounts`](crate::Design::accounts).
    pub id: AccountId,
    /// Its key.
    pub name: String,
    /// The ID that the provider gave it, if known.
    pub provider_id: Option<String>,
    /// Its purpose.
    pub environment: Environment,
    /// The domain of all hosts of its cells: the platform's in production, `staging.example.com` elsewhere.
    pub domain: String,
    /// The account with the parent domain, which delegates this account's zone.
    pub parent: Option<AccountId>,
    /// The domain with dashes, for globally unique names: `staging-example-com`.
    pub unique: String,
    /// Whether the zone of its domain exists already.
    pub zone_exists: bool,
    /// Whether it has the identity provider of the delivery pipeline already.
    pub identity_provider_exists: bool,
    /// Other registered domains of its markets, each with the host that it leads to, in the order of the file.
    pub domains: Vec<OwnDomain>,
    /// Hosts that are shared by the markets of its cells; none if it has no cell.
    pub hosts: SharedHosts,
}

/// A registered domain besides the platform's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnDomain {
    /// The domain.
    pub domain: String,
    /// The host that the domain itself leads to; `None` if it is the host of a market.
    pub leads_to: Option<String>,
    /// Whether its zone exists already.
    pub zone_exists: bool,
}

impl Account {
    /// Its registered domains: that of most hosts first.
    pub fn domains(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.domain.as_str()).chain(self.domains.iter().map(|own| own.domain.as_str()))
    }

    /// The domain whose zone has the records of `host`.
    pub fn domain_of(&self, host: &str) -> &str {
        self.domains()
            .filter(|domain| is_within(host, domain))
            .max_by_key(|domain| domain.len())
            .unwrap_or(&self.domain)
    }
}

/// The account for a task of the whole organization: that of its own environment, or the management account.
pub(crate) fn holder(accounts: &IdVec<AccountId, Account>, environment: Environment) -> Option<AccountId> {
    let of = |wanted| accounts.iter().find(|account| account.environment == wanted).map(|it| it.id);
    of(Environment::Management).map(|manager| of(environment).unwrap_or(manager))
}

/// The account that the backups of a site are copied to: that for backups, of cells that must not lose data.
pub(crate) fn copied_to(accounts: &IdVec<AccountId, Account>, cell: &Cell, site: &Site) -> Option<AccountId> {
    let production = accounts[site.account].environment == Environment::Production;
    let backed_up = site.role == Role::Primary || site.database.follows.is_none();
    let holder = accounts.iter().find(|account| account.environment == Environment::Backup)?;
    (production && cell.protected && backed_up).then_some(holder.id)
}

/// A region in which an account has sites.
#[derive(Clone, Debug)]
pub struct AccountRegion {
    /// Its index in [`Design::regions`](crate::Design::regions).
    pub id: RegionId,
    /// The account that it belongs to.
    pub account: AccountId,
    /// The provider's name.
    pub region: String,
    /// Its city.
    pub city: String,
    /// Holds what exists once: the first region of the account, or that in the lock file.
    pub home: bool,
    /// Its sites.
    pub sites: Vec<SiteId>,
}

/// The markets that share one writer database.
#[derive(Clone, Debug)]
pub struct Cell {
    /// Its index in [`Design::cells`](crate::Design::cells).
    pub id: CellId,
    /// Its name.
    pub name: String,
    /// The account that it belongs to.
    pub account: AccountId,
    /// The site that takes writes in normal operation.
    pub primary: SiteId,
    /// The site that takes over.
    pub backup: Option<SiteId>,
    /// The site that takes writes now.
    pub active: SiteId,
    /// Its markets, never empty; outside production, the markets that it mirrors.
    pub markets: Vec<Market>,
    /// Its running hours; `None` for always.
    pub hours: Option<Hours>,
    /// Whether backups outlive their source: a final snapshot is made before deletion, and backups cannot be deleted
    /// early.
    pub protected: bool,
    /// Retention of copies in the backup vaults of its sites.
    pub vault_retention: Duration,
    /// Public base URL of its Saleor: the host of its first market.
    pub public_host: String,
    /// The host whose DNS records fail over: `origin-de.example.com`.
    pub origin_host: String,
    /// Its storefront, served from every site at once: `storefront-de.example.com`. None where the storefronts of all its
    /// markets are hosted elsewhere.
    pub storefront_host: Option<String>,
    /// The host of its dashboard: `dashboard-de.example.com`, or `dashboard.example.com` if its account has no other cell.
    /// A host of its own, since dashboards keep their sessions by host: one would end those of the other.
    pub dashboard_host: Option<String>,
    /// The public location of its pictures, as host and path without a trailing slash: `media.example.com/de/media`, or
    /// `media-de.example.com/media` where no host is shared. The edge removes the path before it requests the object
    /// from the media bucket.
    pub media_base: String,
    /// The public location of Saleor's static files: `media.example.com/de/static`.
    pub static_base: String,
    /// Secrets that all of its sites share.
    pub secrets: Vec<Secret>,
    /// Which passwords of database, cache and broker it has: a higher number replaces them.
    pub password_version: u64,
    /// What it is sized for.
    pub load: CellLoad,
}

impl Cell {
    /// Its sites, the primary first.
    pub fn sites(&self) -> impl Iterator<Item = SiteId> {
        [Some(self.primary), self.backup].into_iter().flatten()
    }

    /// The hosts of its markets, each once.
    pub fn market_hosts(&self) -> Vec<&str> {
        let mut hosts: Vec<&str> = vec![];
        for market in &self.markets {
            if !hosts.contains(&market.host.as_str()) {
                hosts.push(&market.host);
            }
        }
        hosts
    }

    /// Its markets whose storefront is in the cell.
    pub fn own_storefronts(&self) -> impl Iterator<Item = &Market> {
        self.markets.iter().filter(|market| market.storefront.is_none())
    }

    /// The origins of the pages of its markets, each once: `https://de.example.com`.
    pub fn page_origins(&self) -> Vec<String> {
        let mut origins: Vec<String> = vec![];
        for market in &self.markets {
            let origin = market.storefront.clone().unwrap_or_else(|| format!("https://{}", market.host));
            if !origins.contains(&origin) {
                origins.push(origin);
            }
        }
        origins
    }

    /// The public host of its pictures and files.
    pub fn media_host(&self) -> &str {
        self.media_base.split('/').next().unwrap_or_default()
    }

    /// Whether that host is a dedicated media host: its own, or one that it shares with other cells.
    pub fn has_media_host(&self) -> bool {
        self.media_host() != self.public_host
    }
}

/// A country that the shop sells to.
#[derive(Clone, Debug)]
pub struct Market {
    /// ISO 3166-1 alpha-2, upper case.
    pub country: String,
    /// The name of the country. `None` if the facts do not have it.
    pub country_name: Option<String>,
    /// The standard rate of value added tax, in thousandths of the net price. `None` if the facts do not have it.
    pub vat_permille: Option<u32>,
    /// Saleor's channel: the market's name in lower case.
    pub channel: String,
    /// Its full host name. Markets of one cell can share one: pages are below `/LANGUAGE/CHANNEL`.
    pub host: String,
    /// The full hosts that it had before, the oldest first.
    pub former_hosts: Vec<String>,
    /// The origin of its storefront, if it is hosted elsewhere.
    pub storefront: Option<String>,
    /// The first is the default.
    pub languages: Vec<String>,
    /// ISO 4217.
    pub currency: String,
    /// The share of the whole load that its cell is sized for.
    pub share: Ppm,
    /// Its load.
    pub load: MarketLoad,
}

/// Shared hosts, as full names.
#[derive(Clone, Debug)]
pub struct SharedHosts {
    /// Redirects visitors to their market.
    pub www: Option<String>,
    /// The domain itself, which does the same as `www`.
    pub apex: Option<String>,
    /// The managed API.
    pub api: Option<String>,
    /// Pictures and files; none where each cell has its own host for them.
    pub media: Option<String>,
}

/// A cell in one region.
#[derive(Clone, Debug)]
pub struct Site {
    /// Its index in [`Design::sites`](crate::Design::sites).
    pub id: SiteId,
    /// Unique in the platform: `de-eu-central-1`.
    pub name: String,
    /// The cell that it belongs to.
    pub cell: CellId,
    /// The account that it belongs to.
    pub account: AccountId,
    /// Which of its cell's sites it is.
    pub role: Role,
    /// Whether it takes writes now.
    pub active: bool,
    /// The recovery mode; `None` for the primary.
    pub mode: Option<BackupMode>,
    /// The other site of its cell.
    pub peer: Option<SiteId>,
    /// The provider's name of the region.
    pub region: String,
    /// Its city.
    pub city: String,
    /// Its jurisdiction.
    pub jurisdiction: String,
    /// Its zones with their networks.
    pub zones: Vec<Zone>,
    /// NAT placement.
    pub nat: NatPlacement,
    /// Its endpoints of the provider's services.
    pub endpoints: Endpoints,
    /// Its address range.
    pub network: Cidr,
    /// Processes that run all the time.
    pub services: Vec<Service>,
    /// Processes that run once and end.
    pub jobs: Vec<Service>,
    /// Pools of machines for them, the steady one first; none where the engine has no machines.
    pub machines: Vec<Machines>,
    /// The name under which the provider's mail service has its settings; `None` if a relay sends its mail.
    pub mail: Option<String>,
    /// Its database.
    pub database: Database,
    /// Its clustered cache.
    pub cache: Cache,
    /// Its task broker.
    pub broker: Broker,
    /// Its buckets.
    pub buckets: Vec<Bucket>,
    /// Its queues.
    pub queues: IdVec<QueueId, Queue>,
    /// Its functions.
    pub functions: Vec<Function>,
    /// What its functions remember.
    pub tables: Vec<Table>,
    /// Secrets of its own.
    pub secrets: Vec<Secret>,
    /// Flows.
    pub flows: Vec<Flow>,
    /// Its load.
    pub load: SiteLoad,
}

impl Site {
    /// The bucket of a kind. Every site has one of each.
    pub fn bucket(&self, kind: BucketKind) -> Option<&Bucket> {
        self.buckets.iter().find(|bucket| bucket.kind == kind)
    }
}

/// The placement of a site's NAT gateways, through which containers reach the internet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NatPlacement {
    /// One in each zone: the loss of a zone does not affect the others, and no traffic crosses zones.
    PerZone,
    /// One for all zones, in the first: cheaper, but lost with that zone.
    Single,
    /// None: containers reach only the site and its endpoints.
    None,
}

/// The endpoints through which containers reach the provider's services without the internet. Each service that a flow
/// needs has one, unless it is left out here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Endpoints {
    /// The first so many zones of the site have an address of each endpoint; the other zones use those.
    pub zones: u64,
    /// Whether topics have an endpoint. No guarantee needs it, so it has to pay for itself.
    pub topics: bool,
}

/// One zone of a site and its three tiers.
#[derive(Clone, Debug)]
pub struct Zone {
    /// The provider's name: `eu-central-1a`.
    pub name: String,
    /// Load balancer and NAT.
    pub public: Cidr,
    /// Containers.
    pub app: Cidr,
    /// Data stores: no route to the internet at all.
    pub data: Cidr,
}
