//! Network ACLs: stateless ordered lists on subnets.

use super::{Direction, NetworkAclId, NetworkId, Traffic};
use crate::describe::{choice, entry};
use crate::entries::SourceId;
use crate::model::{AddressBlock, Known, Link};

/// A stateless, ordered filter of subnets. The first matching entry decides; without a match, traffic is
/// denied. Replies need entries of their own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NetworkAcl {
    /// The resource.
    pub source: SourceId,
    /// Its network.
    pub network: Link<NetworkId>,
    /// Whether it applies to subnets without an explicit association.
    pub default: bool,
}

entry!(NetworkAcl { network, default });

/// An entry of a network ACL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NetworkAclEntry {
    /// The resource.
    pub source: SourceId,
    /// The ACL that contains it.
    pub acl: Link<NetworkAclId>,
    /// The direction of the packets.
    pub direction: Direction,
    /// The rule number: lower numbers are evaluated first. Unique for each ACL and direction.
    pub number: Known<u32>,
    /// What happens to matching packets.
    pub action: AclAction,
    /// Protocol and destination ports.
    pub traffic: Traffic,
    /// Source addresses of inbound packets, destination addresses of outbound ones.
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
