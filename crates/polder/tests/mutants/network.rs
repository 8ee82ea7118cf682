//! Ways to break the network of a platform: each is refuted by the properties that it breaks, and by no other.

use polder::Inventory;
use polder_inventory::SourceId;
use polder_inventory::model::{AddressBlock, Known, Link, PortRange};
use polder_inventory::networks::{
    AclAction, Direction, NetworkAclEntry, NetworkId, Peering, Protocol, PublicAddressing, Route,
    RouteDestination, RouteTarget, RulePeer, SecurityGroupId, SecurityGroupRule, Traffic,
};

use crate::{Mutant, ONE_SITE, TWO_SITES, estate, refuted, wrong};

const EVERYWHERE: &str = "0.0.0.0/0";
const FLOWS: &str = "network.flows";
const SURPLUS: &str = "network.surplus";
const DATA: &str = "network.data-tier";
const ENTRY: &str = "network.entry-points";
const EDGE: &str = "network.edge";
const SITES: &str = "network.sites";
/// Copies in the other two zones are too few if one of them is lost.
const ZONE: &str = "endurance.zone";

pub(crate) const MUTANTS: [Mutant; 32] = [
    (
        "the load balancer admits everyone",
        |all| admit(all, "load_balancer", EVERYWHERE, 443),
        &[EDGE, SURPLUS],
    ),
    (
        "the load balancer admits a company network",
        |all| admit(all, "load_balancer", "198.51.100.0/24", 443),
        &[EDGE, SURPLUS],
    ),
    ("the load balancer admits other ports", |all| admit(all, "load_balancer", EVERYWHERE, 8443), &[SURPLUS]),
    ("the database admits the public subnets", |all| admit(all, "database", EVERYWHERE, 5432), &[SURPLUS]),
    (
        "the database admits the storefront",
        |all| {
            join(all, "storefront", "database", 5432);
        },
        &[SURPLUS],
    ),
    (
        "the cache admits the storefront",
        |all| {
            join(all, "storefront", "cache", 6379);
        },
        &[SURPLUS],
    ),
    (
        "the broker admits the dashboard",
        |all| {
            join(all, "dashboard", "broker", 6379);
        },
        &[SURPLUS],
    ),
    ("the load balancer reaches the database", load_balancer_reaches_the_database, &[DATA, SURPLUS]),
    ("a process may send mail to anyone on any port", |all| release(all, "storefront", 587), &[SURPLUS]),
    ("beat may call the internet", |all| release(all, "beat", 443), &[SURPLUS]),
    ("the dashboard may call the internet", |all| release(all, "dashboard", 443), &[SURPLUS]),
    // Their subnets become public by the route, and tasks reach the database.
    ("tasks have public addresses and admit everyone", public_tasks, &[DATA, ENTRY, SURPLUS]),
    ("the database is public", public_database, &[DATA, SURPLUS]),
    ("the networks are peered", |all| peer(all, true), &[SITES]),
    ("a peering without routes changes nothing", |all| peer(all, false), &[]),
    ("the rule from the edge is missing", |all| without_rule(all, "load_balancer_from_edge_443"), &[FLOWS]),
    (
        "the rule for health checks is missing",
        |all| without_rule(all, "load_balancer_from_health_checks_443"),
        &[FLOWS],
    ),
    (
        "the API does not admit the load balancer",
        |all| without_rule(all, "api_from_load_balancer_8000"),
        &[FLOWS],
    ),
    (
        "the load balancer may not call the API",
        |all| without_rule(all, "load_balancer_to_api_8000"),
        &[FLOWS],
    ),
    ("the database does not admit workers", |all| without_rule(all, "database_from_worker_5432"), &[FLOWS]),
    ("workers may not call the broker", |all| without_rule(all, "worker_to_broker_6379"), &[FLOWS]),
    ("the API may not call the internet", |all| without_rule(all, "api_to_internet_443"), &[FLOWS]),
    ("endpoints do not admit the API", |all| without_rule(all, "endpoints_from_api_443"), &[FLOWS]),
    (
        "the data tier drops replies",
        |all| without_entries(all, "aws_network_acl.data", Direction::Outbound),
        &[FLOWS],
    ),
    (
        "the data tier drops requests",
        |all| without_entries(all, "aws_network_acl.data", Direction::Inbound),
        &[FLOWS],
    ),
    (
        "the application tier drops replies",
        |all| without_entries(all, "aws_network_acl.app", Direction::Inbound),
        &[FLOWS],
    ),
    (
        "the public tier drops replies",
        |all| without_entries(all, "aws_network_acl.public", Direction::Outbound),
        &[FLOWS],
    ),
    ("an entry denies PostgreSQL first", |all| deny(all, "aws_network_acl.data", 5432), &[FLOWS]),
    (
        "an entry denies HTTPS into the public tier first",
        |all| deny(all, "aws_network_acl.public", 443),
        &[FLOWS],
    ),
    (
        "a subnet has no route to its NAT gateway",
        |all| without_route(all, "aws_route.app_a_internet"),
        &[FLOWS, ZONE],
    ),
    (
        "the public subnets have no route to the internet",
        |all| without_route(all, "aws_route.public_internet"),
        &[FLOWS],
    ),
    ("a route drops packets to an address on the internet", blackhole, &[FLOWS]),
];

