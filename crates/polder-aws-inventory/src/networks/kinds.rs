//! The kinds of resources that are read here, folder by folder.

use polder_inventory::EntryKind;

use crate::kind::Reading::{Entry, EntryAndParts, Irrelevant, Part};
use crate::kind::{KindReading, Reading, data, managed};
use crate::networks::api::{
    api_gateway_domain_name, api_gateway_method, api_gateway_rest_api, api_gateway_stage,
    api_gateway_usage_plan, api_gateway_vpc_link, apigatewayv2_route,
};
use crate::networks::cdn::{
    cloudfront_cache_policy, cloudfront_distribution, cloudfront_function, cloudfront_response_headers_policy,
};
use crate::networks::dns::{resolver, route53_health_check, route53_record, route53_zone};
use crate::networks::interfaces;
use crate::networks::load_balancing::{
    acm_certificate, elb, lb, lb_listener, lb_listener_rule, lb_target_group, target,
};
use crate::networks::vpcs::{
    internet_gateway, managed_prefix_list, nat_gateway, network_acl, route, route_table, security_group,
    subnet, transit_gateway, vpc, vpc_endpoint, vpc_peering_connection,
};
use crate::networks::waf::{wafv2_association, wafv2_ip_set, wafv2_web_acl};

/// The readers of resources that refer to it read it: it has no entry of its own.
const READ_BY_USERS: Reading = Part(|_, _| {});

const VPC: Reading = EntryAndParts(EntryKind::Network, vpc::read, vpc::read_parts);
const SUBNET: Reading = EntryAndParts(EntryKind::Subnet, subnet::read, subnet::read_parts);
const GATEWAY: Reading = Entry(EntryKind::Gateway, internet_gateway::read);
const GROUP: Reading = Entry(EntryKind::SecurityGroup, security_group::read);
const ACL: Reading = EntryAndParts(EntryKind::NetworkAcl, network_acl::read, network_acl::read_subnets);
const BALANCER: Reading = EntryAndParts(EntryKind::LoadBalancer, lb::read, lb::read_parts);
const LISTENER: Reading = Entry(EntryKind::Listener, lb_listener::read);
const RULE: Reading = Entry(EntryKind::ListenerRule, lb_listener_rule::read);
const TARGETS: Reading = Entry(EntryKind::TargetGroup, lb_target_group::read);
const PREFIX_LIST: Reading = Entry(EntryKind::PrefixList, managed_prefix_list::read_look_up);
const CACHE: Reading = Entry(EntryKind::CachePolicy, cloudfront_cache_policy::read);
const FORWARD: Reading = Entry(EntryKind::OriginRequestPolicy, cloudfront_cache_policy::read_request);
const HEADERS: Reading = Entry(EntryKind::ResponseHeadersPolicy, cloudfront_response_headers_policy::read);
const TRANSIT_ROUTE: Reading = Part(transit_gateway::read_route);
const WEB_ACL: Reading = Entry(EntryKind::WebAcl, wafv2_web_acl::read);

/// The format of messages affects neither reachability nor cost.
const MESSAGES: Reading = Irrelevant("it shapes messages of an API, and no engine looks into messages");

