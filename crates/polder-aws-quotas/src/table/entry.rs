//! Load balancers and APIs.

use super::source::{ALB, API_GATEWAY, NLB};
use crate::measure::{edge, iam, load_balancer, network};
use crate::quota::{Quota, Unit, each, grouped, items, of, own, region, sum};

pub(super) static QUOTAS: &[Quota] = &[
    region("elasticloadbalancing", "L-53DA6B97", "Application Load Balancers per Region", 50, &ALB, &[
        sum("aws_lb", network::application_load_balancer),
        sum("aws_alb", network::application_load_balancer),
    ]),
    region("elasticloadbalancing", "L-69A177A2", "Network Load Balancers per Region", 50, &NLB, &[
        sum("aws_lb", network::network_load_balancer),
        sum("aws_alb", network::network_load_balancer),
    ]),
    region("elasticloadbalancing", "L-E9E9831D", "Classic Load Balancers per Region", 20, &ALB, &[each("aws_elb")]),
    region("elasticloadbalancing", "L-B22855CB", "Target Groups per Region", 3000, &ALB, &[
        each("aws_lb_target_group"),
        each("aws_alb_target_group"),
    ]),
    region("elasticloadbalancing", "L-B6DF7632", "Listeners per Application Load Balancer", 50, &ALB, &[
        of("aws_lb_listener", "load_balancer_arn"),
        of("aws_alb_listener", "load_balancer_arn"),
    ]),
    region("elasticloadbalancing", "L-7EED9B64", "Rules per Application Load Balancer", 100, &ALB, &[
        grouped("aws_lb_listener_rule", load_balancer::of_listener),
        grouped("aws_alb_listener_rule", load_balancer::of_listener),
    ]),
    region("elasticloadbalancing", "L-9365A611", "Certificates per Application Load Balancer", 25, &ALB, &[
        grouped("aws_lb_listener_certificate", load_balancer::of_listener),
        grouped("aws_alb_listener_certificate", load_balancer::of_listener),
    ]),
    region("elasticloadbalancing", "L-A0D0B863", "Targets per Target Group per Region", 1000, &ALB, &[
        of("aws_lb_target_group_attachment", "target_group_arn"),
        of("aws_alb_target_group_attachment", "target_group_arn"),
    ]),
    region("elasticloadbalancing", "", "Condition values per rule", 5, &ALB, &[
        own("aws_lb_listener_rule", load_balancer::condition_values),
        own("aws_alb_listener_rule", load_balancer::condition_values),
    ]),
    region("elasticloadbalancing", "", "Target groups per action", 5, &ALB, &[
        items("aws_lb_listener_rule", "action.forward.target_group"),
        items("aws_lb_listener", "default_action.forward.target_group"),
    ]),
    region("apigateway", "", "Regional APIs per account", 600, &API_GATEWAY, &[
        sum("aws_api_gateway_rest_api", edge::regional_api),
        each("aws_apigatewayv2_api"),
    ]),
    region("apigateway", "", "Edge-optimized APIs per account", 120, &API_GATEWAY, &[
        sum("aws_api_gateway_rest_api", edge::edge_api),
    ]),
    region("apigateway", "", "API keys", 10_000, &API_GATEWAY, &[each("aws_api_gateway_api_key")]),
    region("apigateway", "L-E8693075", "Usage plans", 300, &API_GATEWAY, &[each("aws_api_gateway_usage_plan")]),
    region("apigateway", "L-985EB478", "Usage plans per API key", 10, &API_GATEWAY, &[
        of("aws_api_gateway_usage_plan_key", "key_id"),
    ]),
    region("apigateway", "L-A93447B8", "Custom Domain Names", 120, &API_GATEWAY, &[
        each("aws_api_gateway_domain_name"),
        each("aws_apigatewayv2_domain_name"),
    ]),
    region("apigateway", "L-A4C7274F", "VPC links", 20, &API_GATEWAY, &[each("aws_api_gateway_vpc_link")]),
    region("apigateway", "L-608BDCD4", "VPC links (V2)", 10, &API_GATEWAY, &[each("aws_apigatewayv2_vpc_link")]),
    region("apigateway", "L-668C9B28", "Subnets per VPC link (V2)", 10, &API_GATEWAY, &[
        items("aws_apigatewayv2_vpc_link", "subnet_ids"),
    ]),
    region("apigateway", "L-379E48B0", "Stages per API", 10, &API_GATEWAY, &[
        of("aws_api_gateway_stage", "rest_api_id"),
        of("aws_apigatewayv2_stage", "api_id"),
    ]),
    region("apigateway", "L-01C8A9E0", "Resources/Routes per REST/WebSocket API", 300, &API_GATEWAY, &[
        of("aws_api_gateway_resource", "rest_api_id"),
    ]),
    region("apigateway", "L-65B5C802", "Routes per HTTP API", 300, &API_GATEWAY, &[
        of("aws_apigatewayv2_route", "api_id"),
    ]),
    region("apigateway", "", "Authorizers per API", 10, &API_GATEWAY, &[
        of("aws_api_gateway_authorizer", "rest_api_id"),
        of("aws_apigatewayv2_authorizer", "api_id"),
    ]).support(),
    region("apigateway", "L-824C9E42", "Client certificates", 60, &API_GATEWAY, &[
        each("aws_api_gateway_client_certificate"),
    ]),
    region("apigateway", "L-8B81B02C", "Maximum resource policy size in bytes", 8192, &API_GATEWAY, &[
        own("aws_api_gateway_rest_api_policy", iam::resource_policy),
        own("aws_api_gateway_rest_api", iam::key_policy),
    ]).unit(Unit::Bytes),
];
