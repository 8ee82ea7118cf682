//! Whether every flow that the design needs works in both directions.

use std::collections::BTreeMap;

use polder_inventory::EntryId;
use polder_inventory::model::Known;
use polder_inventory::networks::{EndpointKind, EndpointTarget, PrivateEndpointId, ProviderRange};
use polder_verdict::{Evidence, Gap, Property, Verdict, Witness};

use super::view::{Node, TOO_LARGE, View, is};
use super::witness;
use crate::address::{INTERNET, Span};
use crate::connection::Place;
use crate::engine::Bound;
use crate::need::{Need, NeedFrom, NeedTo};
use crate::packets::{ALL, Cube, DESTINATION, NAT_PORT, PORT, PROTOCOL, Packets, SOURCE, SOURCE_PORT};

/// The source ports of Linux: `net.ipv4.ip_local_port_range`.
const LINUX_PORTS: [Span; 1] = [Span::new(32768, 60999)];
/// The source ports of functions, load balancers, NAT gateways and the provider's ranges. Port 3389 is not
/// required: network ACLs that admit it from everywhere count as an open remote desktop in every benchmark,
/// and a connection that happens to use it is opened again from another port.
pub(super) const WIDE_PORTS: [Span; 2] = [Span::new(1024, 3388), Span::new(3390, 65535)];

/// One property for each site and source.
pub(super) fn properties(view: &View<'_, '_>, needs: &[Need]) -> Vec<Property> {
    let mut by_source: BTreeMap<(String, String), Vec<&Need>> = BTreeMap::new();
    for need in needs.iter().filter(|need| need.certain) {
        by_source.entry((need.site.clone(), need.source_name())).or_default().push(need);
    }
    by_source.into_iter().map(|((site, source), needs)| property(view, &site, &source, &needs)).collect()
}

fn property(view: &View<'_, '_>, site: &str, source: &str, needs: &[&Need]) -> Property {
    let mut witnesses: Vec<Witness> = Vec::new();
    let mut gaps = Vec::new();
    let mut evidence = Vec::new();
    for need in needs {
        match works(view, need) {
            Ok(None) => evidence.push(Evidence::new(need.purpose.clone(), [])),
            Ok(Some(witness)) => witnesses.push(witness),
            Err(gap) => gaps.push(gap),
        }
    }
    gaps.sort();
    gaps.dedup();
    Property {
        id: id(site, source),
        claim: format!("every connection that {source} at {site} needs is possible, and its replies return"),
        verdict: Verdict::of(witnesses, gaps, || evidence),
    }
}

/// The identifier of the property about what a source at a site needs.
pub(super) fn id(site: &str, source: &str) -> String {
    format!("network.flows.{site}.{}", source.replace(' ', "-"))
}

/// The source ports of the clients of a need.
pub(super) fn client_ports(view: &View<'_, '_>, need: &Need) -> &'static [Span] {
    let NeedFrom::Component(name) = &need.from else { return &WIDE_PORTS };
    let linux = view
        .component(&need.site, name)
        .all(|node| matches!(node.interface.owner.id(), Some(EntryId::Process(_) | EntryId::MachinePool(_))));
    if linux { &LINUX_PORTS } else { &WIDE_PORTS }
}

/// A destination of a need, as seen from one interface.
pub(super) enum Target {
    Interfaces(Vec<polder_inventory::networks::InterfaceId>),
    /// Addresses outside of networks.
    Outside(Vec<Span>),
}

/// Where a need leads from an interface. Names of services resolve to an endpoint of the network if there is one.
pub(super) fn target(view: &View<'_, '_>, need: &Need, from: Option<&Node<'_>>) -> Target {
    let v4 = || INTERNET.into_iter().filter(|span| !span.is_v6()).collect();
    match &need.to {
        NeedTo::Internet => Target::Outside(v4()),
        NeedTo::Component(name) => {
            Target::Interfaces(view.component(&need.site, name).map(|node| node.id).collect())
        }
        NeedTo::Service(name) => match from.and_then(|from| endpoint(view, from, name)) {
            Some((_, Some(span))) => Target::Outside(vec![span]),
            Some((id, None)) => {
                let owner = Some(EntryId::from(id));
                let own = view.nodes.iter().filter(|node| node.interface.owner.id() == owner);
                Target::Interfaces(own.map(|node| node.id).collect())
            }
            None => Target::Outside(v4()),
        },
    }
}

