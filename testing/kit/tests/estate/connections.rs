//! Which connections security groups and network ACLs allow, against the flows of the design: nothing less and nothing more.
//!
//! One side tries every protocol and port between every two ends of a network, the other reads the flows and
//! knows the location of each party in the network.

use std::collections::BTreeSet;

use polder::design::{Component, ComputeEngine, Design, Flow, Party, Site, Topic};
use polder_inventory::model::Link;
use polder_inventory::networks::{Direction, Protocol, SubnetId};

use crate::estates::label;
use crate::network::{
    EDGE, End, HEALTH_CHECKERS, INTERNET, Network, OBJECT_STORE, Subnet, TABLES, covers, means, networks,
};

/// Client, server, the protocol, and the port of the server.
type Connection = (String, String, Protocol, u16);

#[test]
fn security_groups_allow_the_flows_of_the_design_and_nothing_else() {
    for network in networks() {
        let (allowed, wanted) = (allowed(network), wanted(&network.estate.compiled.design, network.site));
        let missing: Vec<_> = wanted.difference(&allowed).collect();
        let extra: Vec<_> = allowed.difference(&wanted).collect();
        let name = network.name();
        assert!(missing.is_empty() && extra.is_empty(), "{name}: missing {missing:#?}, extra {extra:#?}");
        assert!(allowed.len() > 20, "{name}: {}", allowed.len());
    }
}

/// A rule without a counterpart allows nothing yet, and would become effective with it.
#[test]
fn every_rule_allows_a_connection() {
    for network in networks() {
        for rule in &network.rules {
            let mut ends = network
                .ends
                .iter()
                .filter(|end| end.groups.iter().any(|group| rule.group == Link::To(*group)));
            let used = network.outside(rule).is_some()
                || ends.any(|end| {
                    let others = network.ends.iter().filter(|other| means(rule, other));
                    let mut pairs = others.map(|other| {
                        if rule.direction == Direction::Outbound { (end, other) } else { (other, end) }
                    });
                    pairs.any(|(from, to)| {
                        probes(network).any(|probe| covers(rule, probe) && network.allows(from, to, probe))
                    })
                });
            assert!(used, "{}: {rule:?}", network.name());
        }
    }
}

/// Network ACLs are stateless: they must let the replies through as well.
#[test]
fn network_acls_let_all_flows_and_their_replies_through() {
    for network in networks() {
        for (from, to, protocol, port) in wanted(&network.estate.compiled.design, network.site) {
            let packets = |(near, far): (Subnet, Subnet)| {
                let call =
                    [((near, Direction::Outbound, far), port), ((far, Direction::Inbound, near), port)];
                let reply = |port| {
                    [((far, Direction::Outbound, near), port), ((near, Direction::Inbound, far), port)]
                };
                call.into_iter().chain(caller_ports(&from).into_iter().flat_map(reply)).collect::<Vec<_>>()
            };
            for (way, port) in pairs(&network.ends, &from, &to).into_iter().flat_map(packets) {
                assert!(
                    network.acl(way, protocol, port),
                    "{}: {from} > {to}: {way:?} {port}",
                    network.name()
                );
            }
        }
    }
}

/// Protocols and ports to try.
fn probes(network: &Network) -> impl Iterator<Item = (Protocol, u16)> {
    let protocols = [Protocol::Tcp, Protocol::Udp, Protocol::Icmp { kind: None, code: None }];
    protocols.into_iter().flat_map(|protocol| network.ports.iter().map(move |port| (protocol, *port)))
}

/// All connections that the rules of the groups allow.
fn allowed(network: &Network) -> BTreeSet<Connection> {
    let mut found = BTreeSet::new();
    for (protocol, port) in probes(network) {
        for from in &network.ends {
            let to = network.ends.iter().filter(|to| network.allows(from, to, (protocol, port)));
            found.extend(to.map(|to| (from.name.clone(), to.name.clone(), protocol, port)));
            for rule in network.rules_of(from).filter(|rule| covers(rule, (protocol, port))) {
                let Some(other) = network.outside(rule) else { continue };
                let (here, other) = (from.name.clone(), other.to_owned());
                found.insert(match rule.direction {
                    Direction::Outbound => (here, other, protocol, port),
                    Direction::Inbound => (other, here, protocol, port),
                });
            }
        }
    }
    found
}

