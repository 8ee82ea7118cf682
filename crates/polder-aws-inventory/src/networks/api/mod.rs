//! API Gateway: REST, HTTP and WebSocket APIs.

pub(super) mod api_gateway_domain_name;
pub(super) mod api_gateway_integration;
pub(super) mod api_gateway_method;
pub(super) mod api_gateway_rest_api;
pub(super) mod api_gateway_stage;
pub(super) mod api_gateway_usage_plan;
pub(super) mod api_gateway_vpc_link;
pub(super) mod apigatewayv2_route;
pub(super) mod function_uri;
