//! `aws_network_interface` and its attachments.

use polder_cloud::View;
use polder_inventory::model::{Known, Link, Reason, Set};
use polder_inventory::networks::{Interface, InterfaceId, PublicAddressing, SecurityGroupId};

use crate::networks::attribute;
use crate::networks::vpcs::nat_gateway::addresses;
use crate::reader::Reader;

/// Reads an interface that is a resource. Its owner is set when all resources have been read.
pub(in crate::networks) fn read<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let source = reader.source(view);
    let subnet = reader.must_lead_to(view, "subnet_id", "subnet");
    // Provider documentation: `source_dest_check` defaults to `true`.
    let checked = attribute::truth_or(view, "source_dest_check", true);
    reader.inventory.networks.interfaces.push(Interface {
        source,
        owner: Link::Unknown(Reason::Elsewhere),
        role: None,
        subnet,
        groups: Set::default(),
        filtered: Known::Value(true),
        addresses: addresses(view, &["private_ips", "ipv6_addresses"]),
        // A separate interface gets no public address except an Elastic IP address.
        public: Known::Value(PublicAddressing::None),
        listens: Known::Unknown(Reason::Elsewhere),
        forwards: checked.map(|checked| !checked),
    });
}

/// Sets the groups and the owner of an interface.
pub(in crate::networks) fn read_parts<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let Some(id) = reader.id::<InterfaceId>(view.id()) else { return };
    let mut groups: Vec<Link<SecurityGroupId>> =
        reader.all_lead_to(view, "security_groups", "security-group");
    let subnet = reader.inventory.networks.interfaces.get(id).map(|interface| interface.subnet);
    if groups.is_empty() {
        groups.push(reader.default_group(subnet.as_slice()));
    }
    let owner = view.block("attachment").and_then(|it| reader.leads_to_any(it, "instance", "machine"));
    if let Some(interface) = reader.inventory.networks.interfaces.get_mut(id) {
        interface.groups = interface.groups.iter().copied().chain(groups).collect();
        interface.owner = owner.unwrap_or(interface.owner);
    }
}

/// Reads `aws_network_interface_attachment`.
pub(in crate::networks) fn read_attachment<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let interface: Link<InterfaceId> = reader.must_lead_to(view, "network_interface_id", "network-interface");
    let Some(id) = interface.id() else { return };
    let owner = reader.leads_to_any(view, "instance_id", "machine");
    if let Some(interface) = reader.inventory.networks.interfaces.get_mut(id) {
        interface.owner = owner.unwrap_or(interface.owner);
    }
    reader.contribute(view, id, &["owner"]);
}

/// Reads `aws_network_interface_sg_attachment`.
pub(in crate::networks) fn read_groups<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let group = reader.must_lead_to(view, "security_group_id", "security-group");
    let interface: Link<InterfaceId> = reader.must_lead_to(view, "network_interface_id", "network-interface");
    let Some(id) = interface.id() else { return };
    if let Some(interface) = reader.inventory.networks.interfaces.get_mut(id) {
        interface.groups = interface.groups.iter().copied().chain([group]).collect();
    }
    reader.contribute(view, id, &["groups"]);
}
