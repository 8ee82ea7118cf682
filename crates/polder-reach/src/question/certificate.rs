//! What shows that networks are isolated, for readers who do not trust the engine: filters and routes as they are, and for each pair
//! of places the connections that each stage of the way stops.

use std::collections::BTreeMap;

use polder_inventory::model::{Id, Known, Link};
use polder_inventory::networks::{Direction, InterfaceId, Networks, PublicAddressing, Tier};
use polder_inventory::{EntryId, Inventory, SourceId};
use polder_recheck::format::network as out;

use super::flows::{LINUX_PORTS, Target, WIDE_PORTS, target};
use super::view::{Node, Role, View};
use super::{forwarding, unresolved};
use crate::address::{INTERNET, Span};
use crate::connection::{TCP, UDP};
use crate::engine::{Answer, Bound, End, Engine, IN, NAT_PORTS, OUT, PORTS, REPLY_IN, REPLY_OUT};
use crate::need::{Need, NeedFrom, NeedTo};
use crate::packets::{Cube, DESTINATION, PORT, PROTOCOL, Packets, SOURCE, SOURCE_PORT, TooLarge};
use crate::rules::{Peer, Rule, Way};

/// The certificate; none if a filter or a route is not known, if something is not modelled, if networks are joined, or if a public
/// load balancer passes connections on: what is behind it is reached through two connections, and covers are about one.
pub(crate) fn certificate(inventory: &Inventory, needs: &[Need]) -> Option<out::Network> {
    let engine = Engine::new(inventory);
    let view = View::of(&engine);
    let networks = &inventory.networks;
    let joined = !networks.peerings.is_empty() || forwarding::is_used(networks);
    if !engine.exact || joined || !unresolved::gaps(&view).is_empty() {
        return None;
    }
    let mut document = filters(&view)?;
    let seats = seats(&view, &mut document)?;
    document.covers = covers(&view, &seats).ok()?;
    document.flows = flows(&view, &seats, needs);
    Some(document)
}

fn span(of: Span) -> out::Span {
    out::Span { first: of.first, last: of.last }
}

fn spans(of: &[Span]) -> Vec<out::Span> {
    of.iter().copied().map(span).collect()
}

/// A position in a list. Estates with more entries than this do not fit into memory.
fn number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

fn position(id: impl Id) -> u32 {
    number(id.index())
}

/// Everything but interfaces.
fn filters(view: &View<'_, '_>) -> Option<out::Network> {
    let networks = &view.engine.inventory.networks;
    let rules = &view.engine.rules;
    let name = |source: SourceId| view.resource(source).to_string();
    let both = |of: &[Rule]| of.iter().map(rule).collect();
    let groups = networks.security_groups.iter().map(|(id, group)| out::Group {
        name: name(group.source),
        inbound: both(rules.group(id, Direction::Inbound)),
        outbound: both(rules.group(id, Direction::Outbound)),
    });
    let acls = networks.network_acls.iter().map(|(id, acl)| out::Acl {
        name: name(acl.source),
        inbound: both(rules.acl(id, Direction::Inbound)),
        outbound: both(rules.acl(id, Direction::Outbound)),
    });
    let tables = networks.route_tables.iter().map(|(id, table)| {
        let lines = rules
            .table(id)
            .iter()
            .map(|line| Some(out::Line { to: spans(&line.spans), way: way(networks, line.way)? }));
        Some(out::Table { name: name(table.source), lines: lines.collect::<Option<_>>()? })
    });
    let subnets = networks.subnets.values().map(|subnet| {
        Some(out::Subnet {
            name: name(subnet.source),
            network: position(subnet.network.id()?),
            table: position(subnet.route_table.id()?),
            acl: position(subnet.acl.id()?),
            public: subnet.tier == Some(Tier::Public),
        })
    });
    let internet = |id| networks.gateways.iter().any(|(gateway, _)| view.engine.attached(gateway, id));
    let nets =
        networks.networks.iter().map(|(id, net)| out::Net { name: name(net.source), internet: internet(id) });
    let nat_gateways = networks.nat_gateways.values().map(|gateway| out::Nat {
        name: name(gateway.source),
        public: gateway.public == Known::Value(true),
        subnets: gateway.subnets.iter().filter_map(Link::id).map(position).collect(),
    });
    Some(out::Network {
        ranges: view.engine.ranges.all().map(|(_, span)| view.engine.ranges.words(span.first)).collect(),
        networks: nets.collect(),
        groups: groups.collect(),
        acls: acls.collect(),
        tables: tables.collect::<Option<_>>()?,
        nat_gateways: nat_gateways.collect(),
        subnets: subnets.collect::<Option<_>>()?,
        ..out::Network::default()
    })
}

