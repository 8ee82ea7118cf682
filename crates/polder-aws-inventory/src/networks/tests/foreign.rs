//! What only foreign plans and states have: known identifiers, references next to values, several documents,
//! instances.

use std::sync::Arc;

use polder_cloud::{
    Address, Cloud, Dependency, Foreign, Form, Handle, Instance, InstanceKey, Reference, Segment, StackKey,
    Target, Unknown, Value, body, list,
};

use super::value;
use crate::test_graphs::{foreign, inventory, of_foreign};

/// Notes what the configuration of a resource refers to.
fn refers(cloud: &mut Cloud, address: &str, path: &[&'static str], to: (&Handle, &'static str), form: Form) {
    let resources = &mut cloud.stacks[0].resources;
    let resource = resources.iter_mut().find(|it| it.address.to_string() == address).expect("a resource");
    let path = path.iter().map(|step| match step.parse() {
        Ok(index) => Segment::Index(index),
        Err(_) => Segment::Name((*step).into()),
    });
    let address = Arc::clone(&to.0.address);
    let reference = Reference { target: Target::Own, address, attribute: to.1.into() };
    let dependency = Dependency { path: path.collect(), reference, form };
    resource.foreign.get_or_insert_with(Box::<Foreign>::default).dependencies.push(dependency);
}

#[test]
fn names_lead_where_the_configuration_says() {
    let mut handles = vec![];
    let mut plan = foreign(|s| {
        let subnet = s.resource(
            "aws_subnet",
            "data",
            body! { id = "subnet-1"; vpc_id = "vpc-1"; cidr_block = "10.0.1.0/24"; },
        );
        // Three resources are named `main`.
        let other = s.resource(
            "aws_elasticache_subnet_group",
            "main",
            body! { name = "main"; subnet_ids = list!["subnet-9"]; },
        );
        let group = s.resource(
            "aws_db_subnet_group",
            "main",
            body! { name = "main"; subnet_ids = list!["subnet-1"]; },
        );
        s.resource("aws_db_instance", "db", body! { engine = "mysql"; db_subnet_group_name = "main"; });
        handles = vec![subnet, other, group];
    });
    refers(&mut plan, "aws_db_instance.db", &["db_subnet_group_name"], (&handles[2], "name"), Form::Equal);
    let all = inventory(&plan);
    let interface = "aws_db_instance.db#interface aws_subnet.data";
    assert_eq!(value(&all, "interfaces", interface, "subnet"), "subnets plan:aws_subnet.data");
}

#[test]
fn names_that_are_identifiers_lead_to_the_kind_that_is_wanted() {
    let all = of_foreign(|s| {
        // A state has names of these as their ids.
        s.resource(
            "aws_elasticache_subnet_group",
            "main",
            body! { id = "main"; subnet_ids = list!["subnet-9"]; },
        );
        s.resource("aws_db_subnet_group", "main", body! { id = "main"; subnet_ids = list!["subnet-1"]; });
        s.resource("aws_db_instance", "db", body! { engine = "mysql"; db_subnet_group_name = "main"; });
    });
    let interface = "aws_db_instance.db#interface subnet-1";
    assert_eq!(value(&all, "interfaces", interface, "subnet"), "externals subnet-1");
}

#[test]
fn unknown_values_lead_to_the_one_thing_that_they_come_from() {
    let mut handles = vec![];
    let mut plan = foreign(|s| {
        let one = s.resource("aws_vpc", "one", body! { cidr_block = "10.0.0.0/16"; });
        let two = s.resource("aws_vpc", "two", body! { cidr_block = "10.1.0.0/16"; });
        for name in ["sure", "either"] {
            s.resource("aws_internet_gateway", name, body! { vpc_id = Value::Unknown(Unknown::Expression); });
        }
        handles = vec![one, two];
    });
    refers(&mut plan, "aws_internet_gateway.sure", &["vpc_id"], (&handles[1], "id"), Form::Only);
    for handle in &handles {
        refers(&mut plan, "aws_internet_gateway.either", &["vpc_id"], (handle, "id"), Form::Part);
    }
    let all = inventory(&plan);
    assert_eq!(value(&all, "gateways", "aws_internet_gateway.sure", "network"), "networks plan:aws_vpc.two");
    let either = value(&all, "gateways", "aws_internet_gateway.either", "network");
    assert_eq!(either, "unknown (expression)");
}

