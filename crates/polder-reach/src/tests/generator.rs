//! Generated networks and connections. A number is enough to make one again.

use polder_inventory::model::{AddressBlock, Id, Known, Link, Location, PortRange, Reason, Source};
use polder_inventory::networks::{
    AclAction, Direction, EndpointKind, EndpointTarget, Gateway, GatewayKind, Interface, InterfaceId,
    ListeningPort, NatGateway, Network, NetworkAcl, NetworkAclEntry, NetworkId, Peering, PrefixList,
    PrefixListContents, PrivateEndpoint, Protocol, ProviderRange, PublicAddressing, Route, RouteDestination,
    RouteTable, RouteTarget, RulePeer, SecurityGroup, SecurityGroupRule, Subnet, SubnetId, Traffic,
};
use polder_inventory::{Inventory, SourceId};

use crate::address::Ranges;
use crate::connection::{Connection, Place};

/// Numbers that follow from a seed (SplitMix64).
pub(super) struct Numbers(u64);

impl Numbers {
    pub(super) fn from(seed: u64) -> Numbers {
        Numbers(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub(super) fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % limit.max(1) as u64).expect("below the limit")
    }

    pub(super) fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())].clone()
    }

    /// True once in so many times.
    pub(super) fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }
}

const BLOCKS: [&str; 12] = [
    "0.0.0.0/0",
    "0.0.0.0/0",
    "0.0.0.0/0",
    "::/0",
    "10.0.0.0/16",
    "10.0.0.0/24",
    "10.0.1.0/25",
    "10.1.0.0/16",
    "10.1.0.0/24",
    "198.51.0.0/16",
    "198.51.100.0/24",
    "2001:db8::/32",
];

const PORTS: [u16; 10] = [22, 80, 443, 1023, 1024, 5432, 32767, 32768, 60999, 65535];

const ADDRESSES: [&str; 12] = [
    "10.0.0.4",
    "10.0.0.255",
    "10.0.1.0",
    "10.0.1.127",
    "10.0.1.128",
    "10.1.0.1",
    "10.1.1.200",
    "198.51.100.7",
    "203.0.113.9",
    "2001:db8::1",
    "2001:db8:0:1::9",
    "2a00::1",
];

pub(super) fn block(text: &str) -> AddressBlock {
    text.parse().expect("a block")
}

/// A source in the only account.
pub(super) fn source(all: &mut Inventory, address: String) -> SourceId {
    if all.locations.is_empty() {
        all.locations.push(Location {
            account: Link::Unknown(Reason::NotGiven),
            region: Known::Value(Some("north".into())),
        });
    }
    let location = Id::from_index(0);
    let source = Source {
        stack: "net".into(),
        address: address.into(),
        part: None,
        location,
        origin: None,
        tags: None,
    };
    all.sources.push(source)
}

fn traffic(numbers: &mut Numbers) -> Traffic {
    if numbers.once_in(25) {
        let unknown = Known::Unknown(Reason::AfterApply);
        return Traffic { protocol: unknown, ports: Known::Value(PortRange::ALL) };
    }
    let protocol = numbers.pick(&[Protocol::Tcp, Protocol::Tcp, Protocol::Tcp, Protocol::Udp, Protocol::Any]);
    let (a, b) = (numbers.pick(&PORTS), numbers.pick(&PORTS));
    let some = PortRange::new(a.min(b), a.max(b)).expect("in order");
    let ports = if protocol == Protocol::Any || numbers.once_in(2) { PortRange::ALL } else { some };
    Traffic { protocol: Known::Value(protocol), ports: Known::Value(ports) }
}

fn known_block(numbers: &mut Numbers) -> Known<AddressBlock> {
    if numbers.once_in(30) {
        return Known::Unknown(Reason::NotGiven);
    }
    Known::Value(block(numbers.pick(&BLOCKS)))
}

/// A generated estate of two networks.
pub(super) fn inventory(numbers: &mut Numbers) -> Inventory {
    let mut all = Inventory::default();
    for range in [
        ProviderRange::CdnOriginFacing,
        ProviderRange::Service { service: "objects".into(), region: Known::Value("north".into()) },
    ] {
        let count = all.networks.prefix_lists.len();
        let source = source(&mut all, format!("list.{count}"));
        let contents = PrefixListContents::Provider(range);
        let weight = Known::Value(None);
        all.networks.prefix_lists.push(PrefixList {
            source,
            name: Known::Value("list".into()),
            contents,
            weight,
        });
    }
    let own = source(&mut all, "list.own".into());
    let blocks = [block("10.0.0.0/25"), block("198.51.100.0/24")].into();
    all.networks.prefix_lists.push(PrefixList {
        source: own,
        name: Known::Value("own".into()),
        contents: PrefixListContents::Blocks(Known::Value(blocks)),
        weight: Known::Value(None),
    });
    for at in 0..2 {
        network(&mut all, numbers, at);
    }
    peering(&mut all, numbers);
    for at in 0..2 {
        routes(&mut all, numbers, at);
    }
    all
}

