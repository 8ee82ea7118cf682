//! Networks: addresses, NAT gateways, load balancers and endpoints without a use, and NAT gateways in each zone.

use std::collections::{BTreeMap, BTreeSet};

use polder_inventory::compute::ClusterKind;
use polder_inventory::model::{Known, Link};
use polder_inventory::networks::{
    Attached, EndpointKind, EndpointTarget, GatewayKind, HybridAttachment, ListenerAction, LoadBalancerId,
    NatGateway, NatGatewayId, NetworkId, PublicAddressId, PublicAddressing, RouteTarget, TargetGroupId,
};
use polder_inventory::{EntryKind, Inventory};

use super::estate::{At, Estate, Found, found};
use super::{Loss, Rule};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "unused-address",
        summary: "reserved public addresses that nothing uses",
        loss: Loss::IfUnused("whether partners still have the address on a list"),
        find: unused_address,
    },
    Rule {
        name: "unused-nat-gateway",
        summary: "NAT gateways that no route leads to",
        loss: Loss::Nothing,
        find: unused_nat_gateway,
    },
    Rule {
        name: "nat-gateway-in-each-zone",
        summary: "NAT gateways in each zone where one would do",
        loss: Loss::Guarantee(
            "when the zone of the remaining gateway is lost, no zone reaches the internet; traffic from other zones is \
             billed between zones",
        ),
        find: nat_gateway_in_each_zone,
    },
    Rule {
        name: "idle-load-balancer",
        summary: "load balancers without a listener or without a target",
        loss: Loss::Nothing,
        find: idle_load_balancer,
    },
    Rule {
        name: "doubled-endpoint",
        summary: "interface endpoints beside a gateway endpoint or another interface endpoint of the same service",
        loss: Loss::Nothing,
        find: doubled_endpoint,
    },
];

fn unused_address(estate: &Estate<'_>) -> Vec<Found> {
    let unclear = addresses_unclear(estate.inventory);
    let unused = estate.inventory.networks.public_addresses.iter().filter_map(|(id, _)| {
        let at = estate.at(id)?;
        let used = estate.referrers(id);
        let uses = [EntryKind::NatGateway, EntryKind::Interface, EntryKind::DnsRecord];
        (!unclear.contains(at.0) && uses.iter().all(|kind| !used.contains(kind))).then_some(at)
    });
    unused.filter_map(|at| estate.removed(at, "no address")).collect()
}

/// The stacks with an interface or a gateway whose address is not known.
fn addresses_unclear(inventory: &Inventory) -> BTreeSet<&str> {
    let of = |source| inventory.sources.get(source).map(|source| source.stack.as_str());
    let is_unknown = |link: &Link<PublicAddressId>| link.reason().is_some();
    let interfaces = inventory.networks.interfaces.values().filter(|it| match &it.public {
        Known::Value(PublicAddressing::Reserved(link)) => is_unknown(link),
        Known::Value(_) => false,
        Known::Unknown(_) => true,
    });
    let gateways = inventory.networks.nat_gateways.values().filter(|it| it.addresses.iter().any(is_unknown));
    interfaces.map(|it| it.source).chain(gateways.map(|it| it.source)).filter_map(of).collect()
}

fn unused_nat_gateway(estate: &Estate<'_>) -> Vec<Found> {
    let unclear = |route: &polder_inventory::networks::Route| match route.target {
        RouteTarget::NatGateway(link) => link.id().is_none(),
        RouteTarget::Unknown(_) => true,
        _ => false,
    };
    if estate.inventory.networks.routes.values().any(unclear) {
        return vec![];
    }
    let unused = estate
        .inventory
        .networks
        .nat_gateways
        .iter()
        .filter(|(id, _)| !estate.referrers(*id).contains(&EntryKind::Route));
    unused.filter_map(|(id, _)| estate.removed(estate.at(id)?, "no NAT gateway")).collect()
}

/// The public NAT gateways of each network, in their order.
fn nat_gateways<'a>(estate: &Estate<'a>) -> BTreeMap<NetworkId, Vec<(NatGatewayId, &'a NatGateway)>> {
    let mut networks: BTreeMap<NetworkId, Vec<(NatGatewayId, &NatGateway)>> = BTreeMap::new();
    let networks_of = |gateway: &NatGateway| {
        let subnet = gateway.subnets.first()?.id()?;
        estate.inventory.networks.subnets.get(subnet)?.network.id()
    };
    for (id, gateway) in estate.inventory.networks.nat_gateways.iter() {
        if gateway.public == Known::Value(false) || !estate.referrers(id).contains(&EntryKind::Route) {
            continue;
        }
        if let Some(network) = networks_of(gateway) {
            networks.entry(network).or_default().push((id, gateway));
        }
    }
    networks
}

