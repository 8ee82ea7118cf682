//! Load balancers that pass connections on: listeners of TCP, TLS and UDP. Whoever opens a connection to such a listener has one to a
//! target. Those of HTTP answer requests themselves, and are not among them.

use polder_inventory::EntryId;
use polder_inventory::model::{Known, Link};
use polder_inventory::networks::{
    Listener, ListenerAction, ListenerProtocol, LoadBalancerId, Networks, Target, TargetGroup, TargetGroupId,
    TargetKind,
};

use super::found::Found;
use super::view::{Asked, DISAGREE, Node, Role, TOO_LARGE, View};
use super::witness;
use crate::address::Span;
use crate::connection::{Place, TCP, UDP};
use crate::engine::Bound;
use crate::packets::{ALL, Cube, PORT, PROTOCOL, Packets, SOURCE, SOURCE_PORT};

/// Looks at each target of each public listener.
pub(super) fn look(view: &View<'_, '_>, found: &mut Found) {
    let networks = &view.engine.inventory.networks;
    for listener in of_unknown(networks) {
        let at = [view.resource(listener.source)];
        found.gap("the load balancer of a listener that passes connections on is not known", at);
    }
    for way in public(networks) {
        let groups: Vec<Link<TargetGroupId>> = groups(way.1).collect();
        // It has an action, so that one that was not read leads to targets that are not known.
        if groups.is_empty() || groups.iter().any(|it| it.id().is_none()) {
            let at = [view.resource(way.1.source)];
            found.gap("the targets to which a public load balancer forwards connections are not known", at);
        }
        let known = |it: &&Target| !matches!(it.group, Link::Unknown(_)) && groups.contains(&it.group);
        for target in networks.targets.values().filter(known) {
            to_target(view, found, way, target);
        }
    }
    let lost = |it: &&Target| it.group.id().is_none();
    for target in networks.targets.values().filter(lost).filter(|_| is_used(networks)) {
        let at = [view.resource(target.source)];
        found.gap("the group of a target is not known, and a public load balancer passes connections on", at);
    }
}

/// Whether a public load balancer passes connections on, or may.
pub(super) fn is_used(networks: &Networks) -> bool {
    public(networks).next().is_some() || of_unknown(networks).next().is_some()
}

/// The listeners that pass connections on, or may, of load balancers that are not known.
fn of_unknown(networks: &Networks) -> impl Iterator<Item = &Listener> {
    let lost = |it: &&Listener| it.load_balancer.id().is_none() && passed_on(it).is_some();
    networks.listeners.values().filter(lost)
}

/// The public listeners that pass connections on, or may.
fn public(networks: &Networks) -> impl Iterator<Item = Way<'_>> {
    networks.listeners.values().filter_map(|listener| {
        let id = listener.load_balancer.id()?;
        (networks.load_balancers[id].public != Known::Value(false)).then_some(())?;
        Some((id, listener, passed_on(listener)?))
    })
}

/// The protocols whose connections a listener passes on; none for those that it answers itself. One that is not known may be any.
fn passed_on(listener: &Listener) -> Option<&'static [u8]> {
    match listener.protocol {
        Known::Value(ListenerProtocol::Tcp | ListenerProtocol::Tls) => Some(&[TCP]),
        Known::Value(ListenerProtocol::Udp) => Some(&[UDP]),
        Known::Value(ListenerProtocol::TcpUdp) | Known::Unknown(_) => Some(&[TCP, UDP]),
        Known::Value(ListenerProtocol::Http | ListenerProtocol::Https | ListenerProtocol::Geneve) => None,
    }
}

fn groups(listener: &Listener) -> impl Iterator<Item = Link<TargetGroupId>> {
    let forwards = listener.default_actions.iter().filter_map(|action| match action {
        ListenerAction::Forward(groups) => Some(groups),
        _ => None,
    });
    forwards.flat_map(|groups| groups.iter().map(|it| it.group))
}

/// A load balancer with one of its listeners and the protocols that it passes on.
type Way<'i> = (LoadBalancerId, &'i Listener, &'static [u8]);

fn to_target(view: &View<'_, '_>, found: &mut Found, way: Way<'_>, target: &Target) {
    let networks = &view.engine.inventory.networks;
    let group = target.group.id().and_then(|id| networks.target_groups.get(id));
    let port = match (target.port, group.map(|it| it.port)) {
        (Known::Value(Some(port)), _) | (Known::Value(None), Some(Known::Value(Some(port)))) => Some(port),
        _ => None,
    };
    let owner: Option<EntryId> = match target.target {
        TargetKind::Process(Link::To(id)) => Some(id.into()),
        TargetKind::Machines(Link::To(id)) => Some(id.into()),
        TargetKind::Interface(Link::To(id)) => Some(id.into()),
        // Functions have no interface that listens, and a load balancer of HTTP answers itself.
        TargetKind::Function(_) | TargetKind::LoadBalancer(_) => return,
        TargetKind::Address(Known::Value(block)) => {
            let has = |node: &&Node<'_>| match &node.interface.addresses {
                Known::Value(Some(fixed)) => fixed.contains(&block),
                _ => false,
            };
            view.nodes.iter().find(has).map(|node| node.id.into())
        }
        _ => None,
    };
    let ends = view.nodes.iter().filter(|node| {
        owner.is_some() && (node.interface.owner.id() == owner || Some(EntryId::from(node.id)) == owner)
    });
    let ends: Vec<&Node<'_>> = ends.collect();
    let balancers = view.nodes.iter().filter(|node| {
        node.role == Role::LoadBalancer && node.interface.owner.id() == Some(EntryId::LoadBalancer(way.0))
    });
    for balancer in balancers {
        if ends.is_empty() {
            let at = [view.resource(balancer.interface.source), view.resource(target.source)];
            if is_open(view, balancer, way) {
                found.gap("to which interface a public load balancer passes connections on is not known", at);
            }
        }
        for end in &ends {
            ask(view, found, way, (balancer, end), port, addresses_seen(group));
        }
    }
}

