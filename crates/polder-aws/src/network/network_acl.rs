//! `aws_network_acl`: a second layer of protection for each tier, in addition to security groups.
//!
//! Network ACLs are stateless: whatever goes out needs a rule for its replies. AWS allows twenty rules in
//! each direction, which is why network ACLs name tiers and not groups; security groups do the rest.

use std::collections::BTreeSet;

use polder_cloud::{Handle, Value, body};
use polder_design::{Component, Design, Endpoints, Flow, NetworkTier, Party, Site};

use crate::draft::Draft;
use crate::names::{local, named};
use crate::network::security_group_rule::crosses_network;
use crate::network::subnet::{Tier, Tiers};

/// All addresses.
const ANYWHERE: &str = "0.0.0.0/0";

/// The port of DNS.
const DNS: u16 = 53;

/// The ephemeral ports of Linux, and so the destination of all replies to containers.
const REPLIES_TO_TASKS: (u16, u16) = (32_768, 60_999);

/// The ephemeral ports of load balancers, NAT gateways and functions.
///
/// Source: AWS, VPC User Guide, "Ephemeral ports".
const REPLIES_TO_NODES: (u16, u16) = (1_024, 65_535);

/// The same without the port of Remote Desktop: scanners report when it is open to the world. One in 64,512
/// connections of a NAT gateway or a function picks it as its source port, fails, and is retried.
const REPLIES_FROM_WORLD: [(u16, u16); 2] = [(1_024, 3_388), (3_390, 65_535)];

/// Allows connections between the tier and a network on a range of ports.
struct Opening {
    transport: &'static str,
    /// `None` for a zone that other sites have and this one has not: its number stays unused, so that a rule
    /// has the same number in all sites, and none is renumbered when a site gets another zone.
    network: Option<Value>,
    ports: (u16, u16),
}

/// The networks of the three tiers, with an entry for each zone that some site has.
struct Networks {
    public: Vec<Option<Value>>,
    app: Vec<Option<Value>>,
    data: Vec<Option<Value>>,
}

impl Networks {
    fn of(design: &Design, tiers: &Tiers) -> Networks {
        let zones = design.sites.iter().map(|site| site.zones.len()).max().unwrap_or(0);
        let padded = |tier: &Tier| {
            let networks = tier.networks.iter().cloned().map(Some).chain(std::iter::repeat(None));
            networks.take(zones.max(tier.networks.len())).collect()
        };
        Networks { public: padded(&tiers.public), app: padded(&tiers.app), data: padded(&tiers.data) }
    }
}

/// The network ACLs of all tiers.
pub(crate) fn network_acls(s: &Draft, vpc: &Handle, tiers: &Tiers, design: &Design, site: &Site) {
    s.file(
        "network_acls",
        "A second layer of protection for each tier, in addition to security groups: traffic that a group\n\
         would allow by mistake is still blocked between tiers. The stores only accept containers, on the\n\
         ports of the stores.",
    );
    let ports = Ports::of(&site.flows, site.endpoints);
    let acl = |tier: NetworkTier, subnets: Vec<Value>, ingress: Vec<Opening>, egress: Vec<Opening>| {
        let _tier = s.part(Component::Subnets { tier, zone: None });
        let name = tier.name();
        s.resource(
            "aws_network_acl",
            name,
            body! {
                vpc_id = vpc.id();
                subnet_ids = subnets;
                for rule in rules(ingress) => ingress {
                    rule_no = rule.number;
                    action = "allow";
                    protocol = rule.transport;
                    cidr_block = rule.network;
                    from_port = rule.ports.0;
                    to_port = rule.ports.1;
                }
                for rule in rules(egress) => egress {
                    rule_no = rule.number;
                    action = "allow";
                    protocol = rule.transport;
                    cidr_block = rule.network;
                    from_port = rule.ports.0;
                    to_port = rule.ports.1;
                }
                tags = { Name = named(format!("-{name}")); };
            },
        )
    };
    let networks = Networks::of(design, tiers);
    acl(NetworkTier::Public, tiers.public.ids(), public_ingress(&ports), public_egress(&ports, &networks));
    acl(NetworkTier::App, tiers.app.ids(), app_ingress(&ports), app_egress(&ports, &networks));
    let stores = openings(&networks.app, &ports.stores);
    acl(NetworkTier::Data, tiers.data.ids(), stores, replies(&networks.app, REPLIES_TO_TASKS));
}

