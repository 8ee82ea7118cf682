//! Transit gateways with their attachments, route tables and routes.

use super::{
    HybridConnectionId, NetworkId, RouteDestination, SubnetId, TransitAttachmentId, TransitGatewayId,
    TransitRouteTableId,
};
use crate::describe::{choice, entry};
use crate::entries::SourceId;
use crate::model::{Known, Link, Set};

/// A regional router between networks, hybrid connections and other transit gateways.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransitGateway {
    /// The resource.
    pub source: SourceId,
    /// The route table that new attachments are associated with; none if they are associated with none.
    pub default_association: Option<Link<TransitRouteTableId>>,
    /// The route table that new attachments propagate to; none if they propagate to none.
    pub default_propagation: Option<Link<TransitRouteTableId>>,
    /// Whether attachments from other accounts are accepted automatically.
    pub auto_accepts: Known<bool>,
}

entry!(TransitGateway { default_association, default_propagation, auto_accepts });

/// An attachment to a transit gateway.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransitAttachment {
    /// The resource.
    pub source: SourceId,
    /// The transit gateway.
    pub gateway: Link<TransitGatewayId>,
    /// What is attached.
    pub attached: Attached,
    /// The route table for traffic from this attachment; without one, the traffic is dropped.
    pub association: Option<Link<TransitRouteTableId>>,
    /// The route tables to which this attachment propagates its address blocks.
    pub propagations: Set<Link<TransitRouteTableId>>,
    /// Whether both directions of a connection use the same zone, as stateful appliances require.
    pub appliance_mode: Known<bool>,
}

entry!(TransitAttachment { gateway, attached, association, propagations, appliance_mode });

/// What is attached to a transit gateway.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Attached {
    /// A network.
    Network {
        /// The network.
        network: Link<NetworkId>,
        /// The subnets of the attachment, one for each zone that it serves.
        subnets: Set<Link<SubnetId>>,
    },
    /// A transit gateway of another region or account.
    Gateway(Link<TransitGatewayId>),
    /// A VPN or dedicated connection.
    Connection(Link<HybridConnectionId>),
}

choice!(Attached { Network { network, subnets }, Gateway(gateway), Connection(connection) });

/// A route table of a transit gateway.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransitRouteTable {
    /// The resource.
    pub source: SourceId,
    /// The transit gateway.
    pub gateway: Link<TransitGatewayId>,
}

entry!(TransitRouteTable { gateway });

/// A static route of a transit gateway.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransitRoute {
    /// The resource.
    pub source: SourceId,
    /// The table that contains it.
    pub table: Link<TransitRouteTableId>,
    /// The destination.
    pub destination: RouteDestination,
    /// The next hop; none for a blackhole route.
    pub target: Option<Link<TransitAttachmentId>>,
}

entry!(TransitRoute { table, destination, target });
