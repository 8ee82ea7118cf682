//! What a platform file says, with names resolved and every default filled in.
//!
//! Nothing here is computed from anything but the file and the facts that its defaults come from. Order of cells,
//! markets, services and tags is the order of the file.

use polder_diag::{Span, Spanned};
use polder_units::{Bytes, Cidr, Duration, MilliCpu, Ppm};

use crate::day::Day;
use crate::hours::Hours;
use crate::setting::Setting;

/// A platform: all that the file says.
#[derive(Clone, Debug)]
pub struct Platform {
    /// Short name; prefix of resource names and state keys.
    pub name: Setting<String>,
    /// The responsible team; becomes the tag `owner`.
    pub owner: Setting<String>,
    /// The registered domain of all hosts.
    pub domain: Setting<String>,
    /// Where it is deployed.
    pub provider: Setting<Provider>,
    /// Frameworks it must satisfy.
    pub compliance: Setting<Vec<Framework>>,
    /// Jurisdictions in which personal data may be stored, as the facts name them: `EU`, `EEA`, `CH`, `UK`.
    pub residency: Setting<Vec<String>>,
    /// The URL or path prefix of runbooks in descriptions of alarms; ends with `/`.
    pub runbooks: Setting<String>,
    /// The oldest version of Terraform and OpenTofu that applies the stacks.
    pub terraform: Setting<TerraformVersion>,
    /// Whether uploads are scanned for malware.
    pub scan_uploads: Setting<bool>,
    /// Whether alarms are also sent to a webhook.
    pub alarm_webhook: Setting<bool>,
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
    /// Objectives.
    pub objectives: Objectives,
    /// What runs the containers.
    pub compute: Compute,
    /// The relational database.
    pub database: Database,
    /// The cache.
    pub cache: Cache,
    /// The broker of Celery's tasks.
    pub broker: Broker,
    /// Hosts and behaviour of the edge.
    pub edge: Edge,
    /// Domains whose public hosted zone is in the production account already.
    pub existing_zones: Setting<Vec<String>>,
    /// Mail to customers and staff.
    pub mail: Mail,
    /// Addresses.
    pub network: Network,
    /// Retention periods.
    pub retention: Retention,
    /// Where Terraform keeps its state.
    pub state: State,
    /// Tags on everything.
    pub tags: Vec<(Spanned<String>, Setting<String>)>,
    /// Custom services.
    pub services: Vec<Service>,
    /// Findings that are accepted, in the order of the file.
    pub accepted: Vec<Accepted>,
}

impl Platform {
    /// The markets of the cell of this number: its own, or those that it mirrors.
    pub fn markets_of(&self, cell: usize) -> impl Iterator<Item = &Market> {
        let mirrors = self.cells.get(cell).map_or(&[][..], |cell| cell.mirrors.as_slice());
        let is_of = move |(at, market): &(usize, &Market)| {
            if mirrors.is_empty() { market.cell.value == cell } else { mirrors.contains(at) }
        };
        self.markets.iter().enumerate().filter(is_of).map(|(_, market)| market)
    }
}

/// Findings of one code that are accepted for a time.
#[derive(Clone, Debug)]
pub struct Accepted {
    /// The code, its key in the file: `SPEC056`.
    pub code: Spanned<String>,
    /// Why.
    pub reason: Setting<String>,
    /// The last day.
    pub until: Setting<Day>,
    /// Only findings whose message has one of these texts; empty for all.
    pub about: Vec<Setting<String>>,
}

impl Accepted {
    /// Whether it is about a property or a requirement, such as `network.surplus` or `PCI-1.3.1`, and not about findings, whose
    /// codes are letters and digits.
    pub fn is_about_a_property(&self) -> bool {
        self.code.value.contains(['.', '-'])
    }
}

/// A cloud provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Provider {
    /// Amazon Web Services.
    Aws,
}

/// The oldest version of Terraform and OpenTofu that applies the stacks. Both have the same numbers for what matters here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TerraformVersion {
    /// Generated secrets pass through the encrypted state.
    V1_10,
    /// Has write-only arguments and ephemeral resources: generated secrets are in no plan and no state.
    V1_11,
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
    /// What it has already, so that no stack creates it.
    pub existing: Setting<Vec<Existing>>,
    /// The region of what it has once, where the lock file settles that; the file has no key for it.
    pub home: Option<String>,
}

