//! What the manifests of a site on Kubernetes use of its stacks: names that this lowering chooses, and the
//! configuration of the cache proxy, which is the same on every engine.

use polder_design::{Cell, Process, Service, Site};

pub use crate::compute::cache_proxy::{
    NAME as PROXY_NAME, TOKEN as PROXY_TOKEN, USER as PROXY_USER, command as proxy_command,
    configuration as proxy_configuration, health as proxy_health,
};
pub use crate::compute::ecr_repository::CACHE_PROXY as PROXY_IMAGE;

use crate::edge::lb_target_group;

/// The services of a site that the load balancer reaches, each with a target group.
pub fn reached(site: &Site) -> impl Iterator<Item = &Service> {
    lb_target_group::reached(site)
}

/// The name of the target group of a process.
pub fn target_group(cell: &Cell, process: &Process) -> String {
    lb_target_group::name(&cell.name, process.name())
}
