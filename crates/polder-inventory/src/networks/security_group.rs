//! Security groups: stateful allow lists attached to interfaces.

use super::{Direction, NetworkId, PrefixListId, SecurityGroupId, Traffic};
use crate::describe::{choice, entry};
use crate::entries::SourceId;
use crate::model::{AddressBlock, Known, Link, Text};

/// A stateful allow list. An interface allows what any of its groups allows; replies pass without a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecurityGroup {
    /// The resource.
    pub source: SourceId,
    /// Its name.
    pub name: Known<Option<Text>>,
    /// Its network.
    pub network: Link<NetworkId>,
    /// Whether it is the group of interfaces in the network that name no group.
    pub default: bool,
}

entry!(SecurityGroup { name, network, default });

/// A rule of a security group: one direction, one peer. A rule of Terraform with several peers is several
/// entries, which differ in the `part` of their source. The rules that the provider adds to an unmanaged
/// default group are entries too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecurityGroupRule {
    /// The resource.
    pub source: SourceId,
    /// The group that contains it.
    pub group: Link<SecurityGroupId>,
    /// The direction in which the connection is opened.
    pub direction: Direction,
    /// Protocol and ports.
    pub traffic: Traffic,
    /// The other side of the connection.
    pub peer: RulePeer,
}

entry!(SecurityGroupRule { group, direction, traffic, peer });

/// The other side of a security-group rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RulePeer {
    /// An address block.
    Block(Known<AddressBlock>),
    /// All interfaces with this group, in the same or a connected network. [`Link::Outside`] for a group of
    /// an account that is not in the estate.
    Group(Link<SecurityGroupId>),
    /// All blocks of a prefix list.
    PrefixList(Link<PrefixListId>),
}

choice!(RulePeer { Block(block), Group(group), PrefixList(list) });