/// What an account can have before the platform.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Existing {
    /// The identity provider of the delivery pipeline. An account has one for each issuer.
    IdentityProvider,
}

/// What an account is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Environment {
    /// Serves customers.
    Production,
    /// Tests releases.
    Staging,
    /// For development.
    Development,
    /// Holds monitoring, and logging and security unless other accounts do.
    Management,
    /// Keeps the audit logs of all accounts.
    LogArchive,
    /// Administers the security services of all accounts.
    Security,
    /// Keeps copies of production's backups.
    Backup,
}

impl Environment {
    /// All of them.
    pub const ALL: [Environment; 7] = [
        Environment::Production,
        Environment::Staging,
        Environment::Development,
        Environment::Management,
        Environment::LogArchive,
        Environment::Security,
        Environment::Backup,
    ];

    /// Whether its cells serve copies of markets for staff, and not the markets of customers.
    pub fn holds_copies(self) -> bool {
        matches!(self, Environment::Staging | Environment::Development)
    }

    /// Whether it is for the other accounts, and has no cells.
    pub fn serves_accounts(self) -> bool {
        matches!(
            self,
            Environment::Management | Environment::LogArchive | Environment::Security | Environment::Backup
        )
    }
}

/// The markets that share one writer database.
#[derive(Clone, Debug)]
pub struct Cell {
    /// Its key in the file.
    pub name: Spanned<String>,
    /// The account it lives in: an index into [`Platform::accounts`].
    pub account: Setting<usize>,
    /// Which site takes writes now. It is changed after a failover.
    pub active: Setting<Role>,
    /// The site that takes writes in normal operation.
    pub primary: Site,
    /// The site that takes over.
    pub backup: Option<Backup>,
    /// The markets that it serves copies of: indexes into [`Platform::markets`]. Empty in production, never elsewhere.
    pub mirrors: Setting<Vec<usize>>,
    /// The share of its markets' load that it is sized for: all of it in production.
    pub load: Setting<Ppm>,
    /// When it runs; `None` for always, as in production.
    pub hours: Setting<Option<Hours>>,
    /// Which passwords of database, cache and broker it has: a higher number replaces them.
    pub password_version: Setting<u64>,
    /// Sizes that replace the computed ones.
    pub sizes: Sizes,
}

/// Sizes of a cell that the user sets; what is `None` is computed. Both sites have them, since each must be able to carry the
/// whole load.
#[derive(Clone, Debug, Default)]
pub struct Sizes {
    /// The class of the database, known to the facts.
    pub database_class: Option<Setting<String>>,
    /// The first size of the database's disk.
    pub database_disk: Option<Setting<Bytes>>,
    /// The class of the cache's nodes, known to the facts.
    pub cache_class: Option<Setting<String>>,
    /// The class of the broker's nodes, known to the facts.
    pub broker_class: Option<Setting<String>>,
    /// The class of the machines of the steady pool, known to the facts.
    pub machine_class: Option<Setting<String>>,
    /// Tasks of the API.
    pub api: TaskSizes,
    /// Tasks of the worker.
    pub worker: TaskSizes,
    /// Tasks of the storefront.
    pub storefront: TaskSizes,
    /// Tasks of the dashboard.
    pub dashboard: TaskSizes,
}

/// Size and number of the tasks of a process that the user sets.
#[derive(Clone, Debug, Default)]
pub struct TaskSizes {
    /// CPU of one task. A task size with it, and with the memory if both are set, is offered.
    pub cpu: Option<Setting<MilliCpu>>,
    /// Memory of one task.
    pub memory: Option<Setting<Bytes>>,
    /// Tasks at the start, and the fewest.
    pub tasks: Option<Setting<u64>>,
    /// The most tasks, not fewer than `tasks` if both are set.
    pub tasks_max: Option<Setting<u64>>,
    /// Worker processes in each task.
    pub concurrency: Option<Setting<u64>>,
}