/// The ports that flows need, by destination.
#[derive(Debug, Default, PartialEq, Eq)]
struct Ports {
    /// From the edge to the load balancer.
    entry: BTreeSet<u16>,
    /// To containers.
    tasks: BTreeSet<u16>,
    /// From containers to others.
    neighbours: BTreeSet<u16>,
    /// To stores.
    stores: BTreeSet<u16>,
    /// To the internet and to AWS services.
    world: BTreeSet<u16>,
    /// To interface endpoints, which are in the app tier.
    endpoints: BTreeSet<u16>,
    /// To the cluster or its instances, and from there to containers: inside the app tier.
    cluster: BTreeSet<u16>,
    /// Whether functions open connections.
    from_functions: bool,
}

impl Ports {
    fn of(flows: &[Flow], endpoints: Endpoints) -> Ports {
        let mut ports = Ports::default();
        for flow in flows.iter().filter(|flow| crosses_network(flow)) {
            ports.from_functions |= matches!(flow.from, Party::Function(_));
            let mut insert = |set: fn(&mut Ports) -> &mut BTreeSet<u16>| {
                set(&mut ports).insert(flow.protocol.port);
            };
            match flow.to {
                Party::LoadBalancer => insert(|ports| &mut ports.entry),
                Party::Process(_) if flow.from == Party::Cluster => insert(|ports| &mut ports.cluster),
                Party::Cluster => insert(|ports| &mut ports.cluster),
                Party::Process(_) => {
                    insert(|ports| &mut ports.tasks);
                    if matches!(flow.from, Party::Process(_)) {
                        insert(|ports| &mut ports.neighbours);
                    }
                }
                Party::Database | Party::DatabaseReaders | Party::Cache | Party::Broker => {
                    insert(|ports| &mut ports.stores);
                }
                Party::Topic(_) if endpoints.topics => insert(|ports| &mut ports.endpoints),
                Party::Internet(_) | Party::Bucket(_) | Party::Topic(_) | Party::Table(_) => {
                    insert(|ports| &mut ports.world);
                }
                Party::Registry => {
                    insert(|ports| &mut ports.endpoints);
                    insert(|ports| &mut ports.world);
                }
                Party::Queue(_) | Party::DeadLetters(_) | Party::Secret(_) | Party::Logs => {
                    insert(|ports| &mut ports.endpoints);
                }
                Party::Edge | Party::Function(_) | Party::Scheduler | Party::Traces => {}
            }
        }
        ports
    }
}

/// Visitors, containers on their way to NAT, and replies from the internet and from containers.
fn public_ingress(ports: &Ports) -> Vec<Opening> {
    let from_tasks = ports.world.difference(&ports.entry).copied().collect();
    let mut all = openings(&[Some(ANYWHERE.into())], &ports.entry);
    all.extend(openings(&[Some(local("cidr"))], &from_tasks));
    all.extend(REPLIES_FROM_WORLD.map(|ports| Opening {
        transport: "tcp",
        network: Some(ANYWHERE.into()),
        ports,
    }));
    all
}

/// NAT to the internet, the load balancer to containers, and replies to clients.
fn public_egress(ports: &Ports, networks: &Networks) -> Vec<Opening> {
    let covered = |port: &u16| *port >= REPLIES_TO_NODES.0 || ports.world.contains(port);
    let tasks = ports.tasks.iter().copied().filter(|port| !covered(port)).collect();
    let world = ports.world.iter().copied().filter(|port| *port < REPLIES_TO_NODES.0).collect();
    let mut all = openings(&[Some(ANYWHERE.into())], &world);
    all.extend(openings(&networks.app, &tasks));
    all.extend(replies(&[Some(ANYWHERE.into())], REPLIES_TO_NODES));
    all
}

