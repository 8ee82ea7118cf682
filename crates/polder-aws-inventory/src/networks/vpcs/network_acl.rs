//! `aws_network_acl`, `aws_default_network_acl`, their entries and their subnets.

use std::collections::BTreeSet;

use polder_cloud::View;
use polder_inventory::model::{AddressBlock, Known, Link, Reason};
use polder_inventory::networks::{AclAction, Direction, NetworkAcl, NetworkAclEntry, NetworkAclId, SubnetId};

use crate::networks::attribute;
use crate::networks::vpcs::traffic::{Names, traffic};
use crate::reader::Reader;

const NAMES: Names = Names { protocol: "protocol", kind: "icmp_type", code: "icmp_code" };

/// Reads an ACL. Its inline entries are read when all other entries have been read.
pub(in crate::networks) fn read<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let source = reader.source(view);
    let default = view.kind() == "aws_default_network_acl";
    let network = match default {
        true => reader.network_of_default(view, "default_network_acl_id").0,
        false => reader.must_lead_to(view, "vpc_id", "vpc"),
    };
    reader.inventory.networks.network_acls.push(NetworkAcl { source, network, default });
}

/// Sets the ACL of its subnets.
pub(in crate::networks) fn read_subnets<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let Some(id) = reader.id::<NetworkAclId>(view.id()) else { return };
    for subnet in reader.all_lead_to::<SubnetId>(view, "subnet_ids", "subnet").iter().filter_map(Link::id) {
        if let Some(subnet) = reader.inventory.networks.subnets.get_mut(subnet) {
            subnet.acl = Link::To(id);
        }
        reader.contribute(view, subnet, &["acl"]);
    }
}

/// Reads `aws_network_acl_association`.
pub(in crate::networks) fn read_association<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let acl = reader.must_lead_to(view, "network_acl_id", "network-acl");
    let subnet: Link<SubnetId> = reader.must_lead_to(view, "subnet_id", "subnet");
    let Some(id) = subnet.id() else { return };
    if let Some(subnet) = reader.inventory.networks.subnets.get_mut(id) {
        subnet.acl = acl;
    }
    reader.contribute(view, id, &["acl"]);
}

/// Reads `aws_network_acl_rule`.
pub(in crate::networks) fn read_rule<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let source = reader.source(view);
    let acl = reader.must_lead_to(view, "network_acl_id", "network-acl");
    let direction = match attribute::truth_or(view, "egress", false) {
        Known::Value(true) => Direction::Outbound,
        Known::Value(false) => Direction::Inbound,
        Known::Unknown(reason) => {
            let text = "The direction of the entry is not known.";
            return reader.blind(view, acl.id().map(Into::into), Some("egress"), reason, text);
        }
    };
    let number = attribute::required_number(view, "rule_number");
    push(reader, view, "rule_action", Place { source, acl, direction, number });
}

/// ACL, direction and number of entries: in a state, the inline entries include those that are separate resources.
pub(in crate::networks) type Places = BTreeSet<(NetworkAclId, Direction, u32)>;

/// The entries that exist.
pub(in crate::networks) fn places(reader: &Reader<'_, '_>) -> Places {
    let entries = reader.inventory.networks.network_acl_entries.values();
    let place = |it: &NetworkAclEntry| Some((it.acl.id()?, it.direction, *it.number.value()?));
    entries.filter_map(place).collect()
}

/// Reads the inline entries of an ACL.
pub(in crate::networks) fn read_inline<'i, 'a>(
    reader: &mut Reader<'i, 'a>,
    view: View<'i, 'a>,
    places: &Places,
) {
    let Some(id) = reader.id::<NetworkAclId>(view.id()) else { return };
    for (name, direction) in [("ingress", Direction::Inbound), ("egress", Direction::Outbound)] {
        for (at, block) in view.blocks(name).into_iter().enumerate() {
            let number = attribute::required_number(block, "rule_no");
            let part = match &number {
                Known::Value(number) if places.contains(&(id, direction, *number)) => continue,
                Known::Value(number) => format!("{name} {number}"),
                Known::Unknown(_) => format!("{name}[{at}]"),
            };
            let source = reader.one_of(view, part);
            push(reader, block, "action", Place { source, acl: Link::To(id), direction, number });
        }
    }
}

/// The source, ACL, direction and number of an entry.
#[derive(Clone, Copy)]
struct Place {
    source: polder_inventory::SourceId,
    acl: Link<NetworkAclId>,
    direction: Direction,
    number: Known<u32>,
}

fn push(reader: &mut Reader<'_, '_>, view: View<'_, '_>, action: &'static str, place: Place) {
    let Place { source, acl, direction, number } = place;
    let words = [("allow", AclAction::Allow), ("deny", AclAction::Deny)];
    let Known::Value(action) = attribute::required_word(view, action, &words) else {
        let text = "Whether the entry allows or denies is not known.";
        return reader.blind(view, acl.id().map(Into::into), Some(action), Reason::NotUnderstood, text);
    };
    let v4 = attribute::block(view, "cidr_block");
    let block = if v4 == Known::Value(None) { attribute::block(view, "ipv6_cidr_block") } else { v4 };
    let block: Known<AddressBlock> = match block {
        Known::Value(Some(block)) => Known::Value(block),
        Known::Value(None) => Known::Unknown(Reason::AfterApply),
        Known::Unknown(reason) => Known::Unknown(reason),
    };
    let traffic = traffic(view, NAMES);
    let entry = NetworkAclEntry { source, acl, direction, number, action, traffic, block };
    reader.inventory.networks.network_acl_entries.push(entry);
}
