//! Security groups and network ACLs with their rules.

use polder_cloud::{body, list};
use polder_inventory::Inventory;

use super::{blind, said, value};
use crate::test_graphs::of_foreign;

/// The rules of a resource in one line each: direction, protocol, ports, peer.
fn rules(all: &Inventory, address: &str) -> Vec<String> {
    let lines = said(all, "security_group_rules", address);
    let of = |line: &String, field: &str| {
        line.split_once(&format!("{field} = ")).map(|(part, value)| (part.to_owned(), value.to_owned()))
    };
    let mut parts: Vec<String> = lines.iter().filter_map(|line| Some(of(line, "direction")?.0)).collect();
    parts.dedup();
    let rule = |part: String| {
        let field = |name: &str| {
            let found = lines.iter().find_map(|line| line.strip_prefix(&format!("{part}{name} = ")));
            found.unwrap_or("?").to_owned()
        };
        let (direction, peer) = (field("direction"), field("peer"));
        format!("{direction} {} {} {peer}", field("traffic.protocol"), field("traffic.ports"))
    };
    parts.into_iter().map(rule).collect()
}

#[test]
fn each_peer_of_a_rule_is_a_rule() {
    let all = of_foreign(|s| {
        let other = s.resource("aws_security_group", "other", body! { name = "other"; vpc_id = "vpc-1"; });
        s.resource(
            "aws_security_group",
            "web",
            body! {
                name = "web";
                vpc_id = "vpc-1";
                ingress {
                    protocol = "tcp";
                    from_port = 443;
                    to_port = 444;
                    cidr_blocks = list!["0.0.0.0/0", "10.0.0.0/8"];
                    ipv6_cidr_blocks = list!["::/0"];
                    security_groups = list![other.id()];
                    self = true;
                }
                egress { protocol = "-1"; from_port = 0; to_port = 0; cidr_blocks = list!["0.0.0.0/0"]; }
            },
        );
    });
    assert_eq!(
        rules(&all, "aws_security_group.web"),
        [
            "Outbound Any 0-65535 Block(0.0.0.0/0)",
            "Inbound Tcp 443-444 Block(0.0.0.0/0)",
            "Inbound Tcp 443-444 Block(10.0.0.0/8)",
            "Inbound Tcp 443-444 Block(::/0)",
            "Inbound Tcp 443-444 Group(security_groups plan:aws_security_group.other)",
            "Inbound Tcp 443-444 Group(security_groups plan:aws_security_group.web)",
        ]
    );
    // The provider removes the default egress rule of a new group.
    assert!(rules(&all, "aws_security_group.other").is_empty());
}

#[test]
fn rules_that_are_resources_are_read_in_both_forms() {
    let all = of_foreign(|s| {
        let group = s.resource("aws_security_group", "db", body! { name_prefix = "db-"; vpc_id = "vpc-1"; });
        s.resource(
            "aws_security_group_rule",
            "old",
            body! {
                type = "ingress";
                security_group_id = group.id();
                protocol = "6";
                from_port = 5432;
                to_port = 5432;
                cidr_blocks = list!["10.0.1.0/24", "10.0.2.0/24"];
            },
        );
        s.resource(
            "aws_security_group_rule",
            "ping",
            body! {
                type = "egress";
                security_group_id = group.id();
                protocol = "icmp";
                from_port = 8;
                to_port = -1;
                source_security_group_id = "123456789012/sg-9";
            },
        );
        s.resource(
            "aws_vpc_security_group_ingress_rule",
            "new",
            body! {
                security_group_id = group.id();
                ip_protocol = "udp";
                from_port = 53;
                to_port = 53;
                referenced_security_group_id = group.id();
            },
        );
        s.resource(
            "aws_vpc_security_group_egress_rule",
            "all",
            body! {
                security_group_id = group.id();
                ip_protocol = "-1";
                cidr_ipv6 = "::/0";
            },
        );
    });
    assert_eq!(
        rules(&all, "aws_security_group_rule.old"),
        ["Inbound Tcp 5432 Block(10.0.1.0/24)", "Inbound Tcp 5432 Block(10.0.2.0/24)"]
    );
    assert_eq!(
        rules(&all, "aws_security_group_rule.ping"),
        ["Outbound Icmp 0-65535 Group(externals 123456789012/sg-9)"]
    );
    let ping = "aws_security_group_rule.ping#123456789012/sg-9";
    assert_eq!(value(&all, "security_group_rules", ping, "traffic.protocol.kind"), "8");
    assert_eq!(value(&all, "security_group_rules", ping, "traffic.protocol.code"), "none");
    let new = "aws_vpc_security_group_ingress_rule.new";
    assert_eq!(rules(&all, new), ["Inbound Udp 53 Group(security_groups plan:aws_security_group.db)"]);
    assert_eq!(rules(&all, "aws_vpc_security_group_egress_rule.all"), ["Outbound Any 0-65535 Block(::/0)"]);
    assert_eq!(
        value(&all, "security_groups", "aws_security_group.db", "name"),
        "unknown (known after apply)"
    );
}

#[test]
fn a_rule_without_a_direction_is_a_blind_spot() {
    let all = of_foreign(|s| {
        s.resource(
            "aws_security_group_rule",
            "odd",
            body! { type = "sideways"; security_group_id = "sg-1"; },
        );
    });
    assert_eq!(blind(&all, "aws_security_group_rule.odd"), ["type not understood"]);
}

