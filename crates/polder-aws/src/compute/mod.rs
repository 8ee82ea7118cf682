//! Compute: containers on ECS or EKS, EC2 instances, Lambda functions.

pub(crate) mod app_context; // what a container or a function needs to know of its site
pub(crate) mod variation; // which texts of containers differ between sites
pub(crate) mod image; // image tags
pub(crate) mod ecr_repository; // the registry
pub(crate) mod cache_proxy; // the sidecar container that speaks to the cache
pub(crate) mod ecs;
pub(crate) mod eks;
pub(crate) mod ec2;
pub(crate) mod lambda;
