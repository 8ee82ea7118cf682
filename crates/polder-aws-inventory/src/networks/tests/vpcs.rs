//! VPCs, subnets and what AWS creates with them.

use polder_cloud::{Handle, body, list};

use super::{blind, said, value};
use crate::test_graphs::of_foreign;

#[test]
fn a_network_has_what_aws_makes_with_it() {
    let all = of_foreign(|s| {
        let vpc =
            s.resource("aws_vpc", "main", body! { cidr_block = "10.0.0.0/16"; tags = { Name = "shop"; }; });
        s.resource(
            "aws_subnet",
            "a",
            body! {
                vpc_id = vpc.id();
                cidr_block = "10.0.1.0/24";
                availability_zone = "eu-central-1a";
            },
        );
    });
    assert_eq!(
        said(&all, "networks", "aws_vpc.main"),
        ["blocks = 10.0.0.0/16", "dns_host_names = false", "dns_resolution = true", "name = \"shop\""]
    );
    let tables = said(&all, "route_tables", "aws_vpc.main");
    assert!(tables.contains(&"#main route table/main = true".to_owned()), "{tables:?}");
    assert_eq!(
        value(&all, "subnets", "aws_subnet.a", "route_table"),
        "route_tables plan:aws_vpc.main#main route table"
    );
    assert_eq!(
        value(&all, "subnets", "aws_subnet.a", "acl"),
        "network_acls plan:aws_vpc.main#default network ACL"
    );
    // The default ACL allows all traffic, in both directions.
    for way in ["inbound", "outbound"] {
        let entry = format!("aws_vpc.main#default network ACL {way} 100");
        assert_eq!(value(&all, "network_acl_entries", &entry, "action"), "Allow");
        assert_eq!(value(&all, "network_acl_entries", &entry, "block"), "0.0.0.0/0");
        assert_eq!(value(&all, "network_acl_entries", &entry, "traffic.protocol"), "Any");
    }
    // The default group allows traffic from its members, and all egress.
    let inbound = "aws_vpc.main#default security group inbound";
    let peer = "Group(security_groups plan:aws_vpc.main#default security group)";
    assert_eq!(value(&all, "security_group_rules", inbound, "peer"), peer);
    let outbound = "aws_vpc.main#default security group outbound 0.0.0.0/0";
    assert_eq!(value(&all, "security_group_rules", outbound, "peer"), "Block(0.0.0.0/0)");
}

#[test]
fn resources_take_over_what_aws_makes() {
    let all = of_foreign(|s| {
        let vpc = s.resource("aws_vpc", "main", body! { cidr_block = "10.0.0.0/16"; });
        let default = |name: &'static str| vpc.get(name);
        s.resource(
            "aws_default_route_table",
            "t",
            body! {
                default_route_table_id = default("default_route_table_id");
            },
        );
        s.resource(
            "aws_default_network_acl",
            "t",
            body! {
                default_network_acl_id = default("default_network_acl_id");
            },
        );
        s.resource("aws_default_security_group", "t", body! { vpc_id = vpc.id(); });
        s.resource("aws_subnet", "a", body! { vpc_id = vpc.id(); cidr_block = "10.0.1.0/24"; });
    });
    assert_eq!(
        value(&all, "subnets", "aws_subnet.a", "route_table"),
        "route_tables plan:aws_default_route_table.t"
    );
    assert_eq!(value(&all, "subnets", "aws_subnet.a", "acl"), "network_acls plan:aws_default_network_acl.t");
    assert_eq!(
        value(&all, "route_tables", "aws_default_route_table.t", "network"),
        "networks plan:aws_vpc.main"
    );
    assert_eq!(
        value(&all, "network_acls", "aws_default_network_acl.t", "network"),
        "networks plan:aws_vpc.main"
    );
    assert_eq!(value(&all, "security_groups", "aws_default_security_group.t", "default"), "true");
    // Adopted and emptied: none of the default rules are left.
    assert!(all.networks.network_acl_entries.is_empty() && all.networks.security_group_rules.is_empty());
    assert_eq!((all.networks.route_tables.len(), all.networks.security_groups.len()), (1, 1));
    assert_eq!(value(&all, "subnets", "aws_subnet.a", "zone"), "unknown (known after apply)");
}

