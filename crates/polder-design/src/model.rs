//! The design: what shall be, with every choice made and no provider's resource named.
//!
//! A [`Design`] is immutable. Whatever a later room would have to decide is decided here: sizes, addresses, names,
//! hosts, who talks to whom. Classes of machines and regions are opaque names out of the facts.

use polder_units::{Bytes, Cidr, Duration, MilliCpu, Ppm};

pub use polder_spec::{
    Architecture, BackupMode, ComputeEngine, DatabaseEngine, Days, Environment, Hours, Role, SaleorVersion,
    Workload,
};

use crate::flow::Flow;
use crate::id::{Id, IdVec};
use crate::load::{CellLoad, MarketLoad, SiteLoad};
use crate::sizing::Arithmetic;
use crate::transfer::Transfer;

/// Which account of a design.
pub type AccountId = Id<Account>;

/// Which region of an account.
pub type RegionId = Id<AccountRegion>;

/// Which cell of a design.
pub type CellId = Id<Cell>;

/// Which site of a design.
pub type SiteId = Id<Site>;

/// Which queue of a site.
pub type QueueId = Id<Queue>;

/// A whole platform.
#[derive(Clone, Debug)]
pub struct Design {
    /// Short name; prefix of names.
    pub name: String,
    /// Who answers for it.
    pub owner: String,
    /// The registered domain: that of the account of production.
    pub domain: String,
    /// The Saleor release.
    pub saleor: SaleorVersion,
    /// What runs the containers.
    pub compute: ComputeEngine,
    /// Instruction set of all containers.
    pub architecture: Architecture,
    /// Release of Kubernetes, for the engine that is one.
    pub kubernetes: String,
    /// Tags that the user wants on everything.
    pub tags: Vec<(String, String)>,
    /// Accounts, in the order of the file.
    pub accounts: IdVec<Account>,
    /// Regions in which an account has sites, in the order of first use; the first of an account is its home.
    pub regions: IdVec<AccountRegion>,
    /// Cells, in the order of the file.
    pub cells: IdVec<Cell>,
    /// Sites: all primary sites in the order of the cells, then all backup sites.
    pub sites: IdVec<Site>,
    /// What is copied or shown between sites, regions and accounts.
    pub transfers: Vec<Transfer>,
    /// What stands before the name of a runbook's page where alarms name it; ends with `/`.
    pub runbooks: String,
    /// What the file says of the load of the whole platform: visitors, page views, orders, peak days and growth, each with
    /// where it comes from.
    pub workload: Workload,
    /// What must hold.
    pub objectives: Objectives,
    /// How long things are kept.
    pub retention: Retention,
    /// Where Terraform keeps its state.
    pub state: State,
    /// Requests of one address in five minutes before the edge blocks it.
    pub rate_limit: u64,
    /// Countries whose visitors the edge turns away.
    pub refused_countries: Vec<String>,
    /// How the sizes came about, for `polder check --explain sizing`.
    pub arithmetic: Vec<Arithmetic>,
}

impl Design {
    /// Accounts that have cells; one whose domain is a part of another's stands before it.
    pub fn accounts_with_cells(&self) -> Vec<AccountId> {
        let mut all: Vec<AccountId> =
            self.accounts.ids().filter(|account| self.cells_of(*account).next().is_some()).collect();
        all.sort_by_key(|account| self.accounts[*account].parent.is_none());
        all
    }

    /// The cells of an account, in the order of the file.
    pub fn cells_of(&self, account: AccountId) -> impl Iterator<Item = &Cell> {
        self.cells.iter().filter(move |cell| cell.account == account)
    }

    /// The hosts of an account that serve nothing but pictures and files, in the order of its cells, none twice.
    pub fn media_hosts(&self, account: AccountId) -> Vec<&str> {
        let mut hosts: Vec<&str> = vec![];
        for host in self.cells_of(account).filter(|cell| cell.has_media_host()).map(Cell::media_host) {
            if !hosts.contains(&host) {
                hosts.push(host);
            }
        }
        hosts
    }
}

