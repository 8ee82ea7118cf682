//! Invariants of the network of every site of every example platform.

use std::collections::{BTreeMap, BTreeSet};

use polder_cloud::{Body, Cloud, Resource, Stack, Value};
use polder_design::{Design, NatPlacement, Site};

use crate::examples;

/// The quota of rules in a network ACL, for each direction.
const ACL_RULES_MAX: usize = 20;

/// Calls `check` with the network of every site of every example.
fn every_network(check: impl Fn(&Design, &Site, &Stack)) {
    for (design, cloud) in examples::all() {
        for site in &design.sites {
            check(design, site, network(design, cloud, site));
        }
    }
}

fn network<'a>(design: &Design, cloud: &'a Cloud, site: &Site) -> &'a Stack {
    let (account, cell) = (&design.accounts[site.account].name, &design.cells[site.cell].name);
    cloud.by_path(&format!("{account}/{}/{cell}/network", site.region)).expect("a network for each site")
}

fn of_kind<'a>(stack: &'a Stack, kind: &'a str) -> impl Iterator<Item = &'a Resource> {
    stack.resources.iter().filter(move |resource| resource.address.kind == kind)
}

fn number(body: &Body, key: &str) -> i64 {
    let Some(Value::Integer(number)) = body.get(key) else { panic!("no number {key}") };
    *number
}

fn anywhere(body: &Body, key: &str) -> bool {
    body.get(key) == Some(&Value::from("0.0.0.0/0"))
}

#[test]
fn a_rule_names_exactly_one_other_end() {
    every_network(|_, site, stack| {
        let rules = stack.resources.iter().filter(|resource| resource.address.kind.ends_with("gress_rule"));
        for rule in rules {
            let ends = ["referenced_security_group_id", "prefix_list_id", "cidr_ipv4"];
            let named = ends.iter().filter(|end| rule.body.get(end).is_some()).count();
            assert_eq!(named, 1, "{} of {}", rule.address, site.name);
        }
    });
}

#[test]
fn no_ingress_from_all_addresses() {
    every_network(|_, site, stack| {
        for rule in of_kind(stack, "aws_vpc_security_group_ingress_rule") {
            assert!(!anywhere(&rule.body, "cidr_ipv4"), "{} of {}", rule.address, site.name);
        }
    });
}

/// In a site with fewer NAT gateways than zones, containers use the one that there is, or none.
#[test]
fn nat_gateways_are_in_the_zones_of_the_design() {
    for placement in [NatPlacement::PerZone, NatPlacement::Single, NatPlacement::None] {
        let mut design = examples::production();
        design.sites.iter_mut().for_each(|site| site.nat = placement);
        let cloud = crate::lower(&design).cloud;
        assert!(polder_cloud::check(&cloud).is_empty(), "{placement:?}");
        for site in &design.sites {
            let stack = network(&design, &cloud, site);
            let zones = site.zones.len();
            let (gateways, routes) = match placement {
                NatPlacement::PerZone => (zones, zones),
                NatPlacement::Single => (1, zones),
                NatPlacement::None => (0, 0),
            };
            assert_eq!(of_kind(stack, "aws_nat_gateway").count(), gateways, "{placement:?}");
            let out = of_kind(stack, "aws_route").filter(|route| route.body.get("nat_gateway_id").is_some());
            assert_eq!(out.count(), routes, "{placement:?}");
            let tables = of_kind(stack, "aws_route_table").count();
            assert_eq!(tables, zones + 2, "{placement:?}: each zone has a table, and two tiers");
        }
    }
}

#[test]
fn network_acls_are_within_quotas_and_open_no_administration_port() {
    every_network(|_, site, stack| {
        for acl in of_kind(stack, "aws_network_acl") {
            for direction in ["ingress", "egress"] {
                let rules: Vec<&Body> = acl.body.blocks(direction).collect();
                assert!(rules.len() <= ACL_RULES_MAX, "{} of {}: {}", acl.address, site.name, rules.len());
                let numbers: BTreeSet<i64> = rules.iter().map(|rule| number(rule, "rule_no")).collect();
                assert_eq!(numbers.len(), rules.len(), "{}", acl.address);
            }
            for rule in acl.body.blocks("ingress").filter(|rule| anywhere(rule, "cidr_block")) {
                let ports = number(rule, "from_port")..=number(rule, "to_port");
                assert!([20, 21, 22, 3389].iter().all(|port| !ports.contains(port)), "{}", acl.address);
            }
        }
    });
}

#[test]
fn default_resources_have_no_rules() {
    every_network(|_, _, stack| {
        for address in [
            "aws_default_security_group.closed",
            "aws_default_network_acl.closed",
            "aws_default_route_table.closed",
        ] {
            let body = &stack.find(address).expect("AWS adds it").body;
            let open = ["ingress", "egress", "route", "subnet_ids"];
            assert!(!body.items.iter().any(|item| open.contains(&&*item.key)), "{address}");
        }
    });
}

#[test]
fn endpoints_allow_only_principals_of_the_account() {
    every_network(|_, _, stack| {
        for endpoint in of_kind(stack, "aws_vpc_endpoint") {
            let Some(Value::Document(document)) = endpoint.body.get("policy") else {
                panic!("{} is open to all", endpoint.address)
            };
            let polder_cloud::Document::Policy(policy) = &**document else { panic!("no policy") };
            for statement in &policy.statements {
                let held =
                    statement.conditions.iter().any(|condition| condition.key == "aws:PrincipalAccount");
                // AWS itself signs the requests for image layers.
                assert!(held || statement.sid == "ImageLayers", "{}", endpoint.address);
                assert!(!statement.actions.iter().any(|action| action.contains('*')), "{}", endpoint.address);
            }
        }
    });
}

#[test]
fn a_name_means_one_value_in_a_stack() {
    every_network(|_, site, stack| {
        let mut values: BTreeMap<&str, &Value> = BTreeMap::new();
        for local in &stack.locals {
            let known = values.insert(&local.name, &local.value);
            assert!(known.is_none(), "{} of {}", local.name, site.name);
        }
    });
}
