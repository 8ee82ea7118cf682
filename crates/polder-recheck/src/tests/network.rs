//! Filters, routes and boxes.

use super::{entry, finding, refused};
use crate::Finding;
use crate::format::network::{
    Acl, Blocked, Cover, Cube, Flow, Group, Interface, Line, Nat, Net, Network, PublicEndpoint, Role, Rule,
    Seat, Span, Stage, Subnet, Table, Way,
};
use crate::format::{Claimed, NETWORK};

const EVERY: Span = Span { first: 0, last: u128::MAX };
const PORTS: Span = Span { first: 0, last: 65_535 };
const TCP: Span = one(6);

const fn one(at: u128) -> Span {
    Span { first: at, last: at }
}

/// Addresses of 10.0.N.0/24.
const fn subnet(number: u128) -> Span {
    let first = (10 << 24) + (number << 8);
    Span { first, last: first + 255 }
}

fn rule(allows: bool, peers: Span, ports: Span) -> Rule {
    Rule { allows, peers: vec![peers], group: None, protocol: TCP, ports }
}

fn seat(number: u32, group: u32, listens: u128) -> Seat {
    let listens = Some(vec![(TCP, one(listens))]);
    let addresses = vec![subnet(number.into())];
    Seat { subnet: number, addresses, groups: vec![group], filtered: true, public: false, listens }
}

fn cover(from: Option<u32>, to: u32, source: Span, port: u128, at: Stage) -> Cover {
    let of =
        Cube { source, destination: subnet(to.into()), protocol: TCP, source_port: PORTS, port: one(port) };
    Cover { from, to, blocked: vec![Blocked { of, at }] }
}

/// A public subnet with a load balancer, one with a workload, one with a store. The group of the store admits the workload alone, and
/// the ACL of its subnet denies the public subnet before it allows the network.
fn estate() -> Network {
    let local = Line { to: vec![Span { first: 10 << 24, last: (10 << 24) + 65_535 }], way: Way::Local };
    let outwards = Line { to: vec![Span { first: 0, last: (1 << 33) - 1 }], way: Way::Internet(Some(0)) };
    let group = |name: &str, inbound| Group {
        name: name.to_owned(),
        inbound,
        outbound: vec![rule(true, EVERY, PORTS)],
    };
    let open = || vec![rule(true, EVERY, PORTS)];
    let guarded = vec![rule(false, subnet(0), PORTS), rule(true, local.to[0], PORTS)];
    let place =
        |name: &str, table, acl, public| Subnet { name: name.to_owned(), network: 0, table, acl, public };
    let interface = |name: &str, seat, role| Interface {
        name: name.to_owned(),
        seat,
        role,
        owner: Some(name.to_owned()),
        account: "shop".to_owned(),
    };
    Network {
        networks: vec![Net { name: "main".to_owned(), internet: true }],
        groups: vec![
            group("balancer", vec![rule(true, EVERY, one(443))]),
            group("workload", vec![rule(true, subnet(0), one(8000))]),
            group("store", vec![Rule { group: Some(1), peers: vec![], ..rule(true, EVERY, one(5432)) }]),
        ],
        acls: vec![
            Acl { name: "open".to_owned(), inbound: open(), outbound: open() },
            Acl { name: "data".to_owned(), inbound: guarded, outbound: open() },
        ],
        tables: vec![
            Table { name: "public".to_owned(), lines: vec![local.clone(), outwards] },
            Table { name: "private".to_owned(), lines: vec![local] },
        ],
        subnets: vec![place("public", 0, 0, true), place("app", 1, 0, false), place("data", 1, 1, false)],
        seats: vec![seat(0, 0, 443), seat(1, 1, 8000), seat(2, 2, 5432)],
        interfaces: vec![
            interface("the balancer", 0, Role::LoadBalancer),
            interface("the workload", 1, Role::Workload),
            interface("the store", 2, Role::Store),
        ],
        covers: vec![cover(Some(0), 2, subnet(0), 5432, Stage::AclIn)],
        ..Network::default()
    }
}

fn asked(id: &str, change: impl FnOnce(&mut Network)) -> Finding {
    let mut document = estate();
    change(&mut document);
    finding(NETWORK, &document, entry(&format!("network.{id}"), "it is apart", Claimed::Proved, NETWORK))
}

