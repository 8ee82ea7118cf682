//! The filters and routes of an estate in the form that the symbolic engine works with.

use polder_inventory::Inventory;
use polder_inventory::model::{Id, Known, Link};
use polder_inventory::networks::{
    AclAction, Direction, EndpointKind, EndpointTarget, GatewayId, NatGatewayId, NetworkId, PeeringId,
    PrefixListContents, PrefixListId, Protocol, ProviderRange, RouteDestination, RouteTableId, RouteTarget,
    RulePeer, SecurityGroupId, Traffic,
};

use crate::address::{GENERATED_PREFIX, Ranges, Span};

/// A rule of a security group, or an entry of a network ACL.
#[derive(Debug)]
pub(crate) struct Rule {
    pub(crate) peer: Peer,
    pub(crate) protocol: Span,
    pub(crate) ports: Span,
    /// Whether part of it is not known: what it matches is then an upper bound.
    pub(crate) uncertain: bool,
    pub(crate) allows: bool,
}

/// The other side of a rule.
#[derive(Debug)]
pub(crate) enum Peer {
    Spans(Vec<Span>),
    Group(SecurityGroupId),
}

/// A line of a route table.
#[derive(Debug)]
pub(crate) struct Line {
    pub(crate) spans: Vec<Span>,
    /// The length of the prefix: the longest applies.
    prefix: u8,
    pub(crate) way: Way,
    /// Whether the destination is not known.
    pub(crate) uncertain: bool,
}

/// Where a route leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    Local,
    Internet(GatewayId),
    Nat(NatGatewayId),
    Peering(PeeringId),
    Endpoint,
    Dropped,
    /// A target that the engine does not follow, or that is not known.
    Unknown,
}

/// All rules and routes, by what they belong to.
#[derive(Debug)]
pub(crate) struct Rules {
    groups: Vec<[Vec<Rule>; 2]>,
    acls: Vec<[Vec<Rule>; 2]>,
    tables: Vec<Vec<Line>>,
}

impl Rules {
    pub(crate) fn of(inventory: &Inventory, ranges: &Ranges) -> Rules {
        Rules { groups: groups(inventory, ranges), acls: acls(inventory), tables: tables(inventory, ranges) }
    }

    /// Whether all rules and routes are known, and all routes are followed.
    pub(crate) fn is_exact(&self) -> bool {
        let mut rules = self.groups.iter().chain(&self.acls).flatten().flatten();
        let mut lines = self.tables.iter().flatten();
        rules.all(|rule| !rule.uncertain) && lines.all(|line| !line.uncertain && line.way != Way::Unknown)
    }

    pub(crate) fn group(&self, id: SecurityGroupId, direction: Direction) -> &[Rule] {
        self.groups.get(id.index()).map_or(&[], |both| &both[side(direction)])
    }

    /// The entries of an ACL in the order of their numbers. Those without a known number come first.
    pub(crate) fn acl(&self, id: polder_inventory::networks::NetworkAclId, direction: Direction) -> &[Rule] {
        self.acls.get(id.index()).map_or(&[], |both| &both[side(direction)])
    }

    /// The lines of a table, the longest prefix first.
    pub(crate) fn table(&self, id: RouteTableId) -> &[Line] {
        self.tables.get(id.index()).map_or(&[], Vec::as_slice)
    }
}

fn side(direction: Direction) -> usize {
    match direction {
        Direction::Inbound => 0,
        Direction::Outbound => 1,
    }
}

fn empty(count: usize) -> Vec<[Vec<Rule>; 2]> {
    std::iter::repeat_with(Default::default).take(count).collect()
}

