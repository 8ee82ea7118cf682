//! Network policies, derived from the flows of the design alone: connections that no flow needs are denied.
//!
//! Nodes pull images and collect logs, and the operator synchronizes secrets: the design has no such flows of processes
//! in a cluster, so pods have no access to the registry, the logs and the secret store. Health probes from a pod's own
//! node need no rule: Kubernetes always admits them.

use std::collections::BTreeSet;

use k8s_openapi::api::networking::v1::{
    IPBlock, NetworkPolicy, NetworkPolicyEgressRule, NetworkPolicyIngressRule, NetworkPolicyPeer,
    NetworkPolicyPort, NetworkPolicySpec,
};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;
use polder_design::{Endpoints, Flow, Party, Process, Site, Zone};
use polder_units::Cidr;

use crate::metadata::{SiteContext, Step, owned, pods_of};

/// The direction of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Direction {
    /// Into the pods.
    In,
    /// Out of the pods.
    Out,
}

/// The other end of a rule.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Peer {
    /// The load balancer, in the public tier.
    LoadBalancer,
    /// Services of the provider, at their interface endpoints in the app tier.
    Endpoints,
    /// The stores, in the data tier.
    Stores,
    /// All addresses outside of the site. They include the object store, whose gateway endpoint does not change its
    /// addresses.
    Outside,
    /// Pods of another process.
    Pods(Process),
    /// Cluster DNS, over UDP and TCP.
    Names,
    /// The Pod Identity agent.
    Credentials,
}

/// An allowed connection of the pods of a process.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Rule {
    pub(crate) process: Process,
    pub(crate) direction: Direction,
    pub(crate) peer: Peer,
    pub(crate) port: u16,
    /// The purposes of its flows.
    pub(crate) purposes: Vec<String>,
}

/// The Pod Identity agent on each node, and its port.
const AGENT: &str = "169.254.170.23/32";
const AGENT_PORT: u16 = 80;

/// Link-local addresses of the node: instance metadata and the node's credentials.
const MACHINE: &str = "169.254.0.0/16";

/// The rules that the flows need, each once.
pub(crate) fn rules(flows: &[Flow], endpoints: Endpoints) -> Vec<Rule> {
    let mut rules = vec![];
    for flow in flows {
        let port = flow.protocol.port;
        let mut rule = |process: &Process, direction, peer| {
            add(&mut rules, Rule { process: process.clone(), direction, peer, port, purposes: vec![] }, flow);
        };
        match (&flow.from, &flow.to) {
            (Party::Process(from), Party::Process(to)) => {
                rule(from, Direction::Out, Peer::Pods(to.clone()));
                rule(to, Direction::In, Peer::Pods(from.clone()));
            }
            (Party::Process(from), to) => {
                if let Some(peer) = outgoing(to, endpoints) {
                    rule(from, Direction::Out, peer);
                }
            }
            (Party::LoadBalancer, Party::Process(to)) => rule(to, Direction::In, Peer::LoadBalancer),
            // Probes of the node that a pod runs on are always admitted.
            (Party::Cluster, Party::Process(_)) => {}
            // No other party starts a flow to a pod. Flows between other parties do not involve pods: the edge and the
            // load balancer, nodes and controllers, functions and their triggers.
            (
                Party::Edge
                | Party::LoadBalancer
                | Party::Cluster
                | Party::Database
                | Party::DatabaseReaders
                | Party::Cache
                | Party::Broker
                | Party::Bucket(_)
                | Party::Queue(_)
                | Party::Secret(_)
                | Party::Registry
                | Party::Logs
                | Party::Internet(_)
                | Party::Function(_)
                | Party::Scheduler
                | Party::DeadLetters(_)
                | Party::Topic(_)
                | Party::Table(_)
                | Party::Traces,
                _,
            ) => {}
        }
    }
    rules.extend(credentials(flows));
    rules
}

/// The location of a party for a pod; `None` if the pod does not connect to it.
fn outgoing(to: &Party, endpoints: Endpoints) -> Option<Peer> {
    match to {
        Party::Database | Party::DatabaseReaders | Party::Cache | Party::Broker => Some(Peer::Stores),
        Party::Queue(_) | Party::DeadLetters(_) => Some(Peer::Endpoints),
        Party::Topic(_) if endpoints.topics => Some(Peer::Endpoints),
        Party::Bucket(_) | Party::Internet(_) | Party::Topic(_) | Party::Table(_) => Some(Peer::Outside),
        Party::Cluster => Some(Peer::Names),
        Party::Process(process) => Some(Peer::Pods(process.clone())),
        Party::Registry | Party::Logs | Party::Secret(_) | Party::Edge | Party::LoadBalancer => None,
        Party::Function(_) | Party::Scheduler | Party::Traces => None,
    }
}

/// Calls to the provider need credentials, which the Pod Identity agent provides.
fn credentials(flows: &[Flow]) -> impl Iterator<Item = Rule> {
    let mut callers: BTreeSet<&Process> = BTreeSet::new();
    for flow in flows {
        if let Party::Process(from) = &flow.from
            && is_called(&flow.to)
        {
            callers.insert(from);
        }
    }
    callers.into_iter().map(|process| Rule {
        process: process.clone(),
        direction: Direction::Out,
        peer: Peer::Credentials,
        port: AGENT_PORT,
        purposes: vec!["credentials of its role".to_owned()],
    })
}

fn add(rules: &mut Vec<Rule>, rule: Rule, flow: &Flow) {
    let key = |rule: &Rule| (rule.process.clone(), rule.direction, rule.peer.clone(), rule.port);
    let wanted = key(&rule);
    if !rules.iter().any(|known| key(known) == wanted) {
        rules.push(rule);
    }
    for known in rules.iter_mut().filter(|known| key(known) == wanted) {
        if !known.purposes.contains(&flow.purpose) {
            known.purposes.push(flow.purpose.clone());
        }
    }
}