fn data_tier(change: impl FnOnce(&mut Network)) -> String {
    refused(asked("data-tier", change))
}

const OPEN: &str = "from the balancer to the store: a connection is in no box";
const PASSES: &str =
    "from the balancer to the store: a box has a connection that its filter or route does not stop";

#[test]
fn an_isolated_store_is_confirmed_by_any_stage_that_stops_the_rest() {
    assert!(matches!(asked("data-tier", |_| {}), Finding::Confirmed(_)));
    let by_group = asked("data-tier", |it| it.covers[0].blocked[0].at = Stage::GroupsIn);
    assert!(matches!(by_group, Finding::Confirmed(_)), "{by_group:?}");
    assert_eq!(data_tier(|it| it.covers[0].blocked[0].at = Stage::GroupsOut), PASSES);
    assert_eq!(data_tier(|it| it.covers[0].blocked[0].at = Stage::Route), PASSES);
    assert_eq!(data_tier(|it| it.covers[0].blocked[0].at = Stage::ReplyOut), PASSES);
}

#[test]
fn a_cover_that_was_dropped_narrowed_or_widened_is_refused() {
    assert_eq!(data_tier(|it| it.covers.clear()), "from the balancer to the store: no box is listed");
    assert_eq!(data_tier(|it| it.covers[0].blocked.clear()), OPEN);
    assert_eq!(data_tier(|it| it.covers[0].blocked[0].of.source.first += 1), OPEN);
    assert_eq!(data_tier(|it| it.covers[0].blocked[0].of.source_port.last -= 1), OPEN);
    // The deny entry ends with the public subnet, and the next one allows what is beyond.
    assert_eq!(data_tier(|it| it.covers[0].blocked[0].of.source.last += 1), PASSES);
}

#[test]
fn a_rule_that_a_box_rests_on_cannot_be_removed() {
    assert_eq!(data_tier(|it| _ = it.acls[1].inbound.remove(0)), PASSES);
    assert_eq!(data_tier(|it| it.acls[1].inbound.swap(0, 1)), PASSES);
    assert_eq!(data_tier(|it| it.acls[1].inbound[0].ports = one(5433)), PASSES);
    assert_eq!(data_tier(|it| it.subnets[2].acl = 0), PASSES);
    let added = refused(asked("data-tier", |it| {
        it.covers[0].blocked[0].at = Stage::GroupsIn;
        it.groups[2].inbound.push(rule(true, subnet(0), PORTS));
    }));
    assert_eq!(added, PASSES);
    let unfiltered = refused(asked("data-tier", |it| {
        it.covers[0].blocked[0].at = Stage::GroupsIn;
        it.seats[2].filtered = false;
    }));
    assert_eq!(unfiltered, PASSES);
}

#[test]
fn the_pairs_are_those_of_the_property() {
    // A workload in a public subnet must not reach the store, either.
    let public = refused(asked("data-tier", |it| it.subnets[1].public = true));
    assert_eq!(public, "from the workload to the store: no box is listed");
    let routed = refused(asked("data-tier", |it| it.subnets[1].table = 0));
    assert_eq!(routed, "from the workload to the store: no box is listed");
    // A public address makes the internet a source; nothing of it is in the cover.
    let exposed = refused(asked("data-tier", |it| it.seats[2].public = true));
    assert_eq!(exposed, "from the internet to the store: no box is listed");
    let entrance = refused(asked("entry-points", |it| it.seats[1].public = true));
    assert_eq!(entrance, "from the internet to the workload: no box is listed");
    assert!(matches!(asked("entry-points", |_| {}), Finding::Confirmed(_)));
}

#[test]
fn who_is_not_known_to_own_a_store_is_not_its_own() {
    let stranger = refused(asked("data-tier", |it| {
        it.interfaces[0].owner = None;
        it.interfaces[2].owner = None;
        it.covers.clear();
    }));
    assert_eq!(stranger, "from the balancer to the store: no box is listed");
}