fn groups(inventory: &Inventory, ranges: &Ranges) -> Vec<[Vec<Rule>; 2]> {
    let mut groups = empty(inventory.networks.security_groups.len());
    for rule in inventory.networks.security_group_rules.values() {
        let Link::To(group) = rule.group else { continue };
        let (protocol, ports, unknown) = matched(&rule.traffic);
        let (peer, unknown_peer) = match rule.peer {
            RulePeer::Block(Known::Value(block)) => (Peer::Spans(vec![Span::of(block)]), false),
            RulePeer::Block(Known::Unknown(_)) | RulePeer::Group(Link::Unknown(_)) => {
                (Peer::Spans(vec![Span::ALL]), true)
            }
            RulePeer::Group(Link::To(group)) => (Peer::Group(group), false),
            // No interface of the estate has a group of another one.
            RulePeer::Group(Link::Outside(_)) => (Peer::Spans(vec![]), false),
            RulePeer::PrefixList(list) => {
                let (spans, unknown) = listed(inventory, ranges, list);
                (Peer::Spans(spans), unknown)
            }
        };
        let of = Rule { peer, protocol, ports, uncertain: unknown || unknown_peer, allows: true };
        if let Some(both) = groups.get_mut(group.index()) {
            both[side(rule.direction)].push(of);
        }
    }
    groups
}

fn acls(inventory: &Inventory) -> Vec<[Vec<Rule>; 2]> {
    let mut entries: Vec<_> = inventory.networks.network_acl_entries.values().collect();
    entries.sort_by_key(|entry| entry.number.value().copied());
    let mut acls = empty(inventory.networks.network_acls.len());
    for entry in entries {
        let Link::To(acl) = entry.acl else { continue };
        let (protocol, ports, unknown) = matched(&entry.traffic);
        let (span, unknown_block) = match entry.block {
            Known::Value(block) => (Span::of(block), false),
            Known::Unknown(_) => (Span::ALL, true),
        };
        let rule = Rule {
            peer: Peer::Spans(vec![span]),
            protocol,
            ports,
            uncertain: unknown || unknown_block || entry.number.value().is_none(),
            allows: entry.action == AclAction::Allow,
        };
        if let Some(both) = acls.get_mut(acl.index()) {
            both[side(entry.direction)].push(rule);
        }
    }
    acls
}

/// The protocols and ports that a rule matches, and whether they are an upper bound.
fn matched(traffic: &Traffic) -> (Span, Span, bool) {
    let (Known::Value(protocol), Known::Value(ports)) = (traffic.protocol, traffic.ports) else {
        return (Span::ALL, Span::ALL, true);
    };
    let port_span = Span::new(ports.first().into(), ports.last().into());
    let icmp = |number: u128, kind: Option<u8>| {
        // Of ICMP, the port is the type; codes are not distinguished.
        let kinds = kind.map_or(Span::ALL, |kind| Span::one(kind.into()));
        (Span::one(number), kinds, false)
    };
    match protocol {
        Protocol::Any => (Span::ALL, Span::ALL, false),
        Protocol::Tcp => (Span::one(6), port_span, false),
        Protocol::Udp => (Span::one(17), port_span, false),
        Protocol::Icmp { kind, .. } => icmp(1, kind),
        Protocol::IcmpV6 { kind, .. } => icmp(58, kind),
        Protocol::Number(number) => (Span::one(number.into()), Span::ALL, false),
    }
}

/// The addresses of a prefix list, and whether they are an upper bound.
fn listed(inventory: &Inventory, ranges: &Ranges, list: Link<PrefixListId>) -> (Vec<Span>, bool) {
    let contents = list.id().and_then(|id| inventory.networks.prefix_lists.get(id)).map(|it| &it.contents);
    match contents {
        Some(PrefixListContents::Blocks(Known::Value(blocks))) => {
            (blocks.iter().map(|block| Span::of(*block)).collect(), false)
        }
        Some(PrefixListContents::Provider(range)) => (ranges.span(range).into_iter().collect(), false),
        Some(PrefixListContents::Blocks(Known::Unknown(_))) | None => (vec![Span::ALL], true),
    }
}

/// Ranges of the provider are more specific than every block.
const RANGE_PREFIX: u8 = 129;
/// A destination that is not known may be more specific than every other.
const UNKNOWN_PREFIX: u8 = 130;

