//! Manifests of the sites that run on Kubernetes: typed values, and what Terraform cannot say.
//!
//! The stacks make the cluster, its machines, the roles and the load balancer. What runs there is said by manifests in the
//! folder `kubernetes` of a site's stack `app`, which `kubectl apply -k` takes as they are. They give a process what it has
//! on every engine: the same command, environment, secrets, user, places to write to, and flows.

mod container;
mod controllers;
mod custom;
mod entrance;
mod groups;
mod images;
mod job;
mod kustomization;
mod meta;
mod namespace;
mod network;
mod page;
mod pod;
mod priority;
mod probes;
mod proxy;
mod secrets;
mod site;
mod whole;
mod workload;
mod write;

#[cfg(test)]
mod tests;

use polder_design::{ComputeEngine, Design};
use polder_emit::File;

/// The manifests of all sites of a design whose engine is Kubernetes.
pub fn files(design: &Design) -> impl Iterator<Item = File> + '_ {
    let sites = design.sites.iter().filter(|_| design.compute == ComputeEngine::Eks);
    sites.flat_map(|site| site::files(design, site))
}