#[test]
fn associations_win_over_what_aws_makes_in_any_order() {
    for late in [false, true] {
        let all = of_foreign(|s| {
            let vpc = s.resource("aws_vpc", "main", body! { cidr_block = "10.0.0.0/16"; });
            let table = s.resource("aws_route_table", "own", body! { vpc_id = vpc.id(); });
            let main = s.resource("aws_route_table", "main", body! { vpc_id = vpc.id(); });
            let subnet = |name: &str, block: &'static str| {
                s.resource("aws_subnet", name, body! { vpc_id = vpc.id(); cidr_block = block; })
            };
            let associate = |subnet: &Handle| {
                s.resource(
                    "aws_route_table_association",
                    "a",
                    body! {
                        subnet_id = subnet.id();
                        route_table_id = table.id();
                    },
                );
                s.resource(
                    "aws_network_acl",
                    "own",
                    body! {
                        vpc_id = vpc.id();
                        subnet_ids = list![subnet.id()];
                    },
                );
            };
            let a = subnet("a", "10.0.1.0/24");
            if late {
                subnet("b", "10.0.2.0/24");
                associate(&a);
            } else {
                associate(&a);
                subnet("b", "10.0.2.0/24");
            }
            s.resource(
                "aws_main_route_table_association",
                "m",
                body! {
                    vpc_id = vpc.id();
                    route_table_id = main.id();
                },
            );
        });
        assert_eq!(
            value(&all, "subnets", "aws_subnet.a", "route_table"),
            "route_tables plan:aws_route_table.own"
        );
        assert_eq!(value(&all, "subnets", "aws_subnet.a", "acl"), "network_acls plan:aws_network_acl.own");
        assert_eq!(
            value(&all, "subnets", "aws_subnet.b", "route_table"),
            "route_tables plan:aws_route_table.main"
        );
        assert_eq!(value(&all, "route_tables", "aws_route_table.main", "main"), "true");
        assert_eq!(value(&all, "route_tables", "aws_route_table.own", "main"), "false");
        // The table that AWS created exists, but is no longer the main table.
        let first = said(&all, "route_tables", "aws_vpc.main");
        assert!(first.contains(&"#main route table/main = false".to_owned()), "{first:?}");
    }
}

#[test]
fn all_addresses_of_a_network_count() {
    let all = of_foreign(|s| {
        let vpc = s.resource(
            "aws_vpc",
            "main",
            body! {
                cidr_block = "10.0.0.0/16";
                assign_generated_ipv6_cidr_block = true;
                enable_dns_support = false;
            },
        );
        s.resource(
            "aws_vpc_ipv4_cidr_block_association",
            "more",
            body! {
                vpc_id = vpc.id();
                cidr_block = "10.1.0.0/16";
            },
        );
        s.resource(
            "aws_vpc",
            "known",
            body! { cidr_block = "10.2.0.0/16"; ipv6_cidr_block = "2001:db8::/56"; },
        );
        s.resource(
            "aws_vpc",
            "pool",
            body! { cidr_block = "10.3.0.0/16"; ipv6_ipam_pool_id = "ipam-pool-1"; ipv6_netmask_length = 56; },
        );
    });
    assert_eq!(value(&all, "networks", "aws_vpc.main", "blocks"), "10.0.0.0/16 & 10.1.0.0/16");
    assert_eq!(value(&all, "networks", "aws_vpc.main", "dns_resolution"), "false");
    // Only a block that AWS chooses from all of its addresses cannot be known to whoever writes a filter.
    assert_eq!(blind(&all, "aws_vpc.main"), ["assign_generated_ipv6_cidr_block known after apply"]);
    assert_eq!(blind(&all, "aws_vpc.pool"), ["ipv6_cidr_block known after apply"]);
    assert_eq!(value(&all, "networks", "aws_vpc.known", "blocks"), "10.2.0.0/16 & 2001:db8::/56");
    // With IPv6 addresses, the default ACL also allows IPv6 traffic.
    let second = "aws_vpc.known#default network ACL inbound 101";
    assert_eq!(value(&all, "network_acl_entries", second, "block"), "::/0");
}