fn network(all: &mut Inventory, numbers: &mut Numbers, at: usize) {
    let base = source(all, format!("network.{at}"));
    let blocks = match numbers.once_in(25) {
        true => Known::Unknown(Reason::AfterApply),
        false => {
            Known::Value([block(&format!("10.{at}.0.0/16")), block(&format!("2001:db8:{at}::/48"))].into())
        }
    };
    let network = all.networks.networks.push(Network {
        source: base,
        name: Known::Value(None),
        blocks,
        dns_resolution: Known::Value(true),
        dns_host_names: Known::Value(true),
    });
    for _ in 0..3 {
        let count = all.networks.security_groups.len();
        let source = source(all, format!("group.{count}"));
        let group =
            SecurityGroup { source, name: Known::Value(None), network: Link::To(network), default: false };
        all.networks.security_groups.push(group);
    }
    for of in 0..2 {
        subnet(all, numbers, network, at, of);
    }
    if !numbers.once_in(5) {
        let source = source(all, format!("gateway.{at}"));
        let network = if numbers.once_in(8) { None } else { Some(Link::To(network)) };
        all.networks.gateways.push(Gateway { source, network, kind: GatewayKind::Internet });
    }
    let subnets = all.networks.subnets.len();
    let nat = source(all, format!("nat.{at}"));
    all.networks.nat_gateways.push(NatGateway {
        source: nat,
        subnets: [Link::To(SubnetId::from_index(u32::try_from(subnets - 1).expect("few")))].into(),
        public: Known::Value(!numbers.once_in(6)),
        addresses: [].into(),
    });
    rules(all, numbers, at);
}

fn rules(all: &mut Inventory, numbers: &mut Numbers, at: usize) {
    for of in 0..12 {
        let source = source(all, format!("rule.{at}.{of}"));
        let groups = all.networks.security_groups.len();
        let group =
            |numbers: &mut Numbers| Id::from_index(u32::try_from(numbers.below(groups)).expect("few"));
        let peer = match numbers.below(4) {
            0 => RulePeer::Group(Link::To(group(numbers))),
            1 => {
                RulePeer::PrefixList(Link::To(Id::from_index(u32::try_from(numbers.below(3)).expect("few"))))
            }
            _ => RulePeer::Block(known_block(numbers)),
        };
        let direction = numbers.pick(&[Direction::Inbound, Direction::Outbound]);
        let rule = SecurityGroupRule {
            source,
            group: Link::To(group(numbers)),
            direction,
            traffic: traffic(numbers),
            peer,
        };
        all.networks.security_group_rules.push(rule);
    }
}