fn rule(rule: &Rule) -> out::Rule {
    let (peers, group) = match &rule.peer {
        Peer::Spans(of) => (spans(of), None),
        Peer::Group(group) => (vec![], Some(position(*group))),
    };
    out::Rule { allows: rule.allows, peers, group, protocol: span(rule.protocol), ports: span(rule.ports) }
}

fn way(networks: &Networks, way: Way) -> Option<out::Way> {
    Some(match way {
        Way::Local => out::Way::Local,
        Way::Internet(id) => {
            out::Way::Internet(networks.gateways[id].network.and_then(|it| it.id()).map(position))
        }
        Way::Nat(id) => out::Way::Nat(position(id)),
        Way::Peering(_) => out::Way::Peering,
        Way::Endpoint => out::Way::Endpoint,
        Way::Dropped => out::Way::Dropped,
        Way::Unknown => return None,
    })
}

/// A seat with one of its nodes.
type Seats<'n, 'i> = Vec<(&'n Node<'i>, Vec<&'n Node<'i>>)>;

/// Interfaces, and the places that they share.
fn seats<'v, 'i>(view: &'v View<'_, 'i>, document: &mut out::Network) -> Option<Seats<'v, 'i>> {
    let inventory = view.engine.inventory;
    let mut known: BTreeMap<out::Seat, u32> = BTreeMap::new();
    let mut seats: Seats<'v, 'i> = vec![];
    for node in &view.nodes {
        let end = view.engine.end(node.id)?;
        let seat = out::Seat {
            subnet: position(end.subnet_id),
            addresses: spans(&view.engine.addresses(end)),
            groups: node.interface.groups.iter().filter_map(Link::id).map(position).collect(),
            filtered: *node.interface.filtered.value()?,
            public: node.interface.public != Known::Value(PublicAddressing::None),
            listens: listens(node)
                .map(|all| all.into_iter().map(|(of, port)| (span(of), span(port))).collect()),
        };
        let at = *known.entry(seat.clone()).or_insert_with(|| {
            document.seats.push(seat);
            seats.push((node, vec![]));
            number(seats.len() - 1)
        });
        seats[at as usize].1.push(node);
        let source = &inventory.sources[node.interface.source];
        let account = inventory.locations[source.location].account.id()?;
        let owner = node.interface.owner.id();
        document.interfaces.push(out::Interface {
            name: view.name(node),
            seat: at,
            role: role(node.role),
            owner: owner.map(|owner| format!("{owner:?}")),
            account: inventory.access.accounts[account].name.to_string(),
        });
    }
    Some(seats)
}

fn role(role: Role) -> out::Role {
    match role {
        Role::Store => out::Role::Store,
        Role::LoadBalancer => out::Role::LoadBalancer,
        Role::Workload => out::Role::Workload,
        Role::Endpoint => out::Role::Endpoint,
        Role::Other => out::Role::Other,
    }
}

/// The protocols and ports on which an interface listens; none if the estate does not contain what does.
fn listens(node: &Node<'_>) -> Option<Vec<(Span, Span)>> {
    use polder_inventory::networks::Protocol;
    let ports = node.interface.listens.value()?;
    let all = ports.iter().flat_map(|it| {
        let protocols: &[u8] = match it.protocol {
            Protocol::Udp => &[UDP],
            Protocol::Any => &[TCP, UDP],
            _ => &[TCP],
        };
        protocols.iter().map(|protocol| (Span::one((*protocol).into()), Span::one(it.port.into())))
    });
    Some(all.collect())
}

