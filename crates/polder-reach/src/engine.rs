//! The symbolic engine: which connections are possible between two places, as exact sets.

use polder_inventory::Inventory;
use polder_inventory::model::{Known, Link};
use polder_inventory::networks::{
    Direction, GatewayId, GatewayKind, Interface, InterfaceId, NatGatewayId, NetworkAclId, NetworkId,
    PeeringId, Protocol, PublicAddressing, RouteTableId, SecurityGroupId, Subnet, SubnetId,
};

use crate::address::{ANYWHERE, INTERNET, Ranges, Span};
use crate::connection::{Place, TCP, UDP};
use crate::packets::{
    ALL, Cube, DESTINATION, NAT_PORT, PORT, PROTOCOL, Packets, SOURCE, SOURCE_PORT, TooLarge, meet,
};
use crate::rules::{Peer, Rule, Rules, Way};

/// Whether what is not known counts as allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bound {
    /// What is certainly possible.
    Certain,
    /// What is possible for some value of what is not known.
    Possible,
}

/// An estate, ready for questions.
#[derive(Debug)]
pub struct Engine<'i> {
    pub(crate) inventory: &'i Inventory,
    pub(crate) ranges: Ranges,
    pub(crate) rules: Rules,
    /// Whether everything that the engine reads is known, so that what is not certain is not possible.
    pub(crate) exact: bool,
}

/// The dimensions of a leg that a filter compares: the address of the other side, and the port.
#[derive(Clone, Copy)]
pub(crate) struct Leg(usize, usize);

/// The first packet, seen by a filter at its source and at its destination.
pub(crate) const OUT: Leg = Leg(DESTINATION, PORT);
pub(crate) const IN: Leg = Leg(SOURCE, PORT);
/// The reply, seen by a filter at its source and at its destination.
pub(crate) const REPLY_OUT: Leg = Leg(SOURCE, SOURCE_PORT);
pub(crate) const REPLY_IN: Leg = Leg(DESTINATION, SOURCE_PORT);
/// The reply from the internet to a NAT gateway.
const REPLY_NAT: Leg = Leg(DESTINATION, NAT_PORT);

/// The source ports of NAT gateways. VPC User Guide, "NAT gateway basics".
pub(crate) const NAT_PORTS: Span = Span::new(1024, 65535);
pub(crate) const PORTS: Span = Span::new(0, 65535);

pub(crate) type Answer = Result<Packets, TooLarge>;

/// An interface with its subnet and network.
#[derive(Clone, Copy)]
pub(crate) struct End<'i> {
    pub(crate) interface: &'i Interface,
    pub(crate) subnet_id: SubnetId,
    pub(crate) subnet: &'i Subnet,
    pub(crate) network: NetworkId,
}

impl End<'_> {
    /// The security groups of the interface that are known.
    fn groups(&self) -> Vec<SecurityGroupId> {
        self.interface.groups.iter().filter_map(Link::id).collect()
    }
}

