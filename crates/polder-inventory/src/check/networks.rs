//! Subnets inside their networks, links within one network, and origins of distributions.

use std::collections::BTreeMap;

use super::{Report, ViolationKind};
use crate::model::{AddressBlock, Known, Link};
use crate::networks::{NetworkId, Networks, Subnet, SubnetId};

pub(super) fn check(report: &mut Report<'_>) {
    subnets_are_in_their_networks(report);
    subnets_do_not_overlap(report);
    subnets_use_their_networks(report);
    interfaces_use_their_networks(report);
    behaviours_have_origins(report);
}

fn blocks(subnet: &Subnet) -> impl Iterator<Item = AddressBlock> {
    [&subnet.block, &subnet.block_v6].into_iter().filter_map(|block| match block {
        Known::Value(block) => *block,
        Known::Unknown(_) => None,
    })
}

fn subnets_are_in_their_networks(report: &mut Report<'_>) {
    let networks = &report.inventory.networks;
    for (id, subnet) in networks.subnets.iter() {
        let network = subnet.network.id().and_then(|network| networks.networks.get(network));
        let Some(outer) = network.and_then(|network| network.blocks.value()) else { continue };
        let inside = |block: AddressBlock| outer.iter().any(|outer| outer.contains(block));
        if !blocks(subnet).all(inside) {
            report.add(ViolationKind::SubnetOutsideNetwork, id, "", None);
        }
    }
}

fn subnets_do_not_overlap(report: &mut Report<'_>) {
    let mut by_network: BTreeMap<NetworkId, Vec<(AddressBlock, SubnetId)>> = BTreeMap::new();
    for (id, subnet) in report.inventory.networks.subnets.iter() {
        if let Some(network) = subnet.network.id() {
            let known = by_network.entry(network).or_default();
            known.extend(blocks(subnet).map(|block| (block, id)));
        }
    }
    for mut subnets in by_network.into_values() {
        // Sorted by first address: a block that overlaps an earlier one overlaps the one that reaches
        // furthest.
        subnets.sort_unstable_by_key(|(block, _)| (block.first(), block.prefix_len()));
        let mut furthest: Option<(AddressBlock, SubnetId)> = None;
        for (block, id) in subnets {
            if let Some((before, other)) = furthest
                && before.overlaps(block)
            {
                report.add(ViolationKind::OverlappingSubnets, id, "", Some(other.into()));
            }
            if furthest.is_none_or(|(before, _)| before.last() < block.last()) {
                furthest = Some((block, id));
            }
        }
    }
}

fn subnets_use_their_networks(report: &mut Report<'_>) {
    let networks = &report.inventory.networks;
    for (id, subnet) in networks.subnets.iter() {
        let mine = subnet.network;
        let table = subnet.route_table.id();
        let of_table = table.and_then(|table| networks.route_tables.get(table));
        if of_table.is_some_and(|table| differ(networks, mine, table.network)) {
            report.add(ViolationKind::DifferentNetworks, id, "route_table", table.map(Into::into));
        }
        let acl = subnet.acl.id();
        let of_acl = acl.and_then(|acl| networks.network_acls.get(acl));
        if of_acl.is_some_and(|acl| differ(networks, mine, acl.network)) {
            report.add(ViolationKind::DifferentNetworks, id, "acl", acl.map(Into::into));
        }
    }
}

fn interfaces_use_their_networks(report: &mut Report<'_>) {
    let networks = &report.inventory.networks;
    for (id, interface) in networks.interfaces.iter() {
        let subnet = interface.subnet.id().and_then(|subnet| networks.subnets.get(subnet));
        let Some(mine) = subnet.map(|subnet| subnet.network) else { continue };
        for group in interface.groups.iter().filter_map(Link::id) {
            let of_group = networks.security_groups.get(group);
            if of_group.is_some_and(|group| differ(networks, mine, group.network)) {
                report.add(ViolationKind::DifferentNetworks, id, "groups", Some(group.into()));
            }
        }
    }
}

/// Whether both networks exist and are different. A dangling link is reported as such and not here.
fn differ(networks: &Networks, one: Link<NetworkId>, other: Link<NetworkId>) -> bool {
    let (Some(one), Some(other)) = (one.id(), other.id()) else { return false };
    let there = |network| networks.networks.get(network).is_some();
    one != other && there(one) && there(other)
}

fn behaviours_have_origins(report: &mut Report<'_>) {
    for (id, distribution) in report.inventory.networks.distributions.iter() {
        let origins = || distribution.origins.iter().map(|origin| &origin.id);
        let groups = || distribution.origin_groups.iter().map(|group| &group.id);
        for (at, behaviour) in distribution.behaviours.iter().enumerate() {
            let named = behaviour.origin.value();
            if named.is_some_and(|named| !origins().chain(groups()).any(|known| known == named)) {
                report.add(ViolationKind::UnknownOrigin, id, &format!("behaviours[{at}].origin"), None);
            }
        }
        for (at, group) in distribution.origin_groups.iter().enumerate() {
            for (member, named) in group.members.iter().enumerate() {
                if !origins().any(|known| known == named) {
                    let path = format!("origin_groups[{at}].members[{member}]");
                    report.add(ViolationKind::UnknownOrigin, id, &path, None);
                }
            }
        }
    }
}
