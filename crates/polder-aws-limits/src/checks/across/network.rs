//! Networks, and what is attached to them.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;

use ipnet::Ipv4Net;

use super::{Rule, each};
use crate::codes;
use crate::context::Context;
use crate::report::Report;
use crate::subject::{Fault, Subject};
use crate::tree::Tree;

const VPC: &[&str] = &["aws_vpc"];
const GATEWAY: &[&str] = &["aws_internet_gateway"];

/// The rules in order.
const RULES: [(&str, Rule); 7] = [
    ("aws_vpc_ipv4_cidr_block_association", secondary),
    ("aws_vpc_peering_connection", peering),
    ("aws_route", route),
    ("aws_vpc_endpoint", private_names),
    ("aws_instance", |context, item, report| address(context, item, "private_ip", report)),
    ("aws_network_interface", |context, item, report| address(context, item, "private_ips", report)),
    ("aws_volume_attachment", volume),
];

/// Reports what AWS does not attach to a network.
pub(super) fn check(context: &Context<'_, '_>, report: &mut Report) {
    each(context, &RULES, report);
    once(context, "aws_internet_gateway", "vpc_id", "a VPC has one internet gateway", report);
    once(context, "aws_route_table_association", "subnet_id", "a subnet has one route table", report);
}

fn range(item: &Subject<'_, '_>) -> Option<Ipv4Net> {
    item.text("cidr_block")?.parse().ok()
}

/// Ranges of other private networks cannot be added to a VPC.
fn secondary(context: &Context<'_, '_>, item: &Subject<'_, '_>, report: &mut Report) {
    let page = "docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html";
    let Some(vpc) = context.target(&item.view, "vpc_id", VPC) else { return };
    let (Some(main), Some(more)) = (range(&vpc), range(item)) else { return };
    if main.contains(&more) || more.contains(&main) {
        let message = format!("`cidr_block` is `{more}`, which overlaps `{main}` of the VPC");
        return item.find(
            report,
            &codes::NETWORK,
            Fault::new("cidr_block", message, "a range that does not overlap", page),
        );
    }
    if let (Some(of_main), Some(of_more)) = (private(main), private(more))
        && of_main != of_more
    {
        let message = format!("`cidr_block` is `{more}`, and the VPC has `{main}`");
        let accepts = format!("a range in `{of_main}`, or one that is not private");
        item.find(report, &codes::NETWORK, Fault::new("cidr_block", message, &accepts, page));
    }
}

/// The private network that a range is in.
fn private(range: Ipv4Net) -> Option<&'static str> {
    let [first, second, ..] = range.network().octets();
    match (first, second) {
        (10, _) => Some("10.0.0.0/8"),
        (172, 16..=31) => Some("172.16.0.0/12"),
        (192, 168) => Some("192.168.0.0/16"),
        _ => None,
    }
}

/// Ranges of networks that are peers do not overlap.
fn peering(context: &Context<'_, '_>, item: &Subject<'_, '_>, report: &mut Report) {
    let page = "docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html";
    let side = |attribute: &str| range(&context.target(&item.view, attribute, VPC)?);
    let (Some(own), Some(peer)) = (side("vpc_id"), side("peer_vpc_id")) else { return };
    if own.contains(&peer) || peer.contains(&own) {
        let message = format!("the ranges of the networks, `{own}` and `{peer}`, overlap");
        item.find(
            report,
            &codes::NETWORK,
            Fault::new("peer_vpc_id", message, "networks whose ranges do not overlap", page),
        );
    }
}

/// The range of the VPC has a route already, and a gateway serves its own VPC.
fn route(context: &Context<'_, '_>, item: &Subject<'_, '_>, report: &mut Report) {
    let page = "docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html";
    let Some(table) = context.target(&item.view, "route_table_id", &["aws_route_table"]) else { return };
    let Some(vpc) = context.target(&table.view, "vpc_id", VPC) else { return };
    let to = item.text("destination_cidr_block").and_then(|text| text.parse::<Ipv4Net>().ok());
    if let (Some(to), Some(own)) = (to, range(&vpc))
        && to == own
    {
        let message = format!("`destination_cidr_block` is `{to}`, the range of the VPC");
        return item.find(
            report,
            &codes::NETWORK,
            Fault::new("destination_cidr_block", message, "a route for it exists in every table", page),
        );
    }
    let Some(gateway) = context.target(&item.view, "gateway_id", GATEWAY) else { return };
    let of_gateway = context.target(&gateway.view, "vpc_id", VPC);
    if let Some(other) = of_gateway.filter(|other| other.view.id() != vpc.view.id()) {
        let message = format!("the gateway is attached to `{}`", other.view.address());
        item.find(
            report,
            &codes::NETWORK,
            Fault::new("gateway_id", message, "the gateway of the table's VPC", page),
        );
    }
}