impl<'i> Engine<'i> {
    /// Prepares an inventory that [`polder_inventory::check`] has accepted.
    pub fn new(inventory: &'i Inventory) -> Engine<'i> {
        let ranges = Ranges::of(inventory);
        let rules = Rules::of(inventory, &ranges);
        let exact = rules.is_exact() && is_exact(inventory);
        Engine { inventory, ranges, rules, exact }
    }

    /// Whether nothing can lead from one network into the other: no peering joins them, and no route of the first has
    /// a target that the engine does not follow.
    pub(crate) fn are_apart(&self, (from, to): (Option<NetworkId>, Option<NetworkId>)) -> bool {
        let (Some(from), Some(to)) = (from, to) else { return false };
        let networks = &self.inventory.networks;
        let joined = networks.peerings.values().any(|peering| {
            let ends = [peering.requester.id(), peering.accepter.id()];
            ends.contains(&Some(from)) && ends.contains(&Some(to))
        });
        let mut own = networks.subnets.values().filter(|subnet| subnet.network.id() == Some(from));
        let follows = |subnet: &Subnet| {
            let table = subnet.route_table.id().map(|id| self.rules.table(id));
            table.is_some_and(|lines| lines.iter().all(|line| line.way != Way::Unknown))
        };
        !joined && own.all(follows)
    }

    /// Whether a route of the subnet leads to an internet gateway, which makes it a public subnet. VPC User Guide, "Subnet
    /// types".
    pub(crate) fn leads_to_internet(&self, subnet: &Subnet) -> bool {
        let lines = subnet.route_table.id().map(|id| self.rules.table(id));
        lines.is_some_and(|lines| lines.iter().any(|line| matches!(line.way, Way::Internet(_))))
    }

    /// The connections that filters and routes let through in both directions, whether or not anything
    /// listens.
    pub(crate) fn allowed(&self, from: Place, to: Place, bound: Bound) -> Answer {
        self.allowed_of(&ALL, from, to, bound)
    }

    /// The same of the connections in a box.
    fn allowed_of(&self, of: &Cube, from: Place, to: Place, bound: Bound) -> Answer {
        match (from, to) {
            (Place::Interface(from), Place::Interface(to)) => self.inside(of, from, to, bound),
            (Place::Outside, Place::Interface(to)) => self.inwards(of, to, bound),
            (Place::Interface(from), Place::Outside) => self.outwards(of, from, bound),
            (Place::Outside, Place::Outside) => Ok(Packets::default()),
        }
    }

    /// The connections in a box that are open: the possible ones, and all allowed ones where the estate does not contain
    /// what listens at the destination, as on an instance.
    pub(crate) fn open(&self, of: &Cube, from: Place, to: Place, bound: Bound) -> Answer {
        let allowed = self.allowed_of(of, from, to, bound)?;
        let Place::Interface(to) = to else { return Ok(allowed) };
        self.at_listening_ports(allowed, to, bound)
    }

    /// What of a set comes to a port on which the destination listens: all of it where the estate does not contain what listens.
    fn at_listening_ports(&self, allowed: Packets, to: InterfaceId, bound: Bound) -> Answer {
        match self.inventory.networks.interfaces[to].listens {
            Known::Unknown(_) => Ok(allowed),
            Known::Value(_) => self.heard(allowed, to, bound),
        }
    }

    /// The connections in a box that are possible: allowed, and to a port on which the destination listens.
    pub(crate) fn possible(&self, of: &Cube, from: Place, to: Place, bound: Bound) -> Answer {
        let allowed = self.allowed_of(of, from, to, bound)?;
        let Place::Interface(to) = to else { return Ok(allowed) };
        self.heard(allowed, to, bound)
    }

    /// What of a set comes to a port on which the destination listens.
    fn heard(&self, allowed: Packets, to: InterfaceId, bound: Bound) -> Answer {
        let Some(ports) = listening(&self.inventory.networks.interfaces[to]) else {
            return Ok(unknown(allowed, bound));
        };
        let mut found = Packets::default();
        for (protocol, port) in ports {
            let mut cube = ALL;
            cube[PROTOCOL] = protocol;
            cube[PORT] = port;
            found = found.either(allowed.meet(&cube))?;
        }
        Ok(found)
    }

    /// What a load balancer passes on to a target: packets with the addresses of clients of the internet, or with its own. Replies
    /// go back to the load balancer whatever the routes of the subnet are. Where the estate does not contain what listens at the
    /// target, every port is a possible one.
    pub(crate) fn forwarded(&self, of: &Cube, ends: [InterfaceId; 2], keeps: bool, bound: Bound) -> Answer {
        let (Some(from), Some(to)) = (self.end(ends[0]), self.end(ends[1])) else {
            return Ok(Packets::default());
        };
        let sources = if keeps { INTERNET.to_vec() } else { self.addresses(from) };
        let mut set = pair(of, &sources, &self.addresses(to))?;
        if from.network != to.network {
            return Ok(unknown(set, bound));
        }
        set = self.groups(set, from.interface, Direction::Outbound, OUT, &to.groups(), bound)?;
        set = self.groups(set, to.interface, Direction::Inbound, IN, &from.groups(), bound)?;
        if from.subnet_id != to.subnet_id {
            set = self.acls(set, from, to, bound)?;
        }
        self.at_listening_ports(set, ends[1], bound)
    }

    /// The IPv4 addresses that an interface can have.
    pub(crate) fn v4_addresses(&self, id: InterfaceId) -> Vec<Span> {
        let all = self.end(id).map_or(vec![], |end| self.addresses(end));
        all.into_iter().filter(|span| !span.is_v6()).collect()
    }

    /// The addresses that an interface can have.
    pub(crate) fn addresses(&self, end: End<'_>) -> Vec<Span> {
        if let Known::Value(Some(fixed)) = &end.interface.addresses {
            return fixed.iter().map(|block| Span::of(*block)).collect();
        }
        let blocks = [&end.subnet.block, &end.subnet.block_v6];
        let known = blocks.into_iter().filter_map(|block| block.value().copied().flatten()).map(Span::of);
        known.chain(self.ranges.generated_subnet(end.subnet_id)).collect()
    }

    pub(crate) fn end(&self, id: InterfaceId) -> Option<End<'i>> {
        let interface = &self.inventory.networks.interfaces[id];
        let subnet_id = interface.subnet.id()?;
        let subnet = self.inventory.networks.subnets.get(subnet_id)?;
        Some(End { interface, subnet_id, subnet, network: subnet.network.id()? })
    }