/// An account.
#[derive(Clone, Debug)]
pub struct Account {
    /// Its place in [`Design::accounts`].
    pub id: AccountId,
    /// Its key.
    pub name: String,
    /// The ID that the provider gave it, if known.
    pub provider_id: Option<String>,
    /// What it is for.
    pub environment: Environment,
    /// The domain under which all hosts of its cells lie: the platform's in production, `staging.example.com` elsewhere.
    pub domain: String,
    /// The account whose domain this one's is a part of: it says to the world where the names of this one are kept.
    pub parent: Option<AccountId>,
    /// The domain with dashes, for names that must be unique in the world: `staging-example-com`.
    pub unique: String,
    /// Hosts that belong to no one market of its cells; none if it has no cell.
    pub hosts: SharedHosts,
}

/// A region in which an account has sites.
#[derive(Clone, Debug)]
pub struct AccountRegion {
    /// Its place in [`Design::regions`].
    pub id: RegionId,
    /// The account that it belongs to.
    pub account: AccountId,
    /// The provider's name.
    pub region: String,
    /// Where that is.
    pub city: String,
    /// The first region of the account: holds what exists once.
    pub home: bool,
    /// Its sites.
    pub sites: Vec<SiteId>,
}

/// The markets that share one writer database.
#[derive(Clone, Debug)]
pub struct Cell {
    /// Its place in [`Design::cells`].
    pub id: CellId,
    /// Its name.
    pub name: String,
    /// The account that it belongs to.
    pub account: AccountId,
    /// The site that takes writes when all is well.
    pub primary: SiteId,
    /// The site that takes over.
    pub backup: Option<SiteId>,
    /// The site that takes writes now.
    pub active: SiteId,
    /// Its markets, never empty; outside production, copies of those.
    pub markets: Vec<Market>,
    /// When its services run; `None` for always.
    pub hours: Option<Hours>,
    /// Whether backups outlive what they were made of: a last one is made before it goes, and nobody deletes them early.
    pub protected: bool,
    /// How long copies in the backup vaults of its sites are kept.
    pub vault_retention: Duration,
    /// Base address of its Saleor as the world sees it: the host of its first market.
    pub public_host: String,
    /// The name that moves when the cell fails over: `origin-de.example.com`.
    pub origin_host: String,
    /// Its storefront, served from every site at once: `storefront-de.example.com`.
    pub storefront_host: String,
    /// Where the world finds its pictures, as host and path without a slash at the end: `media.example.com/de/media`, or
    /// `media-de.example.com/media` where no host is shared. The edge cuts the path off before it asks the media bucket.
    pub media_base: String,
    /// Where the world finds Saleor's static files, likewise: `media.example.com/de/static`.
    pub static_base: String,
    /// Secrets that all of its sites share.
    pub secrets: Vec<Secret>,
    /// What it is sized for.
    pub load: CellLoad,
}

impl Cell {
    /// Its sites, the primary first.
    pub fn sites(&self) -> impl Iterator<Item = SiteId> {
        [Some(self.primary), self.backup].into_iter().flatten()
    }

    /// The host at which the world finds its pictures and files.
    pub fn media_host(&self) -> &str {
        self.media_base.split('/').next().unwrap_or_default()
    }

    /// Whether that host is none that shoppers call: its own, or one that it shares with other cells.
    pub fn has_media_host(&self) -> bool {
        self.media_host() != self.public_host
    }
}

/// A country that is sold to.
#[derive(Clone, Debug)]
pub struct Market {
    /// ISO 3166-1 alpha-2, upper case.
    pub country: String,
    /// Saleor's channel: the country in lower case.
    pub channel: String,
    /// Its full host name.
    pub host: String,
    /// The first is the default.
    pub languages: Vec<String>,
    /// ISO 4217.
    pub currency: String,
    /// The part of the whole load that its cell is made for.
    pub share: Ppm,
    /// What comes from it.
    pub load: MarketLoad,
}

