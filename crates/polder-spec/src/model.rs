//! What a platform file says, with names resolved and every default filled in.
//!
//! Nothing here is computed from anything but the file and the facts that its defaults come from. Order of cells,
//! markets, services and tags is the order of the file.

use polder_diag::{Span, Spanned};
use polder_units::{Bytes, Cidr, Duration, MilliCpu, Ppm};

use crate::hours::Hours;
use crate::setting::Setting;

/// A platform: all that the file says.
#[derive(Clone, Debug)]
pub struct Platform {
    /// Short name; prefix of resource names and state keys.
    pub name: Setting<String>,
    /// Who answers for it; goes into the tag `owner`.
    pub owner: Setting<String>,
    /// The registered domain under which all hosts lie.
    pub domain: Setting<String>,
    /// Where it is deployed.
    pub provider: Setting<Provider>,
    /// Frameworks it must satisfy.
    pub compliance: Setting<Vec<Framework>>,
    /// Jurisdictions in which personal data may lie, as the facts name them: `EU`, `EEA`, `CH`, `UK`.
    pub residency: Setting<Vec<String>>,
    /// What stands before the name of a runbook's page where alarms name it; ends with `/`.
    pub runbooks: Setting<String>,
    /// The Saleor release.
    pub saleor: Setting<SaleorVersion>,
    /// Accounts, in the order of the file.
    pub accounts: Vec<Account>,
    /// Cells, in the order of the file.
    pub cells: Vec<Cell>,
    /// Markets, in the order of the file.
    pub markets: Vec<Market>,
    /// The load to size for.
    pub workload: Workload,
    /// What must hold.
    pub objectives: Objectives,
    /// What runs the containers.
    pub compute: Compute,
    /// The relational database.
    pub database: Database,
    /// The cache.
    pub cache: Cache,
    /// What carries Celery's tasks.
    pub broker: Broker,
    /// Hosts and behaviour of the edge.
    pub edge: Edge,
    /// Addresses.
    pub network: Network,
    /// How long things are kept.
    pub retention: Retention,
    /// Where Terraform keeps its state.
    pub state: State,
    /// Tags on everything.
    pub tags: Vec<(Spanned<String>, Setting<String>)>,
    /// Services of the user's own.
    pub services: Vec<Service>,
}

/// A cloud provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Provider {
    /// Amazon Web Services.
    Aws,
}

/// A compliance framework.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Framework {
    /// The General Data Protection Regulation.
    Gdpr,
    /// PCI DSS v4.0.1.
    PciDss,
    /// CIS AWS Foundations Benchmark.
    Cis,
}

/// A minor release of Saleor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SaleorVersion {
    /// 3 in 3.23.
    pub major: u32,
    /// 23 in 3.23.
    pub minor: u32,
}

/// An account of the provider.
#[derive(Clone, Debug)]
pub struct Account {
    /// Its key in the file.
    pub name: Spanned<String>,
    /// Its twelve digits, if the user gave them; else they become a variable of the stacks.
    pub id: Option<Setting<String>>,
    /// What it is for.
    pub environment: Setting<Environment>,
}

/// What an account is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Environment {
    /// Serves customers.
    Production,
    /// Tests what comes next.
    Staging,
    /// Where it is made.
    Development,
    /// Holds monitoring, logging and security.
    Management,
}

impl Environment {
    /// Whether its cells serve copies of markets, for those who work on the shop; customers' markets are not theirs.
    pub fn holds_copies(self) -> bool {
        matches!(self, Environment::Staging | Environment::Development)
    }
}

/// The markets that share one writer database.
#[derive(Clone, Debug)]
pub struct Cell {
    /// Its key in the file.
    pub name: Spanned<String>,
    /// The account it lives in: an index into [`Platform::accounts`].
    pub account: Setting<usize>,
    /// Which site takes writes now. `polder failover` changes it.
    pub active: Setting<Role>,
    /// The site that takes writes when all is well.
    pub primary: Site,
    /// The site that takes over.
    pub backup: Option<Backup>,
    /// The markets that it serves copies of: indexes into [`Platform::markets`]. Empty in production, never elsewhere.
    pub mirrors: Setting<Vec<usize>>,
    /// How much of its markets' load it is made for: all of it in production.
    pub load: Setting<Ppm>,
    /// When it runs; `None` for always, as in production.
    pub hours: Setting<Option<Hours>>,
}

