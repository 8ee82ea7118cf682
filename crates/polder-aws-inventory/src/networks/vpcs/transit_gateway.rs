//! `aws_ec2_transit_gateway`, its attachments, route tables and routes.

use polder_cloud::View;
use polder_inventory::EntryIndex;
use polder_inventory::model::{Known, Link, Reason, Set};
use polder_inventory::networks::{
    Attached, HybridConnectionId, RouteDestination, TransitAttachment, TransitAttachmentId, TransitGateway,
    TransitGatewayId, TransitRoute, TransitRouteTable, TransitRouteTableId,
};

use crate::networks::attribute;
use crate::networks::state::Made;
use crate::reader::Reader;
use crate::value::is_set;

const WORDS: [(&str, bool); 2] = [("enable", true), ("disable", false)];

/// Reads a gateway. Provider documentation: by default, new attachments are associated with the default route
/// table and propagate to it.
pub(in crate::networks) fn read<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let source = reader.source(view);
    let accepts = attribute::word_or(view, "auto_accept_shared_attachments", &WORDS, false);
    reader.inventory.networks.transit_gateways.push(TransitGateway {
        source,
        default_association: None,
        default_propagation: None,
        auto_accepts: accepts,
    });
}

/// Derives the default route table of a gateway.
pub(in crate::networks) fn read_parts<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let Some(id) = reader.id::<TransitGatewayId>(view.id()) else { return };
    let association = default(reader, view, "default_route_table_association");
    let propagation = default(reader, view, "default_route_table_propagation");
    if let Some(gateway) = reader.inventory.networks.transit_gateways.get_mut(id) {
        gateway.default_association = association;
        gateway.default_propagation = propagation;
    }
}

fn default<'i, 'a>(
    reader: &mut Reader<'i, 'a>,
    view: View<'i, 'a>,
    name: &str,
) -> Option<Link<TransitRouteTableId>> {
    match attribute::word_or(view, name, &WORDS, true) {
        Known::Value(true) => {
            let table = reader.made(view, Made::TransitRouteTable).and_then(TransitRouteTableId::from_entry);
            Some(table.map_or(Link::Unknown(Reason::Elsewhere), Link::To))
        }
        Known::Value(false) => None,
        Known::Unknown(reason) => Some(Link::Unknown(reason)),
    }
}

/// Reads `aws_ec2_transit_gateway_vpc_attachment`.
pub(in crate::networks) fn read_attachment<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let network = reader.must_lead_to(view, "vpc_id", "vpc");
    let subnets = reader.all_lead_to(view, "subnet_ids", "subnet").into();
    let appliance = attribute::word_or(view, "appliance_mode_support", &WORDS, false);
    push(reader, view, Attached::Network { network, subnets }, appliance);
}

/// Reads `aws_ec2_transit_gateway_peering_attachment`.
pub(in crate::networks) fn read_peering<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let peer = reader.must_lead_to(view, "peer_transit_gateway_id", "transit-gateway");
    push(reader, view, Attached::Gateway(peer), Known::Value(false));
}

fn push<'i, 'a>(
    reader: &mut Reader<'i, 'a>,
    view: View<'i, 'a>,
    attached: Attached,
    appliance_mode: Known<bool>,
) {
    let source = reader.source(view);
    let gateway = reader.must_lead_to(view, "transit_gateway_id", "transit-gateway");
    let attachments = &mut reader.inventory.networks.transit_attachments;
    attachments.push(TransitAttachment {
        source,
        gateway,
        attached,
        association: None,
        propagations: Set::default(),
        appliance_mode,
    });
}

/// Reads the attachment of a VPN connection.
pub(in crate::networks) fn read_line<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let Some(line) = reader.id::<HybridConnectionId>(view.id()) else { return };
    if is_set(view, "transit_gateway_id") {
        push(reader, view, Attached::Connection(Link::To(line)), Known::Value(false));
    }
}

/// Sets the gateway's default route table unless the attachment disables it. Peering attachments never use
/// it: Amazon VPC Transit Gateways, "Peering attachments".
pub(in crate::networks) fn read_attachment_parts<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let Some(id) = reader.id::<TransitAttachmentId>(view.id()) else { return };
    let Some(attachment) = reader.inventory.networks.transit_attachments.get(id) else { return };
    let gateway = attachment.gateway.id();
    let Some(gateway) = reader
        .resource_of(view, "transit_gateway_id", &["aws_ec2_transit_gateway"])
        .filter(|_| gateway.is_some())
    else {
        return;
    };
    let association = wanted(reader, view, gateway, "association");
    let propagation = wanted(reader, view, gateway, "propagation");
    let Some(attachment) = reader.inventory.networks.transit_attachments.get_mut(id) else { return };
    attachment.association = attachment.association.or(association);
    attachment.propagations = attachment.propagations.iter().copied().chain(propagation).collect();
}

fn wanted<'i, 'a>(
    reader: &mut Reader<'i, 'a>,
    view: View<'i, 'a>,
    gateway: View<'i, 'a>,
    what: &str,
) -> Option<Link<TransitRouteTableId>> {
    let own = format!("transit_gateway_default_route_table_{what}");
    match attribute::truth_or(view, &own, true) {
        Known::Value(true) => default(reader, gateway, &format!("default_route_table_{what}")),
        Known::Value(false) => None,
        Known::Unknown(reason) => Some(Link::Unknown(reason)),
    }
}

/// Reads a route table.
pub(in crate::networks) fn read_table<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let source = reader.source(view);
    let gateway = reader.must_lead_to(view, "transit_gateway_id", "transit-gateway");
    reader.inventory.networks.transit_route_tables.push(TransitRouteTable { source, gateway });
}

/// Reads a static route, or a reference to a prefix list.
pub(in crate::networks) fn read_route<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let source = reader.source(view);
    let table = reader.must_lead_to(view, "transit_gateway_route_table_id", "transit-route-table");
    let destination = match reader.leads_to(view, "prefix_list_id", "prefix-list") {
        Some(list) => RouteDestination::PrefixList(list),
        None => RouteDestination::Block(match attribute::block(view, "destination_cidr_block") {
            Known::Value(Some(block)) => Known::Value(block),
            Known::Value(None) => Known::Unknown(Reason::AfterApply),
            Known::Unknown(reason) => Known::Unknown(reason),
        }),
    };
    let target = match attribute::truth_or(view, "blackhole", false) {
        Known::Value(true) => None,
        _ => Some(reader.must_lead_to(view, "transit_gateway_attachment_id", "transit-attachment")),
    };
    let route = TransitRoute { source, table, destination, target };
    reader.inventory.networks.transit_routes.push(route);
}

/// Reads `aws_ec2_transit_gateway_route_table_association` and `…_propagation`.
pub(in crate::networks) fn read_use<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let name = "transit_gateway_attachment_id";
    let attachment: Link<TransitAttachmentId> = reader.must_lead_to(view, name, "transit-attachment");
    let Some(id) = attachment.id() else { return };
    let table = reader.must_lead_to(view, "transit_gateway_route_table_id", "transit-route-table");
    let Some(attachment) = reader.inventory.networks.transit_attachments.get_mut(id) else { return };
    if view.kind() == "aws_ec2_transit_gateway_route_table_association" {
        attachment.association = Some(table);
        reader.contribute(view, id, &["association"]);
    } else {
        attachment.propagations = attachment.propagations.iter().copied().chain([table]).collect();
        reader.contribute(view, id, &["propagations"]);
    }
}