/// Whether the internet may open connections to a listener.
fn is_open(view: &View<'_, '_>, balancer: &Node<'_>, (_, listener, protocols): Way<'_>) -> bool {
    let boxes: Vec<Cube> = protocols.iter().map(|protocol| at(*protocol, port_of(listener))).collect();
    !matches!(view.ask(&boxes, Place::Outside, Place::Interface(balancer.id)), Asked::Impossible)
}

fn port_of(listener: &Listener) -> Option<u16> {
    listener.port.value().copied().flatten()
}

fn at(protocol: u8, port: Option<u16>) -> Cube {
    let mut cube = ALL;
    cube[PROTOCOL] = Span::one(protocol.into());
    if let Some(port) = port {
        cube[PORT] = Span::one(port.into());
    }
    cube
}

/// Whether the targets of a group see the addresses of clients, or both if that is not known.
fn addresses_seen(group: Option<&TargetGroup>) -> &'static [bool] {
    match group.map(|it| it.keeps_clients) {
        Some(Known::Value(true)) => &[true],
        Some(Known::Value(false)) => &[false],
        Some(Known::Unknown(_)) | None => &[true, false],
    }
}

fn ask(
    view: &View<'_, '_>,
    found: &mut Found,
    way: Way<'_>,
    (balancer, end): (&Node<'_>, &Node<'_>),
    port: Option<u16>,
    addresses_seen: &[bool],
) {
    found.asked += 1;
    if found.is_full() {
        return;
    }
    let summary = || {
        format!("the internet can open connections to {}, through {}", view.name(end), view.name(balancer))
    };
    let resources = || [balancer, end].map(|node| view.resource(node.interface.source));
    let known = port.is_some() && port_of(way.1).is_some() && way.1.protocol.value().is_some();
    let mut certain = vec![];
    let mut possible = false;
    for keeps in addresses_seen {
        for protocol in way.2 {
            let legs = |bound| legs(view, (balancer, end), way, at(*protocol, port), *keeps, bound);
            match (legs(Bound::Certain), legs(Bound::Possible)) {
                (Ok(Some(found)), _) if known => certain.push((*keeps, found)),
                (_, Ok(None)) => {}
                (_, Ok(Some(_))) => possible = true,
                (_, Err(())) => return found.gap(TOO_LARGE, resources()),
            }
        }
    }
    let sure = addresses_seen.iter().all(|keeps| certain.iter().any(|(own, _)| own == keeps));
    match certain.first() {
        Some((keeps, legs)) if sure => {
            let ends = (balancer.id, end.id);
            match witness::forwarded(view, ends, *keeps, legs, summary()) {
                Some(witness) => found.witness(witness),
                None => found.gap(DISAGREE, resources()),
            }
        }
        None if !possible => {}
        _ => {
            let text = format!("{}, or not: values on the way are not known", summary());
            found.gap(text, resources());
        }
    }
}

/// A connection to the listener and the one to the target, as boxes. None if there is none, an error if the sets are too large.
fn legs(
    view: &View<'_, '_>,
    (balancer, end): (&Node<'_>, &Node<'_>),
    (_, listener, _): Way<'_>,
    to_target: Cube,
    keeps: bool,
    bound: Bound,
) -> Result<Option<[Cube; 2]>, ()> {
    let passed = view.engine.forwarded(&to_target, [balancer.id, end.id], keeps, bound).map_err(|_| ())?;
    let protocol = u8::try_from(to_target[PROTOCOL].first).map_err(|_| ())?;
    for cube in passed.cubes() {
        let mut first = at(protocol, port_of(listener));
        if keeps {
            (first[SOURCE], first[SOURCE_PORT]) = (cube[SOURCE], cube[SOURCE_PORT]);
        }
        let (from, to) = (Place::Outside, Place::Interface(balancer.id));
        let open: Packets = view.engine.open(&first, from, to, bound).map_err(|_| ())?;
        if let Some(first) = open.cubes().first() {
            let mut second = *cube;
            if keeps {
                (second[SOURCE], second[SOURCE_PORT]) = (first[SOURCE], first[SOURCE_PORT]);
            }
            return Ok(Some([*first, second]));
        }
    }
    Ok(None)
}
