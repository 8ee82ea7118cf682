//! `aws_nat_gateway` and `aws_eip`.

use polder_cloud::View;
use polder_inventory::model::{AddressBlock, Known, Link, Reason, Set};
use polder_inventory::networks::{
    InterfaceId, NatGateway, PublicAddress, PublicAddressId, PublicAddressing, SubnetId,
};

use crate::networks::attribute;
use crate::reader::Reader;

/// Reads a NAT gateway.
pub(in crate::networks) fn read<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let source = reader.source(view);
    let mut subnets: Vec<Link<SubnetId>> = reader.all_lead_to(view, "subnet_id", "subnet");
    if subnets.iter().all(|subnet| matches!(subnet, Link::Unknown(_))) {
        // It is in one of the subnets among which its attribute chooses, and is taken as in each of them.
        let candidates = reader.candidates(view, "aws_subnet").into_iter();
        let candidates: Vec<SubnetId> = candidates.filter_map(|it| reader.id(it.id())).collect();
        if !candidates.is_empty() {
            subnets = candidates.into_iter().map(Link::To).collect();
        }
    }
    let mut addresses: Vec<Link<PublicAddressId>> = vec![];
    for name in ["allocation_id", "secondary_allocation_ids"] {
        addresses.extend(reader.all_lead_to(view, name, "public-address"));
    }
    for zone in view.blocks("availability_zone_address") {
        addresses.extend(reader.all_lead_to(zone, "allocation_ids", "public-address"));
    }
    // Provider documentation: `connectivity_type` defaults to `public`.
    let words = [("public", true), ("private", false)];
    let public = attribute::word_or(view, "connectivity_type", &words, true);
    let (subnets, addresses) = (subnets.into(), addresses.into());
    let regional = view.text("availability_mode").as_deref() == Some("regional");
    let id = reader.inventory.networks.nat_gateways.push(NatGateway { source, subnets, public, addresses });
    if regional {
        let text = "The gateway serves all zones of its network; AWS chooses the zones that it is in.";
        reader.blind(view, Some(id.into()), Some("availability_mode"), Reason::Elsewhere, text);
    }
}

/// Reads an Elastic IP address.
pub(in crate::networks) fn read_address<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let source = reader.source(view);
    let address = match attribute::block(view, "public_ip") {
        Known::Value(Some(address)) => Known::Value(address),
        Known::Value(None) => Known::Unknown(Reason::AfterApply),
        Known::Unknown(reason) => Known::Unknown(reason),
    };
    reader.inventory.networks.public_addresses.push(PublicAddress { source, address });
}

/// Sets the public address of the interface of an `aws_eip` or `aws_eip_association`.
pub(in crate::networks) fn read_association<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let address = match view.kind() {
        "aws_eip" => reader.id::<PublicAddressId>(view.id()).map(Link::To),
        _ => reader.leads_to(view, "allocation_id", "public-address"),
    };
    let Some(address) = address else { return };
    if let Some(interface) = associated(reader, view) {
        if let Some(interface) = reader.inventory.networks.interfaces.get_mut(interface) {
            interface.public = Known::Value(PublicAddressing::Reserved(address));
        }
        reader.contribute(view, interface, &["public"]);
    }
}

/// The interface with which an address is associated. For an instance without an interface, the primary interface.
fn associated<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) -> Option<InterfaceId> {
    for name in ["network_interface", "network_interface_id"] {
        if let Some(Link::To(interface)) = reader.leads_to::<InterfaceId>(view, name, "network-interface") {
            return Some(interface);
        }
    }
    for name in ["instance", "instance_id"] {
        if let Some(machine) = reader.resource_of(view, name, &["aws_instance"]) {
            return reader.interfaces_of(machine).first().copied();
        }
    }
    None
}

/// The addresses in an attribute, each as a block of one address; `None` where AWS chooses.
pub(in crate::networks) fn addresses(view: View<'_, '_>, names: &[&str]) -> Known<Option<Set<AddressBlock>>> {
    let mut found = vec![];
    for name in names {
        match attribute::blocks(view, name) {
            Known::Value(blocks) => found.extend(blocks.iter().copied()),
            Known::Unknown(reason) => return Known::Unknown(reason),
        }
    }
    Known::Value((!found.is_empty()).then(|| found.into()))
}