/// Hosts that belong to no one market, as full names.
#[derive(Clone, Debug)]
pub struct SharedHosts {
    /// Sends visitors to their market.
    pub www: Option<String>,
    /// The managed API.
    pub api: Option<String>,
    /// The back office.
    pub dashboard: Option<String>,
    /// Pictures and files; none where each cell has a host of its own for them.
    pub media: Option<String>,
}

/// A cell in one region.
#[derive(Clone, Debug)]
pub struct Site {
    /// Its place in [`Design::sites`].
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
    /// How ready it is; `None` for the primary.
    pub mode: Option<BackupMode>,
    /// The other site of its cell.
    pub peer: Option<SiteId>,
    /// The provider's name of the region.
    pub region: String,
    /// Where that is.
    pub city: String,
    /// Whose law rules there.
    pub jurisdiction: String,
    /// Its zones with their networks.
    pub zones: Vec<Zone>,
    /// All of its addresses.
    pub network: Cidr,
    /// Processes that run all the time.
    pub services: Vec<Service>,
    /// Processes that run once and end.
    pub jobs: Vec<Service>,
    /// Pools of machines that carry them: the steady one first; none where the engine has no machines.
    pub machines: Vec<Machines>,
    /// Its database.
    pub database: Database,
    /// Its clustered cache.
    pub cache: Cache,
    /// Its task broker.
    pub broker: Broker,
    /// Its buckets.
    pub buckets: Vec<Bucket>,
    /// Its queues.
    pub queues: IdVec<Queue>,
    /// Its functions.
    pub functions: Vec<Function>,
    /// What its functions remember.
    pub tables: Vec<Table>,
    /// Secrets of its own.
    pub secrets: Vec<Secret>,
    /// Who talks to whom.
    pub flows: Vec<Flow>,
    /// What comes to it.
    pub load: SiteLoad,
}

impl Site {
    /// The bucket of a kind. Every site has one of each.
    pub fn bucket(&self, kind: BucketKind) -> Option<&Bucket> {
        self.buckets.iter().find(|bucket| bucket.kind == kind)
    }
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

/// What a container does.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Process {
    /// Saleor's GraphQL API.
    Api,
    /// Celery worker.
    Worker,
    /// Celery beat: exactly one in a cell.
    Beat,
    /// Database migration: runs once, before a new version starts.
    Migrate,
    /// Copies static files to where they are served.
    Static,
    /// Back office.
    Dashboard,
    /// Shop pages.
    Storefront,
    /// A service of the user's own.
    Own(String),
}

impl Process {
    /// Its name in addresses, commands and files.
    pub fn name(&self) -> &str {
        match self {
            Process::Api => "api",
            Process::Worker => "worker",
            Process::Beat => "beat",
            Process::Migrate => "migrate",
            Process::Static => "static",
            Process::Dashboard => "dashboard",
            Process::Storefront => "storefront",
            Process::Own(name) => name,
        }
    }

    /// Whether it runs Saleor's own Python image.
    pub fn is_saleor(&self) -> bool {
        matches!(self, Process::Api | Process::Worker | Process::Beat | Process::Migrate | Process::Static)
    }
}

