//! The tracer: one connection, hop by hop, through filters and routes, and its reply.
//!
//! It works with addresses and single rules alone and shares no code with the symbolic engine. What is not
//! known stops a packet.

mod filter;
mod route;

use polder_inventory::Inventory;
use polder_inventory::SourceId;
use polder_inventory::model::{Known, Link};
use polder_inventory::networks::{
    Direction, GatewayId, GatewayKind, Interface, NatGatewayId, NetworkId, Protocol, PublicAddressing,
    Subnet, SubnetId,
};

use crate::address::Ranges;
use crate::connection::{Connection, Place};

use self::filter::{Packet, acl, groups};
use self::route::{Next, next};

/// What one filter, route or gateway does to a packet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hop {
    /// What happens, in one sentence.
    pub text: String,
    /// Whether the packet goes on.
    pub passes: bool,
    /// The resources that decide: the rule, the route, the group without a rule.
    pub sources: Vec<SourceId>,
}

/// The way of a connection.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trace {
    /// The way of the first packet. The last hop does not pass if it is blocked.
    pub forward: Vec<Hop>,
    /// The way of the reply; empty if the first packet is blocked.
    pub reply: Vec<Hop>,
}

impl Trace {
    /// Whether both the first packet and its reply arrive.
    pub fn delivered(&self) -> bool {
        !self.reply.is_empty() && self.blocked().is_none()
    }

    /// The hop that blocks.
    pub fn blocked(&self) -> Option<&Hop> {
        self.forward.iter().chain(&self.reply).find(|hop| !hop.passes)
    }
}

/// Follows a connection of TCP or UDP. The inventory is one that [`polder_inventory::check`] has accepted.
pub fn trace(inventory: &Inventory, ranges: &Ranges, connection: &Connection) -> Trace {
    let tracer = Tracer { inventory, ranges, it: connection };
    let mut trace = Trace::default();
    let mut way = Direct { exit: None };
    if tracer.forward(&mut trace.forward, &mut way).is_some() {
        // A reply that is blocked ends with the hop that blocks it.
        let _ = tracer.reply(&mut trace.reply, &way);
    }
    trace
}

/// Follows a packet that a load balancer passes on to a target, whatever its source address, and the reply to the load balancer. The
/// connection is from the interface of the load balancer to that of the target.
pub(crate) fn trace_forwarded(inventory: &Inventory, ranges: &Ranges, connection: &Connection) -> Trace {
    let tracer = Tracer { inventory, ranges, it: connection };
    let mut trace = Trace::default();
    let mut ends = None;
    let mut passes = |hops: &mut Vec<Hop>| {
        let (from, to) = (tracer.at(connection.from, hops)??, tracer.at(connection.to, hops)??);
        ends = Some((from, to));
        tracer.passed_on(hops, from, to)
    };
    if passes(&mut trace.forward).is_some()
        && let Some((from, to)) = ends
    {
        let _ = tracer.taken_back(&mut trace.reply, from, to);
    }
    trace
}

/// How the first packet left its network.
struct Direct {
    exit: Option<Exit>,
}

#[derive(Clone, Copy)]
enum Exit {
    /// Through a NAT gateway in this subnet.
    Nat(SubnetId),
    /// Through an internet gateway.
    Internet,
    /// To a service of the provider through a gateway endpoint.
    Endpoint,
}

struct Tracer<'a> {
    inventory: &'a Inventory,
    ranges: &'a Ranges,
    it: &'a Connection,
}

/// An interface with its subnet.
#[derive(Clone, Copy)]
struct At<'a> {
    interface: &'a Interface,
    subnet_id: SubnetId,
    subnet: &'a Subnet,
    network: NetworkId,
}

