//! What counts in another way than as a number of resources, blocks or elements.

pub(crate) mod policies;
pub(crate) mod scaling;
pub(crate) mod document;
pub(crate) mod network;
pub(crate) mod security_group;
pub(crate) mod machine;
pub(crate) mod fargate;
pub(crate) mod function;
pub(crate) mod iam;
pub(crate) mod data;
pub(crate) mod edge;
pub(crate) mod web_acl;
pub(crate) mod load_balancer;
pub(crate) mod messages;
pub(crate) mod alarm;
pub(crate) mod organization;