#[test]
fn references_in_blocks_are_found_by_their_place() {
    let mut handles = vec![];
    let mut plan = foreign(|s| {
        let one = s.resource("aws_lb_target_group", "one", body! { protocol = "HTTP"; port = 80; });
        let two = s.resource("aws_lb_target_group", "two", body! { protocol = "HTTP"; port = 80; });
        let unknown = || Value::Unknown(Unknown::Expression);
        s.resource(
            "aws_lb_listener",
            "l",
            body! {
                port = 80;
                default_action {
                    type = "forward";
                    forward {
                        target_group { arn = unknown(); weight = 1; }
                        target_group { arn = unknown(); weight = 2; }
                    }
                }
            },
        );
        handles = vec![one, two];
    });
    for (at, handle) in ["0", "1"].into_iter().zip(&handles) {
        let path = ["default_action", "forward", "target_group", at, "arn"];
        refers(&mut plan, "aws_lb_listener.l", &path, (handle, "arn"), Form::Only);
    }
    let all = inventory(&plan);
    let forward = value(&all, "listeners", "aws_lb_listener.l", "default_actions[0]");
    assert_eq!(
        forward,
        "Forward({{group: target_groups plan:aws_lb_target_group.one, weight: 1}, \
         {group: target_groups plan:aws_lb_target_group.two, weight: 2}})"
    );
}

#[test]
fn documents_of_one_estate_find_each_other_by_identifier() {
    let mut cloud = foreign(|s| {
        s.resource("aws_vpc", "main", body! { id = "vpc-1"; cidr_block = "10.0.0.0/16"; });
    });
    let other = cloud.draft(StackKey::foreign("other"), "eu-central-1", "For a test.");
    other.data("aws_vpc", "main", body! { id = "vpc-1"; cidr_block = "10.0.0.0/16"; });
    other.resource("aws_subnet", "a", body! { vpc_id = "vpc-1"; cidr_block = "10.0.1.0/24"; });
    cloud.add(other);
    let all = inventory(&cloud);
    assert_eq!(all.networks.networks.len(), 1);
    let subnet = all.networks.subnets.values().next().expect("a subnet");
    assert_eq!(subnet.network.id(), all.networks.networks.iter().next().map(|(id, _)| id));
    assert_eq!(subnet.route_table.id(), all.networks.route_tables.iter().next().map(|(id, _)| id));
}

#[test]
fn instances_are_resources_of_their_own() {
    let mut plan = foreign(|s| {
        for (id, block) in [("subnet-1", "10.0.1.0/24"), ("subnet-2", "10.0.2.0/24")] {
            s.resource("aws_subnet", "a", body! { id = id; vpc_id = "vpc-1"; cidr_block = block; });
        }
        s.resource("aws_lb", "web", body! { name = "web"; subnets = list!["subnet-1", "subnet-2"]; });
    });
    for (at, resource) in plan.stacks[0].resources.iter_mut().take(2).enumerate() {
        let key = InstanceKey::Index(at as u64);
        let instance = Some(Arc::new(Instance { modules: vec![], key: Some(key) }));
        resource.address = Arc::new(Address { instance, ..Address::clone(&resource.address) });
    }
    let all = inventory(&plan);
    let subnets = value(&all, "load_balancers", "aws_lb.web", "subnets");
    assert_eq!(subnets, "subnets plan:aws_subnet.a[0] & subnets plan:aws_subnet.a[1]");
    assert_eq!(all.networks.interfaces.len(), 2);
}

#[test]
fn what_a_plan_leaves_to_the_provider_has_its_default() {
    let all = of_foreign(|s| {
        let later = || Value::Unknown(Unknown::AfterApply);
        s.resource(
            "aws_vpc",
            "main",
            body! {
                cidr_block = "10.0.0.0/16";
                enable_dns_hostnames = later();
                ipv6_cidr_block = later();
                default_security_group_id = later();
            },
        );
        s.resource(
            "aws_lb",
            "web",
            body! {
                name = "web";
                internal = later();
                load_balancer_type = "application";
                security_groups = later();
            },
        );
    });
    assert_eq!(value(&all, "networks", "aws_vpc.main", "dns_host_names"), "false");
    assert_eq!(value(&all, "networks", "aws_vpc.main", "blocks"), "10.0.0.0/16");
    assert_eq!(value(&all, "load_balancers", "aws_lb.web", "public"), "true");
    assert!(super::blind(&all, "aws_vpc.main").is_empty());
}