/// Covers of the pairs that properties are about.
fn covers(view: &View<'_, '_>, seats: &Seats<'_, '_>) -> Result<Vec<out::Cover>, TooLarge> {
    let mut all = vec![];
    for (at, (to, nodes)) in seats.iter().enumerate() {
        let behind = nodes.iter().any(|node| node.role != Role::LoadBalancer);
        let sources = if behind { view.engine.outside() } else { INTERNET.to_vec() };
        all.extend(cover(view, (None, &sources), (number(at), to))?);
        if !nodes.iter().any(|node| node.role == Role::Store) {
            continue;
        }
        for (from_at, (from, _)) in
            seats.iter().enumerate().filter(|(_, (from, _))| from.network == to.network)
        {
            let Some(end) = view.engine.end(from.id) else { continue };
            let own = (Some((number(from_at), end)), &view.engine.addresses(end)[..]);
            all.extend(cover(view, own, (number(at), to))?);
        }
    }
    Ok(all)
}

/// What stops all connections of a pair; none if some are possible.
fn cover(
    view: &View<'_, '_>,
    (from, sources): (Option<(u32, End<'_>)>, &[Span]),
    (at, to): (u32, &Node<'_>),
) -> Result<Option<out::Cover>, TooLarge> {
    let engine = view.engine;
    let Some(end) = engine.end(to.id) else { return Ok(None) };
    let destinations =
        if from.is_some() { engine.addresses(end) } else { engine.public(end, Bound::Certain) };
    let mut set = start(sources, &destinations, listens(to))?;
    let mut blocked = vec![];
    let stages = stages(from.map(|(_, end)| end), end);
    for stage in stages {
        let passed = pass(engine, stage, set.clone(), from.map(|(_, end)| end), end)?;
        let stopped = set.without(&passed)?;
        blocked.extend(stopped.cubes().iter().map(|of| out::Blocked { of: cube(of), at: stage }));
        set = passed;
    }
    let from = from.map(|(at, _)| at);
    Ok(set.is_empty().then_some(out::Cover { from, to: at, blocked }))
}

fn cube(of: &Cube) -> out::Cube {
    out::Cube {
        source: span(of[SOURCE]),
        destination: span(of[DESTINATION]),
        protocol: span(of[PROTOCOL]),
        source_port: span(of[SOURCE_PORT]),
        port: span(of[PORT]),
    }
}

/// The connections between addresses, to ports on which something listens.
fn start(sources: &[Span], destinations: &[Span], listens: Option<Vec<(Span, Span)>>) -> Answer {
    let every = || [TCP, UDP].map(|protocol| (Span::one(protocol.into()), PORTS)).to_vec();
    let listens = listens.unwrap_or_else(every);
    let mut set = Packets::default();
    for source in sources {
        for destination in destinations.iter().filter(|it| it.is_v6() == source.is_v6()) {
            for (protocol, port) in &listens {
                set.add([*source, *destination, *protocol, PORTS, *port, NAT_PORTS])?;
            }
        }
    }
    Ok(set)
}

/// The stages of a way, in the order in which it is cheapest to ask them.
fn stages(from: Option<End<'_>>, to: End<'_>) -> Vec<out::Stage> {
    use out::Stage::{AclIn, AclOut, GroupsIn, GroupsOut, ReplyIn, ReplyOut, Route, RouteBack};
    match from {
        None => vec![GroupsIn, AclIn, ReplyOut, RouteBack],
        Some(from) if from.subnet_id == to.subnet_id => vec![GroupsOut, GroupsIn],
        Some(_) => vec![GroupsOut, GroupsIn, Route, RouteBack, AclOut, AclIn, ReplyOut, ReplyIn],
    }
}

/// What passes a stage.
fn pass(engine: &Engine<'_>, stage: out::Stage, set: Packets, from: Option<End<'_>>, to: End<'_>) -> Answer {
    let bound = Bound::Certain;
    let groups = |end: Option<End<'_>>| -> Vec<_> {
        end.into_iter().flat_map(|end| end.interface.groups.iter().filter_map(Link::id)).collect()
    };
    let leads = |way: Way| match from {
        Some(_) => way == Way::Local,
        None => engine.is_internet(way, to.network, bound),
    };
    let source = from.map_or(to.subnet, |from| from.subnet);
    match (stage, from) {
        (out::Stage::GroupsOut, Some(from)) => {
            engine.groups(set, from.interface, Direction::Outbound, OUT, &groups(Some(to)), bound)
        }
        (out::Stage::GroupsIn, _) => {
            engine.groups(set, to.interface, Direction::Inbound, IN, &groups(from), bound)
        }
        (out::Stage::Route, _) => engine.routed(set, source, DESTINATION, bound, &leads),
        (out::Stage::RouteBack, _) => engine.routed(set, to.subnet, SOURCE, bound, &leads),
        (out::Stage::AclOut, _) => engine.acl(set, source, Direction::Outbound, OUT, bound),
        (out::Stage::AclIn, _) => engine.acl(set, to.subnet, Direction::Inbound, IN, bound),
        (out::Stage::ReplyOut, _) => engine.acl(set, to.subnet, Direction::Outbound, REPLY_OUT, bound),
        (out::Stage::ReplyIn, _) => engine.acl(set, source, Direction::Inbound, REPLY_IN, bound),
        (out::Stage::GroupsOut, None) => Ok(set),
    }
}

/// The connections that the design needs. Those of one need that lead to different places, as to endpoints of different networks, are
/// separate.
fn flows(view: &View<'_, '_>, seats: &Seats<'_, '_>, needs: &[Need]) -> Vec<out::Flow> {
    let known: BTreeMap<InterfaceId, u32> =
        (0..).zip(seats).flat_map(|(at, (_, nodes))| nodes.iter().map(move |node| (node.id, at))).collect();
    let mut all: Vec<out::Flow> = vec![];
    for need in needs.iter().filter(|need| need.certain) {
        let bare = bare(view, need);
        let nodes: Vec<Option<&Node<'_>>> = match &need.from {
            NeedFrom::Range(_) => vec![None],
            NeedFrom::Component(name) => view.component(&need.site, name).map(Some).collect(),
        };
        let first = all.len();
        for node in nodes {
            let mut flow = bare.clone();
            match target(view, need, node) {
                Target::Interfaces(ids) => {
                    flow.targets = ids.iter().filter_map(|id| known.get(id).copied()).collect();
                    flow.targets.sort_unstable();
                    flow.targets.dedup();
                }
                Target::Outside(of) => flow.outside = spans(&of),
            }
            let source = node.and_then(|node| known.get(&node.id).copied());
            match all[first..]
                .iter_mut()
                .find(|own| own.targets == flow.targets && own.outside == flow.outside)
            {
                Some(own) => own.sources.extend(source.filter(|source| !own.sources.contains(source))),
                None => all.push(out::Flow { sources: source.into_iter().collect(), ..flow }),
            }
        }
    }
    all
}

/// A flow without its ends.
fn bare(view: &View<'_, '_>, need: &Need) -> out::Flow {
    let source = need.source_name();
    let (from, range, ports) = match &need.from {
        NeedFrom::Range(range) => {
            let position = view.engine.ranges.all().position(|(known, _)| known == range);
            (None, position.map(number), &WIDE_PORTS[..])
        }
        NeedFrom::Component(name) => {
            let mut nodes = view.component(&need.site, name);
            let linux = nodes.all(|node| {
                matches!(node.interface.owner.id(), Some(EntryId::Process(_) | EntryId::MachinePool(_)))
            });
            (
                Some(format!("{name} at {}", need.site)),
                None,
                if linux { &LINUX_PORTS[..] } else { &WIDE_PORTS[..] },
            )
        }
    };
    let to = match &need.to {
        NeedTo::Component(name) => Some(format!("{name} at {}", need.site)),
        NeedTo::Service(_) | NeedTo::Internet => None,
    };
    out::Flow {
        id: format!("network.flows.{}.{}", need.site, source.replace(' ', "-")),
        purpose: need.purpose.clone(),
        from,
        sources: vec![],
        range,
        to,
        targets: vec![],
        outside: vec![],
        protocol: span(Span::one(need.protocol.into())),
        port: span(Span::one(need.port.into())),
        client_ports: spans(ports),
        nat_ports: spans(&WIDE_PORTS),
    }
}