/// A process of a site: the container, its size and how many.
#[derive(Clone, Debug)]
pub struct Service {
    /// What it does.
    pub process: Process,
    /// Repository of its image in the platform's registry: `saleor`.
    pub image: String,
    /// Its command; empty for the image's own.
    pub command: Vec<String>,
    /// The port it listens on.
    pub port: Option<u16>,
    /// CPU of one task, all containers together; a size that the engine offers.
    pub cpu: MilliCpu,
    /// Memory of one task, all containers together; a size that the engine offers.
    pub memory: Bytes,
    /// How many.
    pub scaling: Scaling,
    /// The environment, sorted by name.
    pub environment: Vec<(String, EnvironmentValue)>,
    /// How to tell that it is well.
    pub health: Option<Health>,
    /// How long it may take to stop.
    pub stop_timeout: Duration,
    /// How long it may take to start before its health counts.
    pub start_grace: Duration,
    /// Whether a cluster-aware proxy to the cache stands beside it.
    pub cache_proxy: bool,
    /// What the proxy takes of the task's CPU; none without one.
    pub proxy_cpu: MilliCpu,
    /// What the proxy takes of the task's memory; none without one.
    pub proxy_memory: Bytes,
    /// The number of the user in the official image that it can run as without being root; images of the user's own
    /// say it themselves.
    pub user_id: Option<u32>,
    /// Whether it may be interrupted at any time.
    pub interruptible: bool,
    /// Paths under which the load balancer reaches it (`/graphql/`); empty when it is reached by host or not at all.
    pub paths: Vec<String>,
}

/// How many tasks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scaling {
    /// At the start.
    pub desired: u64,
    /// At least.
    pub min: u64,
    /// At most.
    pub max: u64,
    /// Never two at a time, not even while deploying.
    pub singleton: bool,
    /// CPU that the autoscaler aims at, in percent.
    pub cpu_target_percent: u64,
}

/// How to tell that a process is well.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Health {
    /// It answers 200 here.
    Http {
        /// The path.
        path: String,
    },
    /// This command, run inside the container, exits with 0.
    Command {
        /// Program and arguments.
        command: Vec<String>,
        /// How often.
        interval: Duration,
    },
}

/// A value in a container's environment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EnvironmentValue {
    /// Open text.
    Text(String),
    /// The value of the secret with this [`Secret::id`].
    Secret(String),
}

/// A pool of machines of one size that carry containers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Machines {
    /// What they may carry.
    pub kind: MachineKind,
    /// The facts' names of the machine classes that serve alike, the cheapest first; the steady pool has one. The same in
    /// all sites of a cell.
    pub classes: Vec<String>,
    /// Processor of one machine that tasks may use.
    pub cpu: MilliCpu,
    /// Memory of one machine that tasks may use.
    pub memory: Bytes,
    /// Memory of one machine that the engine must leave to the system.
    pub system_memory: Bytes,
    /// Most tasks, or pods, that find an address on one machine.
    pub tasks: u64,
    /// Fewest machines.
    pub min: u64,
    /// Machines at the start.
    pub desired: u64,
    /// Most machines.
    pub max: u64,
    /// The disk of one machine.
    pub disk: Bytes,
}

/// What machines may carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MachineKind {
    /// Everything that must not be interrupted.
    Steady,
    /// What may be, and only that.
    Interruptible,
}

impl MachineKind {
    /// Both, in the order of [`Site::machines`].
    pub const ALL: [MachineKind; 2] = [MachineKind::Steady, MachineKind::Interruptible];

    /// Its name in addresses and resource names.
    pub fn name(self) -> &'static str {
        match self {
            MachineKind::Steady => "steady",
            MachineKind::Interruptible => "interruptible",
        }
    }

    /// Those that carry a service.
    pub fn of(service: &Service) -> MachineKind {
        if service.interruptible { MachineKind::Interruptible } else { MachineKind::Steady }
    }
}

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
    /// A standby in a second zone that takes over by itself. Aurora's is a reader that answers queries meanwhile.
    pub standby: bool,
    /// Read replicas beside it, and beside the standby.
    pub read_replicas: u64,
    /// Storage at the start. Aurora takes as much as the data need, by itself.
    pub storage: Bytes,
    /// Storage that it may grow to. Aurora has one limit for all.
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
    /// Machines beside the one that takes writes that answer queries. On RDS a standby only waits; on Aurora it is one of
    /// them, and a cluster that follows consists of them alone.
    pub fn readers(&self) -> u64 {
        readers(self.engine, self.standby, self.read_replicas)
    }
}

