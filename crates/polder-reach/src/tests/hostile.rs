//! Estates with very many rules end in bounded work.

use polder_inventory::model::{Id, Known, Link, PortRange};
use polder_inventory::networks::{
    AclAction, Direction, NetworkAclEntry, Protocol, RulePeer, SecurityGroupRule, Traffic,
};

use super::generator::{Numbers, block, inventory, source};
use crate::question::prove;

/// Rules that overlap in every dimension, so that each splits what the others left.
#[test]
fn ten_thousand_overlapping_rules_end_with_a_verdict() {
    let mut numbers = Numbers::from(1);
    let mut all = inventory(&mut numbers);
    for at in 0..10_000_u16 {
        let of = source(&mut all, format!("many.{at}"));
        let first = at.wrapping_mul(7919) % 60_000;
        let ports = Known::Value(PortRange::new(first, first + 4000).expect("in order"));
        let traffic = Traffic { protocol: Known::Value(Protocol::Tcp), ports };
        let (direction, action) = match at % 2 {
            0 => (Direction::Inbound, AclAction::Deny),
            _ => (Direction::Outbound, AclAction::Allow),
        };
        let peer = Known::Value(block(&format!("10.{}.{}.0/24", at % 2, at % 200)));
        let (number, acl) = (Known::Value(1000 + u32::from(at)), Link::To(Id::from_index(u32::from(at) % 4)));
        let entry = NetworkAclEntry { source: of, acl, direction, number, action, traffic, block: peer };
        all.networks.network_acl_entries.push(entry);
        let group = Link::To(Id::from_index(u32::from(at) % 6));
        let rule = SecurityGroupRule { source: of, group, direction, traffic, peer: RulePeer::Block(peer) };
        all.networks.security_group_rules.push(rule);
    }
    let properties = prove(&all, &[]);
    assert_eq!(properties.len(), 5, "{properties:#?}");
}
