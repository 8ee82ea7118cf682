//! What shows that networks are isolated, for readers who do not trust the engine: filters and routes as they are, and for each pair
//! of places the connections that each stage of the way stops.

use std::collections::BTreeMap;

use polder_inventory::model::{Id, Known, Link};
use polder_inventory::networks::{Direction, InterfaceId, Networks, PublicAddressing, Tier};
use polder_inventory::{Inventory, SourceId};
use polder_recheck::format::{network as out, position};

use super::flows::{self, Target, WIDE_PORTS, target};
use super::view::{Node, Role, View};
use super::{forwarding, public_endpoints, unresolved};
use crate::address::{INTERNET, Span};
use crate::connection::{TCP, UDP};
use crate::engine::{Answer, Bound, End, Engine, IN, NAT_PORTS, OUT, PORTS, REPLY_IN, REPLY_OUT, listening};
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
    document.covers = covers(&engine, &seats).ok()?;
    document.public_endpoints = public_endpoints(&view);
    document.flows = flows(&view, &seats, needs);
    Some(document)
}

fn span(of: Span) -> out::Span {
    out::Span { first: of.first, last: of.last }
}

fn spans(of: &[Span]) -> Vec<out::Span> {
    of.iter().copied().map(span).collect()
}

fn index(id: impl Id) -> u32 {
    position(id.index())
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
            network: index(subnet.network.id()?),
            table: index(subnet.route_table.id()?),
            acl: index(subnet.acl.id()?),
            public: subnet.tier == Some(Tier::Public),
        })
    });
    let internet = |id| networks.gateways.iter().any(|(gateway, _)| view.engine.attached(gateway, id));
    let nets =
        networks.networks.iter().map(|(id, net)| out::Net { name: name(net.source), internet: internet(id) });
    let nat_gateways = networks.nat_gateways.values().map(|gateway| out::Nat {
        name: name(gateway.source),
        public: gateway.public == Known::Value(true),
        subnets: gateway.subnets.iter().filter_map(Link::id).map(index).collect(),
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
        Peer::Group(group) => (vec![], Some(index(*group))),
    };
    out::Rule { allows: rule.allows, peers, group, protocol: span(rule.protocol), ports: span(rule.ports) }
}

fn way(networks: &Networks, way: Way) -> Option<out::Way> {
    Some(match way {
        Way::Local => out::Way::Local,
        Way::Internet(id) => {
            out::Way::Internet(networks.gateways[id].network.and_then(|it| it.id()).map(index))
        }
        Way::Nat(id) => out::Way::Nat(index(id)),
        Way::Peering(_) => out::Way::Peering,
        Way::Endpoint => out::Way::Endpoint,
        Way::Dropped => out::Way::Dropped,
        Way::Unknown => return None,
    })
}

/// A place, with one of its interfaces, and all of its nodes.
struct Seat<'v, 'i> {
    end: End<'i>,
    nodes: Vec<&'v Node<'i>>,
}

impl Seat<'_, '_> {
    fn has(&self, role: impl Fn(Role) -> bool) -> bool {
        self.nodes.iter().any(|node| role(node.role))
    }
}

/// Interfaces, and the places that they share.
fn seats<'v, 'i>(view: &'v View<'_, 'i>, document: &mut out::Network) -> Option<Vec<Seat<'v, 'i>>> {
    let inventory = view.engine.inventory;
    let mut known: BTreeMap<out::Seat, u32> = BTreeMap::new();
    let mut seats: Vec<Seat<'v, 'i>> = vec![];
    for node in &view.nodes {
        let end = view.engine.end(node.id)?;
        let seat = out::Seat {
            subnet: index(end.subnet_id),
            addresses: spans(&view.engine.addresses(end)),
            groups: node.interface.groups.iter().filter_map(Link::id).map(index).collect(),
            filtered: *node.interface.filtered.value()?,
            public: node.interface.public != Known::Value(PublicAddressing::None),
            listens: listening(node.interface)
                .map(|all| all.map(|(of, port)| (span(of), span(port))).collect()),
        };
        let at = *known.entry(seat.clone()).or_insert_with(|| {
            document.seats.push(seat);
            seats.push(Seat { end, nodes: vec![] });
            position(seats.len() - 1)
        });
        seats[at as usize].nodes.push(node);
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

/// Ways from the internet that lead through no interface, of each property that is about some.
fn public_endpoints(view: &View<'_, '_>) -> Vec<out::PublicEndpoint> {
    let written = |property: &'static str| {
        move |endpoint: public_endpoints::PublicEndpoint<'_>| out::PublicEndpoint {
            property: property.to_owned(),
            name: format!("`{}`", view.resource(endpoint.source())),
            open: endpoint.is_open(),
        }
    };
    let entry_points = public_endpoints::of_entry_points(view).map(written("network.entry-points"));
    entry_points.chain(public_endpoints::of_data_tier(view).map(written("network.data-tier"))).collect()
}

