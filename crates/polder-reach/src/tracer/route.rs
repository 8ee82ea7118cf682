//! Route tables, for one destination.

use polder_inventory::SourceId;
use polder_inventory::model::{Known, Link};
use polder_inventory::networks::{
    EndpointKind, EndpointTarget, GatewayId, GatewayKind, NatGatewayId, PeeringId, PrefixListContents,
    ProviderRange, RouteDestination, RouteTarget, Subnet,
};

use super::filter::contains;
use super::{Hop, Tracer, go, stop};
use crate::address::GENERATED_PREFIX;

/// Where a packet goes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    Local,
    Internet(GatewayId),
    Nat(NatGatewayId),
    Peering(PeeringId),
    Endpoint,
}

/// The most specific route that was found.
struct Best {
    prefix: u8,
    /// None for a target that the tracer does not follow.
    next: Option<Next>,
    source: SourceId,
}

/// The route of a subnet for a destination: the longest prefix, and of equal ones the first.
pub(super) fn next(tracer: &Tracer<'_>, hops: &mut Vec<Hop>, subnet: &Subnet, to: u128) -> Option<Next> {
    let networks = &tracer.inventory.networks;
    let Some(id) = subnet.route_table.id() else {
        return stop(hops, "the route table of the subnet is not known", [subnet.source]);
    };
    let table = &networks.route_tables[id];
    let mut best: Option<Best> = None;
    let mut consider = |prefix: u8, next: Option<Next>, source: SourceId| {
        if best.as_ref().is_none_or(|best| best.prefix < prefix) {
            best = Some(Best { prefix, next, source });
        }
    };
    if let Some(network) = table.network.id().map(|network| &networks.networks[network]) {
        let Known::Value(blocks) = &network.blocks else {
            return stop(hops, "the blocks of the network are not known", [network.source]);
        };
        for block in blocks.iter().filter(|block| contains(**block, to)) {
            consider(block.prefix_len(), Some(Next::Local), network.source);
        }
        let generated = table.network.id().and_then(|id| tracer.ranges.generated(id));
        if generated.is_some_and(|span| span.contains(to)) {
            consider(GENERATED_PREFIX, Some(Next::Local), network.source);
        }
    }
    for route in networks.routes.values().filter(|route| route.table == Link::To(id)) {
        match longest(tracer, &route.destination, to) {
            None => return stop(hops, "the destination of a route is not known", [route.source]),
            Some(None) => {}
            Some(Some(prefix)) => consider(prefix, followed(tracer, route.target), route.source),
        }
    }
    for endpoint in networks.private_endpoints.values() {
        let EndpointKind::Gateway { route_tables } = &endpoint.kind else { continue };
        if !route_tables.contains(&Link::To(id)) {
            continue;
        }
        let EndpointTarget::Provider { service: Known::Value(service), region } = &endpoint.service else {
            return stop(hops, "the service of a gateway endpoint is not known", [endpoint.source]);
        };
        let range = ProviderRange::Service { service: service.clone(), region: region.clone() };
        if tracer.ranges.span(&range).is_some_and(|span| span.contains(to)) {
            consider(u8::MAX, Some(Next::Endpoint), endpoint.source);
        }
    }
    match best {
        None => stop(hops, "no route leads to the destination", [table.source]),
        Some(Best { next: None, source, .. }) => {
            stop(hops, "the route drops the packet, or has a target that is not modelled", [source])
        }
        Some(Best { next: Some(next), source, .. }) => {
            go(hops, word(next), [source]);
            Some(next)
        }
    }
}

fn word(next: Next) -> &'static str {
    match next {
        Next::Local => "the local route of the network applies",
        Next::Internet(_) => "the route leads to the internet gateway",
        Next::Nat(_) => "the route leads to the NAT gateway",
        Next::Peering(_) => "the route leads to the peering",
        Next::Endpoint => "the route leads to the gateway endpoint",
    }
}

/// The longest prefix of a destination that matches: unknown, none, or its length.
fn longest(tracer: &Tracer<'_>, destination: &RouteDestination, to: u128) -> Option<Option<u8>> {
    match destination {
        RouteDestination::Block(block) => {
            let block = *block.value()?;
            Some(contains(block, to).then_some(block.prefix_len()))
        }
        RouteDestination::PrefixList(list) => {
            let list = tracer.inventory.networks.prefix_lists.get(list.id()?)?;
            match &list.contents {
                PrefixListContents::Blocks(blocks) => {
                    let matching = blocks.value()?.iter().filter(|block| contains(**block, to));
                    Some(matching.map(|block| block.prefix_len()).max())
                }
                PrefixListContents::Provider(range) => {
                    Some(tracer.ranges.span(range).is_some_and(|span| span.contains(to)).then_some(u8::MAX))
                }
            }
        }
    }
}

fn followed(tracer: &Tracer<'_>, target: RouteTarget) -> Option<Next> {
    match target {
        RouteTarget::Local => Some(Next::Local),
        RouteTarget::Gateway(Link::To(id)) => {
            let internet = tracer.inventory.networks.gateways[id].kind == GatewayKind::Internet;
            internet.then_some(Next::Internet(id))
        }
        RouteTarget::NatGateway(Link::To(id)) => Some(Next::Nat(id)),
        RouteTarget::Peering(Link::To(id)) => Some(Next::Peering(id)),
        _ => None,
    }
}
