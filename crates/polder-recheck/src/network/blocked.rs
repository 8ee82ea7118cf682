//! Whether a filter or a route stops every connection of a box.

use super::cube::{ALL, DESTINATION, Five, PORT, PROTOCOL, SOURCE, SOURCE_PORT, along, touch, without};
use crate::format::network::{Line, Network, Rule, Seat, Span, Stage, Subnet, Way};

/// The ends of a connection.
#[derive(Clone, Copy)]
pub(super) struct Ends<'d> {
    pub(super) document: &'d Network,
    /// Where it starts; none is the internet.
    pub(super) from: Option<&'d Seat>,
    pub(super) to: &'d Seat,
}

/// The dimensions that a filter compares: the address of the other side, and the destination port of the packet.
pub(super) type Leg = (usize, usize);

impl<'d> Ends<'d> {
    /// Whether a stage of the way stops all connections of a box. A stage that is not on the way stops none.
    pub(super) fn stops(&self, stage: Stage, of: &Five) -> bool {
        let source = self.from.map(|seat| self.subnet(seat));
        let target = self.subnet(self.to);
        // Inside of one subnet, neither routes nor ACLs apply.
        let crosses = self.from.is_none_or(|from| from.subnet != self.to.subnet);
        match stage {
            Stage::GroupsOut => {
                self.from.is_some_and(|from| self.groups(from, Some(self.to), (DESTINATION, PORT), of))
            }
            Stage::GroupsIn => self.groups(self.to, self.from, (SOURCE, PORT), of),
            _ if !crosses => false,
            Stage::Route => source.is_some_and(|subnet| self.route(subnet, DESTINATION, of)),
            Stage::RouteBack => self.route(target, SOURCE, of),
            Stage::AclOut => source.is_some_and(|subnet| self.acl(subnet, false, (DESTINATION, PORT), of)),
            Stage::AclIn => self.acl(target, true, (SOURCE, PORT), of),
            Stage::ReplyOut => self.acl(target, false, (SOURCE, SOURCE_PORT), of),
            Stage::ReplyIn => {
                source.is_some_and(|subnet| self.acl(subnet, true, (DESTINATION, SOURCE_PORT), of))
            }
        }
    }

    fn subnet(&self, seat: &Seat) -> &'d Subnet {
        &self.document.subnets[seat.subnet as usize]
    }

    /// Whether no rule of a seat's groups matches any connection of a box.
    fn groups(&self, seat: &Seat, other: Option<&Seat>, leg: Leg, of: &Five) -> bool {
        let inbound = leg.0 == SOURCE;
        seat.filtered
            && seat.groups.iter().all(|group| {
                let rules = self.document.groups[*group as usize].rules(inbound);
                rules.iter().flat_map(|rule| boxes(rule, leg, other)).all(|cube| !touch(&cube, of))
            })
    }

    /// Whether an ACL denies every packet of a box.
    fn acl(&self, subnet: &Subnet, inbound: bool, leg: Leg, of: &Five) -> bool {
        let mut rest = vec![*of];
        for rule in self.document.acls[subnet.acl as usize].rules(inbound) {
            for cube in boxes(rule, leg, None) {
                if rule.allows && rest.iter().any(|own| touch(own, &cube)) {
                    return false;
                }
                match without(&rest, &cube) {
                    Some(left) => rest = left,
                    None => return false,
                }
            }
        }
        true
    }

    /// Whether no route that leads to the other side applies to a packet of a box.
    fn route(&self, subnet: &Subnet, dimension: usize, of: &Five) -> bool {
        let mut rest = vec![*of];
        for line in &self.document.tables[subnet.table as usize].lines {
            for span in &line.to {
                let cube = along(dimension, *span);
                if self.leads(line, subnet) && rest.iter().any(|own| touch(own, &cube)) {
                    return false;
                }
                match without(&rest, &cube) {
                    Some(left) => rest = left,
                    None => return false,
                }
            }
        }
        true
    }

    /// Whether a line may lead to the other side. A peering may lead anywhere.
    fn leads(&self, line: &Line, subnet: &Subnet) -> bool {
        match line.way {
            Way::Local => self.from.is_some(),
            Way::Internet(network) => self.from.is_none() && network == Some(subnet.network),
            Way::Peering => true,
            Way::Nat(_) | Way::Endpoint | Way::Dropped => false,
        }
    }
}

/// The boxes that a rule matches on a leg. One that names a group matches all addresses of the other side, if that has the group.
pub(super) fn boxes(rule: &Rule, leg: Leg, other: Option<&Seat>) -> impl Iterator<Item = Five> {
    const EVERY: &[Span] = &[ALL];
    let peers: &[Span] = match rule.group {
        None => &rule.peers,
        Some(group) if other.is_some_and(|seat| seat.groups.contains(&group)) => EVERY,
        Some(_) => &[],
    };
    peers.iter().map(move |span| {
        let mut cube = along(leg.0, *span);
        cube[PROTOCOL] = rule.protocol;
        cube[leg.1] = rule.ports;
        cube
    })
}