/// A cell in one region.
#[derive(Clone, Debug)]
pub struct Site {
    /// Where it is written in the file.
    pub span: Option<Span>,
    /// The provider's region, known to the facts.
    pub region: Setting<String>,
    /// Its network, if the user chose one; else the design gives it one.
    pub network: Option<Setting<Cidr>>,
}

/// The site that takes over, and how ready it is.
#[derive(Clone, Debug)]
pub struct Backup {
    /// Where.
    pub site: Site,
    /// How ready.
    pub mode: Setting<BackupMode>,
}

/// Which of its cell's sites a site is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Takes writes when all is well.
    Primary,
    /// Takes over.
    Backup,
}

/// How ready a backup site is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum BackupMode {
    /// Data is replicated; services are deployed with no task running but the storefront's.
    PilotLight,
    /// Data is replicated; every service runs at its smallest size.
    WarmStandby,
    /// Data is replicated; every service runs at full size.
    HotStandby,
}

/// A country that is sold to.
#[derive(Clone, Debug)]
pub struct Market {
    /// ISO 3166-1 alpha-2, its key in the file: `NL`.
    pub country: Spanned<String>,
    /// Its cell, in production: an index into [`Platform::cells`].
    pub cell: Setting<usize>,
    /// The label of its host under the domain: `nl` for `nl.example.com`.
    pub host: Setting<String>,
    /// ISO 639-1 languages; the first is the default.
    pub languages: Setting<Vec<String>>,
    /// ISO 4217.
    pub currency: Setting<String>,
    /// Its part of the workload. All markets together make one.
    pub share: Setting<Ppm>,
}

/// The load of the whole platform in an average month of the first year.
#[derive(Clone, Debug)]
pub struct Workload {
    /// People.
    pub monthly_visitors: Setting<u64>,
    /// Pages they look at.
    pub monthly_page_views: Setting<u64>,
    /// Orders they place.
    pub monthly_orders: Setting<u64>,
    /// How many times the average day the busiest days are.
    pub peak_factor: Setting<u64>,
    /// How much more each year.
    pub growth_per_year: Setting<Ppm>,
    /// Years the sizes must last.
    pub horizon_years: Setting<u64>,
    /// Days that reach the peak factor.
    pub peaks: Setting<Vec<String>>,
    /// Rows, indexes and write-ahead log of one cell's database today.
    pub database_size: Setting<Bytes>,
    /// Media of one cell today.
    pub media_size: Setting<Bytes>,
}

/// How much may be lost, and for how long.
#[derive(Clone, Debug)]
pub struct Recovery {
    /// Time until service is back.
    pub rto: Setting<Duration>,
    /// Age of the newest data that may be lost.
    pub rpo: Setting<Duration>,
}

/// What must hold.
#[derive(Clone, Debug)]
pub struct Objectives {
    /// Share of requests that are served well, over a month.
    pub availability: Setting<Ppm>,
    /// When a zone is lost.
    pub zone_loss: Recovery,
    /// When a region is lost.
    pub region_loss: Recovery,
    /// 95th percentile of a shopper's API request.
    pub latency_p95: Setting<Duration>,
}

/// What runs the containers.
#[derive(Clone, Debug)]
pub struct Compute {
    /// The engine.
    pub engine: Setting<ComputeEngine>,
    /// The processors.
    pub architecture: Setting<Architecture>,
}

/// An engine for containers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ComputeEngine {
    /// `ecs-fargate`: tasks without machines.
    ServerlessContainers,
    /// `ecs-ec2`: tasks on machines of one's own.
    ContainersOnMachines,
    /// `eks`: pods of Kubernetes on machines of one's own.
    Kubernetes,
}

/// An instruction set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Architecture {
    /// Graviton.
    Arm64,
    /// Intel and AMD.
    X86_64,
}

/// The relational database of each cell.
#[derive(Clone, Debug)]
pub struct Database {
    /// The engine.
    pub engine: Setting<DatabaseEngine>,
    /// PostgreSQL's major version.
    pub version: Setting<u32>,
    /// Read replicas in the primary region.
    pub read_replicas: Setting<u64>,
}

