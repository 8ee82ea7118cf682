//! What the two halves of a site on Kubernetes call things alike.
//!
//! One half is made by the provider's resources: cluster, machines, roles, groups. The other half are the manifests
//! that run on it. They meet in names alone, and all of those stand here.

use polder_units::Cidr;

use crate::components::Process;
use crate::design::Design;
use crate::model::Site;

/// The label of a pod that says which process it runs. Logs are sorted by it.
pub const PROCESS_LABEL: &str = "process";

/// The label of a machine that says which pool it belongs to: [`STEADY`] or [`INTERRUPTIBLE`].
pub const POOL_LABEL: &str = "pool";

/// Machines that stay.
pub const STEADY: &str = "steady";

/// Machines that may be taken away at any time. They bear a taint of the key [`POOL_LABEL`] and this value with the
/// effect `NoSchedule`, so that only those run there who say that they bear it.
pub const INTERRUPTIBLE: &str = "interruptible";

/// A program that runs in the cluster beside the processes and calls the provider in a role of its own. What each
/// may do and how it is installed is said elsewhere, in places that know all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Controller {
    /// Puts pods into the target groups of the site's load balancer.
    LoadBalancer,
    /// Carries secrets from the provider's store to where pods read them.
    ExternalSecrets,
    /// Adds machines for pods that find no room, and takes away those that nobody needs.
    Autoscaler,
}

impl Controller {
    /// Its name in the names of resources, and of its image in the platform's registry.
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

/// The controllers of a site. A cell that runs in its hours alone has a fixed number of machines in them, and no
/// autoscaler: that would start again at once what the clock has stopped.
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

/// The service account of a process, in the site's namespace. Its deployment or job is called the same.
pub fn service_account(process: &Process) -> &str {
    process.name()
}

/// The addresses of services inside the cluster: a network that the site's own has no part in.
pub fn service_network(site: &Site) -> Option<Cidr> {
    let candidates = ["172.20.0.0/16", "172.21.0.0/16", "192.168.0.0/16"];
    let mut candidates = candidates.iter().filter_map(|network| network.parse::<Cidr>().ok());
    candidates.find(|candidate| !candidate.overlaps(site.network))
}

/// Values that are known only when the platform stands. The layer `app` of a site has an output `late_env` with a
/// line `NAME=value` for each; the manifests take them from a file of these lines.
pub mod late {
    use crate::components::Process;

    /// The host of the platform's registry, without a slash at the end.
    pub const REGISTRY: &str = "REGISTRY";

    /// The host at which the clustered cache tells its nodes.
    pub const CACHE_HOST: &str = "CACHE_HOST";

    /// The security group of a process: `API_SECURITY_GROUP`.
    pub fn security_group(process: &Process) -> String {
        let name = process.name().to_ascii_uppercase().replace('-', "_");
        match process {
            // A service of the user's own may be called as one of the platform's values begins.
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