#[test]
fn each_mutant_is_refuted_by_what_it_breaks_and_by_nothing_else() {
    assert_eq!(wrong(TWO_SITES, &MUTANTS), Vec::<String>::new());
}

#[test]
fn without_any_one_rule_that_flows_need_a_flow_is_blocked() {
    let (compiled, sound) = estate(ONE_SITE);
    let mut kept = vec![];
    let mut removed = 0;
    for id in sound.networks.security_group_rules.iter().map(|(id, _)| id) {
        let source = sound.networks.security_group_rules[id].source;
        let address = sound.sources[source].address.to_string();
        // Nothing in the estate says in which subnets these jobs are started.
        if address.contains("migrate") || address.contains("static") {
            continue;
        }
        let mut mutant = sound.clone();
        blocked_peer(&mut mutant, |rule| rule.source == source);
        removed += 1;
        if !refuted(&compiled, &mutant).contains(FLOWS) {
            kept.push(address);
        }
    }
    assert!(removed > 30, "{removed}");
    // These may call every address on port 443, so that rules for endpoints of the same port add nothing.
    let wide = ["api", "event_consumer", "setup_runner", "storefront", "worker"];
    kept.retain(|address| {
        let of = address.rsplit('.').next().unwrap_or_default();
        !wide.iter().any(|it| of.starts_with(&format!("{it}_to_")) && of.ends_with("_443"))
    });
    assert_eq!(kept, Vec::<String>::new());
}

fn block(text: &str) -> AddressBlock {
    text.parse().expect("a block")
}

/// The source of a resource of the first site.
fn source(all: &Inventory, name: &str) -> SourceId {
    let sources = all.networks.security_groups.values().map(|it| it.source);
    let others = all.networks.network_acls.values().map(|it| it.source);
    let rules = all.networks.security_group_rules.values().map(|it| it.source);
    let routes = all.networks.routes.values().map(|it| it.source);
    let mut all_sources = sources.chain(others).chain(rules).chain(routes);
    all_sources.find(|id| all.sources[*id].address.ends_with(name)).expect(name)
}

fn group(all: &Inventory, name: &str) -> SecurityGroupId {
    let source = source(all, &format!("aws_security_group.{name}"));
    let found = all.networks.security_groups.iter().find(|(_, it)| it.source == source);
    found.expect(name).0
}

fn tcp(port: u16) -> Traffic {
    Traffic { protocol: Known::Value(Protocol::Tcp), ports: Known::Value(PortRange::one(port)) }
}

fn rule(all: &mut Inventory, of: &str, direction: Direction, peer: RulePeer, port: u16) {
    let group = group(all, of);
    let source = all.networks.security_groups[group].source;
    let rule = SecurityGroupRule { source, group: Link::To(group), direction, traffic: tcp(port), peer };
    all.networks.security_group_rules.push(rule);
}

fn admit(all: &mut Inventory, of: &str, from: &str, port: u16) {
    // Network ACLs would hide the rule on ports that they do not admit.
    let peer = RulePeer::Block(Known::Value(block(from)));
    rule(all, of, Direction::Inbound, peer, port);
    if of == "database" {
        rule(all, "storefront", Direction::Outbound, peer, port);
    }
}