impl TaskSizes {
    /// Whether the user sets nothing.
    pub fn is_empty(&self) -> bool {
        let TaskSizes { cpu, memory, tasks, tasks_max, concurrency } = self;
        cpu.is_none()
            && memory.is_none()
            && [tasks, tasks_max, concurrency].iter().all(|count| count.is_none())
    }

    /// Where the first of them is.
    pub fn span(&self) -> Option<Span> {
        let sizes = [self.cpu.as_ref().map(Setting::span), self.memory.as_ref().map(Setting::span)];
        let counts = [&self.tasks, &self.tasks_max, &self.concurrency];
        sizes
            .into_iter()
            .chain(counts.map(|count| count.as_ref().map(Setting::span)))
            .find_map(Option::flatten)
    }
}

/// A cell in one region.
#[derive(Clone, Debug)]
pub struct Site {
    /// Its location in the file.
    pub span: Option<Span>,
    /// The provider's region, known to the facts.
    pub region: Setting<String>,
    /// Its network, if the user chose one; otherwise the design allocates one.
    pub network: Option<Setting<Cidr>>,
}

/// The backup site and its recovery mode.
#[derive(Clone, Debug)]
pub struct Backup {
    /// Where.
    pub site: Site,
    /// The recovery mode.
    pub mode: Setting<BackupMode>,
}

/// Which of its cell's sites a site is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Takes writes in normal operation.
    Primary,
    /// Takes over.
    Backup,
}

/// The recovery mode of a backup site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum BackupMode {
    /// Data is replicated; services are deployed with no task running but the storefront's.
    PilotLight,
    /// Data is replicated; every service runs at its smallest size.
    WarmStandby,
    /// Data is replicated; every service runs at full size.
    HotStandby,
}

/// The label of a host that is the domain itself.
pub const APEX: &str = "@";

/// A country that the shop sells to, by one channel.
#[derive(Clone, Debug)]
pub struct Market {
    /// Its key in the file, in capitals: `NL`, or `SE-B2B` for a second channel of a country.
    pub name: Spanned<String>,
    /// ISO 3166-1 alpha-2.
    pub country: Setting<String>,
    /// Its cell, in production: an index into [`Platform::cells`].
    pub cell: Setting<usize>,
    /// Its own registered domain, if it has one.
    pub domain: Option<Setting<String>>,
    /// The label of its host under its own domain or the platform's: `nl` for `nl.example.com`; [`APEX`] for the domain
    /// itself.
    pub host: Setting<String>,
    /// The full hosts that it had in production before, the oldest first. What was made for them becomes that of its host.
    pub former_hosts: Vec<Setting<String>>,
    /// The origin of its storefront, if it is hosted elsewhere: `https://www.shop.example`. Its host then leads there, and
    /// serves the API.
    pub storefront: Option<Setting<String>>,
    /// ISO 639-1 languages; the first is the default.
    pub languages: Setting<Vec<String>>,
    /// ISO 4217.
    pub currency: Setting<String>,
    /// Its share of the workload. The shares of all markets add up to one.
    pub share: Setting<Ppm>,
}

impl Market {
    /// Its host in production, under the platform's `domain` unless it has its own.
    pub fn full_host(&self, domain: &str) -> String {
        let domain = self.domain.as_ref().map_or(domain, |own| own.as_str());
        if self.host.value == APEX { domain.to_owned() } else { format!("{}.{domain}", self.host.value) }
    }
}

/// The load of the whole platform in an average month of the first year.
#[derive(Clone, Debug)]
pub struct Workload {
    /// People.
    pub monthly_visitors: Setting<u64>,
    /// Page views.
    pub monthly_page_views: Setting<u64>,
    /// Orders.
    pub monthly_orders: Setting<u64>,
    /// Load of a peak day as a multiple of an average day.
    pub peak_factor: Setting<u64>,
    /// Growth per year.
    pub growth_per_year: Setting<Ppm>,
    /// Years that the sizes must suffice for.
    pub horizon_years: Setting<u64>,
    /// Days that reach the peak factor.
    pub peaks: Setting<Vec<String>>,
    /// Rows, indexes and write-ahead log of one cell's database today.
    pub database_size: Setting<Bytes>,
    /// Media of one cell today.
    pub media_size: Setting<Bytes>,
}

