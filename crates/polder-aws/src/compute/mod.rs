//! Compute: containers on ECS or EKS, EC2 instances, Lambda functions.

pub(crate) mod app_context; // the context of files about containers and functions
pub(crate) mod variation; // texts of containers that differ between sites
pub(crate) mod image; // image tags
pub(crate) mod ecr_repository; // the registry
pub(crate) mod image_recipes; // pages on how images are built
pub(crate) mod cache_proxy; // the sidecar container between a process and the cache
pub(crate) mod ecs;
pub(crate) mod eks;
pub(crate) mod ec2;
pub(crate) mod lambda;