#[test]
fn a_state_lists_rules_twice_and_they_count_once() {
    let all = of_foreign(|s| {
        s.resource("aws_security_group", "web", body! {
            id = "sg-1";
            name = "web";
            vpc_id = "vpc-1";
            ingress = list![
                body! {
                    protocol = "tcp"; from_port = 443; to_port = 443; cidr_blocks = list!["0.0.0.0/0", "10.0.0.0/8"];
                    ipv6_cidr_blocks = list![]; prefix_list_ids = list![]; security_groups = list![]; self = false;
                },
                body! { protocol = "tcp"; from_port = 80; to_port = 80; cidr_blocks = list![]; self = true; },
            ];
        });
        s.resource(
            "aws_vpc_security_group_ingress_rule",
            "web",
            body! {
                security_group_id = "sg-1";
                ip_protocol = "tcp";
                from_port = 443;
                to_port = 443;
                cidr_ipv4 = "0.0.0.0/0";
            },
        );
    });
    assert_eq!(rules(&all, "aws_vpc_security_group_ingress_rule.web"), ["Inbound Tcp 443 Block(0.0.0.0/0)"]);
    assert_eq!(
        rules(&all, "aws_security_group.web"),
        [
            "Inbound Tcp 443 Block(10.0.0.0/8)",
            "Inbound Tcp 80 Group(security_groups plan:aws_security_group.web)"
        ]
    );
}

#[test]
fn the_group_of_a_network_can_be_named_by_its_attribute() {
    let all = of_foreign(|s| {
        let vpc = s.resource("aws_vpc", "main", body! { cidr_block = "10.0.0.0/16"; });
        s.resource(
            "aws_vpc_security_group_ingress_rule",
            "r",
            body! {
                security_group_id = "sg-1";
                ip_protocol = "tcp";
                from_port = 1;
                to_port = 2;
                referenced_security_group_id = vpc.get("default_security_group_id");
            },
        );
    });
    let peer = value(&all, "security_group_rules", "aws_vpc_security_group_ingress_rule.r", "peer");
    assert_eq!(peer, "Group(security_groups plan:aws_vpc.main#default security group)");
}

#[test]
fn rules_whose_number_is_not_known_are_noted() {
    let all = of_foreign(|s| {
        s.resource(
            "aws_security_group",
            "dynamic",
            body! {
                vpc_id = "vpc-1";
                ingress = polder_cloud::Value::Unknown(polder_cloud::Unknown::Expression);
                egress = polder_cloud::Value::Unknown(polder_cloud::Unknown::AfterApply);
            },
        );
    });
    // Computed attributes are not set in the configuration.
    assert_eq!(blind(&all, "aws_security_group.dynamic"), ["ingress expression"]);
}

#[test]
fn entries_of_acls_are_read_in_both_forms_and_count_once() {
    let all = of_foreign(|s| {
        let acl = s.resource("aws_network_acl", "app", body! {
            vpc_id = "vpc-1";
            ingress { rule_no = 100; action = "allow"; protocol = "tcp"; cidr_block = "10.0.0.0/8"; from_port = 443; to_port = 443; }
            ingress { rule_no = 200; action = "DENY"; protocol = "-1"; cidr_block = "0.0.0.0/0"; from_port = 0; to_port = 0; }
            egress { rule_no = 100; action = "allow"; protocol = "icmp"; ipv6_cidr_block = "::/0"; icmp_type = 8; icmp_code = 0; from_port = 0; to_port = 0; }
        });
        s.resource(
            "aws_network_acl_rule",
            "same",
            body! {
                network_acl_id = acl.id();
                rule_number = 200;
                rule_action = "deny";
                protocol = "-1";
                cidr_block = "0.0.0.0/0";
            },
        );
        s.resource(
            "aws_network_acl_rule",
            "out",
            body! {
                network_acl_id = acl.id();
                rule_number = 200;
                egress = true;
                rule_action = "allow";
                protocol = "17";
                cidr_block = "0.0.0.0/0";
                from_port = 1024;
                to_port = 65535;
            },
        );
    });
    assert_eq!(all.networks.network_acl_entries.len(), 4);
    let of = |address: &str| {
        let field = |name: &str| value(&all, "network_acl_entries", address, name);
        let traffic = format!("{} {}", field("traffic.protocol"), field("traffic.ports"));
        format!("{} {} {} {traffic} {}", field("direction"), field("number"), field("action"), field("block"))
    };
    assert_eq!(of("aws_network_acl.app#ingress 100"), "Inbound 100 Allow Tcp 443 10.0.0.0/8");
    let ping = "aws_network_acl.app#egress 100";
    assert_eq!(of(ping), "Outbound 100 Allow Icmp 0-65535 ::/0");
    let message = ["kind", "code"]
        .map(|it| value(&all, "network_acl_entries", ping, &format!("traffic.protocol.{it}")));
    assert_eq!(message, ["8", "0"]);
    assert_eq!(of("aws_network_acl_rule.same"), "Inbound 200 Deny Any 0-65535 0.0.0.0/0");
    assert_eq!(of("aws_network_acl_rule.out"), "Outbound 200 Allow Udp 1024-65535 0.0.0.0/0");
}
