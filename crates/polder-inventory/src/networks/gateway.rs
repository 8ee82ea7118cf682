//! Internet, egress-only and hybrid gateways, NAT gateways, public addresses and peerings.

use super::{GatewayId, NetworkId, PublicAddressId, SubnetId, TransitGatewayId};
use crate::describe::{choice, entry};
use crate::entries::SourceId;
use crate::model::{AddressBlock, Known, Link, Set};

/// A gateway between a network and something outside of the cloud.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gateway {
    /// The resource.
    pub source: SourceId,
    /// The network it is attached to; none if it is detached.
    pub network: Option<Link<NetworkId>>,
    /// Where it leads.
    pub kind: GatewayKind,
}

entry!(Gateway { network, kind });

/// Where a gateway leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GatewayKind {
    /// The internet, inbound and outbound. An interface needs a public address to use it.
    Internet,
    /// The internet, for IPv6 connections opened from inside only.
    EgressOnly,
    /// The owner's other sites, through VPN or dedicated connections: see [`HybridConnection`].
    Hybrid,
}

choice!(GatewayKind { Internet, EgressOnly, Hybrid });

/// A connection to a network outside of the cloud: a VPN or a dedicated line. Only static configuration is
/// modelled; routes that are exchanged at run time (BGP) are not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HybridConnection {
    /// The resource.
    pub source: SourceId,
    /// The cloud side of the connection.
    pub attachment: HybridAttachment,
    /// Address blocks on the other side.
    pub remote: Known<Set<AddressBlock>>,
    /// Whether traffic on it is encrypted.
    pub encrypted: Known<bool>,
}

entry!(HybridConnection { attachment, remote, encrypted });

/// The cloud side of a hybrid connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HybridAttachment {
    /// A gateway of one network.
    Gateway(Link<GatewayId>),
    /// A transit gateway.
    TransitGateway(Link<TransitGatewayId>),
}

choice!(HybridAttachment { Gateway(gateway), TransitGateway(gateway) });

/// A NAT gateway: outbound connections for interfaces without public addresses. Nothing can connect inwards
/// through it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NatGateway {
    /// The resource.
    pub source: SourceId,
    /// Its subnets: one, or several for a gateway that spans zones. Endurance: everything routed through a
    /// subnet depends on its zone.
    pub subnets: Set<Link<SubnetId>>,
    /// Whether it leads to the internet; a private NAT gateway leads to other private networks only.
    pub public: Known<bool>,
    /// Its public addresses, which partners may have on an allow list.
    pub addresses: Set<Link<PublicAddressId>>,
}

entry!(NatGateway { subnets, public, addresses });

/// A reserved public IPv4 address. Read by price (charged while reserved) and quotas.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicAddress {
    /// The resource.
    pub source: SourceId,
    /// The address, as a block of one.
    pub address: Known<AddressBlock>,
}

entry!(PublicAddress { address });

/// A peering of two networks, of any accounts and regions. Not transitive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Peering {
    /// The resource of the requesting side.
    pub source: SourceId,
    /// The requesting network.
    pub requester: Link<NetworkId>,
    /// The accepting network.
    pub accepter: Link<NetworkId>,
    /// Whether the estate accepts the request.
    pub accepted: Known<bool>,
    /// Whether the requester resolves DNS host names of the accepter to private addresses.
    pub requester_resolves: Known<bool>,
    /// Whether the accepter resolves DNS host names of the requester to private addresses.
    pub accepter_resolves: Known<bool>,
}

entry!(Peering { requester, accepter, accepted, requester_resolves, accepter_resolves });
