//! Networks and their subnets.

use super::{NetworkAclId, NetworkId, RouteTableId};
use crate::describe::{choice, entry};
use crate::entries::SourceId;
use crate::model::{AddressBlock, Known, Link, Set, Text};

/// A private network of one region: packets travel inside it unless something stops them, and leave it only through
/// gateways, peerings and endpoints. Reachability starts here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Network {
    /// The resource.
    pub source: SourceId,
    /// The name that people gave it.
    pub name: Known<Option<Text>>,
    /// Its addresses, IPv4 and IPv6. Every route table has an implicit local route to each block.
    pub blocks: Known<Set<AddressBlock>>,
    /// Whether the provider's resolver answers inside the network; without it private names of endpoints do not work.
    pub resolver: Known<bool>,
    /// Whether machines get host names.
    pub host_names: Known<bool>,
}

entry!(Network { name, blocks, resolver, host_names });

/// A part of a network: one zone, one route table, one network ACL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subnet {
    /// The resource.
    pub source: SourceId,
    /// The name that people gave it.
    pub name: Known<Option<Text>>,
    /// The network that it is part of.
    pub network: Link<NetworkId>,
    /// Its IPv4 addresses; none for a subnet of IPv6 alone. Inside a block of the network.
    pub block: Known<Option<AddressBlock>>,
    /// Its IPv6 addresses.
    pub block_v6: Known<Option<AddressBlock>>,
    /// Its zone; none where subnets span zones. Endurance: what is lost with the zone.
    pub zone: Known<Option<Text>>,
    /// What it is meant for, as its author says by tag or design; whether it can reach the internet follows from routes.
    pub tier: Option<Tier>,
    /// Its routes; the network's main table where no other is associated.
    pub route_table: Link<RouteTableId>,
    /// Its stateless filter; the network's default ACL where no other is associated.
    pub acl: Link<NetworkAclId>,
    /// Whether interfaces get public addresses unless they say otherwise.
    pub assigns_public_addresses: Known<bool>,
}

entry!(Subnet { name, network, block, block_v6, zone, tier, route_table, acl, assigns_public_addresses });

/// What a subnet is meant for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tier {
    /// Load balancers and NAT gateways.
    Public,
    /// Processes.
    Application,
    /// Stores.
    Data,
    /// Another word of the author.
    Other(Text),
}

choice!(Tier { Public, Application, Data, Other(word) });