/// [`Database::readers`], before there is a database.
pub(crate) fn readers(engine: DatabaseEngine, standby: bool, read_replicas: u64) -> u64 {
    match engine {
        DatabaseEngine::RdsPostgresql => read_replicas,
        DatabaseEngine::AuroraPostgresql => read_replicas.saturating_add(u64::from(standby)),
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
    Sqs {
        /// Celery's name of each queue, and which of [`Site::queues`] it is.
        queues: Vec<(String, QueueId)>,
    },
}

/// What a bucket holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BucketKind {
    /// Pictures, and also Saleor's invoices and exports, which the edge must keep from the public.
    Media,
    /// Payloads of webhook events.
    Private,
    /// Static files of Saleor.
    Static,
    /// Signed packages of functions.
    Functions,
    /// Access logs of load balancers and buckets.
    AccessLogs,
}

impl BucketKind {
    /// Its name in addresses and bucket names.
    pub fn name(self) -> &'static str {
        match self {
            BucketKind::Media => "media",
            BucketKind::Private => "private",
            BucketKind::Static => "static",
            BucketKind::Functions => "functions",
            BucketKind::AccessLogs => "access-logs",
        }
    }
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

/// A small program that something starts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Function {
    /// What it does.
    pub kind: FunctionKind,
    /// How long one run may take.
    pub timeout: Duration,
    /// The memory of one run.
    pub memory: Bytes,
    /// How many run at a time at most; kept for it.
    pub concurrency: u64,
    /// Instruction set that its package is built for.
    pub architecture: Architecture,
    /// What starts it.
    pub trigger: Trigger,
}

/// What a function does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FunctionKind {
    /// Publishes Saleor's events as domain events.
    EventConsumer,
    /// Asks whether what was proved of the platform still holds.
    Auditor,
    /// Turns the switch that moves a cell between its sites.
    FailoverController,
}

impl FunctionKind {
    /// Its name in addresses and packages.
    pub fn name(self) -> &'static str {
        match self {
            FunctionKind::EventConsumer => "event-consumer",
            FunctionKind::Auditor => "auditor",
            FunctionKind::FailoverController => "failover-controller",
        }
    }
}

/// What starts a function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trigger {
    /// Messages of a queue.
    Queue {
        /// Its key.
        key: String,
        /// How many messages one run gets at most.
        batch: u64,
    },
    /// The clock, once a day.
    Daily {
        /// Minutes after midnight, UTC.
        minute: u16,
        /// Whether it runs.
        enabled: bool,
    },
    /// People.
    Hand,
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
    Composed,
    /// The owner, before the services start.
    Given,
}

/// What must hold.
#[derive(Clone, Copy, Debug)]
pub struct Objectives {
    /// Share of requests that are served well, over a month.
    pub availability: Ppm,
    /// Time to recover from the loss of a zone, and age of data lost.
    pub zone_loss: (Duration, Duration),
    /// The same for a region.
    pub region_loss: (Duration, Duration),
    /// 95th percentile of a shopper's API request.
    pub latency_p95: Duration,
}

/// How long things are kept.
#[derive(Clone, Copy, Debug)]
pub struct Retention {
    /// What programs and stores write.
    pub logs: Duration,
    /// Who asked for what at the doors.
    pub access_logs: Duration,
    /// Who did what to the platform, and what went over its networks.
    pub audit_logs: Duration,
    /// Point-in-time recovery in production.
    pub backups: Duration,
    /// Copies in the backup vaults of production.
    pub vault: Duration,
}

/// Where Terraform keeps its state.
#[derive(Clone, Debug)]
pub struct State {
    /// The bucket.
    pub bucket: String,
    /// Its region.
    pub region: String,
}
