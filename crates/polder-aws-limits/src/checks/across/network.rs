//! Networks, and what is attached to them.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;

use ipnet::Ipv4Net;

use crate::codes;
use crate::context::Context;
use crate::report::Report;
use crate::subject::{Fault, Subject};
use crate::tree::Tree;

const VPC: &[&str] = &["aws_vpc"];
const GATEWAY: &[&str] = &["aws_internet_gateway"];

/// Reports what AWS does not attach to a network.
pub(super) fn check(context: &Context<'_, '_>, report: &mut Report) {
    for item in context.of_kind("aws_vpc_ipv4_cidr_block_association") {
        secondary(context, &item, report);
    }
    for item in context.of_kind("aws_vpc_peering_connection") {
        peering(context, &item, report);
    }
    for item in context.of_kind("aws_route") {
        route(context, &item, report);
    }
    for item in context.of_kind("aws_vpc_endpoint") {
        private_names(context, &item, report);
    }
    for (kind, attribute) in [("aws_instance", "private_ip"), ("aws_network_interface", "private_ips")] {
        for item in context.of_kind(kind) {
            address(context, &item, attribute, report);
        }
    }
    for item in context.of_kind("aws_volume_attachment") {
        volume(context, &item, report);
    }
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
        return find(item, "cidr_block", message, "a range that does not overlap", page, report);
    }
    if let (Some(of_main), Some(of_more)) = (private(main), private(more))
        && of_main != of_more
    {
        let message = format!("`cidr_block` is `{more}`, and the VPC has `{main}`");
        let accepts = format!("a range in `{of_main}`, or one that is not private");
        find(item, "cidr_block", message, &accepts, page, report);
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
        find(item, "peer_vpc_id", message, "networks whose ranges do not overlap", page, report);
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
        return find(
            item,
            "destination_cidr_block",
            message,
            "a route for it exists in every table",
            page,
            report,
        );
    }
    let Some(gateway) = context.target(&item.view, "gateway_id", GATEWAY) else { return };
    let of_gateway = context.target(&gateway.view, "vpc_id", VPC);
    if let Some(other) = of_gateway.filter(|other| other.view.id() != vpc.view.id()) {
        let message = format!("the gateway is attached to `{}`", other.view.address());
        find(item, "gateway_id", message, "the gateway of the table's VPC", page, report);
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
        let tree = vpc.tree.get(attribute);
        let value = if tree.is_absent() && tree.text().is_none() {
            default.to_owned()
        } else {
            tree.text().unwrap_or_default()
        };
        if value == "false" {
            let message =
                format!("`private_dns_enabled` is true, and `{}` has no `{attribute}`", vpc.view.address());
            let accepts = format!("a VPC with `{attribute}`");
            return find(item, "private_dns_enabled", message, &accepts, page, report);
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
            return find(item, attribute, message, "an address of the subnet", page, report);
        }
        let first = u32::from(range.network());
        let is_kept = u32::from(address) - first < 4 || address == range.broadcast();
        if is_kept {
            let accepts = "an address other than the first four and the last, which AWS keeps";
            return find(item, attribute, message, accepts, page, report);
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
        find(item, "volume_id", message, "a volume in the zone of the instance", page, report);
    }
}

/// Reports the second resource of a kind with the same parent.
fn once(context: &Context<'_, '_>, kind: &str, attribute: &str, rule: &str, report: &mut Report) {
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    for item in context.of_kind(kind) {
        let parent = item.text(attribute).or_else(|| {
            let targets = item.view.targets(attribute);
            let [only] = targets.as_slice() else { return None };
            Some(format!("{} {}", only.stack().key, only.address()))
        });
        let Some(parent) = parent else { continue };
        let address = item.view.address().to_string();
        let key = format!("{parent} {}", item.view.stack().key.account);
        if let Some(other) = seen.get(&key) {
            let fault = Fault {
                attribute: attribute.to_owned(),
                message: format!("`{attribute}` is that of `{other}`, and {rule}"),
                accepts: "one of the two".to_owned(),
                source: "the API of EC2, which answers that it is associated already".to_owned(),
            };
            item.find(report, &codes::TWICE, fault);
        } else {
            seen.insert(key, address);
        }
    }
}

fn find(
    item: &Subject<'_, '_>,
    attribute: &str,
    message: String,
    accepts: &str,
    page: &str,
    report: &mut Report,
) {
    let fault = Fault {
        attribute: attribute.to_owned(),
        message,
        accepts: accepts.to_owned(),
        source: page.to_owned(),
    };
    item.find(report, &codes::NETWORK, fault);
}
