//! What must hold for the network of every site of every example platform.

use std::collections::{BTreeMap, BTreeSet};

use polder_cloud::{Body, Cloud, Resource, Stack, Value};
use polder_design::{Design, NatPlacement, Party, Site};

use crate::examples;
use crate::network::security_group_rule::{Direction, rules};

/// How many rules AWS lets a network ACL have in each direction.
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

fn local<'a>(body: &'a Body, key: &str) -> &'a str {
    let Some(Value::Local(name)) = body.get(key) else { panic!("no local {key}") };
    name
}

#[test]
fn every_rule_of_a_group_is_one_end_of_a_flow_and_no_end_is_missing() {
    every_network(|_, site, stack| {
        let derived = rules(&site.flows);
        let count = |direction| derived.iter().filter(|rule| rule.direction == direction).count();
        // One more: the health checkers, who are no party of the design.
        let ingress = of_kind(stack, "aws_vpc_security_group_ingress_rule").count();
        assert_eq!(ingress, count(Direction::Ingress) + 1, "{}", site.name);
        let egress = of_kind(stack, "aws_vpc_security_group_egress_rule").count();
        assert_eq!(egress, count(Direction::Egress), "{}", site.name);
        let names: BTreeSet<String> =
            stack.resources.iter().map(|resource| resource.address.to_string()).collect();
        assert_eq!(names.len(), stack.resources.len(), "two things of one name in {}", site.name);
    });
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
fn nothing_is_admitted_from_everywhere() {
    every_network(|_, site, stack| {
        for rule in of_kind(stack, "aws_vpc_security_group_ingress_rule") {
            assert!(!anywhere(&rule.body, "cidr_ipv4"), "{} of {}", rule.address, site.name);
        }
    });
}

#[test]
fn containers_go_out_only_on_the_ports_of_their_flows() {
    every_network(|_, site, stack| {
        let internet = site.flows.iter().filter(|flow| matches!(flow.to, Party::Internet(_)));
        let ports: BTreeSet<i64> = internet.map(|flow| i64::from(flow.protocol.port)).collect();
        for rule in of_kind(stack, "aws_vpc_security_group_egress_rule") {
            let (from, to) = (number(&rule.body, "from_port"), number(&rule.body, "to_port"));
            assert_eq!(from, to, "{}", rule.address);
            assert!(!anywhere(&rule.body, "cidr_ipv4") || ports.contains(&from), "{}", rule.address);
        }
    });
}

#[test]
fn stores_have_no_route_but_the_local_one() {
    every_network(|_, site, stack| {
        let routes: Vec<&str> = of_kind(stack, "aws_route").map(|route| &*route.address.name).collect();
        assert!(!routes.iter().any(|route| route.starts_with("data")), "{routes:?}");
        assert_eq!(routes.len(), 1 + site.zones.len(), "one of the public tier, one of each app subnet");
        for association in of_kind(stack, "aws_route_table_association") {
            let table = association.body.get("route_table_id").expect("a table");
            let data_subnet = association.address.name.starts_with("data_");
            let data_table = matches!(table, Value::Reference(to) if &*to.address.name == "data");
            assert_eq!(data_subnet, data_table, "{}", association.address);
        }
    });
}

#[test]
fn each_zone_goes_out_through_its_own_gateway() {
    every_network(|_, site, stack| {
        assert_eq!(of_kind(stack, "aws_nat_gateway").count(), site.zones.len());
        let gateways = of_kind(stack, "aws_route").filter_map(|route| {
            let Some(Value::Reference(gateway)) = route.body.get("nat_gateway_id") else { return None };
            let letter = route.address.name.trim_start_matches("app_").trim_end_matches("_internet");
            assert_eq!(letter, &*gateway.address.name, "{}", route.address);
            Some(letter)
        });
        assert_eq!(gateways.count(), site.zones.len());
    });
}

/// Containers of a site whose gateways stand elsewhere go out by the one that there is, or not at all.
#[test]
fn gateways_stand_where_the_design_says() {
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
fn lists_fit_and_open_no_port_of_administrators() {
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
fn the_list_of_stores_admits_only_containers_on_the_ports_of_stores() {
    every_network(|_, site, stack| {
        let acl = stack.find("aws_network_acl.data").expect("a list of the data tier");
        let stores = [Party::Database, Party::DatabaseReaders, Party::Cache, Party::Broker];
        let flows = site.flows.iter().filter(|flow| stores.contains(&flow.to));
        let ports: BTreeSet<i64> = flows.map(|flow| i64::from(flow.protocol.port)).collect();
        for rule in acl.body.blocks("ingress") {
            assert!(ports.contains(&number(rule, "from_port")), "{}", site.name);
            let from = local(rule, "cidr_block");
            assert!(from.starts_with("app_") && from.ends_with("_cidr"), "{from}");
        }
        assert_eq!(acl.body.blocks("ingress").count(), ports.len() * site.zones.len());
    });
}

#[test]
fn what_aws_adds_by_itself_is_closed() {
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
fn endpoints_admit_only_principals_of_the_account() {
    every_network(|_, _, stack| {
        for endpoint in of_kind(stack, "aws_vpc_endpoint") {
            let Some(Value::Document(document)) = endpoint.body.get("policy") else {
                panic!("{} is open to all", endpoint.address)
            };
            let polder_cloud::Document::Policy(policy) = &**document else { panic!("no policy") };
            for statement in &policy.statements {
                let held =
                    statement.conditions.iter().any(|condition| condition.key == "aws:PrincipalAccount");
                // The provider itself signs the requests for the layers of images.
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