/// Covers of the pairs that properties are about.
fn covers(engine: &Engine<'_>, seats: &[Seat<'_, '_>]) -> Result<Vec<out::Cover>, TooLarge> {
    let mut all = vec![];
    for (at, to) in (0..).zip(seats) {
        let mut add = |from: Option<(u32, End<'_>)>, sources: &[Span]| {
            let cover = cover(engine, (from.map(|(_, end)| end), sources), to.end)?;
            let from = from.map(|(at, _)| at);
            all.extend(cover.map(|blocked| out::Cover { from, to: at, blocked }));
            Ok(())
        };
        let behind = to.has(|role| role != Role::LoadBalancer);
        let sources = if behind { engine.outside() } else { INTERNET.to_vec() };
        add(None, &sources)?;
        if !to.has(|role| role == Role::Store) {
            continue;
        }
        for (at, from) in (0..).zip(seats).filter(|(_, from)| from.end.network == to.end.network) {
            add(Some((at, from.end)), &engine.addresses(from.end))?;
        }
    }
    Ok(all)
}

/// What stops all connections of a pair, which start at these addresses; none if some are possible.
fn cover(
    engine: &Engine<'_>,
    (from, sources): (Option<End<'_>>, &[Span]),
    to: End<'_>,
) -> Result<Option<Vec<out::Blocked>>, TooLarge> {
    let destinations = if from.is_some() { engine.addresses(to) } else { engine.public(to, Bound::Certain) };
    let mut set = start(sources, &destinations, to)?;
    let mut blocked = vec![];
    for stage in stages(from, to) {
        let passed = pass(engine, stage, set.clone(), from, to)?;
        let stopped = set.without(&passed)?;
        blocked.extend(stopped.cubes().iter().map(|of| out::Blocked { of: cube(of), at: stage }));
        set = passed;
    }
    Ok(set.is_empty().then_some(blocked))
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

/// The connections between addresses, to ports on which an interface listens.
fn start(sources: &[Span], destinations: &[Span], to: End<'_>) -> Answer {
    let every = || [TCP, UDP].map(|protocol| (Span::one(protocol.into()), PORTS)).to_vec();
    let listens = listening(to.interface).map_or_else(every, Iterator::collect);
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
fn flows(view: &View<'_, '_>, seats: &[Seat<'_, '_>], needs: &[Need]) -> Vec<out::Flow> {
    let known: BTreeMap<InterfaceId, u32> =
        (0..).zip(seats).flat_map(|(at, seat)| seat.nodes.iter().map(move |node| (node.id, at))).collect();
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
    let (from, range) = match &need.from {
        NeedFrom::Range(range) => {
            (None, view.engine.ranges.all().position(|(known, _)| known == range).map(position))
        }
        NeedFrom::Component(name) => (Some(format!("{name} at {}", need.site)), None),
    };
    let to = match &need.to {
        NeedTo::Component(name) => Some(format!("{name} at {}", need.site)),
        NeedTo::Service(_) | NeedTo::Internet => None,
    };
    out::Flow {
        id: flows::id(&need.site, &need.source_name()),
        purpose: need.purpose.clone(),
        from,
        sources: vec![],
        range,
        to,
        targets: vec![],
        outside: vec![],
        protocol: span(Span::one(need.protocol.into())),
        port: span(Span::one(need.port.into())),
        client_ports: spans(flows::client_ports(view, need)),
        nat_ports: spans(&WIDE_PORTS),
    }
}
