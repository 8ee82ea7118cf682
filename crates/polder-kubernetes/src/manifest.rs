//! Manifests as typed values: what checks read before anything is YAML.

use k8s_openapi::api::apps::v1::{Deployment, StatefulSet};
use k8s_openapi::api::autoscaling::v2::HorizontalPodAutoscaler;
use k8s_openapi::api::batch::v1::Job;
use k8s_openapi::api::core::v1::{Namespace, PodSpec, Service, ServiceAccount};
use k8s_openapi::api::networking::v1::NetworkPolicy;
use k8s_openapi::api::policy::v1::PodDisruptionBudget;
use k8s_openapi::api::scheduling::v1::PriorityClass;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use serde::Serialize;

use crate::custom_resources::{Custom, ExternalSecret, SecretStore, SecurityGroupPolicy, TargetGroupBinding};

/// All manifests of a site.
#[derive(Clone, Debug, PartialEq)]
pub struct SiteManifests {
    /// The folder of the site's stack `app`: `stacks/production/eu-west-1/de/app`.
    pub stack: String,
    /// The files, in the order in which they are applied.
    pub files: Vec<ManifestFile>,
}

/// A file of manifests.
#[derive(Clone, Debug, PartialEq)]
pub struct ManifestFile {
    /// Its path below the folder `kubernetes` of the stack.
    pub path: String,
    /// The comment at its head.
    pub comment: String,
    /// The manifests.
    pub manifests: Vec<Manifest>,
}

impl SiteManifests {
    /// The manifests of all files, in order.
    pub fn manifests(&self) -> impl Iterator<Item = &Manifest> {
        self.files.iter().flat_map(|file| &file.manifests)
    }
}

macro_rules! manifests {
    ($($(#[doc = $doc:literal])+ $kind:ident($type:ty);)+) => {
        /// A resource of Kubernetes.
        #[derive(Clone, Debug, PartialEq, Serialize)]
        #[serde(untagged)]
        pub enum Manifest {
            $($(#[doc = $doc])+ $kind(Box<$type>),)+
        }

        $(impl From<$type> for Manifest {
            fn from(resource: $type) -> Manifest {
                Manifest::$kind(Box::new(resource))
            }
        })+

        impl Manifest {
            /// Its kind: `Deployment`.
            pub fn kind(&self) -> &'static str {
                match self {
                    $(Manifest::$kind(_) => stringify!($kind),)+
                }
            }

            /// Its name, namespace and labels.
            pub fn metadata(&self) -> &ObjectMeta {
                match self {
                    $(Manifest::$kind(resource) => &resource.metadata,)+
                }
            }
        }
    };
}

manifests! {
    /// Where the processes of a site run.
    Namespace(Namespace);
    /// Which pods go first when there is no room.
    PriorityClass(PriorityClass);
    /// What a process is to the cluster.
    ServiceAccount(ServiceAccount);
    /// Where secrets are read from.
    SecretStore(Custom<SecretStore>);
    /// What a process starts with.
    ExternalSecret(Custom<ExternalSecret>);
    /// Which connections pods may make and take.
    NetworkPolicy(NetworkPolicy);
    /// The security groups of pods.
    SecurityGroupPolicy(Custom<SecurityGroupPolicy>);
    /// The name of a process's pods inside the cluster.
    Service(Service);
    /// The pods that are targets of a load balancer.
    TargetGroupBinding(Custom<TargetGroupBinding>);
    /// What runs all the time.
    Deployment(Deployment);
    /// What runs all the time, and never twice.
    StatefulSet(StatefulSet);
    /// What runs once.
    Job(Job);
    /// What changes the number of pods.
    HorizontalPodAutoscaler(HorizontalPodAutoscaler);
    /// How many pods may be taken away at once.
    PodDisruptionBudget(PodDisruptionBudget);
}

impl Manifest {
    /// The specification of the pods that it makes, if it makes some.
    pub fn pod(&self) -> Option<&PodSpec> {
        match self {
            Manifest::Deployment(it) => it.spec.as_ref()?.template.spec.as_ref(),
            Manifest::StatefulSet(it) => it.spec.as_ref()?.template.spec.as_ref(),
            Manifest::Job(it) => it.spec.as_ref()?.template.spec.as_ref(),
            Manifest::Namespace(_)
            | Manifest::PriorityClass(_)
            | Manifest::ServiceAccount(_)
            | Manifest::SecretStore(_)
            | Manifest::ExternalSecret(_)
            | Manifest::NetworkPolicy(_)
            | Manifest::SecurityGroupPolicy(_)
            | Manifest::Service(_)
            | Manifest::TargetGroupBinding(_)
            | Manifest::HorizontalPodAutoscaler(_)
            | Manifest::PodDisruptionBudget(_) => None,
        }
    }
}
