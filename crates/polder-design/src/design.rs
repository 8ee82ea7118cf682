//! The design: the platform with every decision made, without resources of a provider.
//!
//! A [`Design`] is immutable. Everything that a later phase would have to decide is decided here: sizes, address
//! ranges, names, hosts, flows. Machine classes and regions are opaque names from the facts.

use polder_spec::{
    Architecture, ComputeEngine, Dmarc, Environment, MailService, SaleorVersion, TerraformVersion, Workload,
};
use polder_units::{Duration, Ppm};

use crate::id::{AccountId, CellId, IdVec, RegionId, SiteId};
use crate::model::{Account, AccountRegion, Cell, Site, holder};
use crate::regional::{RegionTraits, Traits};
use crate::sizing::Arithmetic;
use crate::timings::Timings;
use crate::transfer::Transfer;
use crate::web_exceptions::WebException;

/// A whole platform.
#[derive(Clone, Debug)]
pub struct Design {
    /// Short name; prefix of names.
    pub name: String,
    /// The responsible team.
    pub owner: String,
    /// The registered domain: that of the production account.
    pub domain: String,
    /// The Saleor release.
    pub saleor: SaleorVersion,
    /// The oldest version of Terraform and OpenTofu that applies the stacks.
    pub terraform: TerraformVersion,
    /// The engine that runs the containers.
    pub compute: ComputeEngine,
    /// Instruction set of all containers.
    pub architecture: Architecture,
    /// Version of Kubernetes, if that is the engine.
    pub kubernetes: String,
    /// The user's tags for every resource.
    pub tags: Vec<(String, String)>,
    /// Accounts, in the order of the file.
    pub accounts: IdVec<AccountId, Account>,
    /// Regions in which an account has sites, in the order of first use; one of each account is its home region.
    pub regions: IdVec<RegionId, AccountRegion>,
    /// The traits of all regions that the platform can use.
    pub region_traits: RegionTraits,
    /// Cells, in the order of the file.
    pub cells: IdVec<CellId, Cell>,
    /// Sites: all primary sites in the order of the cells, then all backup sites.
    pub sites: IdVec<SiteId, Site>,
    /// Data transfers between sites, regions and accounts.
    pub transfers: Vec<Transfer>,
    /// The URL or path prefix of runbooks in descriptions of alarms; ends with `/`.
    pub runbooks: String,
    /// What sends mail.
    pub mail: MailService,
    /// The policy of DMARC records that the platform writes for the domains of its accounts. Without one, no record is
    /// written.
    pub dmarc: Option<Dmarc>,
    /// Whether uploads are scanned for malware.
    pub scan_uploads: bool,
    /// Whether alarms are also sent to a webhook.
    pub alarm_webhook: bool,
    /// The load of the whole platform in the file: visitors, page views, orders, peak days and growth, each with its
    /// origin.
    pub workload: Workload,
    /// Objectives.
    pub objectives: Objectives,
    /// Retention periods.
    pub retention: Retention,
    /// Durations of detection, change and recovery that the platform configures.
    pub timings: Timings,
    /// The bucket of Terraform's state.
    pub state: State,
    /// Requests of one IP address within five minutes before the edge blocks it.
    pub rate_limit: u64,
    /// Countries whose visitors the edge blocks.
    pub refused_countries: Vec<String>,
    /// Requests that a rule of the web ACLs does not block.
    pub exceptions: Vec<WebException>,
    /// The arithmetic of the sizes, for `polder check --explain sizing`.
    pub arithmetic: Vec<Arithmetic>,
}

impl Design {
    /// Whether a region has a trait. No region without facts has any.
    pub fn region_has(&self, region: &str, has: impl FnOnce(&Traits) -> bool) -> bool {
        self.region_traits.get(region).is_some_and(has)
    }

    /// The provider's account with the image of the agent that its threat detection adds to every task in a region. `None`
    /// without an organization, whose threat detection it is, and where the engine has no such tasks.
    pub fn agent_account(&self, region: &str) -> Option<&str> {
        let mut accounts = self.accounts.iter();
        let watched = accounts.any(|account| account.environment == Environment::Management);
        let traits = self.region_traits.get(region)?;
        let added = watched && self.compute == ComputeEngine::ServerlessContainers;
        added.then_some(traits.agent_account.as_str())
    }

    /// Whether the account of a name has the identity provider of the delivery pipeline already.
    pub fn identity_provider_exists(&self, account: &str) -> bool {
        self.accounts.iter().any(|known| known.name == account && known.identity_provider_exists)
    }

    /// The account with the audit logs of all accounts: that for them, or the management account. `None` without an
    /// organization.
    pub fn log_archive(&self) -> Option<AccountId> {
        holder(&self.accounts, Environment::LogArchive)
    }

    /// The account that administers the security services of all accounts: that for security, or the management account.
    /// `None` without an organization.
    pub fn security_administrator(&self) -> Option<AccountId> {
        holder(&self.accounts, Environment::Security)
    }

    /// Accounts that have cells; one whose domain is a subdomain of another's comes before it.
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

    /// The hosts of an account that serve only media, in the order of its cells, without duplicates.
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

/// Objectives.
#[derive(Clone, Copy, Debug)]
pub struct Objectives {
    /// Share of requests that are served without an error, over a month.
    pub availability: Ppm,
    /// RTO and RPO for the loss of a zone.
    pub zone_loss: (Duration, Duration),
    /// The same for a region.
    pub region_loss: (Duration, Duration),
    /// 95th percentile of a shopper's API request.
    pub latency_p95: Duration,
}

/// A kind of objective of a site: each covers some of [`Objectives`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Objective {
    /// Requests are served without errors.
    Availability,
    /// Requests are served fast enough.
    Latency,
    /// No written data are lost with a zone or a region.
    Recovery,
    /// There is capacity for the next peak.
    Capacity,
}

impl Objective {
    /// All of them, the most urgent first.
    pub const ALL: [Objective; 4] =
        [Objective::Availability, Objective::Latency, Objective::Recovery, Objective::Capacity];

    /// Its name in resource labels.
    pub fn name(self) -> &'static str {
        match self {
            Objective::Availability => "availability",
            Objective::Latency => "latency",
            Objective::Recovery => "recovery",
            Objective::Capacity => "capacity",
        }
    }
}

/// Retention periods.
#[derive(Clone, Copy, Debug)]
pub struct Retention {
    /// Application logs.
    pub logs: Duration,
    /// Access logs.
    pub access_logs: Duration,
    /// Requests that the edge blocked. Their log has addresses of visitors, and it can be outside of the residency only.
    pub blocked_requests: Duration,
    /// Audit logs and flow logs.
    pub audit_logs: Duration,
    /// Point-in-time recovery in production.
    pub backups: Duration,
    /// Copies in the backup vaults of production.
    pub vault: Duration,
    /// Old versions of objects.
    pub old_versions: Duration,
}

/// The bucket of Terraform's state.
#[derive(Clone, Debug)]
pub struct State {
    /// The bucket.
    pub bucket: String,
    /// Its region. With an organization, the log archive and the collected findings are there, too.
    pub region: String,
    /// The region that the bucket and the log archive are replicated to.
    pub replica_region: Option<String>,
    /// Whether stacks use the replica: the region of the bucket is lost.
    pub uses_replica: bool,
}
