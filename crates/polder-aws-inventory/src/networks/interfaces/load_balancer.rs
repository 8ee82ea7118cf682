//! Interfaces of load balancers.

use polder_cloud::View;
use polder_inventory::model::{Known, Link, Set};
use polder_inventory::networks::{
    InterfaceId, ListeningPort, Protocol, PublicAddressId, PublicAddressing, SubnetId,
};

use super::interface_settings::{Groups, InterfaceSettings, Public};
use crate::networks::attribute;
use crate::networks::load_balancing::lb_target_group::keeps_clients;
use crate::networks::vpcs::nat_gateway::addresses;
use crate::reader::Reader;

/// `aws_lb`.
pub(super) fn load_balancer<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) -> Vec<InterfaceId> {
    let kind = view.text("load_balancer_type");
    let kind = kind.as_deref().unwrap_or("application");
    let groups = match (kind, reader.groups(view, "security_groups")) {
        ("gateway", _) => Groups::None,
        // A Network Load Balancer that is created without security groups never has any: Elastic Load
        // Balancing, "Security groups for your Network Load Balancer".
        ("network", Groups::Named(groups)) if groups.is_empty() => Groups::None,
        (_, groups) => groups,
    };
    let internal = attribute::truth_or(view, "internal", false);
    let public = match kind {
        "gateway" => Public::PRIVATE,
        _ => Public::said(internal.map(|internal| !internal)),
    };
    let forwards = match kind {
        "gateway" => Known::Value(true),
        "network" => keeps_client_addresses(reader, view),
        _ => Known::Value(false),
    };
    let listens = listens(reader, view);
    let common =
        InterfaceSettings { public, listens, forwards, ..InterfaceSettings::of(reader.owner(view), groups) };
    let mappings = view.blocks("subnet_mapping");
    if mappings.is_empty() {
        let subnets = reader.subnets(view, "subnets");
        return reader.add_interfaces(view, subnets, &common);
    }
    mappings.into_iter().flat_map(|mapping| mapped(reader, view, mapping, &common)).collect()
}

/// A subnet of a load balancer, with the address of the load balancer in it.
fn mapped<'i, 'a>(
    reader: &mut Reader<'i, 'a>,
    view: View<'i, 'a>,
    mapping: View<'i, 'a>,
    common: &InterfaceSettings,
) -> Vec<InterfaceId> {
    let subnets: Vec<Link<SubnetId>> = reader.subnets(mapping, "subnet_id");
    let made = reader.add_interfaces(view, subnets, common);
    let held = reader.leads_to::<PublicAddressId>(mapping, "allocation_id", "public-address");
    for id in &made {
        reader.at(*id, addresses(mapping, &["private_ipv4_address", "ipv6_address"]));
        if let (Some(interface), Some(held)) = (reader.inventory.networks.interfaces.get_mut(*id), held) {
            interface.public = Known::Value(PublicAddressing::Reserved(held));
        }
    }
    made
}

/// The ports of a load balancer: those of its listeners.
pub(super) fn listens<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) -> Known<Set<ListeningPort>> {
    let mut all = vec![];
    for listener in listeners(reader, view) {
        let port = match attribute::number::<u16>(listener, "port") {
            Known::Value(Some(port)) => port,
            // A Gateway Load Balancer accepts packets to all ports.
            Known::Value(None) => continue,
            Known::Unknown(reason) => return Known::Unknown(reason),
        };
        let protocols: &[Protocol] = match listener.text("protocol").as_deref() {
            Some("UDP" | "QUIC") => &[Protocol::Udp],
            Some("TCP_UDP" | "TCP_QUIC") => &[Protocol::Tcp, Protocol::Udp],
            _ => &[Protocol::Tcp],
        };
        all.extend(protocols.iter().map(|protocol| ListeningPort { protocol: *protocol, port }));
    }
    Known::Value(all.into())
}

fn listeners<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) -> Vec<View<'i, 'a>> {
    let kinds = ["aws_lb_listener", "aws_alb_listener"];
    let listeners = kinds.map(|kind| reader.users((kind, "load_balancer_arn"), view.id()));
    listeners.into_iter().flatten().collect()
}

/// Whether client addresses are preserved for a target group, so that packets with foreign source addresses leave the load balancer.
fn keeps_client_addresses<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) -> Known<bool> {
    let mut keeps = Known::Value(false);
    for listener in listeners(reader, view) {
        for action in listener.blocks("default_action") {
            let mut groups = reader.resources(action, "target_group_arn");
            for forward in action.blocks("forward") {
                for group in forward.blocks("target_group") {
                    groups.extend(reader.resources(group, "arn"));
                }
            }
            for group in groups {
                match keeps_clients(group) {
                    Known::Value(true) => return Known::Value(true),
                    Known::Value(false) => {}
                    Known::Unknown(reason) => keeps = Known::Unknown(reason),
                }
            }
        }
    }
    keeps
}

/// `aws_elb`, a Classic Load Balancer.
pub(super) fn classic<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) -> Vec<InterfaceId> {
    let groups = reader.groups(view, "security_groups");
    let internal = attribute::truth_or(view, "internal", false);
    let mut ports = vec![];
    for listener in view.blocks("listener") {
        if let Known::Value(Some(port)) = attribute::number::<u16>(listener, "lb_port") {
            ports.push(ListeningPort { protocol: Protocol::Tcp, port });
        }
    }
    let common = InterfaceSettings {
        public: Public::said(internal.map(|internal| !internal)),
        listens: Known::Value(ports.into()),
        ..InterfaceSettings::of(reader.owner(view), groups)
    };
    let subnets = reader.subnets_or_default(view, "subnets");
    reader.add_interfaces(view, subnets, &common)
}
