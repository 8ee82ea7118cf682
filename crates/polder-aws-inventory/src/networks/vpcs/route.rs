//! `aws_route`, and the inline routes of `aws_route_table` and `aws_default_route_table`.

use polder_cloud::View;
use polder_cloud::index::Resolved;
use polder_inventory::model::{AddressBlock, Known, Link, Reason};
use polder_inventory::networks::{
    GatewayId, InterfaceId, NatGatewayId, PeeringId, PrefixListId, PrivateEndpointId, Route,
    RouteDestination, RouteTableId, RouteTarget, TransitGatewayId,
};

use crate::networks::attribute;
use crate::reader::Reader;
use crate::value::{is_left_out, is_set};

/// Reads a route that is a resource.
pub(in crate::networks) fn read<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let source = reader.source(view);
    let table = reader.must_lead_to(view, "route_table_id", "route-table");
    let names = ["destination_cidr_block", "destination_ipv6_cidr_block", "destination_prefix_list_id"];
    let destination = destination(reader, view, names);
    let target = target(reader, view);
    reader.inventory.networks.routes.push(Route { source, table, destination, target });
}

/// Reads the inline routes of a table. In a state, they include routes that are separate resources, and those
/// of gateway endpoints.
pub(in crate::networks) fn read_inline<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let Some(table) = reader.id::<RouteTableId>(view.id()) else { return };
    for (at, block) in view.blocks("route").into_iter().enumerate() {
        let names = ["cidr_block", "ipv6_cidr_block", "destination_prefix_list_id"];
        let destination = destination(reader, block, names);
        let known = reader.inventory.networks.routes.values();
        let twice = known.filter(|it| it.table == Link::To(table)).any(|it| it.destination == destination);
        if twice || is_of_endpoint(block) {
            continue;
        }
        let part = names.iter().find_map(|name| block.text(name).filter(|text| !text.is_empty()));
        let part = part.map_or_else(|| format!("route[{at}]"), |text| format!("route {text}"));
        let target = target(reader, block);
        let source = reader.one_of(view, part);
        let table = Link::To(table);
        reader.inventory.networks.routes.push(Route { source, table, destination, target });
    }
}

/// Whether AWS created a route for a gateway endpoint: it leads from a prefix list to the endpoint.
fn is_of_endpoint(block: View<'_, '_>) -> bool {
    let endpoint = block.text("gateway_id").is_some_and(|id| id.starts_with("vpce-"));
    endpoint && is_set(block, "destination_prefix_list_id")
}

fn destination<'i, 'a>(
    reader: &mut Reader<'i, 'a>,
    view: View<'i, 'a>,
    [v4, v6, list]: [&str; 3],
) -> RouteDestination {
    if let Some(list) = reader.leads_to::<PrefixListId>(view, list, "prefix-list") {
        return RouteDestination::PrefixList(list);
    }
    let known = |name| match attribute::block(view, name) {
        Known::Value(None) => None,
        Known::Value(Some(block)) => Some(Known::Value(block)),
        Known::Unknown(reason) => Some(Known::<AddressBlock>::Unknown(reason)),
    };
    RouteDestination::Block(known(v4).or_else(|| known(v6)).unwrap_or(Known::Unknown(Reason::AfterApply)))
}

fn target<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) -> RouteTarget {
    if let Some(target) = gateway(reader, view) {
        return target;
    }
    if let Some(gateway) = reader.leads_to::<GatewayId>(view, "egress_only_gateway_id", "gateway") {
        return RouteTarget::Gateway(gateway);
    }
    if let Some(gateway) = reader.leads_to::<NatGatewayId>(view, "nat_gateway_id", "nat-gateway") {
        let chosen = if matches!(gateway, Link::Unknown(_)) { one_of_equals(reader, view) } else { None };
        return RouteTarget::NatGateway(chosen.map_or(gateway, Link::To));
    }
    if let Some(gateway) = reader.leads_to::<TransitGatewayId>(view, "transit_gateway_id", "transit-gateway")
    {
        return RouteTarget::TransitGateway(gateway);
    }
    if let Some(peering) = reader.leads_to::<PeeringId>(view, "vpc_peering_connection_id", "peering") {
        return RouteTarget::Peering(peering);
    }
    if let Some(endpoint) = reader.leads_to::<PrivateEndpointId>(view, "vpc_endpoint_id", "vpc-endpoint") {
        return RouteTarget::Endpoint(endpoint);
    }
    let interface = "network-interface";
    if let Some(interface) = reader.leads_to::<InterfaceId>(view, "network_interface_id", interface) {
        return RouteTarget::Interface(interface);
    }
    if let Some(machine) = reader.resource_of(view, "instance_id", &["aws_instance"]) {
        let first = reader.interfaces_of(machine).first().copied();
        return RouteTarget::Interface(first.map_or(Link::Unknown(Reason::AfterApply), Link::To));
    }
    for name in
        ["local_gateway_id", "carrier_gateway_id", "core_network_arn", "odb_network_arn", "instance_id"]
    {
        if is_set(view, name) {
            return RouteTarget::Unknown(Reason::AttributeNotModelled);
        }
    }
    // The target no longer exists. This is only possible in a state.
    match view.text("state").as_deref() {
        Some("blackhole") => RouteTarget::Blackhole,
        _ => RouteTarget::Unknown(Reason::AfterApply),
    }
}

/// The first of the NAT gateways among which a route chooses, if they lead to the same: all to the internet, or none.
fn one_of_equals<'i, 'a>(reader: &Reader<'i, 'a>, view: View<'i, 'a>) -> Option<NatGatewayId> {
    let candidates = reader.candidates(view, "aws_nat_gateway").into_iter();
    let ids: Vec<NatGatewayId> = candidates.filter_map(|it| reader.id(it.id())).collect();
    let public = |id: &NatGatewayId| reader.inventory.networks.nat_gateways.get(*id).map(|it| it.public);
    let first = ids.first()?;
    ids.iter().all(|id| public(id) == public(first)).then_some(*first)
}

/// `gateway_id` is an internet gateway, a virtual private gateway, a Gateway Load Balancer endpoint, or `local`.
fn gateway<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) -> Option<RouteTarget> {
    let value = view.get("gateway_id");
    if is_left_out(&value) {
        return None;
    }
    if matches!(&value, Resolved::Text(text) if text == "local") {
        return Some(RouteTarget::Local);
    }
    let endpoint = reader.leads_to::<PrivateEndpointId>(view, "gateway_id", "gateway");
    if let Some(endpoint @ Link::To(_)) = endpoint {
        return Some(RouteTarget::Endpoint(endpoint));
    }
    reader.leads_to::<GatewayId>(view, "gateway_id", "gateway").map(RouteTarget::Gateway)
}
