//! Gateways of a VPC: `aws_internet_gateway`, `aws_egress_only_internet_gateway`, `aws_vpn_gateway`, and VPN
//! connections: `aws_vpn_connection`.

use polder_cloud::View;
use polder_inventory::model::{Known, Link, Reason};
use polder_inventory::networks::{
    Gateway, GatewayId, GatewayKind, HybridAttachment, HybridConnection, HybridConnectionId, TransitGatewayId,
};

use crate::networks::attribute;
use crate::reader::Reader;

/// Reads a gateway.
pub(in crate::networks) fn read<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let source = reader.source(view);
    let network = reader.leads_to(view, "vpc_id", "vpc");
    let kind = match view.kind() {
        "aws_egress_only_internet_gateway" => GatewayKind::EgressOnly,
        "aws_vpn_gateway" => GatewayKind::Hybrid,
        _ => GatewayKind::Internet,
    };
    reader.inventory.networks.gateways.push(Gateway { source, network, kind });
}

/// Reads `aws_internet_gateway_attachment` and `aws_vpn_gateway_attachment`.
pub(in crate::networks) fn read_attachment<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let name =
        if view.kind() == "aws_vpn_gateway_attachment" { "vpn_gateway_id" } else { "internet_gateway_id" };
    let network = reader.leads_to(view, "vpc_id", "vpc");
    let Some(id) = reader.must_lead_to::<GatewayId>(view, name, "gateway").id() else { return };
    if let Some(gateway) = reader.inventory.networks.gateways.get_mut(id) {
        gateway.network = network;
    }
    reader.contribute(view, id, &["network"]);
}

/// Reads `aws_vpn_connection`. Its tunnels are always encrypted: AWS Site-to-Site VPN User Guide.
pub(in crate::networks) fn read_vpn<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let source = reader.source(view);
    let end = match reader.leads_to::<TransitGatewayId>(view, "transit_gateway_id", "transit-gateway") {
        Some(gateway) => HybridAttachment::TransitGateway(gateway),
        None => HybridAttachment::Gateway(reader.must_lead_to(view, "vpn_gateway_id", "gateway")),
    };
    // Without `static_routes_only`, the other side announces its addresses by BGP.
    let remote = match attribute::truth_or(view, "static_routes_only", false) {
        Known::Value(true) => Known::Value([].into()),
        Known::Value(false) => Known::Unknown(Reason::Elsewhere),
        Known::Unknown(reason) => Known::Unknown(reason),
    };
    let encrypted = Known::Value(true);
    let connection = HybridConnection { source, attachment: end, remote, encrypted };
    reader.inventory.networks.hybrid_connections.push(connection);
}

/// Reads `aws_vpn_connection_route`.
pub(in crate::networks) fn read_vpn_route<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let line: Link<HybridConnectionId> = reader.must_lead_to(view, "vpn_connection_id", "vpn-connection");
    let Some(id) = line.id() else { return };
    let block = attribute::block(view, "destination_cidr_block");
    if let Some(line) = reader.inventory.networks.hybrid_connections.get_mut(id) {
        line.remote = match (&line.remote, block) {
            (Known::Value(blocks), Known::Value(block)) => {
                Known::Value(blocks.iter().copied().chain(block).collect())
            }
            (Known::Unknown(reason), _) => Known::Unknown(*reason),
            (_, Known::Unknown(reason)) => Known::Unknown(reason),
        };
    }
    reader.contribute(view, id, &["remote"]);
}