fn tables(inventory: &Inventory, ranges: &Ranges) -> Vec<Vec<Line>> {
    let mut tables: Vec<Vec<Line>> = (inventory.networks.route_tables.values())
        .map(|table| table.network.id().map_or(vec![], |network| local(inventory, ranges, network)))
        .collect();
    for route in inventory.networks.routes.values() {
        let Some(lines) = route.table.id().and_then(|id| tables.get_mut(id.index())) else { continue };
        lines.extend(line(inventory, ranges, &route.destination, way(inventory, route.target)));
    }
    for endpoint in inventory.networks.private_endpoints.values() {
        let EndpointKind::Gateway { route_tables } = &endpoint.kind else { continue };
        let EndpointTarget::Provider { service, region } = &endpoint.service else { continue };
        let spans: Option<Vec<Span>> = service.value().map(|service| {
            let range = ProviderRange::Service { service: service.clone(), region: region.clone() };
            ranges.span(&range).into_iter().collect()
        });
        for table in route_tables.iter().filter_map(Link::id) {
            let line = Line {
                uncertain: spans.is_none(),
                spans: spans.clone().unwrap_or_else(|| vec![Span::ALL]),
                prefix: RANGE_PREFIX,
                way: Way::Endpoint,
            };
            tables[table.index()].push(line);
        }
    }
    for lines in &mut tables {
        // Of equal prefixes, the local route comes first, as it does in the list.
        lines.sort_by_key(|line| std::cmp::Reverse(line.prefix));
    }
    tables
}

fn local(inventory: &Inventory, ranges: &Ranges, network: NetworkId) -> Vec<Line> {
    let generated = ranges.generated(network).map(|span| Line {
        spans: vec![span],
        prefix: GENERATED_PREFIX,
        way: Way::Local,
        uncertain: false,
    });
    let mut lines = match inventory.networks.networks.get(network).map(|network| &network.blocks) {
        Some(Known::Value(blocks)) => (blocks.iter())
            .map(|block| Line {
                spans: vec![Span::of(*block)],
                prefix: block.prefix_len(),
                way: Way::Local,
                uncertain: false,
            })
            .collect(),
        _ => vec![Line { spans: vec![Span::ALL], prefix: UNKNOWN_PREFIX, way: Way::Local, uncertain: true }],
    };
    lines.extend(generated);
    lines
}

/// The lines of a route: one for each block of its destination.
fn line(inventory: &Inventory, ranges: &Ranges, destination: &RouteDestination, way: Way) -> Vec<Line> {
    let one = |spans, prefix, uncertain| vec![Line { spans, prefix, way, uncertain }];
    match destination {
        RouteDestination::Block(Known::Value(block)) => {
            one(vec![Span::of(*block)], block.prefix_len(), false)
        }
        RouteDestination::Block(Known::Unknown(_)) => one(vec![Span::ALL], UNKNOWN_PREFIX, true),
        RouteDestination::PrefixList(list) => {
            let contents = list.id().and_then(|id| inventory.networks.prefix_lists.get(id));
            match contents.map(|list| &list.contents) {
                Some(PrefixListContents::Blocks(Known::Value(blocks))) => (blocks.iter())
                    .flat_map(|block| one(vec![Span::of(*block)], block.prefix_len(), false))
                    .collect(),
                Some(PrefixListContents::Provider(range)) => {
                    one(ranges.span(range).into_iter().collect(), RANGE_PREFIX, false)
                }
                Some(PrefixListContents::Blocks(Known::Unknown(_))) | None => {
                    one(vec![Span::ALL], UNKNOWN_PREFIX, true)
                }
            }
        }
    }
}

fn way(inventory: &Inventory, target: RouteTarget) -> Way {
    let gateway = |id: GatewayId| match inventory.networks.gateways.get(id).map(|gateway| gateway.kind) {
        Some(polder_inventory::networks::GatewayKind::Internet) => Way::Internet(id),
        _ => Way::Unknown,
    };
    match target {
        RouteTarget::Blackhole => Way::Dropped,
        RouteTarget::Local => Way::Local,
        RouteTarget::Gateway(Link::To(id)) => gateway(id),
        RouteTarget::NatGateway(Link::To(id)) => Way::Nat(id),
        RouteTarget::Peering(Link::To(id)) => Way::Peering(id),
        RouteTarget::Gateway(_)
        | RouteTarget::NatGateway(_)
        | RouteTarget::Peering(_)
        | RouteTarget::TransitGateway(_)
        | RouteTarget::Endpoint(_)
        | RouteTarget::Interface(_)
        | RouteTarget::Unknown(_) => Way::Unknown,
    }
}
