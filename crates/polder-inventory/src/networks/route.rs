//! Route tables and routes.

use super::{
    GatewayId, InterfaceId, NatGatewayId, NetworkId, PeeringId, PrefixListId, PrivateEndpointId,
    RouteTableId, TransitGatewayId,
};
use crate::describe::{choice, entry};
use crate::entries::SourceId;
use crate::model::{AddressBlock, Known, Link};

/// The routes of one or more subnets. The most specific route that matches wins; the local route of the network is
/// implicit and always there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RouteTable {
    /// The resource.
    pub source: SourceId,
    /// Its network.
    pub network: Link<NetworkId>,
    /// Whether subnets use it that are associated with no other.
    pub main: Known<bool>,
    /// Gateways whose incoming traffic it routes, where it is no table of subnets alone.
    pub gateway: Option<Link<GatewayId>>,
}

entry!(RouteTable { network, main, gateway });

/// Where packets to some addresses go next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// The resource.
    pub source: SourceId,
    /// The table that it belongs to.
    pub table: Link<RouteTableId>,
    /// For which addresses.
    pub destination: RouteDestination,
    /// Where to.
    pub target: RouteTarget,
}

entry!(Route { table, destination, target });

/// The addresses that a route is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RouteDestination {
    /// A block.
    Block(Known<AddressBlock>),
    /// All blocks of a list.
    PrefixList(Link<PrefixListId>),
}

choice!(RouteDestination { Block(block), PrefixList(list) });

/// The next hop of a route. Gateway endpoints need no route of their own: they add one to the prefix list of their service
/// in each of [`super::EndpointKind::Gateway`]'s tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RouteTarget {
    /// Nowhere: packets are dropped.
    Blackhole,
    /// Within the network, as the implicit route.
    Local,
    /// The internet, or a line to another site.
    Gateway(Link<GatewayId>),
    /// A NAT gateway.
    NatGateway(Link<NatGatewayId>),
    /// A transit gateway, whose own tables say how it goes on.
    TransitGateway(Link<TransitGatewayId>),
    /// The other network of a peering.
    Peering(Link<PeeringId>),
    /// An endpoint that inspects packets.
    Endpoint(Link<PrivateEndpointId>),
    /// An interface that forwards packets: a machine that does NAT or inspects.
    Interface(Link<InterfaceId>),
    /// Something that the model has no word for.
    Unknown(crate::model::Reason),
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
