//! Interfaces of NAT gateways, transit gateways, VPC endpoints, VPC links and resolvers.

use polder_cloud::View;
use polder_inventory::model::{Known, Link, Reason, Set};
use polder_inventory::networks::{
    EndpointTarget, InterfaceId, ListeningPort, NatGatewayId, PrivateEndpointId, Protocol, PublicAddressing,
};

use super::interface_settings::{Groups, InterfaceSettings, Public, tcp};
use crate::networks::vpcs::nat_gateway::addresses;
use crate::networks::vpcs::vpc_endpoint::{EndpointType, endpoint_type};
use crate::reader::Reader;
use crate::value::is_set;

/// `aws_nat_gateway`. It has no security groups.
pub(super) fn nat_gateway<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) -> Vec<InterfaceId> {
    let Some(id) = reader.id::<NatGatewayId>(view.id()) else { return vec![] };
    let Some(gateway) = reader.inventory.networks.nat_gateways.get(id) else { return vec![] };
    let subnets = gateway.subnets.to_vec();
    let held = gateway.addresses.first().copied();
    let public = gateway.public.map(|public| match held {
        Some(address) if public => PublicAddressing::Reserved(address),
        None if public => PublicAddressing::Ephemeral,
        _ => PublicAddressing::None,
    });
    let common = InterfaceSettings {
        public: Public::Known(public),
        forwards: Known::Value(true),
        ..InterfaceSettings::of(Link::To(id.into()), Groups::None)
    };
    let made = reader.add_interfaces(view, subnets, &common);
    for id in &made {
        reader.at(*id, addresses(view, &["private_ip", "secondary_private_ip_addresses"]));
    }
    made
}

/// `aws_ec2_transit_gateway_vpc_attachment`.
pub(super) fn transit_attachment<'i, 'a>(
    reader: &mut Reader<'i, 'a>,
    view: View<'i, 'a>,
) -> Vec<InterfaceId> {
    let common = InterfaceSettings {
        forwards: Known::Value(true),
        ..InterfaceSettings::of(reader.owner(view), Groups::None)
    };
    let subnets = reader.subnets(view, "subnet_ids");
    reader.add_interfaces(view, subnets, &common)
}

/// `aws_vpc_endpoint`, with the subnets and groups that association resources add.
pub(super) fn vpc_endpoint<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) -> Vec<InterfaceId> {
    let Some(id) = reader.id::<PrivateEndpointId>(view.id()) else { return vec![] };
    let kind = endpoint_type(view);
    let mut subnets = reader.all_lead_to(view, "subnet_ids", "subnet");
    for other in reader.users(("aws_vpc_endpoint_subnet_association", "vpc_endpoint_id"), view.id()) {
        for subnet in reader.all_lead_to(other, "subnet_id", "subnet") {
            if !subnets.contains(&subnet) {
                subnets.push(subnet);
            }
        }
    }
    let common = match kind {
        EndpointType::Gateway => return vec![],
        EndpointType::Inspection => InterfaceSettings {
            forwards: Known::Value(true),
            ..InterfaceSettings::of(Link::To(id.into()), Groups::None)
        },
        EndpointType::Interface => {
            let groups = endpoint_groups(reader, view);
            let listens = endpoint_ports(reader, view, id);
            InterfaceSettings { listens, ..InterfaceSettings::of(Link::To(id.into()), groups) }
        }
    };
    reader.add_interfaces(view, subnets, &common)
}

fn endpoint_groups<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) -> Groups {
    let mut groups = match reader.groups(view, "security_group_ids") {
        Groups::Named(groups) => groups,
        other => return other,
    };
    let association = ("aws_vpc_endpoint_security_group_association", "vpc_endpoint_id");
    for other in reader.users(association, view.id()) {
        for group in reader.all_lead_to(other, "security_group_id", "security-group") {
            if !groups.contains(&group) {
                groups.push(group);
            }
        }
    }
    Groups::Named(groups)
}

/// The ports of a service at its endpoint. AWS services use port 443, except SMTP: Amazon SES Developer
/// Guide, "Connecting to an SMTP endpoint".
fn endpoint_ports<'i, 'a>(
    reader: &mut Reader<'i, 'a>,
    view: View<'i, 'a>,
    id: PrivateEndpointId,
) -> Known<Set<ListeningPort>> {
    let endpoint = reader.inventory.networks.private_endpoints.get(id);
    match endpoint.map(|endpoint| &endpoint.service) {
        Some(EndpointTarget::Provider { service: Known::Unknown(reason), .. }) => Known::Unknown(*reason),
        Some(EndpointTarget::Provider { .. }) => {
            let mail = view.text("service_name").is_some_and(|it| it.ends_with(".email-smtp"));
            let ports = if mail { vec![25, 465, 587, 2465, 2587] } else { vec![443] };
            Known::Value(ports.into_iter().map(tcp).collect())
        }
        Some(EndpointTarget::Published(_)) => published(reader, view),
        None => Known::Unknown(Reason::KindNotModelled),
    }
}

/// The ports of the load balancers of an endpoint service of the estate.
fn published<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) -> Known<Set<ListeningPort>> {
    let Some(service) = reader.resource_of(view, "service_name", &["aws_vpc_endpoint_service"]) else {
        return Known::Unknown(Reason::Elsewhere);
    };
    let balancers = reader.resources(service, "network_load_balancer_arns");
    let mut all = vec![];
    for balancer in balancers {
        match super::load_balancer::listens(reader, balancer) {
            Known::Value(ports) => all.extend(ports.iter().copied()),
            Known::Unknown(reason) => return Known::Unknown(reason),
        }
    }
    Known::Value(all.into())
}

/// `aws_apigatewayv2_vpc_link`: it opens connections.
pub(super) fn api_link<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) -> Vec<InterfaceId> {
    let common = InterfaceSettings::of(reader.owner(view), reader.groups(view, "security_group_ids"));
    let subnets = reader.subnets(view, "subnet_ids");
    reader.add_interfaces(view, subnets, &common)
}

/// `aws_route53_resolver_endpoint`: inbound endpoints answer queries, outbound endpoints forward them.
pub(super) fn resolver_endpoint<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) -> Vec<InterfaceId> {
    let ports = [Protocol::Tcp, Protocol::Udp].map(|protocol| ListeningPort { protocol, port: 53 });
    let inbound = view.text("direction").is_none_or(|it| it != "OUTBOUND");
    let listens = if inbound { Known::Value(ports.into()) } else { Known::Value(Set::default()) };
    let groups = reader.groups(view, "security_group_ids");
    let common = InterfaceSettings { listens, ..InterfaceSettings::of(reader.owner(view), groups) };
    let mut made = vec![];
    for address in view.blocks("ip_address") {
        let subnets = reader.subnets(address, "subnet_id");
        let first = reader.add_interfaces(view, subnets, &common);
        if is_set(address, "ip") {
            first.iter().for_each(|id| reader.at(*id, addresses(address, &["ip"])));
        }
        made.extend(first);
    }
    made
}
