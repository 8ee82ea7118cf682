//! Route tables and routes.

use super::{
    GatewayId, InterfaceId, NatGatewayId, NetworkId, PeeringId, PrefixListId, PrivateEndpointId,
    RouteTableId, TransitGatewayId,
};
use crate::describe::{choice, entry};
use crate::entries::SourceId;
use crate::model::{AddressBlock, Known, Link, Reason};

/// The routes of one or more subnets. The most specific matching route applies. The local route to each block
/// of the network is implicit and is not listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RouteTable {
    /// The resource.
    pub source: SourceId,
    /// Its network.
    pub network: Link<NetworkId>,
    /// Whether it applies to subnets without an explicit association.
    pub main: Known<bool>,
    /// The gateway whose inbound traffic it routes (edge association); none for tables of subnets only.
    pub gateway: Option<Link<GatewayId>>,
}

entry!(RouteTable { network, main, gateway });

/// A route: the next hop for a destination.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// The resource.
    pub source: SourceId,
    /// The table that contains it.
    pub table: Link<RouteTableId>,
    /// The destination.
    pub destination: RouteDestination,
    /// The next hop.
    pub target: RouteTarget,
}

entry!(Route { table, destination, target });

/// The destination of a route.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RouteDestination {
    /// An address block.
    Block(Known<AddressBlock>),
    /// All blocks of a prefix list.
    PrefixList(Link<PrefixListId>),
}

choice!(RouteDestination { Block(block), PrefixList(list) });

/// The next hop of a route. A gateway endpoint needs no [`Route`]: it implies a route to its service in each
/// table of [`super::EndpointKind::Gateway`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RouteTarget {
    /// Packets are dropped.
    Blackhole,
    /// The network itself.
    Local,
    /// An internet, egress-only or hybrid gateway.
    Gateway(Link<GatewayId>),
    /// A NAT gateway.
    NatGateway(Link<NatGatewayId>),
    /// A transit gateway, whose route tables decide the next hop.
    TransitGateway(Link<TransitGatewayId>),
    /// The other network of a peering.
    Peering(Link<PeeringId>),
    /// An endpoint of an inspection appliance (a Gateway Load Balancer endpoint on AWS).
    Endpoint(Link<PrivateEndpointId>),
    /// An interface that forwards packets: a NAT instance or a firewall appliance.
    Interface(Link<InterfaceId>),
    /// A target that the model does not cover, or that is not known.
    Unknown(Reason),
}

choice!(RouteTarget {
    Blackhole,
    Local,
    Gateway(gateway),
    NatGateway(gateway),
    TransitGateway(gateway),
    Peering(peering),
    Endpoint(endpoint),
    Interface(interface),
    Unknown(reason),
});
