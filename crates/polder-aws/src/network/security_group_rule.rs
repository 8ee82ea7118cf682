//! Security group rules, derived from the flows of the design in this one place.
//!
//! Each flow yields an egress rule for its first party and an ingress rule for the second, as far as the two
//! have a security group. What no flow needs has no rule.

use polder_cloud::{Handle, Value, body, text};
use polder_design::{Component, Endpoints, Flow, FunctionKind, Party, Process, Protocol, Site, Topic};

use crate::draft::Draft;
use crate::handles::Groups;
use crate::names::local;
use crate::network::security_group::of_process;

/// A party with a security group.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Group {
    /// The load balancer.
    LoadBalancer,
    /// A process.
    Process(Process),
    /// The cluster or its instances.
    Cluster,
    /// A function.
    Function(FunctionKind),
    /// Database and readers.
    Database,
    /// The clustered cache.
    Cache,
    /// The broker, when it is a server.
    Broker,
    /// The interface endpoints.
    Endpoints,
}

/// The other end of a rule.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Peer {
    /// A group.
    Group(Group),
    /// The prefix list of CloudFront's origin-facing addresses.
    Edge,
    /// The prefix list of S3 in the region, for its gateway endpoint.
    ObjectStore,
    /// The prefix list of DynamoDB in the region, for its gateway endpoint.
    Tables,
    /// All addresses.
    Anywhere,
}

/// The direction of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Direction {
    /// Ingress.
    Ingress,
    /// Egress.
    Egress,
}

/// A rule of a security group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Rule {
    /// The direction.
    pub(crate) direction: Direction,
    /// The group.
    pub(crate) group: Group,
    /// The other end.
    pub(crate) peer: Peer,
    /// `tcp` or `udp`.
    pub(crate) transport: &'static str,
    /// The port.
    pub(crate) port: u16,
    /// The purposes of its flows.
    pub(crate) purpose: String,
    /// Its flows, by their parties: client and server.
    pub(crate) flows: Vec<(Party, Party)>,
}

/// Characters that AWS allows in a description, besides letters and digits.
const MARKS: &str = " ._-:/()#,@[]+=&;{}!$*";

/// The maximum length of a description.
const DESCRIPTION_MAX: usize = 255;

/// The rules that the flows need, in the order of the flows. Flows between the same two groups on the same
/// port share a rule, since AWS rejects duplicates.
pub(crate) fn rules(flows: &[Flow], endpoints: Endpoints) -> Vec<Rule> {
    let mut rules: Vec<Rule> = vec![];
    for flow in flows.iter().filter(|flow| crosses_network(flow) && !is_carried(flow, flows)) {
        for from in peers(&flow.from, endpoints) {
            for to in peers(&flow.to, endpoints) {
                for transport in transports(flow) {
                    if let Peer::Group(group) = &from {
                        add(&mut rules, Direction::Egress, group, &to, (flow, transport));
                    }
                    if let Peer::Group(group) = &to {
                        add(&mut rules, Direction::Ingress, group, &from, (flow, transport));
                    }
                }
            }
        }
    }
    rules
}

/// The protocols of a flow. DNS uses TCP and UDP.
fn transports(flow: &Flow) -> &'static [&'static str] {
    if flow.protocol.name == "dns" { &["tcp", "udp"] } else { &["tcp"] }
}

