//! Witnesses: one connection out of a set, replayed by the tracer.

use polder_inventory::networks::InterfaceId;
use polder_verdict::{Effect, Fact, Step, Witness};

use super::view::View;
use crate::address::Span;
use crate::connection::{Connection, Place};
use crate::packets::{Cube, DESTINATION, NAT_PORT, PORT, PROTOCOL, Packets, SOURCE, SOURCE_PORT};
use crate::tracer::{Trace, listens, trace, trace_forwarded};

/// A source port that clients use, for connections whose source port does not matter.
const CLIENT_PORT: u128 = 40000;
/// The fifth address of a subnet is the first that an interface can have.
const FIRST_HOST: u128 = 4;

/// A connection of a box, with ordinary addresses and ports where the box leaves a choice.
pub(super) fn pick(from: Place, to: Place, cube: &Cube) -> Connection {
    let like = |span: Span, wish: u128| if span.contains(wish) { wish } else { span.first };
    let host = |span: Span| like(span, span.first.saturating_add(FIRST_HOST));
    let port = |at: usize, wish: u128| u16::try_from(like(cube[at], wish)).unwrap_or(u16::MAX);
    Connection {
        from,
        to,
        source: host(cube[SOURCE]),
        destination: host(cube[DESTINATION]),
        protocol: u8::try_from(cube[PROTOCOL].first).unwrap_or(u8::MAX),
        source_port: port(SOURCE_PORT, CLIENT_PORT),
        port: port(PORT, 443),
        nat_port: port(NAT_PORT, CLIENT_PORT),
    }
}

/// A witness that a connection of the set is possible. None if the tracer does not agree.
pub(super) fn possible(
    view: &View<'_, '_>,
    from: Place,
    to: Place,
    set: &Packets,
    summary: String,
) -> Option<Witness> {
    let connection = pick(from, to, set.cubes().first()?);
    let traced = trace(view.engine.inventory, &view.engine.ranges, &connection);
    (traced.delivered()).then(|| written(view, &connection, &traced, summary))
}

/// A witness that a load balancer passes a connection on: the one of a client to the load balancer, and the one to the target, which has
/// the address and port of the client if the load balancer keeps them. None if the tracer does not agree.
pub(super) fn forwarded(
    view: &View<'_, '_>,
    (balancer, target): (InterfaceId, InterfaceId),
    keeps: bool,
    [first, second]: &[Cube; 2],
    summary: String,
) -> Option<Witness> {
    let (inventory, ranges) = (view.engine.inventory, &view.engine.ranges);
    let opened = pick(Place::Outside, Place::Interface(balancer), first);
    let mut passed = pick(Place::Interface(balancer), Place::Interface(target), second);
    if keeps {
        (passed.source, passed.source_port) = (opened.source, opened.source_port);
    }
    let outer = trace(inventory, ranges, &opened);
    let inner = trace_forwarded(inventory, ranges, &passed);
    if !outer.delivered() || !inner.delivered() || !listens(inventory, &opened) {
        return None;
    }
    let mut witness = written(view, &opened, &outer, summary);
    let inner = written(view, &passed, &inner, String::new());
    witness.facts.push(Fact::new("target", ranges.words(passed.destination)));
    witness.facts.push(Fact::new("target_port", passed.port.to_string()));
    witness.steps.extend(inner.steps);
    Some(witness)
}

/// A witness that a connection is blocked. None if the tracer does not agree.
pub(super) fn blocked(view: &View<'_, '_>, connection: &Connection, summary: String) -> Option<Witness> {
    let inventory = view.engine.inventory;
    let mut traced = trace(inventory, &view.engine.ranges, connection);
    if traced.delivered() && !listens(inventory, connection) {
        let Place::Interface(id) = connection.to else { return None };
        let sources = vec![inventory.networks.interfaces[id].source];
        let text = "the destination does not listen on the port".into();
        traced.reply = vec![crate::tracer::Hop { text, passes: false, sources }];
    }
    (!traced.delivered()).then(|| written(view, connection, &traced, summary))
}

fn written(view: &View<'_, '_>, it: &Connection, traced: &Trace, summary: String) -> Witness {
    let words = |address| view.engine.ranges.words(address);
    let mut facts = vec![
        Fact::new("source", words(it.source)),
        Fact::new("destination", words(it.destination)),
        Fact::new("protocol", if it.protocol == crate::connection::UDP { "udp" } else { "tcp" }),
        Fact::new("source_port", it.source_port.to_string()),
        Fact::new("destination_port", it.port.to_string()),
    ];
    if let Place::Interface(id) = it.to
        && view.engine.inventory.networks.interfaces[id].listens.value().is_none()
    {
        facts.push(Fact::new("listens", "what the estate does not contain"));
    }
    let step = |reply: bool, hop: &crate::tracer::Hop| Step {
        text: if reply { format!("reply: {}", hop.text) } else { hop.text.clone() },
        effect: if hop.passes { Effect::Allows } else { Effect::Denies },
        resources: hop.sources.iter().map(|source| view.resource(*source)).collect(),
    };
    let steps = (traced.forward.iter().map(|hop| step(false, hop)))
        .chain(traced.reply.iter().map(|hop| step(true, hop)))
        .collect();
    Witness { summary, facts, steps, replayed_by: "tracer" }
}
