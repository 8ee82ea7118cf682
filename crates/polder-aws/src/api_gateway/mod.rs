//! The managed API for partners: API Gateway.

pub(crate) mod api_gateway_account;
pub(crate) mod api_gateway_rest_api;
pub(crate) mod api_gateway_stage;
pub(crate) mod api_gateway_usage_plan;
pub(crate) mod api_gateway_domain_name;