impl<'a> Tracer<'a> {
    fn at(&self, place: Place, hops: &mut Vec<Hop>) -> Option<Option<At<'a>>> {
        let Place::Interface(id) = place else { return Some(None) };
        let interface = &self.inventory.networks.interfaces[id];
        let subnet_id = interface.subnet.id();
        let subnet = subnet_id.and_then(|id| self.inventory.networks.subnets.get(id));
        let network = subnet.and_then(|subnet| subnet.network.id());
        match (subnet_id, subnet, network) {
            (Some(subnet_id), Some(subnet), Some(network)) => {
                Some(Some(At { interface, subnet_id, subnet, network }))
            }
            _ => stop(hops, "the subnet of the interface is not known", [interface.source]),
        }
    }

    fn opening(&self) -> Packet {
        let it = self.it;
        Packet { source: it.source, destination: it.destination, protocol: it.protocol, port: it.port }
    }

    fn answer(&self) -> Packet {
        let it = self.it;
        Packet { source: it.destination, destination: it.source, protocol: it.protocol, port: it.source_port }
    }

    fn forward(&self, hops: &mut Vec<Hop>, way: &mut Direct) -> Option<()> {
        let from = self.at(self.it.from, hops)?;
        let to = self.at(self.it.to, hops)?;
        match (from, to) {
            (Some(from), Some(to)) => self.inside(hops, from, to),
            (None, Some(to)) => self.inwards(hops, to),
            (Some(from), None) => {
                way.exit = Some(self.outwards(hops, from)?);
                Some(())
            }
            (None, None) => stop(hops, "the connection does not touch the estate", []),
        }
    }

    fn inside(&self, hops: &mut Vec<Hop>, from: At<'a>, to: At<'a>) -> Option<()> {
        let packet = self.opening();
        self.owns(hops, from, packet.source)?;
        groups(self, hops, from, Direction::Outbound, &packet, Some(to))?;
        if from.subnet_id != to.subnet_id {
            acl(self, hops, from.subnet, Direction::Outbound, &packet)?;
            self.crosses(hops, from, to, packet.destination)?;
            acl(self, hops, to.subnet, Direction::Inbound, &packet)?;
        }
        self.owns(hops, to, packet.destination)?;
        groups(self, hops, to, Direction::Inbound, &packet, Some(from))
    }

    fn passed_on(&self, hops: &mut Vec<Hop>, from: At<'a>, to: At<'a>) -> Option<()> {
        let packet = self.opening();
        if from.network != to.network {
            return stop(hops, "the target is in another network", [to.interface.source]);
        }
        groups(self, hops, from, Direction::Outbound, &packet, Some(to))?;
        if from.subnet_id != to.subnet_id {
            acl(self, hops, from.subnet, Direction::Outbound, &packet)?;
            acl(self, hops, to.subnet, Direction::Inbound, &packet)?;
        }
        self.owns(hops, to, packet.destination)?;
        groups(self, hops, to, Direction::Inbound, &packet, Some(from))
    }

    fn taken_back(&self, hops: &mut Vec<Hop>, from: At<'a>, to: At<'a>) -> Option<()> {
        let answer = self.answer();
        if from.subnet_id != to.subnet_id {
            acl(self, hops, to.subnet, Direction::Outbound, &answer)?;
            acl(self, hops, from.subnet, Direction::Inbound, &answer)?;
        }
        go(
            hops,
            "the load balancer takes the reply back, and passes it to the client",
            [from.interface.source],
        )
    }

    /// The route from one subnet into that of the other interface.
    fn crosses(&self, hops: &mut Vec<Hop>, from: At<'a>, to: At<'a>, destination: u128) -> Option<()> {
        match next(self, hops, from.subnet, destination)? {
            Next::Local if from.network == to.network => Some(()),
            Next::Peering(id) => {
                let peering = &self.inventory.networks.peerings[id];
                let ends = [peering.requester.id(), peering.accepter.id()];
                let joins = ends.contains(&Some(from.network)) && ends.contains(&Some(to.network));
                if !joins || from.network == to.network {
                    return stop(hops, "the peering leads to another network", [peering.source]);
                }
                if peering.accepted != Known::Value(true) {
                    return stop(hops, "the peering is not accepted", [peering.source]);
                }
                go(hops, "the peering leads to the other network", [peering.source])
            }
            _ => stop(hops, "the route does not lead to the destination", []),
        }
    }

    /// Whether an address can be that of the interface.
    fn owns(&self, hops: &mut Vec<Hop>, at: At<'a>, address: u128) -> Option<()> {
        let contains = |block| filter::contains(block, address);
        let owns = match &at.interface.addresses {
            Known::Value(Some(fixed)) => fixed.iter().any(|block| contains(*block)),
            _ => {
                [&at.subnet.block, &at.subnet.block_v6]
                    .into_iter()
                    .any(|block| block.value().copied().flatten().is_some_and(contains))
                    || self.ranges.generated_subnet(at.subnet_id).is_some_and(|span| span.contains(address))
            }
        };
        if owns {
            Some(())
        } else {
            stop(hops, "the interface does not have the address", [at.interface.source])
        }
    }

    fn inwards(&self, hops: &mut Vec<Hop>, to: At<'a>) -> Option<()> {
        let packet = self.opening();
        self.owns(hops, to, packet.destination)?;
        self.is_public(hops, to, packet.destination)?;
        acl(self, hops, to.subnet, Direction::Inbound, &packet)?;
        groups(self, hops, to, Direction::Inbound, &packet, None)
    }

    /// Whether the internet finds the interface.
    fn is_public(&self, hops: &mut Vec<Hop>, at: At<'a>, own: u128) -> Option<()> {
        let mut gateways = self.inventory.networks.gateways.values();
        let found = gateways.find(|it| {
            it.kind == GatewayKind::Internet && it.network.and_then(|it| it.id()) == Some(at.network)
        });
        let Some(gateway) = found else {
            return stop(
                hops,
                "the network has no internet gateway",
                [self.inventory.networks.networks[at.network].source],
            );
        };
        let v4 = own < 1 << 33;
        let public = !matches!(at.interface.public, Known::Value(PublicAddressing::None) | Known::Unknown(_));
        if v4 && !public {
            return stop(hops, "the interface has no public address", [at.interface.source]);
        }
        go(
            hops,
            "the network has an internet gateway, and the interface an address of the internet",
            [gateway.source, at.interface.source],
        )
    }

    fn outwards(&self, hops: &mut Vec<Hop>, from: At<'a>) -> Option<Exit> {
        let packet = self.opening();
        self.owns(hops, from, packet.source)?;
        groups(self, hops, from, Direction::Outbound, &packet, None)?;
        acl(self, hops, from.subnet, Direction::Outbound, &packet)?;
        match next(self, hops, from.subnet, packet.destination)? {
            Next::Endpoint => Some(Exit::Endpoint),
            Next::Internet(gateway) => {
                self.belongs(hops, gateway, from.network)?;
                self.is_public(hops, from, packet.source)?;
                Some(Exit::Internet)
            }
            Next::Nat(id) => self.translated(hops, from, id, &packet),
            _ => stop(hops, "the route does not lead out of the network", []),
        }
    }

    fn belongs(&self, hops: &mut Vec<Hop>, id: GatewayId, network: NetworkId) -> Option<()> {
        let gateway = &self.inventory.networks.gateways[id];
        match gateway.network.and_then(|it| it.id()) == Some(network) {
            true => Some(()),
            false => stop(hops, "the internet gateway is not attached to the network", [gateway.source]),
        }
    }

    /// Through a NAT gateway, in the first of its subnets through which packet and reply pass.
    fn translated(
        &self,
        hops: &mut Vec<Hop>,
        from: At<'a>,
        id: NatGatewayId,
        packet: &Packet,
    ) -> Option<Exit> {
        let gateway = &self.inventory.networks.nat_gateways[id];
        if gateway.public != Known::Value(true) || packet.source >= 1 << 32 || self.it.nat_port < 1024 {
            return stop(hops, "the NAT gateway does not translate to a public address", [gateway.source]);
        }
        go(hops, "the NAT gateway translates the source", [gateway.source]);
        let mut failed = Vec::new();
        for at in gateway.subnets.iter().filter_map(Link::id) {
            let (mut tried, mut back) = (Vec::new(), Vec::new());
            let passes = self.through(&mut tried, from, at, packet).is_some()
                && self.back_through(&mut back, from, at).is_some();
            if passes {
                hops.extend(tried);
                return Some(Exit::Nat(at));
            }
            tried.extend(back);
            failed = tried;
        }
        if failed.is_empty() {
            return stop(hops, "the subnet of the NAT gateway is not known", [gateway.source]);
        }
        hops.extend(failed);
        None
    }

    fn through(&self, hops: &mut Vec<Hop>, from: At<'a>, at: SubnetId, packet: &Packet) -> Option<()> {
        let subnet = &self.inventory.networks.subnets[at];
        let network = subnet.network.id()?;
        if at != from.subnet_id {
            acl(self, hops, subnet, Direction::Inbound, packet)?;
        }
        acl(self, hops, subnet, Direction::Outbound, packet)?;
        match next(self, hops, subnet, packet.destination)? {
            Next::Internet(gateway) => self.belongs(hops, gateway, network),
            _ => stop(hops, "the route of the NAT gateway does not lead to the internet", []),
        }
    }

    fn back_through(&self, hops: &mut Vec<Hop>, from: At<'a>, at: SubnetId) -> Option<()> {
        let subnet = &self.inventory.networks.subnets[at];
        let answer = self.answer();
        acl(self, hops, subnet, Direction::Inbound, &Packet { port: self.it.nat_port, ..answer })?;
        if at != from.subnet_id {
            acl(self, hops, subnet, Direction::Outbound, &answer)?;
        }
        Some(())
    }

    fn reply(&self, hops: &mut Vec<Hop>, way: &Direct) -> Option<()> {
        let answer = self.answer();
        let from = self.at(self.it.from, hops)?;
        let to = self.at(self.it.to, hops)?;
        match (from, to, way.exit) {
            (Some(from), Some(to), _) => {
                if from.subnet_id != to.subnet_id {
                    acl(self, hops, to.subnet, Direction::Outbound, &answer)?;
                    self.crosses(hops, to, from, answer.destination)?;
                    acl(self, hops, from.subnet, Direction::Inbound, &answer)?;
                }
            }
            (None, Some(to), _) => {
                acl(self, hops, to.subnet, Direction::Outbound, &answer)?;
                match next(self, hops, to.subnet, answer.destination)? {
                    Next::Internet(gateway) => self.belongs(hops, gateway, to.network)?,
                    _ => stop(hops, "the route of the reply does not lead to the internet", [])?,
                }
            }
            (Some(from), None, Some(exit)) => {
                if let Exit::Nat(at) = exit {
                    self.back_through(hops, from, at)?;
                }
                acl(self, hops, from.subnet, Direction::Inbound, &answer)?;
            }
            _ => return None,
        }
        go(hops, "replies pass security groups without a rule", [])
    }
}

/// Whether the destination of a connection listens on its port.
pub fn listens(inventory: &Inventory, connection: &Connection) -> bool {
    let Place::Interface(id) = connection.to else { return true };
    let protocol = if connection.protocol == crate::connection::UDP { Protocol::Udp } else { Protocol::Tcp };
    let ports = inventory.networks.interfaces[id].listens.value();
    ports.is_some_and(|ports| {
        ports
            .iter()
            .any(|it| it.port == connection.port && (it.protocol == protocol || it.protocol == Protocol::Any))
    })
}

fn go<const N: usize>(hops: &mut Vec<Hop>, text: &str, sources: [SourceId; N]) -> Option<()> {
    hops.push(Hop { text: text.into(), passes: true, sources: sources.into() });
    Some(())
}

fn stop<const N: usize, T>(hops: &mut Vec<Hop>, text: &str, sources: [SourceId; N]) -> Option<T> {
    hops.push(Hop { text: text.into(), passes: false, sources: sources.into() });
    None
}
