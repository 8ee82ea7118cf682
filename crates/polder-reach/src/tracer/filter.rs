//! Security groups and network ACLs, for one packet.

use polder_inventory::model::{AddressBlock, Known, Link};
use polder_inventory::networks::{
    AclAction, Direction, PrefixListContents, PrefixListId, Protocol, RulePeer, Subnet, Traffic,
};

use super::{At, Hop, Tracer, go, stop};
use crate::address::number;

/// A packet as a filter sees it.
#[derive(Clone, Copy)]
pub(super) struct Packet {
    pub(super) source: u128,
    pub(super) destination: u128,
    pub(super) protocol: u8,
    /// The destination port.
    pub(super) port: u16,
}

/// The security groups of an interface. `peer` is the interface on the other side.
pub(super) fn groups(
    tracer: &Tracer<'_>,
    hops: &mut Vec<Hop>,
    at: At<'_>,
    direction: Direction,
    packet: &Packet,
    peer: Option<At<'_>>,
) -> Option<()> {
    let networks = &tracer.inventory.networks;
    if at.interface.filtered == Known::Value(false) {
        return go(hops, "no security group applies", [at.interface.source]);
    }
    let other = match direction {
        Direction::Inbound => packet.source,
        Direction::Outbound => packet.destination,
    };
    for rule in networks.security_group_rules.values() {
        let own = rule.group.id().is_some_and(|group| at.interface.groups.contains(&Link::To(group)));
        if !own || rule.direction != direction || !carries(&rule.traffic, packet) {
            continue;
        }
        let matches = match rule.peer {
            RulePeer::Block(block) => block.value().is_some_and(|block| contains(*block, other)),
            RulePeer::PrefixList(list) => listed(tracer, list, other).unwrap_or(false),
            RulePeer::Group(group) => peer.is_some_and(|peer| {
                group.id().is_some_and(|group| peer.interface.groups.contains(&Link::To(group)))
            }),
        };
        if matches {
            let text = match direction {
                Direction::Inbound => "a rule of the security group admits the connection",
                Direction::Outbound => "a rule of the security group lets the connection out",
            };
            return go(hops, text, [rule.source]);
        }
    }
    let groups = at.interface.groups.iter().filter_map(Link::id);
    let mut sources: Vec<_> = groups.map(|group| networks.security_groups[group].source).collect();
    sources.push(at.interface.source);
    let text = match direction {
        Direction::Inbound => "no rule of the security groups admits the connection",
        Direction::Outbound => "no rule of the security groups lets the connection out",
    };
    hops.push(Hop { text: text.into(), passes: false, sources });
    None
}

/// The network ACL of a subnet: the entry with the lowest number that matches decides.
pub(super) fn acl(
    tracer: &Tracer<'_>,
    hops: &mut Vec<Hop>,
    subnet: &Subnet,
    direction: Direction,
    packet: &Packet,
) -> Option<()> {
    let networks = &tracer.inventory.networks;
    let Some(id) = subnet.acl.id() else {
        return stop(hops, "the network ACL of the subnet is not known", [subnet.source]);
    };
    let other = match direction {
        Direction::Inbound => packet.source,
        Direction::Outbound => packet.destination,
    };
    let mut first: Option<(u32, AclAction, polder_inventory::SourceId)> = None;
    for entry in networks.network_acl_entries.values() {
        if entry.acl != Link::To(id) || entry.direction != direction {
            continue;
        }
        // What is not known may match if the entry denies, and may not match if it allows.
        let denies = entry.action == AclAction::Deny;
        let addressed = entry.block.value().map_or(denies, |block| contains(*block, other));
        let known = entry.traffic.protocol.value().is_some() && entry.traffic.ports.value().is_some();
        let carried = if known { carries(&entry.traffic, packet) } else { denies };
        let matches = addressed && carried && (denies || entry.number.value().is_some());
        let number = entry.number.value().copied().unwrap_or(0);
        if matches && first.is_none_or(|(lowest, ..)| number < lowest) {
            first = Some((number, entry.action, entry.source));
        }
    }
    let way = if direction == Direction::Inbound { "into" } else { "out of" };
    match first {
        Some((number, AclAction::Allow, source)) => {
            go(hops, &format!("entry {number} of the network ACL lets the packet {way} the subnet"), [source])
        }
        Some((number, AclAction::Deny, source)) => stop(
            hops,
            &format!("entry {number} of the network ACL denies the packet {way} the subnet"),
            [source],
        ),
        None => {
            let text = format!("no entry of the network ACL lets the packet {way} the subnet");
            stop(hops, &text, [networks.network_acls[id].source, subnet.source])
        }
    }
}

/// Whether the traffic of a rule includes the packet.
fn carries(traffic: &Traffic, packet: &Packet) -> bool {
    let (Some(protocol), Some(ports)) = (traffic.protocol.value(), traffic.ports.value()) else {
        return false;
    };
    match protocol {
        Protocol::Any => true,
        Protocol::Tcp => packet.protocol == 6 && ports.contains(packet.port),
        Protocol::Udp => packet.protocol == 17 && ports.contains(packet.port),
        Protocol::Icmp { .. } | Protocol::IcmpV6 { .. } => false,
        Protocol::Number(number) => *number == packet.protocol,
    }
}

/// Whether an address is in a block. Stand-ins of the provider's ranges are IPv4 addresses that only the
/// block of all of them contains.
pub(super) fn contains(block: AddressBlock, address: u128) -> bool {
    match (block.is_v6(), block.prefix_len()) {
        (false, 0) => address < 1 << 33,
        (true, 0) => address >= 1 << 64,
        (v6, _) => {
            v6 == (address >= 1 << 64) && number(block.first()) <= address && address <= number(block.last())
        }
    }
}

/// Whether an address is in a prefix list; none if that is not known.
pub(super) fn listed(tracer: &Tracer<'_>, list: Link<PrefixListId>, address: u128) -> Option<bool> {
    let list = tracer.inventory.networks.prefix_lists.get(list.id()?)?;
    match &list.contents {
        PrefixListContents::Blocks(blocks) => {
            Some(blocks.value()?.iter().any(|block| contains(*block, address)))
        }
        PrefixListContents::Provider(range) => {
            Some(tracer.ranges.span(range).is_some_and(|span| span.contains(address)))
        }
    }
}