#[test]
fn a_public_endpoint_that_is_open_or_not_known_is_no_isolation() {
    let endpoint = |property: &str, open| PublicEndpoint {
        property: format!("network.{property}"),
        name: "the control plane".to_owned(),
        open,
    };
    for id in ["entry-points", "data-tier"] {
        let with = |endpoint: PublicEndpoint| asked(id, |it| it.public_endpoints = vec![endpoint]);
        assert!(matches!(with(endpoint(id, Some(false))), Finding::Confirmed(_)), "{id}");
        assert!(matches!(with(endpoint("edge", Some(true))), Finding::Confirmed(_)), "{id}");
        assert_eq!(refused(with(endpoint(id, Some(true)))), "the control plane is open to the internet");
        assert_eq!(
            refused(with(endpoint(id, None))),
            "whether the control plane is open to the internet is not known"
        );
    }
}

#[test]
fn what_joins_networks_is_no_isolation() {
    for id in ["sites", "environments"] {
        assert!(matches!(asked(id, |_| {}), Finding::Confirmed(_)), "{id}");
        assert_eq!(refused(asked(id, |it| it.peerings.push((0, 1)))), "networks 0 and 1 are joined");
        let route =
            refused(asked(id, |it| it.tables[1].lines.push(Line { to: vec![EVERY], way: Way::Peering })));
        assert_eq!(route, "a route leads to another network");
    }
}

/// A flow of the workload to the store, and one to the internet through a NAT gateway in the public subnet.
pub(super) fn with_flows() -> Network {
    let mut document = estate();
    let wide = vec![Span { first: 1024, last: 3388 }, Span { first: 3390, last: 65_535 }];
    let flow = Flow {
        id: "network.flows.main.workload".to_owned(),
        purpose: "orders are stored".to_owned(),
        from: Some("the workload".to_owned()),
        sources: vec![1],
        range: None,
        to: Some("the store".to_owned()),
        targets: vec![2],
        outside: vec![],
        protocol: TCP,
        port: one(5432),
        client_ports: wide.clone(),
        nat_ports: wide,
    };
    let beyond = Span { first: 0x0b00_0000, last: 0x0bff_ffff };
    let payment = Flow {
        purpose: "payments are made".to_owned(),
        to: None,
        targets: vec![],
        outside: vec![beyond],
        port: one(443),
        ..flow.clone()
    };
    document.flows = vec![flow, payment];
    document.nat_gateways = vec![Nat { name: "nat".to_owned(), public: true, subnets: vec![0] }];
    document.tables[1]
        .lines
        .push(Line { to: vec![Span { first: 0, last: (1 << 32) - 1 }], way: Way::Nat(0) });
    // The data subnet has no route to the NAT gateway.
    let local = document.tables[0].lines[0].clone();
    document.tables.push(Table { name: "data".to_owned(), lines: vec![local] });
    document.subnets[2].table = 2;
    document
}

fn flows(change: impl FnOnce(&mut Network)) -> Finding {
    let mut document = with_flows();
    change(&mut document);
    let property = entry("network.flows.main.workload", "it works", Claimed::Proved, NETWORK);
    finding(NETWORK, &document, property)
}

#[test]
fn flows_that_every_filter_and_route_lets_through_are_confirmed() {
    let all = flows(|_| {});
    assert_eq!(
        all,
        Finding::Confirmed("2 flows: all connections of 8 boxes get through, and their replies".to_owned())
    );
}