/// Whether a flow crosses the site's network. What the load balancer writes to buckets does not, nor do the
/// triggers of a function, its messages, its log and its traces, and reports of failed runs: AWS carries
/// them.
pub(crate) fn crosses_network(flow: &Flow) -> bool {
    match &flow.from {
        Party::Process(_) => true,
        Party::Function(_) => match &flow.to {
            Party::Queue(_) | Party::Logs | Party::Traces | Party::Topic(Topic::Alarms) => false,
            Party::Function(_) => false,
            Party::Edge
            | Party::LoadBalancer
            | Party::Process(_)
            | Party::Cluster
            | Party::Database
            | Party::DatabaseReaders
            | Party::Cache
            | Party::Broker
            | Party::Bucket(_)
            | Party::Secret(_)
            | Party::Registry
            | Party::Internet(_)
            | Party::Scheduler
            | Party::DeadLetters(_)
            | Party::Topic(Topic::DomainEvents)
            | Party::Table(_) => true,
        },
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
        | Party::Scheduler
        | Party::DeadLetters(_)
        | Party::Topic(_)
        | Party::Table(_)
        | Party::Traces => !matches!(flow.to, Party::Bucket(_) | Party::Function(_)),
    }
}

/// Whether the instance starts a process on its behalf: then traffic uses the instance's network interface. Jobs of ECS run on
/// Fargate, and only nodes of Kubernetes are called by others.
fn is_carried(flow: &Flow, flows: &[Flow]) -> bool {
    let starts = matches!(flow.to, Party::Registry | Party::Logs | Party::Secret(_));
    let carries = |other: &Flow| other.from == Party::Cluster && other.to == flow.to;
    let has_nodes = || flows.iter().any(|other| other.to == Party::Cluster);
    let by_instances = matches!(&flow.from, Party::Process(process) if !process.is_job() || has_nodes());
    starts && by_instances && flows.iter().any(carries)
}

/// The network targets of a party. The registry has two: its interface endpoint, and its image layers in S3.
fn peers(party: &Party, endpoints: Endpoints) -> Vec<Peer> {
    match party {
        Party::Edge => vec![Peer::Edge],
        Party::LoadBalancer => vec![Peer::Group(Group::LoadBalancer)],
        Party::Process(process) => vec![Peer::Group(Group::Process(process.clone()))],
        Party::Cluster => vec![Peer::Group(Group::Cluster)],
        Party::Database | Party::DatabaseReaders => vec![Peer::Group(Group::Database)],
        Party::Cache => vec![Peer::Group(Group::Cache)],
        Party::Broker => vec![Peer::Group(Group::Broker)],
        Party::Bucket(_) => vec![Peer::ObjectStore],
        Party::Registry => vec![Peer::Group(Group::Endpoints), Peer::ObjectStore],
        Party::Queue(_) | Party::DeadLetters(_) | Party::Secret(_) | Party::Logs => {
            vec![Peer::Group(Group::Endpoints)]
        }
        Party::Function(kind) => vec![Peer::Group(Group::Function(*kind))],
        Party::Table(_) => vec![Peer::Tables],
        Party::Topic(_) if endpoints.topics => vec![Peer::Group(Group::Endpoints)],
        Party::Internet(_) | Party::Topic(_) => vec![Peer::Anywhere],
        Party::Scheduler | Party::Traces => vec![],
    }
}

fn add(
    rules: &mut Vec<Rule>,
    direction: Direction,
    group: &Group,
    peer: &Peer,
    (flow, transport): (&Flow, &'static str),
) {
    let port = flow.protocol.port;
    let known = rules.iter_mut().find(|rule| {
        let ends = rule.direction == direction && rule.group == *group && rule.peer == *peer;
        ends && rule.port == port && rule.transport == transport
    });
    let purpose = plain(&flow.purpose);
    let ends = (flow.from.clone(), flow.to.clone());
    match known {
        Some(rule) => {
            if !rule.flows.contains(&ends) {
                rule.flows.push(ends);
            }
            let told = rule.purpose.split("; ").any(|told| told == purpose);
            if !told && rule.purpose.len() + purpose.len() + 2 <= DESCRIPTION_MAX {
                rule.purpose.push_str("; ");
                rule.purpose.push_str(&purpose);
            }
        }
        None => {
            let (group, peer) = (group.clone(), peer.clone());
            rules.push(Rule { direction, group, peer, transport, port, purpose, flows: vec![ends] });
        }
    }
}

/// A purpose in the characters that AWS allows, cut to the maximum length.
fn plain(purpose: &str) -> String {
    let admitted = |character: char| character.is_ascii_alphanumeric() || MARKS.contains(character);
    let characters = purpose.chars().filter(|character| *character != '\'');
    characters
        .map(|character| if admitted(character) { character } else { '-' })
        .take(DESCRIPTION_MAX)
        .collect()
}

/// What rules refer to.
pub(crate) struct Ends<'a> {
    /// The groups that other layers use.
    pub(crate) groups: &'a Groups,
    /// The group of the interface endpoints.
    pub(crate) endpoints: &'a Handle,
    /// The gateway endpoint of the object store.
    pub(crate) object_store: Option<&'a Handle>,
    /// The gateway endpoint of tables.
    pub(crate) tables: Option<&'a Handle>,
}

