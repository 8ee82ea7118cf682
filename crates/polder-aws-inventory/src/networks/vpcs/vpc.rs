//! `aws_vpc`, `aws_default_vpc` and their additional CIDR blocks.

use polder_cloud::View;
use polder_inventory::model::{AddressBlock, Known, Reason, Set};
use polder_inventory::networks::{Network, NetworkId};

use crate::networks::attribute;
use crate::networks::state::Made;
use crate::networks::vpcs::default_network::BLOCK;
use crate::reader::Reader;
use crate::value::is_set;

/// Reads a network.
pub(in crate::networks) fn read<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let source = reader.source(view);
    let blocks = blocks(reader, view);
    // A default VPC enables DNS host names by default, any other does not: provider documentation of both resources.
    let host_names = view.kind() == "aws_default_vpc";
    reader.inventory.networks.networks.push(Network {
        source,
        name: attribute::name_tag(view),
        blocks,
        dns_resolution: attribute::truth_or(view, "enable_dns_support", true),
        dns_host_names: attribute::truth_or(view, "enable_dns_hostnames", host_names),
    });
}

/// Derives what AWS creates with every VPC.
pub(in crate::networks) fn read_parts<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    for made in [Made::RouteTable, Made::NetworkAcl, Made::SecurityGroup] {
        reader.made(view, made);
    }
    if view.kind() == "aws_default_vpc" && view.is_managed() {
        reader.default_network(view);
    }
}

/// The CIDR blocks in a VPC's own attributes. A block that AWS chooses is not included.
fn blocks(reader: &mut Reader<'_, '_>, view: View<'_, '_>) -> Known<Set<AddressBlock>> {
    let first = match attribute::block(view, "cidr_block") {
        // A default VPC always has this block: Amazon VPC User Guide, "Default VPCs".
        Known::Value(None) if view.kind() == "aws_default_vpc" => BLOCK.parse().ok(),
        Known::Value(block) => block,
        Known::Unknown(reason) => return Known::Unknown(reason),
    };
    let Some(first) = first else { return Known::Unknown(Reason::AfterApply) };
    let second = match attribute::block(view, "ipv6_cidr_block") {
        Known::Value(block) => block,
        Known::Unknown(_) => None,
    };
    let named = ["ipv6_ipam_pool_id", "ipv6_cidr_block"].iter().any(|name| is_set(view, name));
    if second.is_none() && (is_generated(view) || named) {
        let text = "The network also has IPv6 addresses that are not among its blocks.";
        let id = reader.entry(view.id());
        reader.blind(view, id, Some(without(view, "ipv6_cidr_block")), Reason::AfterApply, text);
    }
    Known::Value([Some(first), second].into_iter().flatten().collect())
}

/// The attribute that asks AWS for a block of its IPv6 addresses.
const GENERATED: &str = "assign_generated_ipv6_cidr_block";

fn is_generated(view: View<'_, '_>) -> bool {
    attribute::truth_or(view, GENERATED, false) == Known::Value(true)
}

/// The attribute because of which a block is not known. No one who writes a configuration can know a block that AWS chooses from all of
/// its addresses, while one from a pool or a variable can be known.
fn without(view: View<'_, '_>, name: &'static str) -> &'static str {
    let named = is_set(view, "ipv6_ipam_pool_id") || is_set(view, "ipv6_pool") || is_set(view, name);
    if is_generated(view) && !named { GENERATED } else { name }
}

/// Adds the block of an `aws_vpc_ipv4_cidr_block_association` or `aws_vpc_ipv6_cidr_block_association`.
pub(in crate::networks) fn read_association<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let Some(id) = reader.must_lead_to::<NetworkId>(view, "vpc_id", "vpc").id() else { return };
    let v6 = view.kind() == "aws_vpc_ipv6_cidr_block_association";
    let name = if v6 { "ipv6_cidr_block" } else { "cidr_block" };
    match attribute::block(view, name) {
        Known::Value(Some(block)) => {
            if let Some(network) = reader.inventory.networks.networks.get_mut(id)
                && let Known::Value(blocks) = &network.blocks
            {
                network.blocks = Known::Value(blocks.iter().copied().chain([block]).collect());
            }
        }
        Known::Value(None) | Known::Unknown(_) => {
            let text = "The network also has addresses that are not among its blocks.";
            reader.blind(view, Some(id.into()), Some(without(view, name)), Reason::AfterApply, text);
        }
    }
    reader.contribute(view, id, &["blocks"]);
}

/// Notes a VPC whose instances may use other resolvers than AmazonProvidedDNS.
pub(in crate::networks) fn read_dhcp_association<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let Some(id) = reader.must_lead_to::<NetworkId>(view, "vpc_id", "vpc").id() else { return };
    let options = reader.resource_of(view, "dhcp_options_id", &["aws_vpc_dhcp_options"]);
    let servers =
        options.map_or(Known::Value(Set::default()), |it| attribute::texts(it, "domain_name_servers"));
    let own = matches!(&servers, Known::Value(servers) if servers.iter().all(|it| it == "AmazonProvidedDNS"));
    if options.is_none() || !own {
        let text = "Instances in the network may use other resolvers than those of AWS.";
        reader.blind(view, Some(id.into()), Some("dhcp_options_id"), Reason::AttributeNotModelled, text);
    }
}
