//! Network ACLs: stateless ordered lists on subnets.

use super::{Direction, NetworkAclId, NetworkId, Traffic};
use crate::describe::{choice, entry};
use crate::entries::SourceId;
use crate::model::{AddressBlock, Known, Link};

/// An ordered list of what may enter and leave subnets. The first entry that matches decides; what none matches is denied.
/// Stateless: answers need entries of their own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NetworkAcl {
    /// The resource.
    pub source: SourceId,
    /// Its network.
    pub network: Link<NetworkId>,
    /// Whether subnets use it that are associated with no other.
    pub default: bool,
}

entry!(NetworkAcl { network, default });

/// One entry of an ACL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NetworkAclEntry {
    /// The resource.
    pub source: SourceId,
    /// The list.
    pub acl: Link<NetworkAclId>,
    /// Which way the packets go.
    pub direction: Direction,
    /// Its place: lower numbers come first. No two of one direction are equal.
    pub number: Known<u32>,
    /// What happens to packets that match.
    pub action: AclAction,
    /// Protocol and ports of the packet's destination.
    pub traffic: Traffic,
    /// Addresses of the other side.
    pub block: Known<AddressBlock>,
}

entry!(NetworkAclEntry { acl, direction, number, action, traffic, block });

/// What happens to a packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AclAction {
    /// It passes.
    Allow,
    /// It is dropped.
    Deny,
}

choice!(AclAction { Allow, Deny });