/// Writes the rules of a site's flows.
pub(crate) fn security_group_rules(s: &Draft, site: &Site, ends: &Ends<'_>) {
    s.file(
        "security_group_rules",
        "One rule for each end of a declared flow, and no others. To add rules for a service, declare its\n\
         flows; do not edit this file.",
    );
    let edge = s.data(
        "aws_ec2_managed_prefix_list",
        "cloudfront",
        body! {
            name = "com.amazonaws.global.cloudfront.origin-facing";
        },
    );
    for rule in rules(&site.flows, site.endpoints) {
        write(s, &rule, ends, &edge);
    }
    health_checks(s, ends);
}

fn write(s: &Draft, rule: &Rule, ends: &Ends<'_>, edge: &Handle) {
    let _flows = s.part(Component::Flows(rule.flows.clone()));
    let group = ends.group(&rule.group);
    let (mut cidr, mut list, mut other) = (Value::Null, Value::Null, Value::Null);
    match &rule.peer {
        Peer::Anywhere => cidr = "0.0.0.0/0".into(),
        Peer::Edge => list = edge.id(),
        Peer::ObjectStore => list = ends.object_store(),
        Peer::Tables => list = ends.tables(),
        Peer::Group(peer) => other = ends.group(peer).id(),
    }
    let (kind, joint) = match rule.direction {
        Direction::Ingress => ("aws_vpc_security_group_ingress_rule", "from"),
        Direction::Egress => ("aws_vpc_security_group_egress_rule", "to"),
    };
    let over = if rule.transport == "tcp" { "" } else { "_udp" };
    let name = format!("{}_{joint}_{}_{}{over}", rule.group.name(), rule.peer.name(), rule.port);
    s.resource(
        kind,
        name,
        body! {
            security_group_id = group.id();
            description = &rule.purpose;
            ip_protocol = rule.transport;
            from_port = rule.port;
            to_port = rule.port;
            referenced_security_group_id = other;
            prefix_list_id = list;
            cidr_ipv4 = cidr;
        },
    );
}

/// The one rule without a flow in the design: nobody in the platform initiates it, and it carries no data.
fn health_checks(s: &Draft, ends: &Ends<'_>) {
    let checkers = s.data(
        "aws_ec2_managed_prefix_list",
        "health_checks",
        body! {
            name = text!["com.amazonaws.", local("region"), ".route53-healthchecks"];
        },
    );
    let _checks = s.part(Party::LoadBalancer);
    s.resource(
        "aws_vpc_security_group_ingress_rule",
        "load_balancer_from_health_checks_443",
        body! {
            /// A group of its own: the two prefix lists together have more entries than a group allows.
            security_group_id = ends.groups.load_balancer_checks.id();
            description = "health checks of the site, for DNS failover";
            ip_protocol = "tcp";
            from_port = Protocol::HTTPS.port;
            to_port = Protocol::HTTPS.port;
            prefix_list_id = checkers.id();
        },
    );
}

