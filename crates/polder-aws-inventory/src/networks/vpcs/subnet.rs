//! `aws_subnet` and `aws_default_subnet`.

use polder_cloud::View;
use polder_inventory::EntryIndex;
use polder_inventory::model::{Known, Link, Reason};
use polder_inventory::networks::{NetworkAclId, NetworkId, Subnet, SubnetId, Tier};

use crate::networks::attribute;
use crate::networks::state::Made;
use crate::reader::Reader;
use crate::value::is_set;

/// The placeholder for the table or ACL of a subnet until all associations have been read.
pub(in crate::networks) const OPEN: Reason = Reason::AttributeNotModelled;

/// Reads a subnet.
pub(in crate::networks) fn read<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let source = reader.source(view);
    let network = reader.must_lead_to(view, "vpc_id", "vpc");
    // A default subnet assigns public addresses by default, any other does not: provider documentation of
    // both resources.
    let public = view.kind() == "aws_default_subnet";
    let name = attribute::name_tag(view);
    let tier = tier(view);
    reader.inventory.networks.subnets.push(Subnet {
        source,
        name,
        network,
        block: address_block(view, "cidr_block", "ipv6_native"),
        block_v6: address_block_v6(view),
        zone: zone(view),
        tier,
        route_table: Link::Unknown(OPEN),
        acl: Link::Unknown(OPEN),
        assigns_public_addresses: attribute::truth_or(view, "map_public_ip_on_launch", public),
    });
}

/// The name of the zone. Without one, AWS chooses. If only the zone ID is set, the name is unknown: the
/// mapping differs between accounts.
fn zone(view: View<'_, '_>) -> Known<Option<polder_inventory::model::Text>> {
    match attribute::text(view, "availability_zone") {
        Known::Value(None) => Known::Unknown(Reason::AfterApply),
        known => known,
    }
}

fn address_block(
    view: View<'_, '_>,
    name: &str,
    without: &str,
) -> Known<Option<polder_inventory::model::AddressBlock>> {
    match attribute::block(view, name) {
        Known::Value(None) if attribute::truth_or(view, without, false) != Known::Value(true) => {
            Known::Unknown(Reason::AfterApply)
        }
        known => known,
    }
}

fn address_block_v6(view: View<'_, '_>) -> Known<Option<polder_inventory::model::AddressBlock>> {
    match attribute::block(view, "ipv6_cidr_block") {
        Known::Value(None) if is_set(view, "ipv6_ipam_pool_id") => Known::Unknown(Reason::AfterApply),
        known => known,
    }
}

/// The tier of a subnet: from a tag `Tier`, or else from the only tier that its name contains.
fn tier(view: View<'_, '_>) -> Option<Tier> {
    for key in ["Tier", "tier"] {
        if let Known::Value(Some(word)) = attribute::tag(view, key) {
            return Some(meaning(&word.to_lowercase()).unwrap_or(Tier::Other(word)));
        }
    }
    let Known::Value(Some(name)) = attribute::name_tag(view) else { return None };
    let name = name.to_lowercase();
    let words = name.split(|character: char| !character.is_ascii_alphanumeric());
    let mut tiers = words.filter_map(meaning);
    let first = tiers.next()?;
    tiers.all(|tier| tier == first).then_some(first)
}

fn meaning(word: &str) -> Option<Tier> {
    Some(match word {
        "public" | "dmz" => Tier::Public,
        "app" | "application" => Tier::Application,
        "data" | "database" | "db" => Tier::Data,
        "private" => Tier::Other("private".into()),
        "intra" | "isolated" => Tier::Other("isolated".into()),
        _ => return None,
    })
}

/// Sets the main table and default ACL of the network for subnets without an association.
pub(in crate::networks) fn read_parts<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let Some(id) = reader.id::<SubnetId>(view.id()) else { return };
    if view.kind() == "aws_default_subnet" && of_default_network(reader, view, id) {
        return;
    }
    let network = reader.resource_of(view, "vpc_id", &["aws_vpc", "aws_default_vpc"]);
    let network = network.filter(View::is_managed);
    let (table, acl) = match network {
        Some(network) => (
            reader.main_table(network),
            reader.made(network, Made::NetworkAcl).and_then(NetworkAclId::from_entry),
        ),
        None => (None, None),
    };
    let Some(subnet) = reader.inventory.networks.subnets.get_mut(id) else { return };
    // The tables of networks and subnets that are data sources are not in the estate.
    let elsewhere = Link::Unknown(Reason::Elsewhere);
    let managed = view.is_managed();
    if subnet.route_table == Link::Unknown(OPEN) {
        subnet.route_table = table.filter(|_| managed).map_or(elsewhere, Link::To);
    }
    if subnet.acl == Link::Unknown(OPEN) {
        subnet.acl = acl.filter(|_| managed).map_or(Link::Unknown(Reason::Elsewhere), Link::To);
    }
}

/// Places a default subnet in the default VPC of its region, unless it says where it is.
fn of_default_network<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>, id: SubnetId) -> bool {
    let named = reader.inventory.networks.subnets.get(id).is_none_or(|it| it.network.id().is_some());
    if named || !view.is_managed() {
        return false;
    }
    let Some(found) = reader.default_network(view) else { return false };
    let block = reader.default_block(found.network);
    let Some(subnet) = reader.inventory.networks.subnets.get_mut(id) else { return false };
    subnet.network = Link::To(found.network);
    if subnet.route_table == Link::Unknown(OPEN) {
        subnet.route_table = found.table.map_or(Link::Unknown(Reason::Elsewhere), Link::To);
    }
    if subnet.acl == Link::Unknown(OPEN) {
        subnet.acl = found.acl.map_or(Link::Unknown(Reason::Elsewhere), Link::To);
    }
    if subnet.block.value().is_none() {
        subnet.block = block;
    }
    true
}

impl<'i, 'a> Reader<'i, 'a> {
    /// The network of the first subnet in a list whose network is known.
    pub(in crate::networks) fn network_of_subnets(
        &mut self,
        view: View<'i, 'a>,
        attribute: &str,
    ) -> Option<Link<NetworkId>> {
        let subnets = self.all_lead_to::<SubnetId>(view, attribute, "subnet");
        let subnets = subnets.into_iter().filter_map(|subnet| subnet.id());
        subnets.filter_map(|id| Some(self.inventory.networks.subnets.get(id)?.network)).next()
    }
}