/// Recovery objectives for a loss.
#[derive(Clone, Debug)]
pub struct Recovery {
    /// Time until service is back.
    pub rto: Setting<Duration>,
    /// Age of the newest data that may be lost.
    pub rpo: Setting<Duration>,
}

/// Objectives.
#[derive(Clone, Debug)]
pub struct Objectives {
    /// Share of requests that are served without an error, over a month.
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
    /// `ecs-fargate`: ECS tasks on Fargate.
    ServerlessContainers,
    /// `ecs-ec2`: ECS tasks on EC2 instances.
    ContainersOnMachines,
    /// `eks`: Kubernetes pods on EC2 instances.
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
    /// `aurora-postgresql`: instances with shared storage, and a global cluster across both regions.
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

/// The broker of Celery's tasks.
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

/// Mail to customers and staff.
#[derive(Clone, Debug)]
pub struct Mail {
    /// What sends it.
    pub service: Setting<MailService>,
    /// What receivers do with mail that only pretends to come from the domain.
    pub dmarc: Setting<Dmarc>,
}

/// What sends mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MailService {
    /// A relay that the user names, with its credentials.
    Relay,
    /// The service of the provider, without credentials.
    Provider,
}

/// The policy of a domain's DMARC record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Dmarc {
    /// Receivers only report.
    None,
    /// Receivers treat it as suspicious.
    Quarantine,
    /// Receivers refuse it.
    Reject,
    /// The record is written by others.
    Existing,
}

/// Hosts and behaviour of the edge. A host label of `None` means that the host does not exist.
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
    /// Requests of one IP address within five minutes before it is blocked.
    pub rate_limit: Setting<u64>,
    /// Countries whose visitors are blocked: ISO 3166-1 alpha-2, upper case.
    pub refused_countries: Setting<Vec<String>>,
    /// Requests that a rule of the web ACLs does not block, in the order of the file.
    pub exceptions: Vec<WebException>,
}

/// Requests that a rule of a managed rule group does not block, for a time.
#[derive(Clone, Debug)]
pub struct WebException {
    /// Its key in the file.
    pub name: Spanned<String>,
    /// The rule, which the facts know: `SQLi_BODY`.
    pub rule: Setting<String>,
    /// The hosts; empty for all of them.
    pub hosts: Vec<Setting<String>>,
    /// What the paths of the requests begin with; not empty.
    pub paths: Vec<Setting<String>>,
    /// Why the requests are no attack.
    pub reason: Setting<String>,
    /// The last day.
    pub until: Setting<Day>,
}

/// Addresses.
#[derive(Clone, Debug)]
pub struct Network {
    /// Pool for the networks of sites that set none, one /16 each.
    pub pool: Setting<Cidr>,
    /// Ranges of others, which no site uses.
    pub reserved: Vec<Setting<Cidr>>,
    /// Zones that a site spans.
    pub zones: Setting<u64>,
}

/// Retention periods.
#[derive(Clone, Debug)]
pub struct Retention {
    /// Application logs: of processes and stores.
    pub logs: Setting<Duration>,
    /// Access logs of the edge, load balancers and the managed API: they contain visitors' IP addresses.
    pub access_logs: Setting<Duration>,
    /// Audit logs: API calls and network flows.
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
    /// The region of its replica, if there is one.
    pub replica_region: Setting<Option<String>>,
    /// The bucket that stacks use.
    pub active: Setting<StateCopy>,
}

/// One of the two buckets of the state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StateCopy {
    /// The bucket in the region of the state.
    Primary,
    /// Its replica.
    Replica,
}

/// A custom service besides Saleor.
#[derive(Clone, Debug)]
pub struct Service {
    /// Its key in the file.
    pub name: Spanned<String>,
    /// Repository of its image in the platform's registry.
    pub image: Setting<String>,
    /// The port it listens on, if it does.
    pub port: Option<Setting<u16>>,
    /// The path of the service at the market hosts, if it is public: `/reviews/`.
    pub path: Option<Setting<String>>,
    /// The path that returns 200 when the service is healthy.
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
    /// Components of the cell that it uses.
    pub uses: Setting<Vec<Use>>,
}

/// Components of its cell that a custom service may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Use {
    /// Calls the Saleor API.
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