/// Private names need the resolver of the VPC, and host names.
fn private_names(context: &Context<'_, '_>, item: &Subject<'_, '_>, report: &mut Report) {
    let page = "docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html";
    let Some(vpc) = context.target(&item.view, "vpc_id", VPC) else { return };
    if item.text("private_dns_enabled").as_deref() != Some("true") {
        return;
    }
    // The provider creates a VPC with the resolver and without host names.
    for (attribute, default) in [("enable_dns_hostnames", "false"), ("enable_dns_support", "true")] {
        if vpc.text_or(attribute, default).as_deref() == Some("false") {
            let message =
                format!("`private_dns_enabled` is true, and `{}` has no `{attribute}`", vpc.view.address());
            let accepts = format!("a VPC with `{attribute}`");
            return item.find(
                report,
                &codes::NETWORK,
                Fault::new("private_dns_enabled", message, &accepts, page),
            );
        }
    }
}

/// An address is in its subnet, and not one of those that AWS keeps.
fn address(context: &Context<'_, '_>, item: &Subject<'_, '_>, attribute: &str, report: &mut Report) {
    let page = "docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html";
    let Some(subnet) = context.target(&item.view, "subnet_id", &["aws_subnet"]) else { return };
    let Some(range) = range(&subnet) else { return };
    let texts = item.tree.at(attribute).into_iter().flat_map(Tree::elements);
    for address in texts.filter_map(|tree| tree.text()?.parse::<Ipv4Addr>().ok()) {
        let message = format!("`{attribute}` is `{address}`, and the range of the subnet `{range}`");
        if !range.contains(&address) {
            return item.find(
                report,
                &codes::NETWORK,
                Fault::new(attribute, message, "an address of the subnet", page),
            );
        }
        let first = u32::from(range.network());
        let is_kept = u32::from(address) - first < 4 || address == range.broadcast();
        if is_kept {
            let accepts = "an address other than the first four and the last, which AWS keeps";
            return item.find(report, &codes::NETWORK, Fault::new(attribute, message, accepts, page));
        }
    }
}

/// A volume is in the zone of its instance.
fn volume(context: &Context<'_, '_>, item: &Subject<'_, '_>, report: &mut Report) {
    let page = "docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AttachVolume.html";
    let Some(volume) = context.target(&item.view, "volume_id", &["aws_ebs_volume"]) else { return };
    let Some(instance) = context.target(&item.view, "instance_id", &["aws_instance"]) else { return };
    let of_instance = instance
        .text("availability_zone")
        .or_else(|| context.target(&instance.view, "subnet_id", &["aws_subnet"])?.text("availability_zone"));
    if let (Some(own), Some(of)) = (volume.text("availability_zone"), of_instance)
        && own != of
    {
        let message = format!("the volume is in {own}, and the instance in {of}");
        item.find(
            report,
            &codes::NETWORK,
            Fault::new("volume_id", message, "a volume in the zone of the instance", page),
        );
    }
}

/// Reports the second resource of a kind with the same parent.
fn once(context: &Context<'_, '_>, kind: &str, attribute: &str, rule: &str, report: &mut Report) {
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    for item in context.of_kind(kind) {
        let Some(key) = item.parent(attribute, &item.view.stack().key.account) else { continue };
        let address = item.view.address().to_string();
        if let Some(other) = seen.get(&key) {
            let message = format!("`{attribute}` is that of `{other}`, and {rule}");
            let source = "the API of EC2, which answers that it is associated already";
            let fault = Fault::new(attribute, message, "one of the two", source);
            item.find(report, &codes::TWICE, fault);
        } else {
            seen.insert(key, address);
        }
    }
}