    fn inside(&self, of: &Cube, from: InterfaceId, to: InterfaceId, bound: Bound) -> Answer {
        let (Some(from), Some(to)) = (self.end(from), self.end(to)) else {
            return Ok(Packets::default());
        };
        let peering = if from.network == to.network { None } else { self.peering(from, to, bound) };
        if from.network != to.network && peering.is_none() && !self.may_lead(from, bound) {
            return Ok(Packets::default());
        }
        let mut set = pair(of, &self.addresses(from), &self.addresses(to))?;
        let direct = peering.is_some() || from.network == to.network;
        let (groups_from, groups_to) = if direct { (from.groups(), to.groups()) } else { (vec![], vec![]) };
        set = self.groups(set, from.interface, Direction::Outbound, OUT, &groups_to, bound)?;
        set = self.groups(set, to.interface, Direction::Inbound, IN, &groups_from, bound)?;
        if set.is_empty() || from.subnet_id == to.subnet_id {
            return Ok(set);
        }
        let leads = |way: Way| match (way, peering) {
            (Way::Local, _) => from.network == to.network,
            (Way::Peering(id), Some(own)) => id == own,
            (Way::Unknown, _) => bound == Bound::Possible,
            _ => false,
        };
        set = self.routed(set, from.subnet, DESTINATION, bound, &leads)?;
        set = self.routed(set, to.subnet, SOURCE, bound, &leads)?;
        self.acls(set, from, to, bound)
    }

    /// What the network ACLs of two subnets let through, with the replies.
    fn acls(&self, mut set: Packets, from: End<'_>, to: End<'_>, bound: Bound) -> Answer {
        set = self.acl(set, from.subnet, Direction::Outbound, OUT, bound)?;
        set = self.acl(set, to.subnet, Direction::Inbound, IN, bound)?;
        set = self.acl(set, to.subnet, Direction::Outbound, REPLY_OUT, bound)?;
        self.acl(set, from.subnet, Direction::Inbound, REPLY_IN, bound)
    }

    /// The peering of two networks.
    fn peering(&self, from: End<'_>, to: End<'_>, bound: Bound) -> Option<PeeringId> {
        let accepted = |known: &Known<bool>| known.value().copied().unwrap_or(bound == Bound::Possible);
        let joins = |a: Link<NetworkId>, b: Link<NetworkId>| {
            (a.id(), b.id()) == (Some(from.network), Some(to.network))
                || (a.id(), b.id()) == (Some(to.network), Some(from.network))
        };
        let mut all = self.inventory.networks.peerings.iter();
        all.find(|(_, it)| joins(it.requester, it.accepter) && accepted(&it.accepted)).map(|(id, _)| id)
    }

    /// Whether a route of the subnet has a target that the engine does not follow.
    fn may_lead(&self, from: End<'_>, bound: Bound) -> bool {
        bound == Bound::Possible
            && from
                .subnet
                .route_table
                .id()
                .is_none_or(|id| self.rules.table(id).iter().any(|line| line.way == Way::Unknown))
    }