#[test]
fn tiers_are_what_the_author_says() {
    let all = of_foreign(|s| {
        let tagged = |name: &'static str, tier: Option<&'static str>, tag: &'static str| {
            s.resource(
                "aws_subnet",
                name,
                body! {
                    vpc_id = "vpc-1";
                    tags = { Name = tag; Tier = tier; };
                },
            );
        };
        tagged("a", None, "shop-public-a");
        tagged("b", None, "data-platform-app-b");
        tagged("c", Some("Data"), "shop-public-c");
        tagged("d", Some("cache"), "shop-d");
        tagged("e", None, "shop-e");
    });
    let tier = |name: &str| value(&all, "subnets", &format!("aws_subnet.{name}"), "tier");
    // The name contains two tiers, so the tier is not known.
    let tiers = ["a", "b", "c", "d", "e"].map(tier);
    assert_eq!(tiers, ["Public", "none", "Data", "Other(\"cache\")", "none"]);
}

#[test]
fn what_is_only_looked_up_keeps_its_tables_elsewhere() {
    let all = of_foreign(|s| {
        let vpc = s.data("aws_vpc", "shared", body! { id = "vpc-1"; cidr_block = "10.0.0.0/16"; });
        s.data("aws_subnet", "shared", body! { vpc_id = "vpc-1"; cidr_block = "10.0.1.0/24"; });
        s.resource("aws_subnet", "own", body! { vpc_id = vpc.id(); cidr_block = "10.0.2.0/24"; });
        s.data("aws_security_group", "shared", body! { vpc_id = "vpc-1"; name = "old"; });
    });
    let elsewhere = "unknown (configured elsewhere)";
    for subnet in ["data.aws_subnet.shared", "aws_subnet.own"] {
        assert_eq!(value(&all, "subnets", subnet, "network"), "networks plan:data.aws_vpc.shared");
        assert_eq!(value(&all, "subnets", subnet, "route_table"), elsewhere);
        assert_eq!(value(&all, "subnets", subnet, "acl"), elsewhere);
    }
    assert!(all.networks.route_tables.is_empty());
    assert_eq!(blind(&all, "data.aws_security_group.shared"), ["- configured elsewhere"]);
}

#[test]
fn a_look_up_of_what_the_estate_makes_is_the_same_entry() {
    let all = of_foreign(|s| {
        s.resource("aws_vpc", "main", body! { id = "vpc-1"; cidr_block = "10.0.0.0/16"; });
        let found = s.data("aws_vpc", "main", body! { id = "vpc-1"; cidr_block = "10.0.0.0/16"; });
        s.resource("aws_subnet", "a", body! { vpc_id = found.id(); cidr_block = "10.0.1.0/24"; });
    });
    assert_eq!(all.networks.networks.len(), 1);
    assert_eq!(value(&all, "subnets", "aws_subnet.a", "network"), "networks plan:aws_vpc.main");
    assert_eq!(
        value(&all, "subnets", "aws_subnet.a", "route_table"),
        "route_tables plan:aws_vpc.main#main route table"
    );
}

#[test]
fn other_resolvers_than_the_providers_are_noted() {
    let all = of_foreign(|s| {
        let vpc = s.resource("aws_vpc", "main", body! { cidr_block = "10.0.0.0/16"; });
        for (name, server) in [("own", "10.0.0.2"), ("aws", "AmazonProvidedDNS")] {
            let options =
                s.resource("aws_vpc_dhcp_options", name, body! { domain_name_servers = list![server]; });
            s.resource(
                "aws_vpc_dhcp_options_association",
                name,
                body! {
                    vpc_id = vpc.id();
                    dhcp_options_id = options.id();
                },
            );
        }
    });
    assert_eq!(
        blind(&all, "aws_vpc_dhcp_options_association.own"),
        ["dhcp_options_id attribute not modelled"]
    );
    assert!(blind(&all, "aws_vpc_dhcp_options_association.aws").is_empty());
}