fn release(all: &mut Inventory, of: &str, port: u16) {
    rule(all, of, Direction::Outbound, RulePeer::Block(Known::Value(block(EVERYWHERE))), port);
}

fn join(all: &mut Inventory, from: &str, to: &str, port: u16) {
    let (source, target) = (group(all, from), group(all, to));
    rule(all, from, Direction::Outbound, RulePeer::Group(Link::To(target)), port);
    rule(all, to, Direction::Inbound, RulePeer::Group(Link::To(source)), port);
}

/// Entries in front of the others that let everything pass.
fn open(all: &mut Inventory, acl: &str) {
    for direction in [Direction::Inbound, Direction::Outbound] {
        entry(
            all,
            acl,
            direction,
            AclAction::Allow,
            Traffic { protocol: Known::Value(Protocol::Any), ports: Known::Value(PortRange::ALL) },
        );
    }
}

fn entry(all: &mut Inventory, acl: &str, direction: Direction, action: AclAction, traffic: Traffic) {
    let source = source(all, acl);
    let found = all.networks.network_acls.iter().find(|(_, it)| it.source == source);
    let acl = Link::To(found.expect("an ACL").0);
    let (number, block) = (Known::Value(1), Known::Value(block(EVERYWHERE)));
    all.networks.network_acl_entries.push(NetworkAclEntry {
        source,
        acl,
        direction,
        number,
        action,
        traffic,
        block,
    });
}

fn deny(all: &mut Inventory, acl: &str, port: u16) {
    entry(all, acl, Direction::Inbound, AclAction::Deny, tcp(port));
}

fn load_balancer_reaches_the_database(all: &mut Inventory) {
    open(all, "aws_network_acl.data");
    open(all, "aws_network_acl.public");
    join(all, "load_balancer", "database", 5432);
}

fn public_tasks(all: &mut Inventory) {
    let api = group(all, "api");
    for interface in all.networks.interfaces.values_mut() {
        if interface.groups.contains(&Link::To(api)) {
            interface.public = Known::Value(PublicAddressing::Ephemeral);
        }
    }
    open(all, "aws_network_acl.app");
    admit(all, "api", EVERYWHERE, 8000);
    to_internet(all, "aws_route.app_a_internet");
}

fn public_database(all: &mut Inventory) {
    let database = group(all, "database");
    let mut tables = vec![];
    for interface in all.networks.interfaces.values_mut() {
        if interface.groups.contains(&Link::To(database)) {
            interface.public = Known::Value(PublicAddressing::Ephemeral);
            tables.extend(interface.subnet.id());
        }
    }
    open(all, "aws_network_acl.data");
    rule(all, "database", Direction::Inbound, RulePeer::Block(Known::Value(block(EVERYWHERE))), 5432);
    let like = source(all, "aws_route.public_internet");
    let target = all.networks.routes.values().find(|it| it.source == like).expect("a route").target;
    for subnet in tables {
        let table = all.networks.subnets[subnet].route_table;
        let destination = RouteDestination::Block(Known::Value(block(EVERYWHERE)));
        all.networks.routes.push(Route { source: like, table, destination, target });
    }
}

/// Lets a route lead to the internet gateway, next to the NAT gateway for the rest.
fn to_internet(all: &mut Inventory, name: &str) {
    let (like, of) = (source(all, "aws_route.public_internet"), source(all, name));
    let target = all.networks.routes.values().find(|it| it.source == like).expect("a route").target;
    let table = all.networks.routes.values().find(|it| it.source == of).expect("a route").table;
    let destination = RouteDestination::Block(Known::Value(block("198.51.100.0/24")));
    all.networks.routes.push(Route { source: of, table, destination, target });
    // The addresses behind this route leave through the internet gateway, so that flows still work from there: those
    // without a public address would not.
    let subnets: Vec<_> = all
        .networks
        .subnets
        .iter()
        .filter(|(_, it)| it.route_table == table)
        .map(|(id, _)| Link::To(id))
        .collect();
    for interface in all.networks.interfaces.values_mut().filter(|it| subnets.contains(&it.subnet)) {
        interface.public = Known::Value(PublicAddressing::Ephemeral);
    }
}

fn networks(all: &Inventory) -> [NetworkId; 2] {
    let ids: Vec<NetworkId> = all.networks.networks.iter().map(|(id, _)| id).collect();
    [ids[0], ids[1]]
}