    fn inwards(&self, of: &Cube, to: InterfaceId, bound: Bound) -> Answer {
        let Some(to) = self.end(to) else { return Ok(Packets::default()) };
        let destinations = self.public(to, bound);
        if destinations.is_empty() {
            return Ok(Packets::default());
        }
        let mut set = pair(of, &self.outside(), &destinations)?;
        set = self.groups(set, to.interface, Direction::Inbound, IN, &[], bound)?;
        set = self.acl(set, to.subnet, Direction::Inbound, IN, bound)?;
        set = self.acl(set, to.subnet, Direction::Outbound, REPLY_OUT, bound)?;
        self.routed(set, to.subnet, SOURCE, bound, &|way| self.is_internet(way, to.network, bound))
    }

    /// The connections that may come to an interface from beyond what the estate contains: over transit gateways, VPN connections and
    /// peerings whose other end is outside.
    pub(crate) fn arriving_from_beyond(&self, to: InterfaceId) -> Answer {
        let bound = Bound::Possible;
        let Some(to) = self.end(to) else { return Ok(Packets::default()) };
        let beyond = |way: Way| match way {
            Way::Unknown => true,
            Way::Peering(id) => self.leads_outside(id),
            _ => false,
        };
        let lines = to.subnet.route_table.id().map_or(&[][..], |id| self.rules.table(id));
        if !lines.iter().any(|line| beyond(line.way)) {
            return Ok(Packets::default());
        }
        let mut set = pair(&ALL, &ANYWHERE, &self.addresses(to))?;
        set = self.routed(set, to.subnet, SOURCE, bound, &beyond)?;
        set = self.groups(set, to.interface, Direction::Inbound, IN, &[], bound)?;
        set = self.acl(set, to.subnet, Direction::Inbound, IN, bound)?;
        self.acl(set, to.subnet, Direction::Outbound, REPLY_OUT, bound)
    }

    /// Whether an end of a peering is a network that the estate does not contain.
    fn leads_outside(&self, id: PeeringId) -> bool {
        let peering = &self.inventory.networks.peerings[id];
        peering.requester.id().is_none() || peering.accepter.id().is_none()
    }

    fn outwards(&self, of: &Cube, from: InterfaceId, bound: Bound) -> Answer {
        let Some(from) = self.end(from) else { return Ok(Packets::default()) };
        let mut set = pair(of, &self.addresses(from), &self.outside())?;
        set = self.groups(set, from.interface, Direction::Outbound, OUT, &[], bound)?;
        set = self.acl(set, from.subnet, Direction::Outbound, OUT, bound)?;
        set = self.acl(set, from.subnet, Direction::Inbound, REPLY_IN, bound)?;
        if set.is_empty() {
            return Ok(set);
        }
        let direct = self.public(from, bound);
        let mut all = self.routed(set.clone(), from.subnet, DESTINATION, bound, &|way| {
            way == Way::Endpoint || (way == Way::Unknown && bound == Bound::Possible)
        })?;
        let internet = self.routed(set.clone(), from.subnet, DESTINATION, bound, &|way| {
            matches!(way, Way::Internet(_)) && self.is_internet(way, from.network, bound)
        })?;
        for span in direct {
            let mut cube = ALL;
            cube[SOURCE] = span;
            all = all.either(internet.meet(&cube))?;
        }
        for (id, _) in self.inventory.networks.nat_gateways.iter() {
            let through =
                self.routed(set.clone(), from.subnet, DESTINATION, bound, &|way| way == Way::Nat(id))?;
            if !through.is_empty() {
                all = all.either(self.translated(&through, from, id, bound)?)?;
            }
        }
        Ok(all)
    }

