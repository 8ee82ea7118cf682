//! Which pairs of places a property is about, and where their connections start.

use std::collections::{BTreeMap, BTreeSet};

use super::cube::Five;
use crate::format::network::{Interface, Network, Role, Seat, Span, Subnet, Way};
use crate::limits::combined;
use crate::verdict::Recomputed;

/// Two places.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Pair {
    /// Where connections start; none is the internet.
    pub(super) from: Option<u32>,
    pub(super) to: u32,
    /// Whether they also start in the ranges that the provider maintains.
    pub(super) ranges: bool,
}

/// Addresses of the internet: neither private nor reserved (RFC 1918, RFC 6890), and global ones of IPv6 (RFC 4291).
const INTERNET: [Span; 5] = [
    Span { first: 0x0100_0000, last: 0x09ff_ffff },
    Span { first: 0x0b00_0000, last: 0xac0f_ffff },
    Span { first: 0xac20_0000, last: 0xc0a7_ffff },
    Span { first: 0xc0a9_0000, last: 0xdfff_ffff },
    Span { first: 0x2000 << 112, last: (0x4000 << 112) - 1 },
];

/// The protocols that are asked about: TCP and UDP.
const PROTOCOLS: [Span; 2] = [Span { first: 6, last: 6 }, Span { first: 17, last: 17 }];
const PORTS: Span = Span { first: 0, last: 65_535 };

/// Whether every position of the document is one that it has, and entries of ACLs compare addresses only.
pub(super) fn sound(document: &Network) -> Result<(), &'static str> {
    let mut entries = document.acls.iter().flat_map(|acl| acl.inbound.iter().chain(&acl.outbound));
    if entries.any(|entry| entry.group.is_some()) {
        return Err("an entry of a network ACL names a security group");
    }
    let there = |at: u32, count: usize| (at as usize) < count;
    let subnet = |it: &Subnet| {
        there(it.network, document.networks.len())
            && there(it.table, document.tables.len())
            && there(it.acl, document.acls.len())
    };
    let seat = |it: &Seat| {
        there(it.subnet, document.subnets.len())
            && !it.addresses.is_empty()
            && it.groups.iter().all(|group| there(*group, document.groups.len()))
    };
    let all = document.subnets.iter().all(subnet)
        && document.seats.iter().all(seat)
        && document.interfaces.iter().all(|it| there(it.seat, document.seats.len()))
        && document
            .nat_gateways
            .iter()
            .flat_map(|it| &it.subnets)
            .all(|it| there(*it, document.subnets.len()))
        && document
            .flows
            .iter()
            .flat_map(|flow| flow.sources.iter().chain(&flow.targets))
            .all(|it| there(*it, document.seats.len()));
    if all { Ok(()) } else { Err("the document names something that it does not have") }
}

/// The internet and whatever is no load balancer and no store.
pub(super) fn entry_points(document: &Network) -> BTreeSet<Pair> {
    let behind = document.interfaces.iter().filter(|it| !matches!(it.role, Role::LoadBalancer | Role::Store));
    behind.map(|it| Pair { from: None, to: it.seat, ranges: true }).collect()
}

/// The internet, without the ranges of the provider, and load balancers.
pub(super) fn edge(document: &Network) -> BTreeSet<Pair> {
    let balancers = document.interfaces.iter().filter(|it| it.role == Role::LoadBalancer);
    balancers.map(|it| Pair { from: None, to: it.seat, ranges: false }).collect()
}

/// Stores, and the internet and all of their own network but workloads outside of public subnets.
pub(super) fn data_tier(document: &Network) -> BTreeSet<Pair> {
    let subnet = |it: &Interface| &document.subnets[document.seats[it.seat as usize].subnet as usize];
    let leads = |subnet: &Subnet| {
        document.tables[subnet.table as usize].lines.iter().any(|line| matches!(line.way, Way::Internet(_)))
    };
    let mut pairs = BTreeSet::new();
    for store in document.interfaces.iter().filter(|it| it.role == Role::Store) {
        pairs.insert(Pair { from: None, to: store.seat, ranges: true });
        for other in &document.interfaces {
            let own = store.owner.is_some() && other.owner == store.owner;
            let here = subnet(other).network == subnet(store).network;
            let public = subnet(other).public || leads(subnet(other));
            if here && !own && (other.role != Role::Workload || public) {
                pairs.insert(Pair { from: Some(other.seat), to: store.seat, ranges: true });
            }
        }
    }
    pairs
}

/// Whether nothing joins networks with interfaces, of one account or of different ones.
pub(super) fn apart(document: &Network, same_account: bool) -> Recomputed {
    let mut accounts: BTreeMap<u32, BTreeSet<&str>> = BTreeMap::new();
    for it in &document.interfaces {
        let network = document.subnets[document.seats[it.seat as usize].subnet as usize].network;
        accounts.entry(network).or_default().insert(&it.account);
    }
    if let Some((a, b)) = document.peerings.first() {
        return Recomputed::open(format!("networks {a} and {b} are joined"));
    }
    let peering = |line: &crate::format::network::Line| line.way == Way::Peering;
    if document.tables.iter().flat_map(|table| &table.lines).any(peering) {
        return Recomputed::open("a route leads to another network");
    }
    let pairs =
        accounts.iter().flat_map(|(one, own)| accounts.range(one + 1..).map(move |(_, other)| (own, other)));
    let count = pairs.filter(|(own, other)| own.is_disjoint(other) != same_account).count();
    Recomputed::holds(format!(
        "no route and no peering leads from one network into another: {count} pairs of networks"
    ))
}

/// The connections that can start: by address, protocol and port on which something listens.
pub(super) fn start(
    document: &Network,
    from: Option<&Seat>,
    to: &Seat,
    ranges: bool,
) -> Result<Vec<Five>, &'static str> {
    let network = document.subnets[to.subnet as usize].network as usize;
    let listens = match &to.listens {
        Some(ports) => ports.clone(),
        None => PROTOCOLS.map(|protocol| (protocol, PORTS)).to_vec(),
    };
    let mut all = vec![];
    for v6 in [false, true] {
        let sources: Vec<Span> = match from {
            Some(seat) => addresses(seat, v6).collect(),
            // The internet finds what has a public address in a network with an internet gateway.
            None if !document.networks[network].internet || !(v6 || to.public) => vec![],
            None => internet(document, v6, ranges),
        };
        combined(&[sources.len(), addresses(to, v6).count(), listens.len()])?;
        for source in sources {
            for destination in addresses(to, v6) {
                all.extend(
                    listens.iter().map(|(protocol, port)| [source, destination, *protocol, PORTS, *port]),
                );
            }
        }
    }
    Ok(all)
}

pub(super) fn internet(document: &Network, v6: bool, ranges: bool) -> Vec<Span> {
    let own = INTERNET.into_iter().filter(|span| is_v6(*span) == v6);
    let count = if v6 || !ranges { 0 } else { document.ranges.len() as u128 };
    own.chain(
        (0..count).map(|at| Span { first: (1 << 32) + (at << 16), last: (1 << 32) + (at << 16) + 65_535 }),
    )
    .collect()
}

/// IPv6 addresses that networks use are above; IPv4 addresses and the ranges of the provider below.
pub(super) fn is_v6(span: Span) -> bool {
    span.first >= 1 << 64
}

/// The seat's addresses of one family.
pub(super) fn addresses(seat: &Seat, v6: bool) -> impl Iterator<Item = Span> {
    seat.addresses.iter().copied().filter(move |span| is_v6(*span) == v6)
}