impl Ends<'_> {
    /// The group of a party. Groups are created for all parties that flows have in the network, so that each
    /// exists: a rule without its group would be a flow that is not allowed.
    fn group(&self, group: &Group) -> &Handle {
        match group {
            Group::LoadBalancer => &self.groups.load_balancer,
            Group::Process(process) => &self.groups.processes[process],
            Group::Cluster => self.groups.cluster.as_ref().expect("the group exists if flows have a cluster"),
            Group::Function(kind) => &self.groups.functions[kind],
            Group::Database => &self.groups.database,
            Group::Cache => &self.groups.cache,
            Group::Broker => self.groups.broker.as_ref().expect("the group exists if flows have a broker"),
            Group::Endpoints => self.endpoints,
        }
    }

    /// The prefix list of S3.
    fn object_store(&self) -> Value {
        let store = self.object_store.expect("the endpoint exists if flows have buckets");
        store.get("prefix_list_id")
    }

    /// The prefix list of DynamoDB.
    fn tables(&self) -> Value {
        let tables = self.tables.expect("the endpoint exists if flows have tables");
        tables.get("prefix_list_id")
    }
}

impl Group {
    fn name(&self) -> String {
        match self {
            Group::LoadBalancer => "load_balancer".to_owned(),
            Group::Process(process) => of_process(process),
            Group::Cluster => "cluster".to_owned(),
            Group::Function(kind) => kind.name().replace('-', "_"),
            Group::Database => "database".to_owned(),
            Group::Cache => "cache".to_owned(),
            Group::Broker => "broker".to_owned(),
            Group::Endpoints => "endpoints".to_owned(),
        }
    }
}

