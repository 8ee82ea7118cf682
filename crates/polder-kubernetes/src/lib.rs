//! Manifests of the sites that run on Kubernetes, as typed values.
//!
//! The stacks create the cluster, its nodes, the roles and the load balancer. What runs there is described by manifests
//! in the folder `kubernetes` of a site's stack `app`, for `kubectl apply -k`. A process has the same command,
//! environment, secrets, user, writable volumes and flows as on every other engine.

mod site; // which files the folder of a site consists of
mod metadata; // names, labels, and the site whose manifests are written
mod namespace;
mod service_account;
mod workload; // pods, containers, probes, deployments, jobs, autoscalers
mod network; // services, network policies, security groups
mod external_secret; // secrets out of Secrets Manager
mod images; // repositories; the registry and the tags come later
mod controllers; // controllers and how their Helm charts are installed
mod kustomization; // `kustomization.yaml`
mod readme; // `README.md`
pub mod custom_resources; // types of resources that controllers add
mod integers;
mod manifest; // the typed values
mod yaml_documents; // and their YAML

#[cfg(test)]
mod tests;

use polder_design::{ComputeEngine, Design};
use polder_emit::File;

pub use manifest::{Manifest, ManifestFile, SiteManifests};

/// The files of all sites of a design whose engine is Kubernetes.
pub fn files(design: &Design) -> impl Iterator<Item = File> + '_ {
    let sites = design.sites.iter().filter(|_| design.compute == ComputeEngine::Kubernetes);
    sites.flat_map(|site| site::files(design, site))
}

/// The manifests of all sites of a design whose engine is Kubernetes, as typed values.
pub fn manifests(design: &Design) -> impl Iterator<Item = SiteManifests> + '_ {
    let sites = design.sites.iter().filter(|_| design.compute == ComputeEngine::Kubernetes);
    sites.filter_map(|site| site::manifests(design, site))
}