    /// What passes a NAT gateway, in each of its subnets.
    fn translated(&self, through: &Packets, from: End<'_>, id: NatGatewayId, bound: Bound) -> Answer {
        let gateway = &self.inventory.networks.nat_gateways[id];
        let mut all = Packets::default();
        if !gateway.public.value().copied().unwrap_or(bound == Bound::Possible) {
            return Ok(all);
        }
        let mut v4 = ALL;
        v4[SOURCE] = Span::new(0, u128::from(u32::MAX));
        for at in gateway.subnets.iter().filter_map(Link::id) {
            let Some(subnet) = self.inventory.networks.subnets.get(at) else { continue };
            let Some(network) = subnet.network.id() else { continue };
            let mut set = through.meet(&v4);
            if at != from.subnet_id {
                set = self.acl(set, subnet, Direction::Inbound, IN, bound)?;
                set = self.acl(set, subnet, Direction::Outbound, REPLY_OUT, bound)?;
            }
            set = self.acl(set, subnet, Direction::Outbound, OUT, bound)?;
            set = self.acl(set, subnet, Direction::Inbound, REPLY_NAT, bound)?;
            set =
                self.routed(set, subnet, DESTINATION, bound, &|way| self.is_internet(way, network, bound))?;
            all = all.either(set)?;
        }
        Ok(all)
    }

    /// Whether a way leads to the internet through a gateway of the network.
    pub(crate) fn is_internet(&self, way: Way, network: NetworkId, bound: Bound) -> bool {
        match way {
            Way::Internet(id) => self.attached(id, network),
            Way::Unknown => bound == Bound::Possible,
            _ => false,
        }
    }

    pub(crate) fn attached(&self, id: GatewayId, network: NetworkId) -> bool {
        let gateway = &self.inventory.networks.gateways[id];
        gateway.kind == GatewayKind::Internet && gateway.network.and_then(|it| it.id()) == Some(network)
    }

    /// The addresses at which the internet finds an interface: all of IPv6, and those of IPv4 if it has a
    /// public address.
    pub(crate) fn public(&self, end: End<'_>, bound: Bound) -> Vec<Span> {
        let gateways = &self.inventory.networks.gateways;
        if !gateways.iter().any(|(id, _)| self.attached(id, end.network)) {
            return vec![];
        }
        let v4 = match end.interface.public {
            Known::Value(PublicAddressing::None) => false,
            Known::Value(_) => true,
            Known::Unknown(_) => bound == Bound::Possible,
        };
        self.addresses(end).into_iter().filter(|span| span.is_v6() || v4).collect()
    }

    /// All addresses outside of networks.
    pub(crate) fn outside(&self) -> Vec<Span> {
        INTERNET.into_iter().chain(self.ranges.all().map(|(_, span)| span)).collect()
    }

    /// What the security groups of an interface let through.
    pub(crate) fn groups(
        &self,
        set: Packets,
        interface: &Interface,
        direction: Direction,
        leg: Leg,
        peers: &[SecurityGroupId],
        bound: Bound,
    ) -> Answer {
        let filtered = interface.filtered.value().copied().unwrap_or(bound == Bound::Certain);
        let unknown = interface.groups.iter().any(|group| group.id().is_none());
        if set.is_empty() || !filtered || (unknown && bound == Bound::Possible) {
            return Ok(set);
        }
        let mut passed = Packets::default();
        for group in interface.groups.iter().filter_map(Link::id) {
            for rule in self.rules.group(group, direction) {
                if rule.uncertain && bound == Bound::Certain {
                    continue;
                }
                for cube in cubes(rule, leg, peers) {
                    passed = passed.either(set.meet(&cube))?;
                }
            }
        }
        Ok(passed)
    }

    /// What the network ACL of a subnet lets through.
    pub(crate) fn acl(
        &self,
        set: Packets,
        subnet: &Subnet,
        direction: Direction,
        leg: Leg,
        bound: Bound,
    ) -> Answer {
        let Some(acl) = subnet.acl.id() else { return Ok(unknown(set, bound)) };
        self.filtered(set, acl, direction, leg, bound)
    }

    fn filtered(
        &self,
        mut rest: Packets,
        acl: NetworkAclId,
        direction: Direction,
        leg: Leg,
        bound: Bound,
    ) -> Answer {
        let mut passed = Packets::default();
        for rule in self.rules.acl(acl, direction) {
            if rest.is_empty() {
                break;
            }
            // An upper bound of what a rule allows is possible, and one of what it denies certainly is not.
            let counts = !rule.uncertain || rule.allows == (bound == Bound::Possible);
            if !counts {
                continue;
            }
            for cube in cubes(rule, leg, &[]) {
                if rule.allows {
                    passed = passed.either(rest.meet(&cube))?;
                }
                if !(rule.uncertain && rule.allows) {
                    rest.remove(&cube)?;
                }
            }
        }
        Ok(passed)
    }

