//! Flows: every connection that a design needs gets through, and its replies return.

use std::collections::BTreeSet;

use super::cube::Five;
use super::pairs::{addresses, internet};
use super::passes::Passage;
use crate::format::network::{Flow, Network, Seat, Span};
use crate::limits::combined;
use crate::verdict::Recomputed;

/// The ports that clients use. Port 3389 is not required: network ACLs that admit it from everywhere count as an open remote desktop in
/// benchmarks, and a connection that happens to use it is opened again.
const WIDE: [Span; 2] = [Span { first: 1024, last: 3388 }, Span { first: 3390, last: 65_535 }];
/// Those of Linux.
const LINUX: [Span; 1] = [Span { first: 32_768, last: 60_999 }];

/// What the document says of the flows of a property.
pub(super) fn recompute(document: &Network, id: &str) -> Recomputed {
    let flows: Vec<&Flow> = document.flows.iter().filter(|flow| flow.id == id).collect();
    let mut count = 0;
    for flow in &flows {
        match whole(document, &flows, flow).and_then(|()| works(document, flow)) {
            Ok(boxes) => count += boxes,
            Err(why) => return Recomputed::open(format!("{}: {why}", flow.purpose)),
        }
    }
    match flows.len() {
        0 => Recomputed::open("the document does not have its flows"),
        all => Recomputed::holds(format!(
            "{all} flows: all connections of {count} boxes get through, and their replies"
        )),
    }
}

/// Whether the flows of one purpose are about all interfaces of their source, and each about all of its destination.
fn whole(document: &Network, all: &[&Flow], flow: &Flow) -> Result<(), &'static str> {
    let named = |name: &str| -> BTreeSet<u32> {
        document.interfaces.iter().filter(|it| it.name == name).map(|it| it.seat).collect()
    };
    let of =
        |flows: &[&Flow]| -> BTreeSet<u32> { flows.iter().flat_map(|flow| &flow.sources).copied().collect() };
    if let Some(name) = &flow.from {
        let same: Vec<&Flow> = all
            .iter()
            .copied()
            .filter(|own| own.purpose == flow.purpose && own.from == flow.from && own.port == flow.port)
            .collect();
        if of(&same) != named(name) || flow.sources.is_empty() {
            return Err("an interface of the source is missing");
        }
    }
    match &flow.to {
        Some(name) if flow.targets.iter().copied().collect::<BTreeSet<u32>>() != named(name) => {
            Err("an interface of the destination is missing")
        }
        _ if flow.targets.is_empty() == flow.outside.is_empty() => {
            Err("it does not lead to one kind of destination")
        }
        _ if flow.nat_ports != WIDE || (flow.client_ports != WIDE && flow.client_ports != LINUX) => {
            Err("its source ports are not those of clients")
        }
        _ => Ok(()),
    }
}

/// The number of boxes, all of which get through.
fn works(document: &Network, flow: &Flow) -> Result<usize, &'static str> {
    let seat = |at: &u32| &document.seats[*at as usize];
    let mut count = 0;
    let mut each = |from: Option<&Seat>, to: Option<&Seat>| -> Result<(), &'static str> {
        let v4 = |seat: &Seat| addresses(seat, false).collect::<Vec<Span>>();
        let sources = match (from, flow.range) {
            (Some(seat), _) => v4(seat),
            (None, Some(range)) => ranges(document, range),
            (None, None) => vec![],
        };
        let ends = to.map_or_else(|| flow.outside.clone(), v4);
        if sources.is_empty() || ends.is_empty() {
            return Err("the addresses of its ends are not known");
        }
        if to.is_some_and(|to| !listens(to, flow)) {
            return Err("the destination does not listen on the port");
        }
        for of in boxes(flow, &sources, &ends)? {
            for nat_ports in flow.nat_ports.iter().copied() {
                let passage = Passage { document, of, nat_ports };
                count += 1;
                match (from, to) {
                    (Some(from), Some(to)) => passage.inside(from, to)?,
                    (None, Some(to)) => passage.inwards(to)?,
                    (Some(from), None) => passage.outwards(from)?,
                    (None, None) => return Err("it does not touch the estate"),
                }
            }
        }
        Ok(())
    };
    let sources: Vec<Option<&Seat>> = match flow.from {
        Some(_) => flow.sources.iter().map(|at| Some(seat(at))).collect(),
        None => vec![None],
    };
    combined(&[sources.len(), flow.targets.len()])?;
    for from in sources {
        if flow.targets.is_empty() {
            each(from, None)?;
        }
        for to in &flow.targets {
            each(from, Some(seat(to)))?;
        }
    }
    Ok(count)
}

fn boxes(flow: &Flow, sources: &[Span], ends: &[Span]) -> Result<Vec<Five>, &'static str> {
    combined(&[sources.len(), ends.len(), flow.client_ports.len()])?;
    let mut all = vec![];
    for source in sources {
        for end in ends {
            all.extend(flow.client_ports.iter().map(|port| [*source, *end, flow.protocol, *port, flow.port]));
        }
    }
    Ok(all)
}

fn listens(to: &Seat, flow: &Flow) -> bool {
    let within = |all: Span, part: Span| all.first <= part.first && part.last <= all.last;
    let mut ports = to.listens.iter().flatten();
    ports.any(|(protocol, port)| within(*protocol, flow.protocol) && within(*port, flow.port))
}

/// The addresses of a range of the provider.
fn ranges(document: &Network, at: u32) -> Vec<Span> {
    let first = (1 << 32) + (u128::from(at) << 16);
    internet(document, false, true).into_iter().filter(|span| span.first == first).collect()
}
