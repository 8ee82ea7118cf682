//! Whether a filter or a route stops every connection of a box.

use super::cube::{ALL, DESTINATION, Five, PORT, PROTOCOL, SOURCE, SOURCE_PORT, touch, without};
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
        let source = self.from.and_then(|seat| self.subnet(seat));
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
            Stage::RouteBack => target.is_some_and(|subnet| self.route(subnet, SOURCE, of)),
            Stage::AclOut => source.is_some_and(|subnet| self.acl(subnet, false, (DESTINATION, PORT), of)),
            Stage::AclIn => target.is_some_and(|subnet| self.acl(subnet, true, (SOURCE, PORT), of)),
            Stage::ReplyOut => {
                target.is_some_and(|subnet| self.acl(subnet, false, (SOURCE, SOURCE_PORT), of))
            }
            Stage::ReplyIn => {
                source.is_some_and(|subnet| self.acl(subnet, true, (DESTINATION, SOURCE_PORT), of))
            }
        }
    }

    fn subnet(&self, seat: &Seat) -> Option<&'d Subnet> {
        self.document.subnets.get(seat.subnet as usize)
    }

    /// Whether no rule of a seat's groups matches any connection of a box.
    fn groups(&self, seat: &Seat, other: Option<&Seat>, leg: Leg, of: &Five) -> bool {
        let inbound = leg.0 == SOURCE;
        seat.filtered
            && seat.groups.iter().all(|group| {
                let Some(group) = self.document.groups.get(*group as usize) else { return false };
                let rules = if inbound { &group.inbound } else { &group.outbound };
                rules.iter().all(|rule| {
                    let applies =
                        rule.group.is_none_or(|peer| other.is_some_and(|seat| seat.groups.contains(&peer)));
                    !applies || boxes(rule, leg).all(|cube| !touch(&cube, of))
                })
            })
    }

    /// Whether an ACL denies every packet of a box.
    fn acl(&self, subnet: &Subnet, inbound: bool, leg: Leg, of: &Five) -> bool {
        let Some(acl) = self.document.acls.get(subnet.acl as usize) else { return false };
        let mut rest = vec![*of];
        for rule in if inbound { &acl.inbound } else { &acl.outbound } {
            for cube in boxes(rule, leg) {
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
        let Some(table) = self.document.tables.get(subnet.table as usize) else { return false };
        let mut rest = vec![*of];
        for line in &table.lines {
            for span in &line.to {
                let mut cube: Five = [ALL; 5];
                cube[dimension] = *span;
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

/// The boxes that a rule matches.
pub(super) fn boxes(rule: &Rule, leg: Leg) -> impl Iterator<Item = Five> {
    const EVERY: &[Span] = &[ALL];
    let peers: &[Span] = if rule.group.is_some() { EVERY } else { &rule.peers };
    peers.iter().map(move |span| {
        let mut cube: Five = [ALL; 5];
        cube[leg.0] = *span;
        cube[PROTOCOL] = rule.protocol;
        cube[leg.1] = rule.ports;
        cube
    })
}
