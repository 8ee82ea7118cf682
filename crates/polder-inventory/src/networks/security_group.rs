//! Security groups: stateful lists of what is allowed, attached to interfaces.

use super::{Direction, NetworkId, PrefixListId, SecurityGroupId, Traffic};
use crate::describe::{choice, entry};
use crate::entries::SourceId;
use crate::model::{AddressBlock, Known, Link, Text};

/// A list of allowed connections for all interfaces that carry it. An interface allows what any of its groups allows.
/// Stateful: answers pass without a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecurityGroup {
    /// The resource.
    pub source: SourceId,
    /// Its name.
    pub name: Known<Option<Text>>,
    /// Its network.
    pub network: Link<NetworkId>,
    /// Whether interfaces of the network that name no group get this one.
    pub default: bool,
}

entry!(SecurityGroup { name, network, default });

/// One connection that a group allows. A rule with several peers is several entries, told apart by the part of their
/// source. A group's own resource may contain rules; an unmanaged default group has those that the provider makes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecurityGroupRule {
    /// The resource.
    pub source: SourceId,
    /// The group.
    pub group: Link<SecurityGroupId>,
    /// Which way the connection is started.
    pub direction: Direction,
    /// Protocol and ports.
    pub traffic: Traffic,
    /// The other side.
    pub peer: RulePeer,
}

entry!(SecurityGroupRule { group, direction, traffic, peer });

/// The other side of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RulePeer {
    /// Addresses.
    Block(Known<AddressBlock>),
    /// Every interface that carries this group, in this or a peered network, of this or another account.
    Group(Link<SecurityGroupId>),
    /// The addresses of a list.
    PrefixList(Link<PrefixListId>),
}

choice!(RulePeer { Block(block), Group(group), PrefixList(list) });