/// The kinds that are read here.
pub(crate) const KINDS: &[KindReading] = &[
    // Networks.
    managed("aws_vpc", VPC),
    managed("aws_default_vpc", VPC),
    data("aws_vpc", VPC),
    managed("aws_vpc_ipv4_cidr_block_association", Part(vpc::read_association)),
    managed("aws_vpc_ipv6_cidr_block_association", Part(vpc::read_association)),
    managed("aws_vpc_dhcp_options", READ_BY_USERS),
    managed("aws_vpc_dhcp_options_association", Part(vpc::read_dhcp_association)),
    managed("aws_subnet", SUBNET),
    managed("aws_default_subnet", SUBNET),
    data("aws_subnet", SUBNET),
    managed("aws_route_table", Entry(EntryKind::RouteTable, route_table::read)),
    data("aws_route_table", Entry(EntryKind::RouteTable, route_table::read)),
    managed("aws_default_route_table", Entry(EntryKind::RouteTable, route_table::read_default)),
    managed("aws_route_table_association", Part(route_table::read_association)),
    managed("aws_main_route_table_association", Part(route_table::read_main)),
    managed("aws_vpn_gateway_route_propagation", Part(route_table::read_propagation)),
    managed("aws_route", Part(route::read)),
    managed("aws_internet_gateway", GATEWAY),
    data("aws_internet_gateway", GATEWAY),
    managed("aws_egress_only_internet_gateway", GATEWAY),
    managed("aws_vpn_gateway", GATEWAY),
    managed("aws_internet_gateway_attachment", Part(internet_gateway::read_attachment)),
    managed("aws_vpn_gateway_attachment", Part(internet_gateway::read_attachment)),
    managed(
        "aws_vpn_connection",
        EntryAndParts(EntryKind::HybridConnection, internet_gateway::read_vpn, transit_gateway::read_line),
    ),
    managed("aws_vpn_connection_route", Part(internet_gateway::read_vpn_route)),
    managed(
        "aws_customer_gateway",
        Irrelevant("the line that ends at it says which gateway of the estate it uses"),
    ),
    managed("aws_nat_gateway", Entry(EntryKind::NatGateway, nat_gateway::read)),
    data("aws_nat_gateway", Entry(EntryKind::NatGateway, nat_gateway::read)),
    managed(
        "aws_eip",
        EntryAndParts(EntryKind::PublicAddress, nat_gateway::read_address, nat_gateway::read_association),
    ),
    data("aws_eip", Entry(EntryKind::PublicAddress, nat_gateway::read_address)),
    managed("aws_eip_association", Part(nat_gateway::read_association)),
    managed("aws_vpc_peering_connection", Entry(EntryKind::Peering, vpc_peering_connection::read)),
    data("aws_vpc_peering_connection", Entry(EntryKind::Peering, vpc_peering_connection::read)),
    managed("aws_vpc_peering_connection_accepter", Part(vpc_peering_connection::read_other_side)),
    managed("aws_vpc_peering_connection_options", Part(vpc_peering_connection::read_other_side)),
    managed(
        "aws_ec2_transit_gateway",
        EntryAndParts(EntryKind::TransitGateway, transit_gateway::read, transit_gateway::read_parts),
    ),
    data("aws_ec2_transit_gateway", Entry(EntryKind::TransitGateway, transit_gateway::read)),
    managed(
        "aws_ec2_transit_gateway_vpc_attachment",
        EntryAndParts(
            EntryKind::TransitAttachment,
            transit_gateway::read_attachment,
            transit_gateway::read_attachment_parts,
        ),
    ),
    managed(
        "aws_ec2_transit_gateway_peering_attachment",
        Entry(EntryKind::TransitAttachment, transit_gateway::read_peering),
    ),
    managed(
        "aws_ec2_transit_gateway_vpc_attachment_accepter",
        Irrelevant("the attachment that it accepts is read from the resource that asks for it"),
    ),
    managed(
        "aws_ec2_transit_gateway_peering_attachment_accepter",
        Irrelevant("the attachment that it accepts is read from the resource that asks for it"),
    ),
    managed(
        "aws_ec2_transit_gateway_route_table",
        Entry(EntryKind::TransitRouteTable, transit_gateway::read_table),
    ),
    managed("aws_ec2_transit_gateway_route", TRANSIT_ROUTE),
    managed("aws_ec2_transit_gateway_prefix_list_reference", TRANSIT_ROUTE),
    managed("aws_ec2_transit_gateway_route_table_association", Part(transit_gateway::read_use)),
    managed("aws_ec2_transit_gateway_route_table_propagation", Part(transit_gateway::read_use)),
    managed(
        "aws_vpc_endpoint",
        EntryAndParts(EntryKind::PrivateEndpoint, vpc_endpoint::read, vpc_endpoint::read_parts),
    ),
    managed("aws_vpc_endpoint_route_table_association", Part(vpc_endpoint::read_table_association)),
    managed("aws_vpc_endpoint_subnet_association", READ_BY_USERS),
    managed("aws_vpc_endpoint_security_group_association", READ_BY_USERS),
    managed("aws_vpc_endpoint_service", Entry(EntryKind::EndpointService, vpc_endpoint::read_service)),
    data("aws_vpc_endpoint_service", READ_BY_USERS),
    managed("aws_vpc_endpoint_service_allowed_principal", Part(vpc_endpoint::read_allowed)),
    managed("aws_security_group", GROUP),
    managed("aws_default_security_group", GROUP),
    data("aws_security_group", GROUP),
    managed("aws_vpc_security_group_ingress_rule", Part(security_group::read_rule)),
    managed("aws_vpc_security_group_egress_rule", Part(security_group::read_rule)),
    managed("aws_security_group_rule", Part(security_group::read_old_rule)),
    managed(
        "aws_vpc_security_group_rules_exclusive",
        Irrelevant("it takes away rules that are not in the estate, and those are not read anyway"),
    ),
    managed("aws_network_acl", ACL),
    managed("aws_default_network_acl", ACL),
    managed("aws_network_acl_rule", Part(network_acl::read_rule)),
    managed("aws_network_acl_association", Part(network_acl::read_association)),
    managed("aws_ec2_managed_prefix_list", Entry(EntryKind::PrefixList, managed_prefix_list::read)),
    managed("aws_ec2_managed_prefix_list_entry", Part(managed_prefix_list::read_entry)),
    data("aws_ec2_managed_prefix_list", PREFIX_LIST),
    data("aws_prefix_list", PREFIX_LIST),
    data("aws_availability_zones", Irrelevant("the names that it finds stand in the subnets that use them")),
    data("aws_availability_zone", Irrelevant("the names that it finds stand in the subnets that use them")),
    data("aws_vpcs", Irrelevant("the ids that it finds stand in the resources that use them")),
    data("aws_subnets", Irrelevant("the ids that it finds stand in the resources that use them")),
    data("aws_security_groups", Irrelevant("the ids that it finds stand in the resources that use them")),
    // Interfaces.
    managed(
        "aws_network_interface",
        EntryAndParts(EntryKind::Interface, interfaces::read, interfaces::read_parts),
    ),
    managed("aws_network_interface_attachment", Part(interfaces::read_attachment)),
    managed("aws_network_interface_sg_attachment", Part(interfaces::read_groups)),
    managed("aws_dax_subnet_group", READ_BY_USERS),
    managed("aws_db_subnet_group", READ_BY_USERS),
    managed("aws_docdb_subnet_group", READ_BY_USERS),
    managed("aws_elasticache_subnet_group", READ_BY_USERS),
    managed("aws_memorydb_subnet_group", READ_BY_USERS),
    managed("aws_neptune_subnet_group", READ_BY_USERS),
    managed("aws_redshift_subnet_group", READ_BY_USERS),
    managed("aws_dms_replication_subnet_group", READ_BY_USERS),
    managed("aws_efs_mount_target", READ_BY_USERS),
    data("aws_db_subnet_group", READ_BY_USERS),
    // Load balancers and certificates.
    managed("aws_lb", BALANCER),
    managed("aws_alb", BALANCER),
    data("aws_lb", BALANCER),
    managed("aws_elb", EntryAndParts(EntryKind::LoadBalancer, elb::read, elb::read_parts)),
    managed("aws_elb_attachment", READ_BY_USERS),
    managed("aws_lb_listener", LISTENER),
    managed("aws_alb_listener", LISTENER),
    data("aws_lb_listener", LISTENER),
    managed("aws_lb_listener_rule", RULE),
    managed("aws_alb_listener_rule", RULE),
    managed("aws_lb_listener_certificate", Part(lb_listener::read_certificate)),
    managed("aws_alb_listener_certificate", Part(lb_listener::read_certificate)),
    managed("aws_lb_target_group", TARGETS),
    managed("aws_alb_target_group", TARGETS),
    data("aws_lb_target_group", TARGETS),
    managed("aws_lb_target_group_attachment", Part(target::read_attachment)),
    managed("aws_alb_target_group_attachment", Part(target::read_attachment)),
    managed("aws_autoscaling_attachment", Part(target::read_pool)),
    managed("aws_autoscaling_traffic_source_attachment", Part(target::read_pool)),
    managed("aws_acm_certificate", Entry(EntryKind::Certificate, acm_certificate::read)),
    data("aws_acm_certificate", Entry(EntryKind::Certificate, acm_certificate::read)),
    managed("aws_acm_certificate_validation", Part(acm_certificate::read_validation)),
    managed("aws_iam_server_certificate", Entry(EntryKind::Certificate, acm_certificate::read)),
    data(
        "aws_elb_service_account",
        Irrelevant("the account that it finds stands in the policies that use it"),
    ),
    data("aws_elb_hosted_zone_id", Irrelevant("the entry that an alias leads to is found by its host name")),
    data("aws_lb_hosted_zone_id", Irrelevant("the entry that an alias leads to is found by its host name")),
    // Names.
    managed("aws_route53_zone", Entry(EntryKind::DnsZone, route53_zone::read)),
    data("aws_route53_zone", Entry(EntryKind::DnsZone, route53_zone::read)),
    managed("aws_route53_zone_association", Part(route53_zone::read_association)),
    managed(
        "aws_route53_vpc_association_authorization",
        Irrelevant("a network sees a zone by the association that it allows, which is read"),
    ),
    managed("aws_route53_record", Entry(EntryKind::DnsRecord, route53_record::read)),
    managed("aws_route53_cidr_collection", READ_BY_USERS),
    managed("aws_route53_cidr_location", READ_BY_USERS),
    managed("aws_route53_health_check", Entry(EntryKind::HealthCheck, route53_health_check::read)),
    managed("aws_route53_key_signing_key", READ_BY_USERS),
    managed("aws_route53_hosted_zone_dnssec", Part(route53_zone::read_dnssec)),
    managed("aws_route53_query_log", Part(route53_zone::read_query_log)),
    managed("aws_route53_delegation_set", Irrelevant("which name servers a zone has decides nothing")),
    managed("aws_route53_resolver_rule", Entry(EntryKind::ResolverRule, resolver::read)),
    managed("aws_route53_resolver_rule_association", Part(resolver::read_association)),
    managed("aws_route53_resolver_endpoint", READ_BY_USERS),
    managed("aws_route53_resolver_firewall_rule", Part(resolver::read_firewall)),
    managed("aws_route53_resolver_firewall_rule_group", READ_BY_USERS),
    managed("aws_route53_resolver_firewall_rule_group_association", READ_BY_USERS),
    managed("aws_route53_resolver_firewall_domain_list", READ_BY_USERS),
    managed("aws_route53_resolver_query_log_config", READ_BY_USERS),
    managed("aws_route53_resolver_query_log_config_association", Part(resolver::read_query_log)),
    // Content delivery.
    managed(
        "aws_cloudfront_distribution",
        EntryAndParts(
            EntryKind::Distribution,
            cloudfront_distribution::read,
            cloudfront_distribution::read_parts,
        ),
    ),
    data("aws_cloudfront_distribution", Entry(EntryKind::Distribution, cloudfront_distribution::read)),
    managed("aws_cloudfront_cache_policy", CACHE),
    data("aws_cloudfront_cache_policy", CACHE),
    managed("aws_cloudfront_origin_request_policy", FORWARD),
    data("aws_cloudfront_origin_request_policy", FORWARD),
    managed("aws_cloudfront_response_headers_policy", HEADERS),
    data("aws_cloudfront_response_headers_policy", HEADERS),
    managed("aws_cloudfront_function", Entry(EntryKind::EdgeFunction, cloudfront_function::read)),
    managed("aws_cloudfrontkeyvaluestore_key", Irrelevant("one value of a store that is read as a whole")),
    managed("aws_cloudfront_origin_access_control", READ_BY_USERS),
    managed("aws_cloudfront_origin_access_identity", READ_BY_USERS),
    managed("aws_cloudfront_vpc_origin", READ_BY_USERS),
    managed(
        "aws_cloudfront_public_key",
        Irrelevant("behaviours say that viewers sign; by which key decides nothing"),
    ),
    managed(
        "aws_cloudfront_key_group",
        Irrelevant("behaviours say that viewers sign; by which key decides nothing"),
    ),
    managed(
        "aws_cloudfront_monitoring_subscription",
        Irrelevant("it turns on further metrics of a distribution"),
    ),
    // APIs.
    managed("aws_api_gateway_rest_api", Entry(EntryKind::Api, api_gateway_rest_api::read)),
    data("aws_api_gateway_rest_api", Entry(EntryKind::Api, api_gateway_rest_api::read)),
    managed("aws_api_gateway_resource", READ_BY_USERS),
    managed(
        "aws_api_gateway_method",
        EntryAndParts(EntryKind::ApiRoute, api_gateway_method::read, api_gateway_method::read_parts),
    ),
    managed("aws_api_gateway_integration", READ_BY_USERS),
    managed("aws_api_gateway_authorizer", READ_BY_USERS),
    managed("aws_api_gateway_method_response", MESSAGES),
    managed("aws_api_gateway_integration_response", MESSAGES),
    managed("aws_api_gateway_gateway_response", MESSAGES),
    managed("aws_api_gateway_model", MESSAGES),
    managed("aws_api_gateway_request_validator", MESSAGES),
    managed(
        "aws_api_gateway_deployment",
        Irrelevant("it is a copy of the API at one moment; engines look at the API and its stages"),
    ),
    managed(
        "aws_api_gateway_stage",
        EntryAndParts(EntryKind::ApiStage, api_gateway_stage::read, api_gateway_stage::read_parts),
    ),
    managed("aws_api_gateway_method_settings", Part(api_gateway_stage::read_settings)),
    managed("aws_api_gateway_client_certificate", READ_BY_USERS),
    managed("aws_api_gateway_vpc_link", Entry(EntryKind::ApiLink, api_gateway_vpc_link::read)),
    managed("aws_api_gateway_domain_name", Entry(EntryKind::ApiDomain, api_gateway_domain_name::read)),
    managed("aws_api_gateway_base_path_mapping", Part(api_gateway_domain_name::read_mapping)),
    managed("aws_api_gateway_usage_plan", Entry(EntryKind::UsagePlan, api_gateway_usage_plan::read)),
    managed("aws_api_gateway_usage_plan_key", Part(api_gateway_usage_plan::read_key)),
    managed("aws_api_gateway_api_key", READ_BY_USERS),
    managed(
        "aws_api_gateway_account",
        Irrelevant("it names the role in which logs are written; the role is read with its rights"),
    ),
    managed("aws_apigatewayv2_api", Entry(EntryKind::Api, api_gateway_rest_api::read_new)),
    managed("aws_apigatewayv2_route", Part(apigatewayv2_route::read)),
    managed("aws_apigatewayv2_integration", READ_BY_USERS),
    managed("aws_apigatewayv2_authorizer", READ_BY_USERS),
    managed(
        "aws_apigatewayv2_stage",
        EntryAndParts(EntryKind::ApiStage, api_gateway_stage::read_new, api_gateway_stage::read_parts),
    ),
    managed(
        "aws_apigatewayv2_deployment",
        Irrelevant("it is a copy of the API at one moment; engines look at the API and its stages"),
    ),
    managed("aws_apigatewayv2_integration_response", MESSAGES),
    managed("aws_apigatewayv2_route_response", MESSAGES),
    managed("aws_apigatewayv2_model", MESSAGES),
    managed("aws_apigatewayv2_vpc_link", Entry(EntryKind::ApiLink, api_gateway_vpc_link::read)),
    managed("aws_apigatewayv2_domain_name", Entry(EntryKind::ApiDomain, api_gateway_domain_name::read_new)),
    managed("aws_apigatewayv2_api_mapping", Part(api_gateway_domain_name::read_new_mapping)),
    // Web application firewalls.
    managed("aws_wafv2_web_acl", WEB_ACL),
    data("aws_wafv2_web_acl", WEB_ACL),
    managed("aws_wafv2_rule_group", Entry(EntryKind::WebRuleGroup, wafv2_web_acl::read_group)),
    managed("aws_wafv2_ip_set", Entry(EntryKind::PrefixList, wafv2_ip_set::read)),
    data("aws_wafv2_ip_set", Entry(EntryKind::PrefixList, wafv2_ip_set::read)),
    managed("aws_wafv2_regex_pattern_set", READ_BY_USERS),
    managed("aws_wafv2_web_acl_association", Part(wafv2_association::read)),
    managed("aws_wafv2_web_acl_logging_configuration", Part(wafv2_association::read_logging)),
];