impl Peer {
    fn name(&self) -> String {
        match self {
            Peer::Group(group) => group.name(),
            Peer::Edge => "edge".to_owned(),
            Peer::ObjectStore => "object_store".to_owned(),
            Peer::Tables => "tables".to_owned(),
            Peer::Anywhere => "internet".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use polder_design::{Access, BucketKind, External, FlowVolume};

    use super::*;

    fn flow(from: Party, to: Party, port: u16, purpose: &str) -> Flow {
        let protocol = Protocol { name: "tcp", port, encrypted: true };
        let (access, volume) = (Access::Connect, FlowVolume::Unknown("a test"));
        Flow { from, to, protocol, access, carries: vec![], purpose: purpose.into(), volume }
    }

    const ENDPOINTS: Endpoints = Endpoints { zones: 2, topics: false };

    /// `api > database 5432: orders` for egress, `database < api 5432: orders` for ingress.
    fn lines(flows: &[Flow]) -> Vec<String> {
        let line = |rule: &Rule| {
            let arrow = if rule.direction == Direction::Egress { '>' } else { '<' };
            format!("{} {arrow} {} {}: {}", rule.group.name(), rule.peer.name(), rule.port, rule.purpose)
        };
        rules(flows, ENDPOINTS).iter().map(line).collect()
    }

    #[test]
    fn a_flow_between_two_groups_gives_one_rule_at_each_end() {
        let api = Party::Process(Process::Api);
        assert_eq!(
            lines(&[flow(api, Party::Database, 5432, "orders")]),
            ["api > database 5432: orders", "database < api 5432: orders"]
        );
    }

    #[test]
    fn a_flow_to_what_has_no_group_gives_only_the_way_out() {
        let worker = || Party::Process(Process::Worker);
        assert_eq!(
            lines(&[
                flow(worker(), Party::Internet(External::Mail), 587, "mail"),
                flow(worker(), Party::Bucket(BucketKind::Media), 443, "pictures"),
            ]),
            ["worker > internet 587: mail", "worker > object_store 443: pictures"]
        );
    }

    #[test]
    fn the_edge_has_no_group_and_so_only_the_way_in() {
        assert_eq!(
            lines(&[flow(Party::Edge, Party::LoadBalancer, 443, "shoppers")]),
            ["load_balancer < edge 443: shoppers"]
        );
    }

    #[test]
    fn images_come_from_the_interface_and_from_the_object_store() {
        let beat = Party::Process(Process::Beat);
        assert_eq!(
            lines(&[flow(beat, Party::Registry, 443, "images")]),
            [
                "beat > endpoints 443: images",
                "endpoints < beat 443: images",
                "beat > object_store 443: images"
            ]
        );
    }

    #[test]
    fn a_function_reaches_what_its_code_calls() {
        let consumer = || Party::Function(FunctionKind::EventConsumer);
        assert_eq!(
            lines(&[
                flow(consumer(), Party::Table("published".into()), 443, "ids"),
                flow(consumer(), Party::Topic(Topic::DomainEvents), 443, "events"),
                flow(consumer(), Party::Queue("events".into()), 443, "messages"),
                flow(consumer(), Party::Logs, 443, "logs"),
                flow(Party::Scheduler, consumer(), 443, "time"),
            ]),
            ["event_consumer > tables 443: ids", "event_consumer > internet 443: events"]
        );
        let auditor = Party::Function(FunctionKind::Auditor);
        assert_eq!(lines(&[flow(auditor, Party::Topic(Topic::Alarms), 443, "failures")]), [""; 0]);
    }

    #[test]
    fn topics_are_reached_where_their_endpoint_is() {
        let worker = Party::Process(Process::Worker);
        let publishes = [flow(worker, Party::Topic(Topic::DomainEvents), 443, "events")];
        let peers = |topics| -> Vec<String> {
            let endpoints = Endpoints { zones: 1, topics };
            rules(&publishes, endpoints).iter().map(|rule| rule.peer.name()).collect()
        };
        assert_eq!(peers(false), ["internet"]);
        assert_eq!(peers(true), ["endpoints", "worker"]);
    }

    #[test]
    fn what_the_provider_carries_needs_no_rule() {
        let logs = || Party::Bucket(BucketKind::AccessLogs);
        assert_eq!(lines(&[flow(Party::LoadBalancer, logs(), 443, "requests are logged")]), [""; 0]);
        assert_eq!(lines(&[flow(Party::Edge, logs(), 443, "pictures")]), [""; 0]);
    }

    #[test]
    fn flows_that_need_the_same_rule_share_it() {
        let api = || Party::Process(Process::Api);
        assert_eq!(
            lines(&[
                flow(api(), Party::Database, 5432, "orders"),
                flow(api(), Party::DatabaseReaders, 5432, "catalogue"),
                flow(api(), Party::DatabaseReaders, 5432, "orders"),
            ]),
            ["api > database 5432: orders; catalogue", "database < api 5432: orders; catalogue"]
        );
    }

    #[test]
    fn names_are_asked_for_over_both_transports() {
        let lookup = Protocol { name: "dns", port: 53, encrypted: false };
        let asks =
            Flow { protocol: lookup, ..flow(Party::Process(Process::Api), Party::Cluster, 53, "names") };
        let all: Vec<_> =
            rules(&[asks], ENDPOINTS).iter().map(|rule| (rule.direction, rule.transport)).collect();
        let (out, into) = (Direction::Egress, Direction::Ingress);
        assert_eq!(all, [(out, "tcp"), (into, "tcp"), (out, "udp"), (into, "udp")]);
    }

    #[test]
    fn no_flow_no_rule() {
        assert_eq!(rules(&[], ENDPOINTS), []);
    }

    #[test]
    fn descriptions_hold_only_what_aws_admits() {
        let long = flow(
            Party::Process(Process::Api),
            Party::Cache,
            6379,
            &format!("shop's \"größte\" <cache>{}", "x".repeat(300)),
        );
        let rules = rules(&[long], ENDPOINTS);
        assert!(rules[0].purpose.starts_with("shops -gr--te- -cache-x"));
        assert_eq!(rules[0].purpose.len(), DESCRIPTION_MAX);
    }
}
