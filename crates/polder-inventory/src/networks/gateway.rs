//! Ways out of a network: internet and private lines, NAT, public addresses, peerings.

use super::{NetworkId, PublicAddressId, SubnetId, TransitGatewayId};
use crate::describe::{choice, entry};
use crate::entries::SourceId;
use crate::model::{AddressBlock, Known, Link, Set};

/// A gateway between a network and the world outside of the cloud.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gateway {
    /// The resource.
    pub source: SourceId,
    /// Its network; none while it is attached to none.
    pub network: Option<Link<NetworkId>>,
    /// What is on the other side, and who may start a connection.
    pub kind: GatewayKind,
}

entry!(Gateway { network, kind });

/// What a gateway leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GatewayKind {
    /// The internet, both ways: an interface behind it needs a public address.
    Internet,
    /// The internet, for connections over IPv6 that start inside.
    OutboundOnly,
    /// Other sites of the owner, over private lines: see [`HybridConnection`].
    Hybrid,
}

choice!(GatewayKind { Internet, OutboundOnly, Hybrid });

/// A line to a network outside of the cloud: a VPN or a leased line. What routes it announces at run time is not modelled;
/// its static ones are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HybridConnection {
    /// The resource.
    pub source: SourceId,
    /// The end of the line in the cloud.
    pub end: HybridEnd,
    /// Addresses on the other side.
    pub remote: Known<Set<AddressBlock>>,
    /// Whether what travels on it is encrypted.
    pub encrypted: Known<bool>,
}

entry!(HybridConnection { end, remote, encrypted });

/// Where a line to another site ends in the cloud.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HybridEnd {
    /// At a gateway of one network.
    Gateway(Link<super::GatewayId>),
    /// At a transit gateway.
    TransitGateway(Link<TransitGatewayId>),
}

choice!(HybridEnd { Gateway(gateway), TransitGateway(gateway) });

/// Lets interfaces without public addresses start connections; nobody can start one towards them through it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NatGateway {
    /// The resource.
    pub source: SourceId,
    /// The subnets in which it stands: one, or one in each zone for a gateway of the whole network. Endurance: all who
    /// leave through one subnet share its zone.
    pub subnets: Set<Link<SubnetId>>,
    /// Whether it leads to the internet, and not to other private networks only.
    pub public: Known<bool>,
    /// Its public addresses; partners may admit them by number.
    pub addresses: Set<Link<PublicAddressId>>,
}

entry!(NatGateway { subnets, public, addresses });

/// A public address that is held whether or not it is used. Price; quotas; who can be reached at a fixed address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicAddress {
    /// The resource.
    pub source: SourceId,
    /// The address, as a block of one.
    pub address: Known<AddressBlock>,
}

entry!(PublicAddress { address });

/// A link between two networks, of any account or region. Not transitive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Peering {
    /// The resource that asked for it.
    pub source: SourceId,
    /// The network on whose side it was asked for.
    pub requester: Link<NetworkId>,
    /// The other network.
    pub accepter: Link<NetworkId>,
    /// Whether the other side accepts, in this estate.
    pub accepted: Known<bool>,
    /// Whether host names of the accepter's interfaces resolve to private addresses in the requester's network.
    pub requester_resolves: Known<bool>,
    /// The same the other way round.
    pub accepter_resolves: Known<bool>,
}

entry!(Peering { requester, accepter, accepted, requester_resolves, accepter_resolves });