    /// What the routes of a subnet send over ways that `leads` accepts.
    pub(crate) fn routed(
        &self,
        set: Packets,
        subnet: &Subnet,
        dimension: usize,
        bound: Bound,
        leads: &dyn Fn(Way) -> bool,
    ) -> Answer {
        let Some(table) = subnet.route_table.id() else { return Ok(unknown(set, bound)) };
        self.by_table(set, table, dimension, bound, leads)
    }

    fn by_table(
        &self,
        mut rest: Packets,
        table: RouteTableId,
        dimension: usize,
        bound: Bound,
        leads: &dyn Fn(Way) -> bool,
    ) -> Answer {
        let lines = self.rules.table(table);
        if bound == Bound::Certain && lines.iter().any(|line| line.uncertain) {
            return Ok(Packets::default());
        }
        let mut passed = Packets::default();
        for line in lines {
            for span in &line.spans {
                let mut cube = ALL;
                cube[dimension] = *span;
                if leads(line.way) {
                    passed = passed.either(rest.meet(&cube))?;
                }
                if !line.uncertain {
                    rest.remove(&cube)?;
                }
            }
            if rest.is_empty() {
                break;
            }
        }
        Ok(passed)
    }
}

/// The protocols and ports on which an interface listens; none if the estate does not contain what does.
pub(crate) fn listening(interface: &Interface) -> Option<impl Iterator<Item = (Span, Span)>> {
    let ports = interface.listens.value()?;
    Some(ports.iter().flat_map(|it| {
        let protocols: &[u8] = match it.protocol {
            Protocol::Udp => &[UDP],
            Protocol::Any => &[TCP, UDP],
            _ => &[TCP],
        };
        protocols.iter().map(|protocol| (Span::one((*protocol).into()), Span::one(it.port.into())))
    }))
}

/// Whether subnets, interfaces, gateways and peerings have no value that the engine reads and that is not known.
fn is_exact(inventory: &Inventory) -> bool {
    let networks = &inventory.networks;
    let interface = |it: &Interface| {
        it.subnet.id().is_some()
            && it.filtered.value().is_some()
            && it.public.value().is_some()
            && it.groups.iter().all(|group| group.id().is_some())
    };
    let subnet = |it: &Subnet| {
        it.network.id().is_some()
            && it.route_table.id().is_some()
            && it.acl.id().is_some()
            && it.block.value().is_some()
    };
    networks.interfaces.values().all(interface)
        && networks.subnets.values().all(subnet)
        && networks.nat_gateways.values().all(|it| it.public.value().is_some())
        && networks.peerings.values().all(|it| it.accepted.value().is_some())
}

fn unknown(set: Packets, bound: Bound) -> Packets {
    if bound == Bound::Possible { set } else { Packets::default() }
}

/// The boxes that a rule matches on a leg. A reference to a group matches all of the other side's addresses.
fn cubes(rule: &Rule, leg: Leg, peers: &[SecurityGroupId]) -> Vec<Cube> {
    let spans: &[Span] = match &rule.peer {
        Peer::Spans(spans) => spans.as_slice(),
        Peer::Group(group) if peers.contains(group) => &[Span::ALL],
        Peer::Group(_) => &[],
    };
    let cube = |span: &Span| {
        let mut cube = ALL;
        cube[leg.0] = *span;
        cube[PROTOCOL] = rule.protocol;
        cube[leg.1] = rule.ports;
        cube
    };
    spans.iter().map(cube).collect()
}

/// The connections of TCP and UDP in a box between these addresses, of one family each.
fn pair(of: &Cube, sources: &[Span], destinations: &[Span]) -> Answer {
    let mut set = Packets::default();
    for source in sources {
        for destination in destinations.iter().filter(|it| it.is_v6() == source.is_v6()) {
            for protocol in [TCP, UDP] {
                let protocol = Span::one(protocol.into());
                let cube = [*source, *destination, protocol, PORTS, PORTS, NAT_PORTS];
                if let Some(cube) = meet(&cube, of) {
                    set.add(cube)?;
                }
            }
        }
    }
    Ok(set)
}
