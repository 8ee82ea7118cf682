//! Route 53 Resolver: forwarding rules, DNS Firewall, query logs.

use polder_cloud::View;
use polder_inventory::model::{Known, Link, Reason, Set, Text};
use polder_inventory::networks::{NetworkId, ResolverAction, ResolverAddress, ResolverRule, ResolverRuleId};
use polder_inventory::observability::LogKind;

use crate::networks::attribute;
use crate::networks::dns::route53_zone::plain;
use crate::reader::Reader;
use crate::value::is_set;

/// Reads `aws_route53_resolver_rule`.
pub(in crate::networks) fn read<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let source = reader.source(view);
    let domains = attribute::required(view, "domain_name").map(|name| [Text::from(plain(&name))].into());
    let action = match view.text("rule_type").as_deref() {
        Some("FORWARD") => ResolverAction::Forward(targets(view)),
        _ => ResolverAction::Resolve,
    };
    let rule = ResolverRule { source, networks: Set::default(), domains, action };
    reader.inventory.networks.resolver_rules.push(rule);
}

fn targets(view: View<'_, '_>) -> Known<Set<ResolverAddress>> {
    let mut found = vec![];
    for target in view.blocks("target_ip") {
        let name = if is_set(target, "ip") { "ip" } else { "ipv6" };
        // Provider documentation: `port` defaults to 53.
        match (attribute::block(target, name), attribute::number_or(target, "port", 53)) {
            (Known::Value(Some(address)), Known::Value(port)) => {
                found.push(ResolverAddress { address, port });
            }
            (Known::Value(None), _) => return Known::Unknown(Reason::AfterApply),
            (Known::Unknown(reason), _) | (_, Known::Unknown(reason)) => return Known::Unknown(reason),
        }
    }
    Known::Value(found.into())
}

/// Reads `aws_route53_resolver_rule_association`.
pub(in crate::networks) fn read_association<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let rule: Link<ResolverRuleId> = reader.must_lead_to(view, "resolver_rule_id", "resolver-rule");
    let Some(id) = rule.id() else { return };
    let network: Link<NetworkId> = reader.must_lead_to(view, "vpc_id", "vpc");
    if let Some(rule) = reader.inventory.networks.resolver_rules.get_mut(id) {
        rule.networks = rule.networks.iter().copied().chain([network]).collect();
    }
    reader.contribute(view, id, &["networks"]);
}

/// Reads `aws_route53_resolver_firewall_rule`: for the VPCs with which its rule group is associated.
pub(in crate::networks) fn read_firewall<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let source = reader.source(view);
    let groups = reader.resources(view, "firewall_rule_group_id");
    let mut networks: Vec<Link<NetworkId>> = vec![];
    for group in groups {
        let of = ("aws_route53_resolver_firewall_rule_group_association", "firewall_rule_group_id");
        for association in reader.users(of, group.id()) {
            networks.extend(reader.all_lead_to(association, "vpc_id", "vpc"));
        }
    }
    let list = ["aws_route53_resolver_firewall_domain_list"];
    let list = reader.resource_of(view, "firewall_domain_list_id", &list);
    let domains = match list {
        Some(list) => attribute::texts(list, "domains")
            .map(|domains| domains.iter().map(|name| Text::from(plain(name))).collect()),
        // An AWS-managed domain list.
        None => Known::Unknown(Reason::Elsewhere),
    };
    let action = match view.text("action").as_deref() {
        Some("ALLOW") => ResolverAction::Resolve,
        Some("BLOCK") => ResolverAction::Block,
        _ => ResolverAction::Alert,
    };
    let rule = ResolverRule { source, networks: networks.into(), domains, action };
    reader.inventory.networks.resolver_rules.push(rule);
}

/// Reads `aws_route53_resolver_query_log_config_association`: the query log of a VPC.
pub(in crate::networks) fn read_query_log<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let network =
        reader.leads_to_any(view, "resource_id", "vpc").unwrap_or(Link::Unknown(Reason::AfterApply));
    let kinds = ["aws_route53_resolver_query_log_config"];
    let config = reader.resource_of(view, "resolver_query_log_config_id", &kinds).unwrap_or(view);
    let route = reader.log_route(view, network, LogKind::Query, (config, "destination_arn"));
    reader.inventory.observability.log_routes.push(route);
}