/// Peers the two sites, with routes if asked to, and lets the storefront of one call the API of the other.
fn peer(all: &mut Inventory, routed: bool) {
    let [first, second] = networks(all);
    let source = all.networks.networks[first].source;
    let peering = all.networks.peerings.push(Peering {
        source,
        requester: Link::To(first),
        accepter: Link::To(second),
        accepted: Known::Value(true),
        requester_resolves: Known::Value(false),
        accepter_resolves: Known::Value(false),
    });
    if !routed {
        return;
    }
    for (own, other) in [(first, second), (second, first)] {
        let Known::Value(blocks) = all.networks.networks[other].blocks.clone() else { panic!("known") };
        let tables: Vec<_> = all
            .networks
            .route_tables
            .iter()
            .filter(|(_, it)| it.network == Link::To(own))
            .map(|(id, _)| id)
            .collect();
        for table in tables {
            for block in blocks.iter() {
                let destination = RouteDestination::Block(Known::Value(*block));
                let target = RouteTarget::Peering(Link::To(peering));
                all.networks.routes.push(Route { source, table: Link::To(table), destination, target });
            }
        }
    }
    let entries: Vec<_> = all.networks.network_acls.iter().map(|(id, it)| (id, it.source)).collect();
    for (acl, source) in entries {
        for direction in [Direction::Inbound, Direction::Outbound] {
            for number in [1, 2] {
                let block = [block("10.0.0.0/9"), block("10.128.0.0/9")][number as usize - 1];
                let traffic =
                    Traffic { protocol: Known::Value(Protocol::Tcp), ports: Known::Value(PortRange::ALL) };
                let (acl, number, action) = (Link::To(acl), Known::Value(number), AclAction::Allow);
                let block = Known::Value(block);
                all.networks.network_acl_entries.push(NetworkAclEntry {
                    source,
                    acl,
                    direction,
                    number,
                    action,
                    traffic,
                    block,
                });
            }
        }
    }
    let groups: Vec<_> =
        all.networks.security_groups.iter().map(|(id, it)| (id, it.network, it.source)).collect();
    for (group, network, source) in groups {
        let other = if network == Link::To(first) { second } else { first };
        let Known::Value(blocks) = all.networks.networks[other].blocks.clone() else { panic!("known") };
        for direction in [Direction::Inbound, Direction::Outbound] {
            for block in blocks.iter() {
                let peer = RulePeer::Block(Known::Value(*block));
                let rule =
                    SecurityGroupRule { source, group: Link::To(group), direction, traffic: tcp(8000), peer };
                all.networks.security_group_rules.push(rule);
            }
        }
    }
}

/// Takes the peers from rules, which then match nothing.
fn blocked_peer(all: &mut Inventory, which: impl Fn(&SecurityGroupRule) -> bool) {
    for rule in all.networks.security_group_rules.values_mut() {
        if which(rule) {
            rule.peer = RulePeer::Block(Known::Value(block("240.0.0.0/32")));
        }
    }
}

fn without_rule(all: &mut Inventory, name: &str) {
    let source = source(all, name);
    blocked_peer(all, |rule| rule.source == source);
}

/// Takes the entries of an ACL, which then match nothing.
fn without_entries(all: &mut Inventory, acl: &str, direction: Direction) {
    let source = source(all, acl);
    let id = all.networks.network_acls.iter().find(|(_, it)| it.source == source).expect("an ACL").0;
    for entry in all.networks.network_acl_entries.values_mut() {
        if entry.acl == Link::To(id) && entry.direction == direction {
            entry.block = Known::Value(block("240.0.0.0/32"));
        }
    }
}

fn without_route(all: &mut Inventory, name: &str) {
    let source = source(all, name);
    for route in all.networks.routes.values_mut().filter(|it| it.source == source) {
        route.target = RouteTarget::Blackhole;
    }
}

fn blackhole(all: &mut Inventory) {
    let of = source(all, "aws_route.app_a_internet");
    let table = all.networks.routes.values().find(|it| it.source == of).expect("a route").table;
    let destination = RouteDestination::Block(Known::Value(block("198.51.100.0/24")));
    all.networks.routes.push(Route { source: of, table, destination, target: RouteTarget::Blackhole });
}