/// All but one of a network, each with its addresses. What they process is processed by the remaining one.
fn nat_gateway_in_each_zone(estate: &Estate<'_>) -> Vec<Found> {
    let mut all = vec![];
    for gateways in nat_gateways(estate).into_values() {
        for (id, gateway) in gateways.into_iter().skip(1) {
            let Some(at) = estate.at(id).filter(|at| estate.is_billed(*at)) else { continue };
            let addresses = gateway.addresses.iter().filter_map(Link::id).filter_map(|id| estate.at(id));
            let lines = estate.lines(at).iter().filter(|line| line.key.item == "hour");
            let lines = lines.chain(addresses.flat_map(|at| estate.lines(at)));
            let savings = lines.map(|line| (line.month.expected, line.mark));
            all.push(found(at, "one NAT gateway for all zones".to_owned(), savings));
        }
    }
    all
}

fn idle_load_balancer(estate: &Estate<'_>) -> Vec<Found> {
    let idle = estate.inventory.networks.load_balancers.iter().filter(|(id, _)| is_idle(estate, *id));
    idle.filter_map(|(id, _)| estate.removed(estate.at(id)?, "no load balancer")).collect()
}

/// Whether a load balancer answers nothing: it has no listener, or forwards to groups without targets only.
fn is_idle(estate: &Estate<'_>, id: LoadBalancerId) -> bool {
    let networks = &estate.inventory.networks;
    let mut groups: BTreeSet<TargetGroupId> = BTreeSet::new();
    // A listener or a rule whose place is not known could be one of this load balancer.
    if networks.listeners.values().any(|it| it.load_balancer.reason().is_some())
        || networks.listener_rules.values().any(|it| it.listener.reason().is_some())
    {
        return false;
    }
    let listeners = networks.listeners.iter().filter(|(_, it)| it.load_balancer.id() == Some(id));
    for (listener, it) in listeners {
        let rules = networks.listener_rules.values().filter(|rule| rule.listener.id() == Some(listener));
        let actions = it.default_actions.iter().chain(rules.flat_map(|rule| rule.actions.iter()));
        for action in actions {
            match action {
                ListenerAction::Forward(targets) => {
                    let known: Option<Vec<TargetGroupId>> = targets.iter().map(|it| it.group.id()).collect();
                    let Some(known) = known else { return false };
                    groups.extend(known);
                }
                // An answer of its own, most often for requests that no rule admits.
                ListenerAction::Respond { .. } | ListenerAction::Authenticate { .. } => {}
                ListenerAction::Redirect { .. } => return false,
            }
        }
    }
    if !groups.is_empty() && is_beside_kubernetes(estate, id) {
        return false;
    }
    let targets = networks.targets.values();
    targets.map(|target| target.group).all(|group| match group {
        Link::To(group) => !groups.contains(&group),
        Link::Outside(_) => true,
        Link::Unknown(_) => false,
    })
}

/// Whether a Kubernetes cluster is in the account and region of a load balancer: its controller registers pods, which no
/// resource of the estate shows.
fn is_beside_kubernetes(estate: &Estate<'_>, id: LoadBalancerId) -> bool {
    let inventory = estate.inventory;
    let here = inventory.source_of(id).map(|source| source.location);
    inventory.compute.clusters.values().any(|cluster| {
        matches!(cluster.kind, ClusterKind::Kubernetes { .. })
            && inventory.sources.get(cluster.source).map(|source| source.location) == here
    })
}

fn doubled_endpoint(estate: &Estate<'_>) -> Vec<Found> {
    let connected = connected(estate.inventory);
    let mut first: BTreeMap<(NetworkId, &str), At<'_>> = BTreeMap::new();
    let mut interfaces = vec![];
    for (id, endpoint) in estate.inventory.networks.private_endpoints.iter() {
        let EndpointTarget::Provider { service: Known::Value(service), .. } = &endpoint.service else {
            continue;
        };
        let (Some(network), Some(at)) = (endpoint.network.id(), estate.at(id)) else { continue };
        match endpoint.kind {
            EndpointKind::Gateway { .. } => drop(first.insert((network, service.as_str()), at)),
            EndpointKind::Interface { .. } => interfaces.push(((network, service.as_str()), at)),
            EndpointKind::Inspection => {}
        }
    }
    let mut all = vec![];
    for (key, at) in interfaces {
        let other = *first.entry(key).or_insert(at);
        // A gateway endpoint cannot be used from outside of its network.
        if other != at && !connected.contains(&key.0) {
            all.extend(estate.removed(at, format!("{} reaches {} already", other.1, key.1)));
        }
    }
    all
}

/// Networks that others are connected to.
fn connected(inventory: &Inventory) -> BTreeSet<NetworkId> {
    let networks = &inventory.networks;
    let hybrid = networks.gateways.values().filter(|it| it.kind == GatewayKind::Hybrid);
    let connections = networks.hybrid_connections.values().filter_map(|it| match it.attachment {
        HybridAttachment::Gateway(gateway) => networks.gateways.get(gateway.id()?)?.network?.id(),
        HybridAttachment::TransitGateway(_) => None,
    });
    let transit = networks.transit_attachments.values().filter_map(|it| match &it.attached {
        Attached::Network { network, .. } => network.id(),
        Attached::Gateway(_) | Attached::Connection(_) => None,
    });
    let peers = networks.peerings.values().flat_map(|it| [it.requester.id(), it.accepter.id()]).flatten();
    let hybrid = hybrid.filter_map(|it| it.network?.id());
    hybrid.chain(connections).chain(transit).chain(peers).collect()
}
