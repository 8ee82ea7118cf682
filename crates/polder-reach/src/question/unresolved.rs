//! What prevents a proof that nothing is possible: network resources that are not modelled, and relations that are not known. The
//! engine goes on without them, so each of them leaves open what it would add.

use std::collections::BTreeSet;

use polder_inventory::coverage::BlindSpot;
use polder_inventory::model::{Known, Link, Reason};
use polder_inventory::networks::{
    EndpointKind, EndpointTarget, GatewayKind, Networks, RulePeer, SecurityGroupId, SecurityGroupRule,
    Subnet, SubnetId,
};
use polder_inventory::{EntryId, SourceId};
use polder_verdict::Gap;

use super::view::View;
use crate::address::GENERATED_BLOCK;

/// A sentence about a resource.
type Open = (&'static str, SourceId);

/// All of an estate, in order.
pub(super) fn gaps(view: &View<'_, '_>) -> Vec<Gap> {
    let networks = &view.engine.inventory.networks;
    let lost = view.nodes.iter().filter(|node| node.network.is_none());
    let open = lost
        .map(|node| ("the network of an interface is not known", node.interface.source))
        .chain(filters(networks))
        .chain(places(view))
        .chain(routes(networks))
        .chain(joints(networks));
    let mut gaps: Vec<Gap> = open.map(|(text, source)| Gap::new(text, [view.resource(source)])).collect();
    let spots = view.engine.inventory.coverage.blind_spots.values();
    let used: BTreeSet<SecurityGroupId> =
        networks.interfaces.values().flat_map(|it| it.groups.iter().filter_map(Link::id)).collect();
    gaps.extend(spots.filter(|spot| matters(view, spot, &used)).map(|spot| {
        let text = spot.text.trim_end_matches('.').to_owned();
        Gap::new(text, [view.resource(spot.source)])
    }));
    gaps.sort();
    gaps.dedup();
    gaps
}

/// What networks have as a blind spot that decides nothing about packets: which resolvers machines ask.
const RESOLVERS: &str = "dhcp_options_id";

/// Whether a blind spot is about where packets go. Groups that no interface has filter none.
fn matters(view: &View<'_, '_>, spot: &BlindSpot, used: &BTreeSet<SecurityGroupId>) -> bool {
    match spot.entry {
        Some(Link::To(EntryId::Network(id))) => match spot.attribute.as_deref() {
            Some(RESOLVERS) => false,
            // Unless it has stand-ins.
            Some(GENERATED_BLOCK) => view.engine.ranges.generated(id).is_none(),
            _ => true,
        },
        Some(Link::To(EntryId::SecurityGroup(id))) => used.contains(&id),
        None => spot.reason == Reason::KindNotModelled && spot.touches_networks,
        Some(Link::Unknown(_)) => true,
        Some(Link::Outside(_)) => false,
        Some(Link::To(entry)) => matches!(
            entry,
            EntryId::Subnet(_)
                | EntryId::RouteTable(_)
                | EntryId::Route(_)
                | EntryId::Gateway(_)
                | EntryId::NatGateway(_)
                | EntryId::Peering(_)
                | EntryId::PrefixList(_)
                | EntryId::PrivateEndpoint(_)
                | EntryId::SecurityGroupRule(_)
                | EntryId::NetworkAcl(_)
                | EntryId::NetworkAclEntry(_)
                | EntryId::Interface(_)
        ),
    }
}

/// Rules and entries whose group or ACL is not known.
fn filters(networks: &Networks) -> impl Iterator<Item = Open> {
    let foreign = |rule: &&SecurityGroupRule| matches!(rule.peer, RulePeer::Group(Link::Outside(_)));
    let rules = networks.security_group_rules.values();
    let entries = networks.network_acl_entries.values().filter(|it| it.acl.id().is_none());
    rules
        .clone()
        .filter(|it| it.group.id().is_none())
        .map(|it| ("the security group of a rule is not known", it.source))
        .chain(rules.filter(foreign).map(|it| ("a rule names a security group of another estate", it.source)))
        .chain(entries.map(|it| ("the network ACL of an entry is not known", it.source)))
}

/// Subnets and gateways whose addresses or network are not known.
fn places<'v>(view: &'v View<'_, '_>) -> impl Iterator<Item = Open> + use<'v> {
    let networks = &view.engine.inventory.networks;
    let blocks = |(id, it): &(SubnetId, &Subnet)| {
        let v6 = it.block_v6.value().is_some() || view.engine.ranges.generated_subnet(*id).is_some();
        it.block.value().is_none() || !v6
    };
    let internet = networks.gateways.values().filter(|it| it.kind == GatewayKind::Internet);
    let attached = internet.filter(|it| matches!(it.network, Some(Link::Unknown(_))));
    let nat = networks.nat_gateways.values();
    let private = nat.clone().filter(|it| it.public == Known::Value(false));
    let lost = nat.filter(|it| it.subnets.iter().any(|subnet| subnet.id().is_none()));
    let subnets = networks.subnets.iter().filter(blocks).map(|(_, it)| it);
    let without = networks.subnets.values().filter(|it| it.route_table.id().is_none());
    subnets
        .map(|it| ("the addresses of a subnet are not known", it.source))
        .chain(without.map(|it| ("the route table of a subnet is not known", it.source)))
        .chain(attached.map(|it| ("the network of an internet gateway is not known", it.source)))
        .chain(private.map(|it| ("private NAT gateways are not modelled", it.source)))
        .chain(lost.map(|it| ("the subnet of a NAT gateway is not known", it.source)))
}

/// Route tables that the engine does not read whole.
fn routes(networks: &Networks) -> impl Iterator<Item = Open> {
    let tables = networks.route_tables.values();
    let edge = tables.clone().filter(|it| it.gateway.is_some());
    let routes = networks.routes.values().filter(|it| it.table.id().is_none());
    tables
        .filter(|it| it.network.id().is_none())
        .map(|it| ("the network of a route table is not known", it.source))
        .chain(edge.map(|it| ("route tables of gateways are not modelled", it.source)))
        .chain(routes.map(|it| ("the route table of a route is not known", it.source)))
}

/// What can join networks in a way that the engine does not follow.
fn joints(networks: &Networks) -> impl Iterator<Item = Open> {
    let ends = |it: &&polder_inventory::networks::Peering| {
        [it.requester, it.accepter].iter().any(|end| matches!(end, Link::Unknown(_)))
    };
    let endpoints = networks.private_endpoints.values();
    let published = endpoints.clone().filter(|it| matches!(it.service, EndpointTarget::Published(_)));
    let lost = endpoints.filter(|it| match &it.kind {
        EndpointKind::Gateway { route_tables } => route_tables.iter().any(|table| table.id().is_none()),
        _ => false,
    });
    (networks.peerings.values().filter(ends))
        .map(|it| ("an end of a peering is not known", it.source))
        .chain(published.map(|it| ("services that networks offer to others are not modelled", it.source)))
        .chain(lost.map(|it| ("a route table of a gateway endpoint is not known", it.source)))
}
