//! Network interfaces of everything that has one.

use super::{Protocol, PublicAddressId, SecurityGroupId, SubnetId};
use crate::describe::{choice, entry, record};
use crate::entries::{EntryId, SourceId};
use crate::model::{AddressBlock, Known, Link, Set, Text};

/// Where something is plugged into a network: one entry for each owner and subnet, whatever the owner is. Packets start and
/// end here, so reachability asks about interfaces and about nothing else.
///
/// A process with copies in three subnets has three entries, each standing for any number of copies; so has a load
/// balancer, a database that may be in any of its subnets, or an endpoint. Pods with security groups of their own are
/// processes with interfaces of their own; other pods use those of their machines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interface {
    /// The resource that makes it: as a rule that of the owner.
    pub source: SourceId,
    /// What is behind it: a process, machine pool, function, database, cache, load balancer, endpoint, cluster, …
    pub owner: Link<EntryId>,
    /// Which of several uses of the owner it serves: `writer`, `reader`, `control plane`; none where there is one use.
    pub role: Option<Text>,
    /// The subnet.
    pub subnet: Link<SubnetId>,
    /// Its security groups. Empty where the kind of owner has none, and then nothing is filtered here.
    pub groups: Set<Link<SecurityGroupId>>,
    /// Whether security groups apply at all.
    pub filtered: Known<bool>,
    /// Addresses that it has for sure; none when it may be any address of the subnet.
    pub addresses: Known<Option<Set<AddressBlock>>>,
    /// Its public address.
    pub public: Known<PublicAddressing>,
    /// Where something answers behind it. Empty when it only starts connections.
    pub listens: Known<Set<Listening>>,
    /// Whether it also takes and sends packets of other addresses than its own.
    pub forwards: Known<bool>,
}

entry!(Interface { owner, role, subnet, groups, filtered, addresses, public, listens, forwards });

/// Whether an interface has a public address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PublicAddressing {
    /// It has none.
    Private,
    /// One that the provider gives for as long as it lives.
    Assigned,
    /// One that is held.
    Held(Link<PublicAddressId>),
}

choice!(PublicAddressing { Private, Assigned, Held(address) });

/// A port at which something answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Listening {
    /// The protocol.
    pub protocol: Protocol,
    /// The port.
    pub port: u16,
}

record!(Listening { protocol, port });
