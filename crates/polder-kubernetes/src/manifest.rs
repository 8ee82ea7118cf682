//! Manifests as typed values, which checks can read.

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
    /// Its path in the folder `kubernetes` of the stack.
    pub path: String,
    /// The comment at its top.
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
    /// The namespace of a site's processes.
    Namespace(Namespace);
    /// Priorities of pods.
    PriorityClass(PriorityClass);
    /// The identity of a process.
    ServiceAccount(ServiceAccount);
    /// The source of secrets.
    SecretStore(Custom<SecretStore>);
    /// The secrets of a process.
    ExternalSecret(Custom<ExternalSecret>);
    /// Allowed connections of pods.
    NetworkPolicy(NetworkPolicy);
    /// The security groups of pods.
    SecurityGroupPolicy(Custom<SecurityGroupPolicy>);
    /// The DNS name of a process's pods.
    Service(Service);
    /// The pods that are targets of a load balancer.
    TargetGroupBinding(Custom<TargetGroupBinding>);
    /// A long-running service.
    Deployment(Deployment);
    /// A singleton service.
    StatefulSet(StatefulSet);
    /// A job.
    Job(Job);
    /// Scaling of pods.
    HorizontalPodAutoscaler(HorizontalPodAutoscaler);
    /// The disruption budget of pods.
    PodDisruptionBudget(PodDisruptionBudget);
}

impl Manifest {
    /// Its pod template, if it has one.
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
