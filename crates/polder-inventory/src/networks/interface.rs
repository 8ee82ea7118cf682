//! Network interfaces of everything that has one.

use super::{Protocol, PublicAddressId, SecurityGroupId, SubnetId};
use crate::describe::{choice, entry, record};
use crate::entries::{EntryId, SourceId};
use crate::model::{AddressBlock, Known, Link, Set, Text};

/// The network interfaces of one owner in one subnet. Connections start and end at interfaces, so
/// reachability is a question about pairs of these entries.
///
/// There is one entry for each owner and subnet, whatever the number of copies: a process with copies in
/// three subnets has three entries, and so has a load balancer, an endpoint, or a database that may be placed
/// in any of three subnets. Pods with security groups of their own have interfaces of their own; other pods
/// share those of their machines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interface {
    /// The resource that creates it: usually that of the owner.
    pub source: SourceId,
    /// The owner: process, machine pool, function, store, load balancer, endpoint, cluster, API link.
    pub owner: Link<EntryId>,
    /// Its role if the owner has interfaces of several roles: `writer`, `reader`, `control plane`.
    pub role: Option<Text>,
    /// The subnet.
    pub subnet: Link<SubnetId>,
    /// Its security groups.
    pub groups: Set<Link<SecurityGroupId>>,
    /// Whether security groups apply. If not, `groups` is empty and all traffic passes.
    pub filtered: Known<bool>,
    /// Its fixed private addresses; none if it can have any address of the subnet.
    pub addresses: Known<Option<Set<AddressBlock>>>,
    /// Its public address.
    pub public: Known<PublicAddressing>,
    /// The ports on which the owner accepts connections. Empty if it only opens connections.
    pub listens: Known<Set<ListeningPort>>,
    /// Whether it forwards packets of other addresses (source/destination check disabled).
    pub forwards: Known<bool>,
}

entry!(Interface { owner, role, subnet, groups, filtered, addresses, public, listens, forwards });

/// The public address of an interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PublicAddressing {
    /// None.
    None,
    /// An address assigned by the provider for the lifetime of the interface.
    Ephemeral,
    /// A reserved address.
    Reserved(Link<PublicAddressId>),
}

choice!(PublicAddressing { None, Ephemeral, Reserved(address) });

/// A port on which something accepts connections.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ListeningPort {
    /// The protocol.
    pub protocol: Protocol,
    /// The port.
    pub port: u16,
}

record!(ListeningPort { protocol, port });
