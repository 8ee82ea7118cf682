//! Components of a platform that the design distinguishes: the origin of a resource, a cost or a failure.

use crate::delivery::Phase;
use crate::design::Objective;
use crate::flow::Party;
use crate::id::{AccountId, CellId};
use crate::kubernetes::Controller;
use crate::processes::MachineKind;
use crate::transfer::Transferred;

/// A component of a platform, without its site or account.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Component {
    /// An end of flows: a process, a function, a store, a queue, the entry …
    Party(Party),
    /// Flows of the site, each by its source and its target: the resources that permit them.
    Flows(Vec<(Party, Party)>),
    /// Machines of a kind.
    Machines(MachineKind),
    /// A program that runs in the cluster in addition to the processes.
    Controller(Controller),
    /// Subnets of a tier, with resources for them alone.
    Subnets {
        /// The tier.
        tier: NetworkTier,
        /// The zone, as [`Zone::name`](crate::Zone::name); `None` for all zones.
        zone: Option<String>,
    },
    /// NAT of a zone: [`Zone::name`](crate::Zone::name).
    Nat(String),
    /// Private endpoints of the provider's services.
    Endpoints,
    /// The web application firewall.
    Firewall,
    /// The managed API in front of the shops.
    Gateway,
    /// The domain of an account.
    Domain,
    /// A host name: its DNS records and certificates.
    Host(String),
    /// A market, by its channel.
    Market(String),
    /// An image in the registry, by its name there.
    Image(String),
    /// An encryption key, by what it encrypts.
    Key(String),
    /// The backups of a site.
    Backup,
    /// A replication.
    Transfer(Transferred),
    /// An objective of the site as a whole.
    Objective(Objective),
    /// The failover switch of a cell.
    Switch,
    /// A phase of the delivery pipeline.
    Delivery(Phase),
    /// An account, in what all accounts share.
    Account(AccountId),
    /// A cell, in what all cells share.
    Cell(CellId),
    /// A component that the design does not model, by its name: `trail`.
    Named(String),
}

/// A tier of a site's network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NetworkTier {
    /// Reachable from the internet.
    Public,
    /// Processes.
    App,
    /// Stores.
    Data,
}

impl NetworkTier {
    /// Its name in resource labels.
    pub fn name(self) -> &'static str {
        match self {
            NetworkTier::Public => "public",
            NetworkTier::App => "app",
            NetworkTier::Data => "data",
        }
    }
}

impl Component {
    /// A component that the design does not model.
    pub fn named(name: &str) -> Component {
        Component::Named(name.to_owned())
    }
}

impl From<Party> for Component {
    fn from(party: Party) -> Component {
        Component::Party(party)
    }
}