/// The endpoint of a service in the network of an interface; with its range if it is a gateway endpoint.
fn endpoint(view: &View<'_, '_>, from: &Node<'_>, name: &str) -> Option<(PrivateEndpointId, Option<Span>)> {
    let table = from.subnet.and_then(|subnet| subnet.route_table.id())?;
    view.engine.inventory.networks.private_endpoints.iter().find_map(|(id, endpoint)| {
        let EndpointTarget::Provider { service: Known::Value(service), region } = &endpoint.service else {
            return None;
        };
        if service != name || endpoint.network.id() != from.network {
            return None;
        }
        match &endpoint.kind {
            EndpointKind::Interface { private_dns } => is(private_dns, &true).then_some((id, None)),
            EndpointKind::Gateway { route_tables } => {
                let routed = route_tables.iter().any(|it| it.id() == Some(table));
                let range = ProviderRange::Service { service: service.clone(), region: region.clone() };
                (routed).then(|| (id, view.engine.ranges.span(&range)))
            }
            EndpointKind::Inspection => None,
        }
    })
}

/// Whether a need works from every interface of its source; if not, a connection that is blocked.
fn works(view: &View<'_, '_>, need: &Need) -> Result<Option<Witness>, Gap> {
    let sources: Vec<(Place, Option<&Node<'_>>)> = match &need.from {
        NeedFrom::Range(_) => vec![(Place::Outside, None)],
        NeedFrom::Component(name) => {
            let nodes = view.component(&need.site, name);
            nodes.map(|node| (Place::Interface(node.id), Some(node))).collect()
        }
    };
    let ports = client_ports(view, need);
    let lost = |what: &'static str| Gap::new(format!("{}: {what}", need.purpose), []);
    if sources.is_empty() {
        return Err(lost(
            "the inventory has no network interface of the source, whose subnets are set by the caller that starts it",
        ));
    }
    let summary = || format!("{} is blocked", need.purpose);
    for (from, node) in sources {
        let (targets, spans) = match target(view, need, node) {
            Target::Interfaces(ids) => (ids.into_iter().map(Place::Interface).collect(), vec![Span::ALL]),
            Target::Outside(spans) => (vec![Place::Outside], spans),
        };
        if targets.is_empty() {
            return Err(lost("the inventory has no network interface of the destination"));
        }
        for to in targets {
            let required = required(view, need, (from, to), ports, &spans);
            if required.is_empty() {
                return Err(lost("the addresses of the source or destination are not known"));
            }
            let blocked = missing(view, &required, (from, to)).map_err(lost)?;
            let Some(cube) = blocked else { continue };
            let connection = witness::pick(from, to, &cube);
            let bug = || lost("the two engines disagree, which is a bug of Polder");
            return witness::blocked(view, &connection, summary()).map(Some).ok_or_else(bug);
        }
    }
    Ok(None)
}

/// A box of required connections that are blocked, or why that cannot be said.
fn missing(
    view: &View<'_, '_>,
    required: &[Cube],
    (from, to): (Place, Place),
) -> Result<Option<Cube>, &'static str> {
    let rest = |cube: &Cube, bound| {
        let possible = view.engine.possible(cube, from, to, bound);
        possible.and_then(|possible| Packets::of(*cube).without(&possible)).map_err(|_| TOO_LARGE)
    };
    for cube in required {
        if rest(cube, Bound::Certain)?.is_empty() {
            continue;
        }
        // What is blocked whatever the values are that are not known.
        let blocked = rest(cube, Bound::Possible)?;
        return match blocked.cubes().first() {
            Some(cube) => Ok(Some(*cube)),
            None => Err("values of rules, routes or interfaces on the way are not known"),
        };
    }
    Ok(None)
}

/// The connections that must be possible.
fn required(
    view: &View<'_, '_>,
    need: &Need,
    (from, to): (Place, Place),
    ports: &[Span],
    destinations: &[Span],
) -> Vec<Cube> {
    let sources: Vec<Span> = match (&need.from, from) {
        (NeedFrom::Range(range), _) => view.engine.ranges.span(range).into_iter().collect(),
        (NeedFrom::Component(_), Place::Interface(id)) => view.engine.v4_addresses(id),
        (NeedFrom::Component(_), Place::Outside) => vec![],
    };
    let ends = match to {
        Place::Interface(id) => view.engine.v4_addresses(id),
        Place::Outside => destinations.to_vec(),
    };
    let mut all = Vec::new();
    for source in sources {
        for end in &ends {
            for port in ports {
                all.extend(WIDE_PORTS.map(|nat| cube(need, source, *end, *port, nat)));
            }
        }
    }
    all
}

fn cube(need: &Need, source: Span, destination: Span, port: Span, nat: Span) -> Cube {
    let mut cube = ALL;
    cube[SOURCE] = source;
    cube[DESTINATION] = destination;
    cube[PROTOCOL] = Span::one(need.protocol.into());
    cube[SOURCE_PORT] = port;
    cube[PORT] = Span::one(need.port.into());
    cube[NAT_PORT] = nat;
    cube
}
