//! Networks.

use super::source::{DEFAULTS, EC2, VPC};
use crate::measure::network as measure;
use crate::measure::security_group as group;
use crate::quota::{Quota, Unit, each, grouped, items, of, own, region, sum, sum_of};

pub(super) static QUOTAS: &[Quota] = &[
    region("ec2", "L-0263D0A3", "EC2-VPC Elastic IPs", 5, &EC2, &[sum("aws_eip", measure::elastic_ip)]),
    // A new account has a default VPC with an internet gateway in each region.
    region("vpc", "L-F678F1CE", "VPCs per Region", 5, &VPC, &[each("aws_vpc")]).new_account(4),
    region("vpc", "L-A4707A72", "Internet gateways per Region", 5, &VPC, &[each("aws_internet_gateway")]).new_account(4),
    region("vpc", "L-45FE3B85", "Egress-only internet gateways per Region", 5, &VPC, &[
        each("aws_egress_only_internet_gateway"),
    ]),
    region("vpc", "L-FE5A380F", "NAT gateways per Availability Zone", 5, &VPC, &[
        grouped("aws_nat_gateway", measure::zone_of_subnet),
    ]),
    region("vpc", "L-407747CB", "Subnets per VPC", 200, &VPC, &[of("aws_subnet", "vpc_id")]),
    region("vpc", "L-83CA0A9D", "IPv4 CIDR blocks per VPC", 5, &VPC, &[
        own("aws_vpc", measure::first_range),
        of("aws_vpc_ipv4_cidr_block_association", "vpc_id"),
    ]),
    region("vpc", "L-589F43AA", "Route tables per VPC", 200, &VPC, &[
        of("aws_route_table", "vpc_id"),
        of("aws_default_route_table", "vpc_id"),
    ]),
    region("vpc", "L-93826ACB", "Routes per route table", 500, &VPC, &[
        of("aws_route", "route_table_id"),
        items("aws_route_table", "route"),
        items("aws_default_route_table", "route"),
    ]),
    region("vpc", "L-B4A6D682", "Network ACLs per VPC", 200, &VPC, &[of("aws_network_acl", "vpc_id")]),
    // The default deny rule counts. IPv4 and IPv6 rules count separately, and so do the directions.
    region("vpc", "L-2AEEBF1A", "Rules per network ACL (inbound, IPv4)", 20, &VPC, &[
        sum_of("aws_network_acl_rule", "network_acl_id", measure::acl_inbound),
        own("aws_network_acl", measure::acl_ingress_blocks),
        own("aws_default_network_acl", measure::acl_ingress_blocks),
    ]).standing(1),
    region("vpc", "L-2AEEBF1A", "Rules per network ACL (outbound, IPv4)", 20, &VPC, &[
        sum_of("aws_network_acl_rule", "network_acl_id", measure::acl_outbound),
        own("aws_network_acl", measure::acl_egress_blocks),
        own("aws_default_network_acl", measure::acl_egress_blocks),
    ]).standing(1),
    region("vpc", "L-2AEEBF1A", "Rules per network ACL (inbound, IPv6)", 20, &VPC, &[
        sum_of("aws_network_acl_rule", "network_acl_id", measure::acl_inbound_v6),
    ]).standing(1),
    region("vpc", "L-2AEEBF1A", "Rules per network ACL (outbound, IPv6)", 20, &VPC, &[
        sum_of("aws_network_acl_rule", "network_acl_id", measure::acl_outbound_v6),
    ]).standing(1),
    region("vpc", "L-E79EC296", "VPC security groups per Region", 2500, &VPC, &[each("aws_security_group")]),
    region("vpc", "L-0EA8095F", "Inbound rules per security group (IPv4)", 60, &VPC, &[
        sum_of("aws_vpc_security_group_ingress_rule", "security_group_id", group::rule_v4),
        sum_of("aws_security_group_rule", "security_group_id", group::old_inbound_v4),
        own("aws_security_group", group::inline_inbound_v4),
        own("aws_default_security_group", group::inline_inbound_v4),
    ]),
    region("vpc", "L-0EA8095F", "Outbound rules per security group (IPv4)", 60, &VPC, &[
        sum_of("aws_vpc_security_group_egress_rule", "security_group_id", group::rule_v4),
        sum_of("aws_security_group_rule", "security_group_id", group::old_outbound_v4),
        own("aws_security_group", group::inline_outbound_v4),
        own("aws_default_security_group", group::inline_outbound_v4),
    ]),
    region("vpc", "L-0EA8095F", "Inbound rules per security group (IPv6)", 60, &VPC, &[
        sum_of("aws_vpc_security_group_ingress_rule", "security_group_id", group::rule_v6),
        sum_of("aws_security_group_rule", "security_group_id", group::old_inbound_v6),
        own("aws_security_group", group::inline_inbound_v6),
        own("aws_default_security_group", group::inline_inbound_v6),
    ]),
    region("vpc", "L-0EA8095F", "Outbound rules per security group (IPv6)", 60, &VPC, &[
        sum_of("aws_vpc_security_group_egress_rule", "security_group_id", group::rule_v6),
        sum_of("aws_security_group_rule", "security_group_id", group::old_outbound_v6),
        own("aws_security_group", group::inline_outbound_v6),
        own("aws_default_security_group", group::inline_outbound_v6),
    ]),
    region("vpc", "L-2AFB9258", "Security groups per network interface", 5, &VPC, &[
        items("aws_network_interface", "security_groups"),
        items("aws_instance", "vpc_security_group_ids"),
        items("aws_launch_template", "vpc_security_group_ids"),
        items("aws_launch_template", "network_interfaces.security_groups"),
        items("aws_lb", "security_groups"),
        items("aws_alb", "security_groups"),
        items("aws_elb", "security_groups"),
        items("aws_vpc_endpoint", "security_group_ids"),
        items("aws_ecs_service", "network_configuration.security_groups"),
        items("aws_lambda_function", "vpc_config.security_group_ids"),
        items("aws_db_instance", "vpc_security_group_ids"),
        items("aws_rds_cluster", "vpc_security_group_ids"),
        items("aws_elasticache_cluster", "security_group_ids"),
        items("aws_elasticache_replication_group", "security_group_ids"),
        items("aws_efs_mount_target", "security_groups"),
        items("aws_api_gateway_vpc_link", "security_group_ids"),
        items("aws_apigatewayv2_vpc_link", "security_group_ids"),
    ]),
    region("vpc", "L-DF5E4CA3", "Network interfaces per Region", 5000, &VPC, &[each("aws_network_interface")]),
    region("vpc", "L-1B52E74A", "Gateway VPC endpoints per Region", 20, &VPC, &[
        sum("aws_vpc_endpoint", measure::gateway_endpoint),
    ]),
    region("vpc", "L-29B6F2EB", "Interface VPC endpoints per VPC", 50, &VPC, &[
        sum_of("aws_vpc_endpoint", "vpc_id", measure::interface_endpoint),
    ]),
    region("vpc", "L-3248932A", "Characters per VPC endpoint policy", 20_480, &VPC, &[
        own("aws_vpc_endpoint", crate::measure::iam::endpoint_policy),
        own("aws_vpc_endpoint_policy", crate::measure::iam::endpoint_policy),
    ]).fixed().unit(Unit::Characters),
    region("vpc", "L-7E9ECCDB", "Active VPC peering connections per VPC", 50, &VPC, &[
        of("aws_vpc_peering_connection", "vpc_id"),
        of("aws_vpc_peering_connection", "peer_vpc_id"),
    ]),
    region("ec2", "L-A2478D36", "Transit gateways per account", 5, &DEFAULTS, &[each("aws_ec2_transit_gateway")]),
    region("ec2", "L-43872EB7", "Route Tables per transit gateway", 20, &DEFAULTS, &[
        of("aws_ec2_transit_gateway_route_table", "transit_gateway_id"),
    ]),
    region("ec2", "L-4FB7FF5D", "Customer gateways per region", 50, &DEFAULTS, &[each("aws_customer_gateway")]),
    region("ec2", "L-7029FAB6", "Virtual private gateways per region", 5, &DEFAULTS, &[each("aws_vpn_gateway")]),
    region("ec2", "L-3E6EC3A3", "VPN connections per region", 50, &DEFAULTS, &[each("aws_vpn_connection")]),
];