fn subnet(all: &mut Inventory, numbers: &mut Numbers, network: NetworkId, at: usize, of: usize) {
    let table_source = source(all, format!("table.{at}.{of}"));
    let table = RouteTable {
        source: table_source,
        network: Link::To(network),
        main: Known::Value(false),
        gateway: None,
    };
    let table = all.networks.route_tables.push(table);
    let acl_source = source(all, format!("acl.{at}.{of}"));
    let acl = NetworkAcl { source: acl_source, network: Link::To(network), default: false };
    let acl = all.networks.network_acls.push(acl);
    for number in 0..6 {
        let source = source(all, format!("entry.{at}.{of}.{number}"));
        let entry = NetworkAclEntry {
            source,
            acl: Link::To(acl),
            direction: if number % 2 == 0 { Direction::Inbound } else { Direction::Outbound },
            number: Known::Value(100 - number),
            action: if numbers.once_in(4) { AclAction::Deny } else { AclAction::Allow },
            traffic: traffic(numbers),
            block: known_block(numbers),
        };
        all.networks.network_acl_entries.push(entry);
    }
    for direction in [Direction::Inbound, Direction::Outbound] {
        if numbers.once_in(3) {
            continue;
        }
        let source = source(all, format!("entry.{at}.{of}.{direction:?}"));
        let traffic = Traffic { protocol: Known::Value(Protocol::Any), ports: Known::Value(PortRange::ALL) };
        let (number, action) = (Known::Value(200), AclAction::Allow);
        let (acl, block) = (Link::To(acl), Known::Value(block("0.0.0.0/0")));
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
    let own = source(all, format!("subnet.{at}.{of}"));
    let id = all.networks.subnets.push(Subnet {
        source: own,
        name: Known::Value(None),
        network: Link::To(network),
        block: Known::Value(Some(block(&format!("10.{at}.{of}.0/24")))),
        block_v6: Known::Value((of == 0).then(|| block(&format!("2001:db8:{at}::/64")))),
        zone: Known::Value(None),
        tier: None,
        route_table: Link::To(table),
        acl: if numbers.once_in(20) { Link::Unknown(Reason::NotGiven) } else { Link::To(acl) },
        assigns_public_addresses: Known::Value(false),
    });
    for _ in 0..2 {
        interface(all, numbers, id);
    }
}

fn interface(all: &mut Inventory, numbers: &mut Numbers, subnet: SubnetId) {
    let groups_count = all.networks.security_groups.len();
    let count = all.networks.interfaces.len();
    let source = source(all, format!("interface.{count}"));

    let publics = [PublicAddressing::None, PublicAddressing::Ephemeral, PublicAddressing::Ephemeral];
    let filtered = Known::Value(!numbers.once_in(5));
    let mut groups = vec![];
    if filtered == Known::Value(true) {
        for _ in 0..2 {
            groups.push(Link::To(Id::from_index(
                u32::try_from(groups_count - 3 + numbers.below(3)).expect("few"),
            )));
        }
    }
    let groups = groups.into();
    all.networks.interfaces.push(Interface {
        source,
        owner: Link::Unknown(Reason::NotGiven),
        role: None,
        subnet: Link::To(subnet),
        groups,
        filtered,
        addresses: Known::Value(None),
        public: Known::Value(numbers.pick(&publics)),
        listens: Known::Value([ListeningPort { protocol: Protocol::Tcp, port: 443 }].into()),
        forwards: Known::Value(false),
    });
}

fn peering(all: &mut Inventory, numbers: &mut Numbers) {
    let source = source(all, "peering".into());
    all.networks.peerings.push(Peering {
        source,
        requester: Link::To(Id::from_index(0)),
        accepter: Link::To(Id::from_index(1)),
        accepted: Known::Value(!numbers.once_in(4)),
        requester_resolves: Known::Value(false),
        accepter_resolves: Known::Value(false),
    });
}

fn routes(all: &mut Inventory, numbers: &mut Numbers, at: usize) {
    for of in 0..4 {
        let source = source(all, format!("route.{at}.{of}"));
        let table = Id::from_index(u32::try_from(at * 2 + of % 2).expect("few"));
        let gateways = all.networks.gateways.len();
        let target = match numbers.below(8) {
            0 => RouteTarget::Blackhole,
            1 | 2 if gateways > 0 => {
                let at = numbers.below(gateways);
                RouteTarget::Gateway(Link::To(Id::from_index(u32::try_from(at).expect("few"))))
            }
            3 | 4 => RouteTarget::NatGateway(Link::To(Id::from_index(u32::try_from(at).expect("few")))),
            5 if numbers.once_in(4) => RouteTarget::Unknown(Reason::KindNotModelled),
            _ => RouteTarget::Peering(Link::To(Id::from_index(0))),
        };
        let destination = match numbers.below(6) {
            0 => RouteDestination::PrefixList(Link::To(Id::from_index(2))),
            _ => RouteDestination::Block(known_block(numbers)),
        };
        all.networks.routes.push(Route { source, table: Link::To(table), destination, target });
    }
    if numbers.once_in(2) {
        let source = source(all, format!("endpoint.{at}"));
        all.networks.private_endpoints.push(PrivateEndpoint {
            source,
            network: Link::To(Id::from_index(u32::try_from(at).expect("few"))),
            service: EndpointTarget::Provider {
                service: Known::Value("objects".into()),
                region: Known::Value("north".into()),
            },
            kind: EndpointKind::Gateway {
                route_tables: [Link::To(Id::from_index(u32::try_from(at * 2).expect("few")))].into(),
            },
        });
    }
}

/// A place: an interface, or once in a while outside.
pub(super) fn place(numbers: &mut Numbers, all: &Inventory) -> Place {
    let count = all.networks.interfaces.len();
    match numbers.once_in(4) {
        true => Place::Outside,
        false => Place::Interface(InterfaceId::from_index(u32::try_from(numbers.below(count)).expect("few"))),
    }
}

/// A connection between two places, mostly with addresses that they have.
pub(super) fn connection(
    numbers: &mut Numbers,
    all: &Inventory,
    ranges: &Ranges,
    from: Place,
    to: Place,
) -> Connection {
    let address = |place: Place, numbers: &mut Numbers| -> u128 {
        if let (Place::Interface(id), false) = (place, numbers.once_in(12)) {
            let subnet = all.networks.interfaces[id].subnet.id().expect("known");
            let subnet = &all.networks.subnets[subnet];
            let blocks = [subnet.block, subnet.block_v6];
            let blocks: Vec<AddressBlock> =
                blocks.iter().filter_map(|it| it.value().copied().flatten()).collect();
            let block = numbers.pick(&blocks);
            let first = crate::address::number(block.first());
            return first + [0, 4, 127, 128, 255][numbers.below(5)];
        }
        let stand_ins: Vec<u128> = ranges.all().map(|(_, span)| span.first + 5).collect();
        match numbers.once_in(3) && !stand_ins.is_empty() {
            true => numbers.pick(&stand_ins),
            false if place == Place::Outside => {
                crate::address::number(numbers.pick(&ADDRESSES[7..]).parse().expect("an address"))
            }
            false => crate::address::number(numbers.pick(&ADDRESSES).parse().expect("an address")),
        }
    };
    let (source, destination) = (address(from, numbers), address(to, numbers));
    Connection {
        from,
        to,
        source,
        destination,
        protocol: numbers.pick(&[6, 6, 6, 17]),
        source_port: numbers.pick(&PORTS),
        port: numbers.pick(&PORTS),
        nat_port: numbers.pick(&PORTS[4..]),
    }
}
