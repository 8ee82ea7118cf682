//! The network of a site: VPC, subnets, routes, security groups and their rules, endpoints.

pub(crate) mod vpc;
pub(crate) mod subnet;
pub(crate) mod internet_gateway;
pub(crate) mod nat_gateway;
pub(crate) mod route_table;
pub(crate) mod network_acl;
pub(crate) mod security_group;
pub(crate) mod security_group_rule; // rules derived from flows
pub(crate) mod vpc_endpoint;
pub(crate) mod flow_log;
