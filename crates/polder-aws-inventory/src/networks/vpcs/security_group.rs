//! `aws_security_group`, `aws_default_security_group` and their rules, inline and as separate resources.

use std::collections::BTreeMap;

use polder_cloud::View;
use polder_inventory::model::{AddressBlock, Known, Link, Reason, Text};
use polder_inventory::networks::{
    Direction, RulePeer, SecurityGroup, SecurityGroupId, SecurityGroupRule, SecurityGroupRuleId, Traffic,
};

use crate::networks::attribute;
use crate::networks::vpcs::traffic::{Names, traffic};
use crate::reader::Reader;
use crate::value::is_left_out;

const OLD: Names = Names { protocol: "protocol", kind: "from_port", code: "to_port" };
const NEW: Names = Names { protocol: "ip_protocol", kind: "from_port", code: "to_port" };

/// Reads a group. Its inline rules are read when all other rules have been read.
pub(in crate::networks) fn read<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let source = reader.source(view);
    let default = view.kind() == "aws_default_security_group";
    let name = match default {
        true => Known::Value(Some("default".into())),
        false => attribute::name(view, "name"),
    };
    // Without a VPC, a group is in the default VPC, whose entry is added after the groups, if a resource uses it.
    let network = reader.leads_to(view, "vpc_id", "vpc").unwrap_or(Link::Unknown(Reason::Elsewhere));
    let group = SecurityGroup { source, name, network, default };
    let id = reader.inventory.networks.security_groups.push(group);
    if !view.is_managed() {
        let text = "The group is a data source: its rules are not known.";
        reader.blind(view, Some(id.into()), None, Reason::Elsewhere, text);
    }
}

/// Reads `aws_vpc_security_group_ingress_rule` and `aws_vpc_security_group_egress_rule`: one peer each.
pub(in crate::networks) fn read_rule<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let source = reader.source(view);
    let direction = match view.kind() {
        "aws_vpc_security_group_ingress_rule" => Direction::Inbound,
        _ => Direction::Outbound,
    };
    let group = reader.must_lead_to(view, "security_group_id", "security-group");
    let peer = peer(reader, view);
    let traffic = traffic(view, NEW);
    let rule = SecurityGroupRule { source, group, direction, traffic, peer };
    reader.inventory.networks.security_group_rules.push(rule);
}

fn peer<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) -> RulePeer {
    if let Some(group) = reader.leads_to(view, "referenced_security_group_id", "security-group") {
        return RulePeer::Group(group);
    }
    if let Some(list) = reader.leads_to(view, "prefix_list_id", "prefix-list") {
        return RulePeer::PrefixList(list);
    }
    let v4 = attribute::block(view, "cidr_ipv4");
    let block = if v4 == Known::Value(None) { attribute::block(view, "cidr_ipv6") } else { v4 };
    RulePeer::Block(match block {
        Known::Value(Some(block)) => Known::Value(block),
        Known::Value(None) => Known::Unknown(Reason::AfterApply),
        Known::Unknown(reason) => Known::Unknown(reason),
    })
}

/// Reads `aws_security_group_rule`: any number of peers.
pub(in crate::networks) fn read_old_rule<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let words = [("ingress", Direction::Inbound), ("egress", Direction::Outbound)];
    let group = reader.must_lead_to(view, "security_group_id", "security-group");
    let Known::Value(direction) = attribute::required_word(view, "type", &words) else {
        let text = "The direction of the rule is not known.";
        let group = group.id().map(Into::into);
        return reader.blind(view, group, Some("type"), Reason::NotUnderstood, text);
    };
    let traffic = traffic(view, OLD);
    for (part, peer) in peers(reader, view, group) {
        let source = reader.one_of(view, part);
        let rule = SecurityGroupRule { source, group, direction, traffic, peer };
        reader.inventory.networks.security_group_rules.push(rule);
    }
}

/// The rules that exist, by group: in a state, inline rules include those that are separate resources.
pub(in crate::networks) type Listed = BTreeMap<SecurityGroupId, Vec<SecurityGroupRuleId>>;

/// The rules that exist.
pub(in crate::networks) fn listed(reader: &Reader<'_, '_>) -> Listed {
    let mut listed = Listed::new();
    for (id, rule) in reader.inventory.networks.security_group_rules.iter() {
        if let Link::To(group) = rule.group {
            listed.entry(group).or_default().push(id);
        }
    }
    listed
}