/// An engine for the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DatabaseEngine {
    /// `rds-postgresql`: instances with a standby each, and replicas of them.
    Instances,
    /// `aurora-postgresql`: machines over storage that they share, and a global cluster over both regions.
    SharedStorage,
}

/// The cache of each site.
#[derive(Clone, Debug)]
pub struct Cache {
    /// Shards of the cluster.
    pub shards: Setting<u64>,
    /// Replicas of each shard.
    pub replicas: Setting<u64>,
}

/// What carries Celery's tasks.
#[derive(Clone, Debug)]
pub struct Broker {
    /// The engine.
    pub engine: Setting<BrokerEngine>,
}

/// An engine for the broker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum BrokerEngine {
    /// A small unclustered Valkey group that never evicts.
    Valkey,
    /// SQS; with more than one site of an account in a region it needs Saleor 3.24.
    Queues,
}

/// Hosts and behaviour of the edge. A host label of `None` means that the host is not made.
#[derive(Clone, Debug)]
pub struct Edge {
    /// `www`: sends each visitor to the market and language that fit.
    pub www: Setting<Option<String>>,
    /// `api`: the managed API for partners.
    pub api: Setting<Option<String>>,
    /// `dashboard`: the back office.
    pub dashboard: Setting<Option<String>>,
    /// `media`: pictures and files.
    pub media: Setting<Option<String>>,
    /// Requests of one address in five minutes before it is blocked.
    pub rate_limit: Setting<u64>,
    /// Countries whose visitors are turned away: ISO 3166-1 alpha-2, upper case.
    pub refused_countries: Setting<Vec<String>>,
}

/// Addresses.
#[derive(Clone, Debug)]
pub struct Network {
    /// Networks of sites that name none are taken from here, one /16 each.
    pub pool: Setting<Cidr>,
    /// Zones that a site spans.
    pub zones: Setting<u64>,
}

/// How long things are kept.
#[derive(Clone, Debug)]
pub struct Retention {
    /// What programs and stores write.
    pub logs: Setting<Duration>,
    /// Who asked for what at the doors: addresses of people are in them.
    pub access_logs: Setting<Duration>,
    /// Who did what to the platform, and what went over its networks.
    pub audit_logs: Setting<Duration>,
    /// Database backups for point-in-time recovery.
    pub backups: Setting<Duration>,
    /// Copies in the backup vault.
    pub vault: Setting<Duration>,
    /// Old versions of objects.
    pub old_versions: Setting<Duration>,
    /// Payloads of webhook events.
    pub payloads: Setting<Duration>,
}

/// Where Terraform keeps its state.
#[derive(Clone, Debug)]
pub struct State {
    /// The bucket.
    pub bucket: Setting<String>,
    /// The region of the bucket.
    pub region: Setting<String>,
}

/// A service of the user's own, beside Saleor.
#[derive(Clone, Debug)]
pub struct Service {
    /// Its key in the file.
    pub name: Spanned<String>,
    /// Repository name of its image in the platform's registry.
    pub image: Setting<String>,
    /// The port it listens on, if it does.
    pub port: Option<Setting<u16>>,
    /// The path at the market hosts that reaches it, if the public may: `/reviews/`.
    pub path: Option<Setting<String>>,
    /// Answers 200 when it is well.
    pub health: Setting<String>,
    /// CPU of one task.
    pub cpu: Setting<MilliCpu>,
    /// Memory of one task.
    pub memory: Setting<Bytes>,
    /// Tasks of a site.
    pub tasks: Setting<u64>,
    /// Cells that run it: indexes into [`Platform::cells`].
    pub cells: Setting<Vec<usize>>,
    /// Whether its tasks may be stopped at any time, with two minutes' notice.
    pub interruptible: Setting<bool>,
    /// What of the cell it uses.
    pub uses: Setting<Vec<Use>>,
}

/// What a service of the user's own may use of its cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Use {
    /// Asks the Saleor API.
    Api,
    /// The clustered cache.
    Cache,
    /// The database, with a user of its own.
    Database,
    /// The queue of Saleor's events.
    Events,
    /// The media bucket.
    Media,
    /// The internet.
    Internet,
}
