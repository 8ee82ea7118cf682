//! Names of stacks and resources. Immutable, cheap to copy, one string form each.

use std::fmt;
use std::sync::Arc;

/// A stack of one [`crate::Cloud`]: its place in [`crate::Cloud::stacks`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StackId(pub u32);

impl StackId {
    /// As an index.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// What a stack is about: account × place × layer. Its string form is its folder and its state's key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StackKey {
    /// The account's name.
    pub account: Arc<str>,
    /// Where in the account.
    pub place: Place,
    /// Which layer.
    pub layer: Layer,
}

/// Where in an account a stack belongs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// Things that exist once in an account.
    Global,
    /// Things that the sites of a region share.
    Region(Arc<str>),
    /// One site.
    Site {
        /// The region.
        region: Arc<str>,
        /// The cell.
        cell: Arc<str>,
    },
}

/// The layers of a place, in the order in which they are deployed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Layer {
    /// Where Terraform keeps its state, and the roles of the delivery pipeline: made by hand, before all else.
    Bootstrap,
    /// The organization: units, accounts, and what is forbidden in them.
    Organization,
    /// Which account's pipeline may read and write which part of the state.
    State,
    /// People: permission sets and who has them where.
    Identity,
    /// What holds once for an account: the way in for emergencies, who is called.
    Account,
    /// The organization's trail, the archive of logs, and alarms on what the trail says.
    Logging,
    /// What watches over one region of one account.
    Security,
    /// What gathers that from all accounts in one region.
    Oversight,
    /// Budgets, anomalies, and tags that bills are split by.
    Billing,
    /// Zones and certificates of the world's entry; exists once.
    Dns,
    /// Keys, buckets, registries and topics: what other layers encrypt with and write to.
    Base,
    /// Networks, endpoints and security groups.
    Network,
    /// Databases, caches, queues, secrets and backups.
    Data,
    /// Entry points: load balancers, web ACLs, certificates, distributions, records.
    Edge,
    /// Containers and their roles.
    App,
    /// Functions, and what starts them.
    Functions,
    /// Alarms and dashboards.
    Observability,
}

impl Layer {
    /// Its name in paths.
    pub fn name(self) -> &'static str {
        match self {
            Layer::Bootstrap => "bootstrap",
            Layer::Organization => "organization",
            Layer::State => "state",
            Layer::Identity => "identity",
            Layer::Account => "account",
            Layer::Logging => "logging",
            Layer::Security => "security",
            Layer::Oversight => "oversight",
            Layer::Billing => "billing",
            Layer::Dns => "dns",
            Layer::Base => "base",
            Layer::Network => "network",
            Layer::Data => "data",
            Layer::Edge => "edge",
            Layer::App => "app",
            Layer::Functions => "functions",
            Layer::Observability => "observability",
        }
    }
}

impl fmt::Display for StackKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (account, layer) = (&self.account, self.layer.name());
        match &self.place {
            Place::Global => write!(f, "{account}/global/{layer}"),
            Place::Region(region) => write!(f, "{account}/{region}/shared/{layer}"),
            Place::Site { region, cell } => write!(f, "{account}/{region}/{cell}/{layer}"),
        }
    }
}

/// Whether a resource is made or only looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mode {
    /// `resource`.
    Managed,
    /// `data`.
    Data,
}

/// A resource of one stack: `aws_vpc.main` or `data.aws_caller_identity.current`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address {
    /// Made or looked up.
    pub mode: Mode,
    /// The provider's word for it: `aws_vpc`.
    pub kind: &'static str,
    /// Its name in the stack.
    pub name: Arc<str>,
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let data = if self.mode == Mode::Data { "data." } else { "" };
        write!(f, "{data}{}.{}", self.kind, self.name)
    }
}
