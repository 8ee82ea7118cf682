//! What a platform consists of, as far as the design tells its parts apart: what a resource, a cost or a failure is of.

use crate::delivery::Phase;
use crate::design::Objective;
use crate::flow::Party;
use crate::id::{AccountId, CellId};
use crate::kubernetes::Controller;
use crate::processes::MachineKind;
use crate::transfer::Transferred;

/// A part of a platform. Which site or account it is in is said beside it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Component {
    /// Someone that flows lead to or from: a process, a function, a store, a queue, the entry …
    Party(Party),
    /// Flows of the site, each by who begins to talk and who answers: what lets them happen.
    Flows(Vec<(Party, Party)>),
    /// Machines of a kind.
    Machines(MachineKind),
    /// A program that runs in the cluster beside the processes.
    Controller(Controller),
    /// Subnets of a tier, with what is done for them alone.
    Subnets {
        /// The tier.
        tier: NetworkTier,
        /// The zone, as [`Zone::name`](crate::Zone::name); `None` where it is about all zones.
        zone: Option<String>,
    },
    /// How addresses are translated on the way out of a zone: [`Zone::name`](crate::Zone::name).
    Nat(String),
    /// Ways to the provider's own services that do not leave the network.
    Endpoints,
    /// The rules that requests from the internet must pass.
    Firewall,
    /// The managed API in front of the shops.
    Gateway,
    /// The domain of an account.
    Domain,
    /// A host name: how it is found, and how it is proved.
    Host(String),
    /// A market, by its channel.
    Market(String),
    /// An image in the registry, by its name there.
    Image(String),
    /// A key for encryption, by what it encrypts.
    Key(String),
    /// The backups of a site.
    Backup,
    /// What is copied to another place.
    Transfer(Transferred),
    /// An objective of the site: what speaks of it as a whole.
    Objective(Objective),
    /// The switch that moves a cell between its sites.
    Switch,
    /// A phase of the delivery pipeline.
    Delivery(Phase),
    /// An account, as those see it that all accounts have in common.
    Account(AccountId),
    /// A cell, as those see it that all cells have in common.
    Cell(CellId),
    /// A part that the design has nothing to say of, by its name: `trail`.
    Named(String),
}

/// A tier of a site's network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NetworkTier {
    /// With a way in from the internet.
    Public,
    /// Processes.
    App,
    /// Stores.
    Data,
}

impl NetworkTier {
    /// Its name in addresses.
    pub fn name(self) -> &'static str {
        match self {
            NetworkTier::Public => "public",
            NetworkTier::App => "app",
            NetworkTier::Data => "data",
        }
    }
}

impl Component {
    /// A part that the design has nothing to say of.
    pub fn named(name: &str) -> Component {
        Component::Named(name.to_owned())
    }
}

impl From<Party> for Component {
    fn from(party: Party) -> Component {
        Component::Party(party)
    }
}