/// The connections that the flows of a site need.
fn wanted(design: &Design, site: &Site) -> BTreeSet<Connection> {
    // Route 53's health checkers are not a party of the design.
    let checks = (HEALTH_CHECKERS.to_owned(), label(Party::LoadBalancer), Protocol::Tcp, 443);
    let mut wanted = BTreeSet::from([checks]);
    for flow in site.flows.iter().filter(|flow| is_connection(design, flow)) {
        let protocols: &[Protocol] = match flow.protocol.name {
            "dns" => &[Protocol::Tcp, Protocol::Udp],
            _ => &[Protocol::Tcp],
        };
        for (from, to) in
            places(&flow.from).iter().flat_map(|from| places(&flow.to).into_iter().map(move |to| (from, to)))
        {
            let port = flow.protocol.port;
            wanted.extend(protocols.iter().map(|protocol| (from.clone(), to.clone(), *protocol, port)));
        }
    }
    wanted
}

/// Whether a flow is a connection from or to an interface of the site.
fn is_connection(design: &Design, flow: &Flow) -> bool {
    match (&flow.from, &flow.to) {
        // From one AWS service to another.
        (Party::Edge | Party::LoadBalancer, Party::Bucket(_)) | (Party::Scheduler, _) => false,
        // Lambda receives messages, writes logs and traces, and reports failures. Code of the function does
        // not.
        (Party::Function(_), Party::Queue(_) | Party::Logs | Party::Traces | Party::Topic(Topic::Alarms)) => {
            false
        }
        // On EC2 instances, the agent uses the interface of the instance, which has a flow for it.
        // Jobs run on Fargate.
        (Party::Process(process), Party::Registry | Party::Logs | Party::Secret(_)) => {
            design.compute != ComputeEngine::ContainersOnMachines || process.is_job()
        }
        _ => true,
    }
}

/// The location of a party in or outside the network.
fn places(party: &Party) -> Vec<String> {
    let endpoints = || label(Component::Endpoints);
    match party {
        Party::Edge => vec![EDGE.to_owned()],
        Party::Internet(_) | Party::Topic(_) => vec![INTERNET.to_owned()],
        Party::Bucket(_) => vec![OBJECT_STORE.to_owned()],
        Party::Table(_) => vec![TABLES.to_owned()],
        Party::Queue(_) | Party::DeadLetters(_) | Party::Secret(_) | Party::Logs => vec![endpoints()],
        // Image layers are in S3.
        Party::Registry => vec![endpoints(), OBJECT_STORE.to_owned()],
        Party::DatabaseReaders => vec![label(Party::Database)],
        Party::LoadBalancer
        | Party::Process(_)
        | Party::Cluster
        | Party::Function(_)
        | Party::Cache
        | Party::Broker
        | Party::Database => vec![label(party.clone())],
        Party::Scheduler | Party::Traces => panic!("{party:?} is nowhere"),
    }
}

/// The ports from which a party opens connections. Source: AWS, VPC User Guide, "Ephemeral ports"; for containers, Linux.
fn caller_ports(of: &str) -> Vec<u16> {
    let of_a_service = of == label(Party::LoadBalancer) || of.starts_with("Party(Function(");
    if of_a_service { vec![1_024, 3_388, 3_390, 32_768, 60_999, 65_535] } else { vec![32_768, 60_999] }
}

/// Pairs of subnets between which the packets of a connection pass network ACLs. None does inside a subnet.
fn pairs(ends: &[End], from: &str, to: &str) -> Vec<(Subnet, Subnet)> {
    let subnets = |name: &str| {
        let all = ends.iter().filter(|end| end.name == name).flat_map(|end| &end.subnets);
        let all: BTreeSet<SubnetId> = all.copied().collect();
        match all.is_empty() {
            true => vec![Subnet::Outside],
            false => all.into_iter().map(Subnet::Inside).collect(),
        }
    };
    let (from, to) = (subnets(from), subnets(to));
    let pairs = from.iter().flat_map(|from| to.iter().map(move |to| (*from, *to)));
    pairs.filter(|(from, to)| from != to).collect()
}
