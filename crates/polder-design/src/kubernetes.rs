//! Names that both halves of a site on Kubernetes use.
//!
//! One half are the provider's resources: cluster, nodes, roles, security groups. The other half are the manifests.
//! They share only names, all of which are defined here.

use polder_units::Cidr;

use crate::components::Process;
use crate::design::Design;
use crate::model::Site;

/// The label of a pod with its process. Logs are routed by it.
pub const PROCESS_LABEL: &str = "process";

/// The label of a node with its pool: [`STEADY`] or [`INTERRUPTIBLE`].
pub const POOL_LABEL: &str = "pool";

/// On-demand machines.
pub const STEADY: &str = "steady";

/// Machines that can be interrupted at any time. They have a taint with the key [`POOL_LABEL`], this value and the
/// effect `NoSchedule`, so that only pods that tolerate it run there.
pub const INTERRUPTIBLE: &str = "interruptible";

/// A controller in the cluster that calls the provider with its own role. Its permissions and its installation are
/// defined elsewhere, exhaustively.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Controller {
    /// Registers pods in the target groups of the site's load balancer.
    LoadBalancer,
    /// Synchronizes secrets from the provider's store to Kubernetes.
    ExternalSecrets,
    /// Adds nodes for unschedulable pods, and removes unneeded ones.
    Autoscaler,
}

impl Controller {
    /// Its name in resource names, and that of its image in the platform's registry.
    pub fn name(self) -> &'static str {
        match self {
            Controller::LoadBalancer => "load-balancer-controller",
            Controller::ExternalSecrets => "external-secrets",
            Controller::Autoscaler => "cluster-autoscaler",
        }
    }

    /// Its namespace.
    pub fn namespace(self) -> &'static str {
        match self {
            Controller::LoadBalancer | Controller::Autoscaler => "kube-system",
            Controller::ExternalSecrets => "external-secrets",
        }
    }

    /// Its service account.
    pub fn account(self) -> &'static str {
        match self {
            Controller::LoadBalancer => "aws-load-balancer-controller",
            Controller::ExternalSecrets => "external-secrets",
            Controller::Autoscaler => "cluster-autoscaler",
        }
    }
}

/// The controllers of a site. A cell with running hours has a fixed number of nodes in them, and no autoscaler, which
/// would start again what the scheduler has stopped.
pub fn controllers(design: &Design, site: &Site) -> Vec<Controller> {
    let always = design.cells.get(site.cell).is_none_or(|cell| cell.hours.is_none());
    let autoscaler = always.then_some(Controller::Autoscaler);
    [Controller::LoadBalancer, Controller::ExternalSecrets].into_iter().chain(autoscaler).collect()
}

/// The name of a site's cluster, unique in the account and region: `saleor-eu-de`.
pub fn cluster(design: &Design, site: &Site) -> String {
    let cell = design.cells.get(site.cell).map_or("", |cell| cell.name.as_str());
    format!("{}-{cell}", design.name)
}

/// The namespace of a site's processes, the same as its cluster's name.
pub fn namespace(design: &Design, site: &Site) -> String {
    cluster(design, site)
}

/// The service account of a process, in the site's namespace. Its Deployment or Job has the same name.
pub fn service_account(process: &Process) -> &str {
    process.name()
}

/// The service CIDR of the cluster, which does not overlap the site's network.
pub fn service_network(site: &Site) -> Option<Cidr> {
    let candidates = ["172.20.0.0/16", "172.21.0.0/16", "192.168.0.0/16"];
    let mut candidates = candidates.iter().filter_map(|network| network.parse::<Cidr>().ok());
    candidates.find(|candidate| !candidate.overlaps(site.network))
}

/// Late values, which are known only after `terraform apply`. The layer `app` of a site has an output `late_env` with a
/// line `NAME=value` for each; the manifests read them from a file with these lines.
pub mod late {
    use crate::components::Process;

    /// The host of the platform's registry, without a slash at the end.
    pub const REGISTRY: &str = "REGISTRY";

    /// The configuration endpoint of the clustered cache.
    pub const CACHE_HOST: &str = "CACHE_HOST";

    /// The security group of a process: `API_SECURITY_GROUP`.
    pub fn security_group(process: &Process) -> String {
        let name = process.name().to_ascii_uppercase().replace('-', "_");
        match process {
            // The name of a custom service can be a prefix of one of the platform's values.
            Process::Own(_) => format!("SERVICE_{name}_SECURITY_GROUP"),
            Process::Api
            | Process::Worker
            | Process::Beat
            | Process::Migrate
            | Process::Static
            | Process::Dashboard
            | Process::Storefront => format!("{name}_SECURITY_GROUP"),
        }
    }
}