/// The load balancer and other containers, endpoints, and replies from stores and the internet to containers
/// and functions.
fn app_ingress(ports: &Ports) -> Vec<Opening> {
    let inside: BTreeSet<u16> = ports.tasks.union(&ports.endpoints).copied().collect();
    let mut all = openings(&[Some(local("cidr"))], &inside.union(&ports.cluster).copied().collect());
    let callers = if ports.from_functions { &REPLIES_FROM_WORLD[..] } else { &[REPLIES_TO_TASKS] };
    all.extend(callers.iter().flat_map(|callers| replies(&[Some(ANYWHERE.into())], *callers)));
    all.extend(names(ports));
    all
}

/// DNS requests and replies over UDP between instances of the app tier.
fn names(ports: &Ports) -> Vec<Opening> {
    let asked = ports.cluster.contains(&DNS).then_some([(DNS, DNS), REPLIES_TO_TASKS]);
    let opening = |ports| Opening { transport: "udp", network: Some(local("cidr")), ports };
    asked.into_iter().flatten().map(opening).collect()
}

/// The internet, stores, other containers and endpoints, and replies to the load balancer, to containers and
/// to functions.
fn app_egress(ports: &Ports, networks: &Networks) -> Vec<Opening> {
    let inside: BTreeSet<u16> = ports.neighbours.union(&ports.endpoints).copied().collect();
    let inside: BTreeSet<u16> = inside.difference(&ports.world).copied().collect();
    let mut all = openings(&[Some(ANYWHERE.into())], &ports.world);
    all.extend(openings(&networks.data, &ports.stores));
    if !ports.cluster.is_empty() {
        // To pods and nodes: their security groups restrict what each may reach, and the network ACL of the
        // data tier still applies. A network ACL has no room for every port in every zone.
        let low = inside.union(&ports.cluster).copied().filter(|port| *port < REPLIES_TO_NODES.0);
        let low: BTreeSet<u16> = low.collect();
        all.extend(openings(&[Some(local("cidr"))], &low.difference(&ports.world).copied().collect()));
        all.extend(replies(&[Some(local("cidr"))], REPLIES_TO_NODES));
        all.extend(names(ports));
        return all;
    }
    all.extend(openings(&networks.app, &inside));
    all.extend(replies(&networks.public, REPLIES_TO_NODES));
    let callers = if ports.from_functions { REPLIES_TO_NODES } else { REPLIES_TO_TASKS };
    all.extend(replies(&networks.app, callers));
    all
}

fn openings(networks: &[Option<Value>], ports: &BTreeSet<u16>) -> Vec<Opening> {
    let pairs = ports.iter().flat_map(|port| networks.iter().map(move |network| (network, *port)));
    let opening = |(network, port): (&Option<Value>, u16)| Opening {
        transport: "tcp",
        network: network.clone(),
        ports: (port, port),
    };
    pairs.map(opening).collect()
}

fn replies(networks: &[Option<Value>], ports: (u16, u16)) -> Vec<Opening> {
    let opening = |network: &Option<Value>| Opening { transport: "tcp", network: network.clone(), ports };
    networks.iter().map(opening).collect()
}

/// A rule of a network ACL.
struct Rule {
    number: usize,
    transport: &'static str,
    network: Value,
    ports: (u16, u16),
}

/// Numbered with gaps.
fn rules(openings: Vec<Opening>) -> impl Iterator<Item = Rule> {
    let rule = |(index, opening): (usize, Opening)| {
        let Opening { transport, network, ports } = opening;
        Some(Rule { number: (index + 10) * 10, transport, network: network?, ports })
    };
    openings.into_iter().enumerate().filter_map(rule)
}