/// Reads the inline rules of a group. Without any egress rule, no traffic leaves: the provider removes the
/// default rule.
pub(in crate::networks) fn read_inline<'i, 'a>(
    reader: &mut Reader<'i, 'a>,
    view: View<'i, 'a>,
    listed: &Listed,
) {
    let Some(id) = reader.id::<SecurityGroupId>(view.id()) else { return };
    let known: &[SecurityGroupRuleId] = listed.get(&id).map_or(&[], Vec::as_slice);
    for (name, direction) in [("ingress", Direction::Inbound), ("egress", Direction::Outbound)] {
        for block in view.blocks(name) {
            let traffic = traffic(block, OLD);
            for (part, peer) in peers(reader, block, Link::To(id)) {
                let rules = &reader.inventory.networks.security_group_rules;
                let same = |it: &SecurityGroupRule| {
                    (it.direction, it.traffic, it.peer) == (direction, traffic, peer)
                };
                if known.iter().filter_map(|id| rules.get(*id)).any(same) {
                    continue;
                }
                let source = reader.one_of(view, format!("{name} {} {part}", words(block)));
                let group = Link::To(id);
                let rule = SecurityGroupRule { source, group, direction, traffic, peer };
                reader.inventory.networks.security_group_rules.push(rule);
            }
        }
    }
    unknown_rules(reader, view, id);
}

/// Notes rules whose number is not known.
fn unknown_rules(reader: &mut Reader<'_, '_>, view: View<'_, '_>, id: SecurityGroupId) {
    for name in ["ingress", "egress"] {
        let value = view.get(name);
        if matches!(value, polder_cloud::index::Resolved::Unknown(_)) && !is_left_out(&value) {
            let reason = crate::value::reason(&value);
            let text = "The group has rules that are not known.";
            reader.blind(view, Some(id.into()), Some(name), reason, text);
        }
    }
}

/// Protocol and ports as text, for the part of a source.
fn words(view: View<'_, '_>) -> Text {
    let traffic: Traffic = traffic(view, OLD);
    let word = view.text("protocol").unwrap_or_else(|| "?".into());
    match traffic.ports {
        Known::Value(ports) => format!("{word} {ports}").into(),
        Known::Unknown(_) => format!("{word} ?").into(),
    }
}

/// The peers of a rule, each with a text that distinguishes it.
fn peers<'i, 'a>(
    reader: &mut Reader<'i, 'a>,
    view: View<'i, 'a>,
    own: Link<SecurityGroupId>,
) -> Vec<(Text, RulePeer)> {
    let mut found = vec![];
    for name in ["cidr_blocks", "ipv6_cidr_blocks"] {
        for (at, value) in view.list(name).iter().enumerate() {
            if is_left_out(value) {
                continue;
            }
            let text = value.as_plain();
            let block = match &text {
                Some(text) => {
                    text.parse::<AddressBlock>().map_or(Known::Unknown(Reason::NotUnderstood), Known::Value)
                }
                None => Known::Unknown(crate::value::reason(value)),
            };
            let part = text.map_or_else(|| Text::from(format!("{name}[{at}]")), Text::from);
            found.push((part, RulePeer::Block(block)));
        }
    }
    for list in reader.all_lead_to(view, "prefix_list_ids", "prefix-list") {
        found.push((reader.words_of(list, "prefix list"), RulePeer::PrefixList(list)));
    }
    for name in ["security_groups", "source_security_group_id"] {
        for group in reader.all_lead_to(view, name, "security-group") {
            found.push((reader.words_of(group, "group"), RulePeer::Group(group)));
        }
    }
    match attribute::truth_or(view, "self", false) {
        Known::Value(true) => found.push(("self".into(), RulePeer::Group(own))),
        Known::Value(false) => {}
        Known::Unknown(reason) => found.push(("self".into(), RulePeer::Group(Link::Unknown(reason)))),
    }
    if found.is_empty() {
        // A rule without a known peer is still an entry.
        let unknown = ["cidr_blocks", "ipv6_cidr_blocks"].map(|name| view.get(name));
        let unknown = unknown.iter().find(|value| !value.is_known()).map(crate::value::reason);
        let reason = unknown.unwrap_or(Reason::AfterApply);
        found.push(("unknown".into(), RulePeer::Block(Known::Unknown(reason))));
    }
    found
}
