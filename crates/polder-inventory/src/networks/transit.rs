//! Transit gateways: routers between networks, lines and each other.

use super::{
    HybridConnectionId, NetworkId, RouteDestination, SubnetId, TransitAttachmentId, TransitGatewayId,
    TransitRouteTableId,
};
use crate::describe::{choice, entry};
use crate::entries::SourceId;
use crate::model::{Known, Link, Set};

/// A router of a region to which networks and lines are attached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransitGateway {
    /// The resource.
    pub source: SourceId,
    /// The table that new attachments use; none if they use none.
    pub default_association: Option<Link<TransitRouteTableId>>,
    /// The table that new attachments announce their addresses to; none if to none.
    pub default_propagation: Option<Link<TransitRouteTableId>>,
    /// Whether attachments of other accounts are accepted without asking.
    pub accepts_foreign: Known<bool>,
}

entry!(TransitGateway { default_association, default_propagation, accepts_foreign });

/// Something that is attached to a transit gateway.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransitAttachment {
    /// The resource.
    pub source: SourceId,
    /// The gateway.
    pub gateway: Link<TransitGatewayId>,
    /// What is attached.
    pub attached: Attached,
    /// The table that routes what comes from here; none drops it.
    pub association: Option<Link<TransitRouteTableId>>,
    /// Tables to which the addresses behind it are announced.
    pub propagations: Set<Link<TransitRouteTableId>>,
    /// Whether both directions of a connection pass the same zone, as machines that inspect need it.
    pub appliance_mode: Known<bool>,
}

entry!(TransitAttachment { gateway, attached, association, propagations, appliance_mode });

/// What is attached to a transit gateway.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Attached {
    /// A network, by one subnet in each zone that takes part.
    Network {
        /// The network.
        network: Link<NetworkId>,
        /// The subnets.
        subnets: Set<Link<SubnetId>>,
    },
    /// A transit gateway of another region or account.
    Gateway(Link<TransitGatewayId>),
    /// A line to another site.
    Line(Link<HybridConnectionId>),
}

choice!(Attached { Network { network, subnets }, Gateway(gateway), Line(line) });

/// A table of routes of a transit gateway.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransitRouteTable {
    /// The resource.
    pub source: SourceId,
    /// The gateway.
    pub gateway: Link<TransitGatewayId>,
}

entry!(TransitRouteTable { gateway });

/// A static route of a transit gateway.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransitRoute {
    /// The resource.
    pub source: SourceId,
    /// The table.
    pub table: Link<TransitRouteTableId>,
    /// For which addresses.
    pub destination: RouteDestination,
    /// Where to; none drops the packets.
    pub target: Option<Link<TransitAttachmentId>>,
}

entry!(TransitRoute { table, destination, target });
