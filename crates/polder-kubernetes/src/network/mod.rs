//! Networking: services, targets of the load balancer, network policies, security groups.

pub(crate) mod service;
pub(crate) mod target_group_binding;
pub(crate) mod network_policy; // derived from flows
pub(crate) mod security_group_policy;
