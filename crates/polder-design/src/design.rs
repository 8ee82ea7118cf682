//! The design: what shall be, with every choice made and no provider's resource named.
//!
//! A [`Design`] is immutable. Whatever a later room would have to decide is decided here: sizes, addresses, names,
//! hosts, who talks to whom. Classes of machines and regions are opaque names out of the facts.

use polder_spec::{Architecture, ComputeEngine, SaleorVersion, Workload};
use polder_units::{Duration, Ppm};

use crate::id::{AccountId, CellId, IdVec, RegionId, SiteId};
use crate::model::{Account, AccountRegion, Cell, Site};
use crate::sizing::Arithmetic;
use crate::timings::Timings;
use crate::transfer::Transfer;

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
    pub accounts: IdVec<AccountId, Account>,
    /// Regions in which an account has sites, in the order of first use; the first of an account is its home.
    pub regions: IdVec<RegionId, AccountRegion>,
    /// Cells, in the order of the file.
    pub cells: IdVec<CellId, Cell>,
    /// Sites: all primary sites in the order of the cells, then all backup sites.
    pub sites: IdVec<SiteId, Site>,
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
    /// How long detection, change and recovery take where the platform says so.
    pub timings: Timings,
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

/// What is promised of a site: each of these speaks of some of [`Objectives`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Objective {
    /// Requests are served well.
    Availability,
    /// They are served fast.
    Latency,
    /// Nothing that was written is lost with a zone or a region.
    Recovery,
    /// There is room for the next rush.
    Capacity,
}

impl Objective {
    /// All of them, the most pressing first.
    pub const ALL: [Objective; 4] =
        [Objective::Availability, Objective::Latency, Objective::Recovery, Objective::Capacity];

    /// Its name in addresses.
    pub fn name(self) -> &'static str {
        match self {
            Objective::Availability => "availability",
            Objective::Latency => "latency",
            Objective::Recovery => "recovery",
            Objective::Capacity => "capacity",
        }
    }
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