#[test]
fn records_that_prove_a_certificate_are_known_by_it() {
    let mut handles = vec![];
    let mut plan = foreign(|s| {
        let certificate = s.resource("aws_acm_certificate", "c", body! { domain_name = "example.com"; });
        let unknown = || Value::Unknown(Unknown::Expression);
        s.resource(
            "aws_route53_record",
            "proof",
            body! { zone_id = "Z1"; name = unknown(); type = unknown(); ttl = 60; records = unknown(); },
        );
        handles = vec![certificate];
    });
    for name in ["name", "type", "records"] {
        let of = (&handles[0], "domain_validation_options");
        refers(&mut plan, "aws_route53_record.proof", &[name], of, Form::Only);
    }
    let all = inventory(&plan);
    let of = |field: &str| value(&all, "dns_records", "aws_route53_record.proof", field);
    let said = "Attribute{entry: certificates plan:aws_acm_certificate.c, attribute: Other}";
    assert_eq!(["name", "kind", "answer.values"].map(of), [said, "\"CNAME\"", said]);
}

#[test]
fn what_only_few_know_is_not_shown() {
    let all = of_foreign(|s| {
        let secret = |text: &'static str| Value::Sensitive(Box::new(text.into()));
        s.resource(
            "aws_lb_listener_rule",
            "r",
            body! {
                condition { host_header { values = list![secret("shop.example.com")]; } }
                condition { http_header { http_header_name = "x-proof"; values = list![secret("abc")]; } }
            },
        );
    });
    // A plan marks the whole set of conditions as sensitive: hosts and paths are read, values of headers are not.
    assert_eq!(
        value(&all, "listener_rules", "aws_lb_listener_rule.r", "conditions"),
        "Header{name: \"x-proof\", values: unknown (sensitive)} & Host({\"shop.example.com\"})"
    );
}

#[test]
fn what_is_chosen_among_several_leads_to_one_of_them() {
    let mut subnets = vec![];
    let mut gateways = vec![];
    let mut plan = foreign(|s| {
        let vpc = s.resource("aws_vpc", "main", body! { cidr_block = "10.0.0.0/16"; });
        let unknown = || Value::Unknown(Unknown::Expression);
        for (name, block) in [("a", "10.0.1.0/24"), ("b", "10.0.2.0/24")] {
            let subnet = body! { vpc_id = vpc.id(); cidr_block = block; };
            subnets.push(s.resource("aws_subnet", name, subnet));
            gateways.push(s.resource("aws_nat_gateway", name, body! { subnet_id = unknown(); }));
        }
        let table = s.resource("aws_route_table", "t", body! { vpc_id = vpc.id(); });
        let route = body! { route_table_id = table.id(); destination_cidr_block = "0.0.0.0/0";
        nat_gateway_id = unknown(); };
        s.resource("aws_route", "r", route);
    });
    for (subnet, gateway) in subnets.iter().zip(&gateways) {
        refers(&mut plan, "aws_nat_gateway.a", &["subnet_id"], (subnet, "id"), Form::Part);
        refers(&mut plan, "aws_route.r", &["nat_gateway_id"], (gateway, "id"), Form::Part);
    }
    let all = inventory(&plan);
    let of = |kind: &str, address: &str, field: &str| value(&all, kind, address, field);
    assert_eq!(
        of("nat_gateways", "aws_nat_gateway.a", "subnets"),
        "subnets plan:aws_subnet.a & subnets plan:aws_subnet.b"
    );
    assert_eq!(of("routes", "aws_route.r", "target"), "NatGateway(nat_gateways plan:aws_nat_gateway.a)");
    // Nothing is said about the other gateway.
    assert_eq!(of("nat_gateways", "aws_nat_gateway.b", "subnets"), "unknown (expression)");
}

#[test]
fn the_default_network_is_one_for_each_region_with_what_aws_creates_in_it() {
    let all = of_foreign(|s| {
        for name in ["a", "b"] {
            s.resource("aws_instance", name, body! { ami = "ami-1"; instance_type = "t3.micro"; });
        }
    });
    let networks = &all.networks;
    assert_eq!((networks.networks.len(), networks.subnets.len(), networks.gateways.len()), (1, 1, 1));
    let cards: Vec<_> = networks.interfaces.values().collect();
    assert_eq!(cards.len(), 2);
    let subnet = cards[0].subnet.id().expect("the default subnets");
    let group =
        cards[0].groups.iter().next().and_then(polder_inventory::model::Link::id).expect("the default group");
    assert!(networks.security_groups[group].default && networks.subnets[subnet].route_table.id().is_some());
    assert_eq!((cards[1].subnet, cards[1].groups.clone()), (cards[0].subnet, cards[0].groups.clone()));
}
