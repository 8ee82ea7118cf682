//! Whether filters and routes let every connection of a box through.

use super::blocked::{Leg, boxes};
use super::cube::{DESTINATION, Five, PORT, SOURCE, SOURCE_PORT, along, meet, touch, without};
use crate::format::network::{Network, Seat, Span, Subnet, Way};

/// Where all packets of a box must get through.
#[derive(Clone, Copy)]
pub(super) struct Passage<'d> {
    pub(super) document: &'d Network,
    /// The connections.
    pub(super) of: Five,
    /// The source ports that a NAT gateway on the way uses.
    pub(super) nat_ports: Span,
}

impl<'d> Passage<'d> {
    /// From one seat to another. Replies pass groups without a rule.
    pub(super) fn inside(&self, from: &Seat, to: &Seat) -> Result<(), &'static str> {
        self.groups(from, Some(to), (DESTINATION, PORT))?;
        self.groups(to, Some(from), (SOURCE, PORT))?;
        if from.subnet == to.subnet {
            return Ok(());
        }
        let (source, target) = (self.subnet(from.subnet), self.subnet(to.subnet));
        let same = source.network == target.network;
        let local = |way: Way, _: &Five| if same && way == Way::Local { Ok(()) } else { Err(ROUTE) };
        self.route(source, DESTINATION, &local)?;
        self.route(target, SOURCE, &local)?;
        self.acl(source, false, (DESTINATION, PORT))?;
        self.acl(target, true, (SOURCE, PORT))?;
        self.acl(target, false, (SOURCE, SOURCE_PORT))?;
        self.acl(source, true, (DESTINATION, SOURCE_PORT))
    }

    /// From outside of networks to a seat.
    pub(super) fn inwards(&self, to: &Seat) -> Result<(), &'static str> {
        let target = self.subnet(to.subnet);
        if !self.found(to, self.of[DESTINATION]) {
            return Err("the internet does not find the address");
        }
        self.groups(to, None, (SOURCE, PORT))?;
        self.acl(target, true, (SOURCE, PORT))?;
        self.acl(target, false, (SOURCE, SOURCE_PORT))?;
        self.route(target, SOURCE, &|way, _| self.internet(way, target))
    }

    /// From a seat to what is outside of networks: over an endpoint, an internet gateway or a NAT gateway.
    pub(super) fn outwards(&self, from: &Seat) -> Result<(), &'static str> {
        let source = self.subnet(from.subnet);
        self.groups(from, None, (DESTINATION, PORT))?;
        self.acl(source, false, (DESTINATION, PORT))?;
        self.acl(source, true, (DESTINATION, SOURCE_PORT))?;
        self.route(source, DESTINATION, &|way, part| match way {
            Way::Endpoint => Ok(()),
            Way::Internet(_) if self.found(from, part[SOURCE]) => self.internet(way, source),
            Way::Nat(gateway) => Passage { of: *part, ..*self }.translated(from.subnet, gateway),
            _ => Err(ROUTE),
        })
    }

    /// Through a NAT gateway in one of its subnets.
    fn translated(&self, from: u32, gateway: u32) -> Result<(), &'static str> {
        let gateway = self.document.nat_gateways.get(gateway as usize).filter(|gateway| gateway.public);
        let gateway = gateway.ok_or("a NAT gateway does not lead to the internet")?;
        if self.of[SOURCE].last >= 1 << 32 {
            return Err("a NAT gateway translates IPv4 addresses only");
        }
        let mut answer = *self;
        answer.of[SOURCE_PORT] = self.nat_ports;
        let through = |at: u32| {
            let subnet = self.subnet(at);
            if at != from {
                self.acl(subnet, true, (SOURCE, PORT))?;
                self.acl(subnet, false, (SOURCE, SOURCE_PORT))?;
            }
            self.acl(subnet, false, (DESTINATION, PORT))?;
            answer.acl(subnet, true, (DESTINATION, SOURCE_PORT))?;
            self.route(subnet, DESTINATION, &|way, _| self.internet(way, subnet))
        };
        let mut why = "a NAT gateway is in no subnet";
        for at in &gateway.subnets {
            match through(*at) {
                Ok(()) => return Ok(()),
                Err(other) => why = other,
            }
        }
        Err(why)
    }

    fn subnet(&self, at: u32) -> &'d Subnet {
        &self.document.subnets[at as usize]
    }

    /// Whether the internet finds addresses of a seat.
    fn found(&self, seat: &Seat, addresses: Span) -> bool {
        let network = self.subnet(seat.subnet).network;
        self.document.networks[network as usize].internet && (seat.public || super::pairs::is_v6(addresses))
    }

    fn internet(&self, way: Way, subnet: &Subnet) -> Result<(), &'static str> {
        if way == Way::Internet(Some(subnet.network)) { Ok(()) } else { Err(ROUTE) }
    }

    /// The groups of a seat: rules together match all.
    fn groups(&self, seat: &Seat, other: Option<&Seat>, leg: Leg) -> Result<(), &'static str> {
        let mut rest = if seat.filtered { vec![self.of] } else { vec![] };
        for group in seat.groups.iter().map(|at| &self.document.groups[*at as usize]) {
            for cube in group.rules(leg.0 == SOURCE).iter().flat_map(|rule| boxes(rule, leg, other)) {
                rest = without(&rest, &cube).ok_or(PIECES)?;
            }
        }
        if rest.is_empty() { Ok(()) } else { Err("no rule of a security group admits a connection") }
    }

    /// The ACL of a subnet: for each packet, the first entry that matches allows it.
    fn acl(&self, subnet: &Subnet, inbound: bool, leg: Leg) -> Result<(), &'static str> {
        let mut rest = vec![self.of];
        for rule in self.document.acls[subnet.acl as usize].rules(inbound) {
            for cube in boxes(rule, leg, None) {
                if !rule.allows && rest.iter().any(|own| touch(own, &cube)) {
                    return Err("an entry of a network ACL denies a packet");
                }
                rest = without(&rest, &cube).ok_or(PIECES)?;
            }
        }
        if rest.is_empty() { Ok(()) } else { Err("no entry of a network ACL allows a packet") }
    }

    /// The routes of a subnet: for each packet, the first line that matches leads on.
    fn route(
        &self,
        subnet: &Subnet,
        dimension: usize,
        leads: &dyn Fn(Way, &Five) -> Result<(), &'static str>,
    ) -> Result<(), &'static str> {
        let mut rest = vec![self.of];
        for line in &self.document.tables[subnet.table as usize].lines {
            for span in &line.to {
                let cube = along(dimension, *span);
                for own in rest.iter().filter(|own| touch(own, &cube)) {
                    let mut part = *own;
                    part[dimension] = meet(own[dimension], *span).unwrap_or(own[dimension]);
                    leads(line.way, &part)?;
                }
                rest = without(&rest, &cube).ok_or(PIECES)?;
            }
        }
        if rest.is_empty() { Ok(()) } else { Err("no route leads to an address") }
    }
}

const ROUTE: &str = "a route leads elsewhere";
const PIECES: &str = "the rules have too many pieces";