/// The policies of a site: default deny, and for each process the rules of its flows.
pub(crate) fn policies(context: &SiteContext<'_>) -> Vec<NetworkPolicy> {
    let rules = rules(&context.site.flows, context.site.endpoints);
    let nobody = policy(context, "default", LabelSelector::default(), vec![], vec![]);
    let of = |process: &Process| {
        let of_process = |direction| {
            rules.iter().filter(move |rule| rule.process == *process && rule.direction == direction)
        };
        let ingress = of_process(Direction::In).map(|rule| NetworkPolicyIngressRule {
            from: Some(peers(context.site, &rule.peer)),
            ports: Some(ports(rule)),
        });
        let egress = of_process(Direction::Out).map(|rule| NetworkPolicyEgressRule {
            to: Some(peers(context.site, &rule.peer)),
            ports: Some(ports(rule)),
        });
        let name = format!("process-{}", process.name());
        policy(context, &name, pods_of(process), ingress.collect(), egress.collect())
    };
    [nobody].into_iter().chain(context.processes().map(|service| of(&service.process))).collect()
}

/// A policy for both directions: what it does not list is denied.
fn policy(
    context: &SiteContext<'_>,
    name: &str,
    pods: LabelSelector,
    ingress: Vec<NetworkPolicyIngressRule>,
    egress: Vec<NetworkPolicyEgressRule>,
) -> NetworkPolicy {
    let spec = NetworkPolicySpec {
        pod_selector: Some(pods),
        policy_types: Some(vec!["Ingress".to_owned(), "Egress".to_owned()]),
        ingress: Some(ingress).filter(|rules| !rules.is_empty()),
        egress: Some(egress).filter(|rules| !rules.is_empty()),
    };
    NetworkPolicy { metadata: context.meta(name, Step::Foundation), spec: Some(spec) }
}

fn peers(site: &Site, peer: &Peer) -> Vec<NetworkPolicyPeer> {
    let tier = |network: fn(&Zone) -> Cidr| {
        site.zones.iter().map(|zone| block(network(zone).to_string(), vec![])).collect()
    };
    match peer {
        Peer::LoadBalancer => tier(|zone| zone.public),
        Peer::Endpoints => tier(|zone| zone.app),
        Peer::Stores => tier(|zone| zone.data),
        Peer::Outside => {
            vec![block("0.0.0.0/0".to_owned(), vec![site.network.to_string(), MACHINE.to_owned()])]
        }
        Peer::Pods(process) => {
            vec![NetworkPolicyPeer { pod_selector: Some(pods_of(process)), ..NetworkPolicyPeer::default() }]
        }
        Peer::Names => vec![NetworkPolicyPeer {
            namespace_selector: Some(chosen("kubernetes.io/metadata.name", "kube-system")),
            pod_selector: Some(chosen("k8s-app", "kube-dns")),
            ..NetworkPolicyPeer::default()
        }],
        Peer::Credentials => vec![block(AGENT.to_owned(), vec![])],
    }
}

fn chosen(key: &str, value: &str) -> LabelSelector {
    LabelSelector { match_labels: Some(owned(&[(key, value)])), ..LabelSelector::default() }
}

fn block(cidr: String, except: Vec<String>) -> NetworkPolicyPeer {
    let block = IPBlock { cidr, except: Some(except).filter(|except| !except.is_empty()) };
    NetworkPolicyPeer { ip_block: Some(block), ..NetworkPolicyPeer::default() }
}

/// Whether a party is a service of the provider that a process calls with its role.
fn is_called(to: &Party) -> bool {
    match to {
        Party::Bucket(_) | Party::Queue(_) | Party::DeadLetters(_) | Party::Topic(_) | Party::Table(_) => {
            true
        }
        Party::Traces | Party::Function(_) => true,
        // Reached over the network, or handled by the cluster.
        Party::Edge
        | Party::LoadBalancer
        | Party::Process(_)
        | Party::Cluster
        | Party::Database
        | Party::DatabaseReaders
        | Party::Cache
        | Party::Broker
        | Party::Secret(_)
        | Party::Registry
        | Party::Logs
        | Party::Internet(_)
        | Party::Scheduler => false,
    }
}

fn ports(rule: &Rule) -> Vec<NetworkPolicyPort> {
    let over = |protocol: &str| NetworkPolicyPort {
        protocol: Some(protocol.to_owned()),
        port: Some(IntOrString::Int(i32::from(rule.port))),
        end_port: None,
    };
    match rule.peer {
        Peer::Names => vec![over("UDP"), over("TCP")],
        _ => vec![over("TCP")],
    }
}

/// The rules and their reasons, one line for each: the comment at the top of the file.
pub(crate) fn reasons(context: &SiteContext<'_>) -> String {
    let line = |rule: &Rule| {
        let (joint, peer) = match rule.direction {
            Direction::In => ("from", &rule.peer),
            Direction::Out => ("to", &rule.peer),
        };
        let purposes = rule.purposes.join("; ");
        format!("{} {joint} {} on {}: {purposes}\n", rule.process.name(), peer.name(), rule.port)
    };
    rules(&context.site.flows, context.site.endpoints).iter().map(line).collect()
}

impl Peer {
    fn name(&self) -> String {
        match self {
            Peer::LoadBalancer => "the load balancer".to_owned(),
            Peer::Endpoints => "the provider's services".to_owned(),
            Peer::Stores => "the stores".to_owned(),
            Peer::Outside => "the outside".to_owned(),
            Peer::Pods(process) => process.name().to_owned(),
            Peer::Names => "the names".to_owned(),
            Peer::Credentials => "the credentials".to_owned(),
        }
    }
}