#[test]
fn a_rule_or_route_that_a_flow_needs_cannot_be_removed() {
    let why = |change: fn(&mut Network)| refused(flows(change));
    const GROUP: &str = "orders are stored: no rule of a security group admits a connection";
    const ENTRY: &str = "orders are stored: no entry of a network ACL allows a packet";
    assert_eq!(why(|it| it.groups[1].outbound.clear()), GROUP);
    assert_eq!(why(|it| it.groups[2].inbound.clear()), GROUP);
    assert_eq!(why(|it| it.seats[1].groups.clear()), GROUP);
    assert_eq!(why(|it| it.acls[1].outbound[0].ports.last = 50_000), ENTRY);
    assert_eq!(why(|it| _ = it.acls[1].inbound.pop()), ENTRY);
    let denied = why(|it| it.acls[0].inbound.insert(0, rule(false, subnet(2), one(40_000))));
    assert_eq!(denied, "orders are stored: an entry of a network ACL denies a packet");
    assert_eq!(why(|it| it.tables[2].lines.clear()), "orders are stored: no route leads to an address");
    let elsewhere = why(|it| it.tables[2].lines[0].way = Way::Dropped);
    assert_eq!(elsewhere, "orders are stored: a route leads elsewhere");
    let silent = why(|it| it.seats[2].listens = Some(vec![(TCP, one(6379))]));
    assert_eq!(silent, "orders are stored: the destination does not listen on the port");
    assert_eq!(
        why(|it| it.nat_gateways[0].public = false),
        "payments are made: a NAT gateway does not lead to the internet"
    );
    assert_eq!(
        why(|it| it.nat_gateways[0].subnets.clear()),
        "payments are made: a NAT gateway is in no subnet"
    );
    assert_eq!(why(|it| _ = it.tables[0].lines.pop()), "payments are made: no route leads to an address");
    assert_eq!(
        why(|it| it.tables[1].lines[1].way = Way::Internet(Some(0))),
        "payments are made: a route leads elsewhere"
    );
}

#[test]
fn a_flow_is_about_all_of_its_ends_and_all_ports_of_clients() {
    let why = |change: fn(&mut Network)| refused(flows(change));
    assert_eq!(why(|it| it.flows.clear()), "the document does not have its flows");
    assert_eq!(
        why(|it| it.flows[0].sources.clear()),
        "orders are stored: an interface of the source is missing"
    );
    assert_eq!(
        why(|it| it.flows[0].targets[0] = 0),
        "orders are stored: an interface of the destination is missing"
    );
    assert_eq!(
        why(|it| it.flows[0].client_ports.truncate(1)),
        "orders are stored: its source ports are not those of clients"
    );
    assert_eq!(
        why(|it| it.flows[1].outside.clear()),
        "payments are made: it does not lead to one kind of destination"
    );
    assert_eq!(
        why(|it| it.flows[1].targets = vec![99]),
        "the document names something that it does not have"
    );
}

#[test]
fn positions_that_are_not_there_are_refused() {
    const WHY: &str = "the document names something that it does not have";
    assert_eq!(data_tier(|it| it.interfaces[0].seat = 9), WHY);
    assert_eq!(data_tier(|it| it.seats[0].subnet = 9), WHY);
    assert_eq!(data_tier(|it| it.seats[0].groups[0] = 9), WHY);
    assert_eq!(data_tier(|it| it.seats[0].addresses.clear()), WHY);
    assert_eq!(data_tier(|it| it.subnets[0].acl = 9), WHY);
    assert_eq!(data_tier(|it| it.subnets[0].table = 9), WHY);
    assert_eq!(data_tier(|it| it.subnets[0].network = 9), WHY);
    assert_eq!(
        data_tier(|it| it.acls[1].inbound[0].group = Some(0)),
        "an entry of a network ACL names a security group"
    );
}

#[test]
fn lists_with_too_many_combinations_are_refused_before_they_are_combined() {
    const WHY: &str = "too many boxes to check each";
    let many = |first: u128| (0..4_000).map(|at| one(first + 2 * at)).collect::<Vec<Span>>();
    let wide = data_tier(|it| {
        it.seats[0].addresses = many(10 << 24);
        it.seats[2].addresses = many(11 << 24);
    });
    assert_eq!(wide, format!("from the balancer to the store: {WHY}"));
    let listening = data_tier(|it| {
        it.seats[2].addresses = many(11 << 24);
        it.seats[2].listens = Some(many(0).into_iter().map(|port| (TCP, port)).collect());
    });
    assert_eq!(listening, format!("from the balancer to the store: {WHY}"));
    let flow = refused(flows(|it| {
        it.seats[1].addresses = many(10 << 24);
        it.seats[2].addresses = many(11 << 24);
    }));
    assert_eq!(flow, format!("orders are stored: {WHY}"));
    let ends = refused(flows(|it| {
        it.flows[0].sources = vec![1; 4_000];
        it.flows[0].targets = vec![2; 4_000];
    }));
    assert_eq!(ends, format!("orders are stored: {WHY}"));
}
