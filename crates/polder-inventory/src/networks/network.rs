//! Networks and subnets.

use super::{NetworkAclId, NetworkId, RouteTableId};
use crate::describe::{choice, entry};
use crate::entries::SourceId;
use crate::model::{AddressBlock, Known, Link, Set, Text};

/// An isolated private network (a VPC on AWS and Google Cloud, a virtual network on Azure). Traffic leaves it
/// only through gateways, peerings, transit gateways and private endpoints. The starting point of
/// reachability.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Network {
    /// The resource.
    pub source: SourceId,
    /// The name given by its owner.
    pub name: Known<Option<Text>>,
    /// Its IPv4 and IPv6 address blocks. Every route table has an implicit local route to each of them.
    pub blocks: Known<Set<AddressBlock>>,
    /// Whether the provider's DNS resolver answers inside the network. Private DNS names of endpoints depend
    /// on it.
    pub dns_resolution: Known<bool>,
    /// Whether interfaces get DNS host names.
    pub dns_host_names: Known<bool>,
}

entry!(Network { name, blocks, dns_resolution, dns_host_names });

/// A subnet: a range of addresses in one zone with one route table and one network ACL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subnet {
    /// The resource.
    pub source: SourceId,
    /// The name given by its owner.
    pub name: Known<Option<Text>>,
    /// The network that contains it.
    pub network: Link<NetworkId>,
    /// Its IPv4 block, inside a block of the network; none for an IPv6-only subnet.
    pub block: Known<Option<AddressBlock>>,
    /// Its IPv6 block.
    pub block_v6: Known<Option<AddressBlock>>,
    /// Its availability zone; none on providers whose subnets span zones. Endurance: what fails together with
    /// the zone.
    pub zone: Known<Option<Text>>,
    /// The tier stated by its author (design or tag). Whether the internet is reachable follows from routes,
    /// not from this.
    pub tier: Option<Tier>,
    /// Its route table: the network's main table unless another one is associated.
    pub route_table: Link<RouteTableId>,
    /// Its network ACL: the network's default ACL unless another one is associated.
    pub acl: Link<NetworkAclId>,
    /// Whether interfaces get a public address by default.
    pub assigns_public_addresses: Known<bool>,
}

entry!(Subnet { name, network, block, block_v6, zone, tier, route_table, acl, assigns_public_addresses });

/// The purpose of a subnet, as stated by its author.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tier {
    /// Load balancers and NAT gateways.
    Public,
    /// Application workloads.
    Application,
    /// Data stores.
    Data,
    /// Another tier, by the author's name for it.
    Other(Text),
}

choice!(Tier { Public, Application, Data, Other(name) });
