//! Resources that controllers and the provider add to Kubernetes, as far as they are used here.
//!
//! | group | version | read by |
//! | --- | --- | --- |
//! | `elbv2.k8s.aws` | `v1beta1` | AWS Load Balancer Controller 2.11 or newer: older ones know target groups by ARN only |
//! | `external-secrets.io` | `v1` | External Secrets Operator 0.16 or newer |
//! | `vpcresources.k8s.aws` | `v1beta1` | the control plane of EKS |

use k8s_openapi::apimachinery::pkg::apis::meta::v1::{LabelSelector, ObjectMeta};
use serde::{Deserialize, Serialize};

/// A resource of a kind that Kubernetes does not know by itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Custom<Spec> {
    /// Group and version: `elbv2.k8s.aws/v1beta1`.
    pub api_version: String,
    /// What its kind is called.
    pub kind: String,
    /// Name, namespace, labels.
    pub metadata: ObjectMeta,
    /// The specification.
    pub spec: Spec,
}

/// A specification, and what its kind is called.
pub(crate) trait Kind {
    const GROUP_VERSION: &'static str;
    const KIND: &'static str;
}

/// A resource with this specification.
pub(crate) fn custom<Spec: Kind>(metadata: ObjectMeta, spec: Spec) -> Custom<Spec> {
    Custom { api_version: Spec::GROUP_VERSION.to_owned(), kind: Spec::KIND.to_owned(), metadata, spec }
}

/// Pods of a service become targets of a target group that is made elsewhere.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TargetGroupBinding {
    /// The name of the target group.
    pub target_group_name: String,
    /// `ip`: pods are targets themselves.
    pub target_type: String,
    /// The service whose pods become targets.
    pub service_ref: ServiceRef,
}

impl Kind for TargetGroupBinding {
    const GROUP_VERSION: &'static str = "elbv2.k8s.aws/v1beta1";
    const KIND: &'static str = "TargetGroupBinding";
}

/// A port of a service, by name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServiceRef {
    /// Its name.
    pub name: String,
    /// The name of the port.
    pub port: String,
}

/// Where the operator reads secrets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SecretStore {
    /// Which store it is.
    pub provider: Provider,
}

impl Kind for SecretStore {
    const GROUP_VERSION: &'static str = "external-secrets.io/v1";
    const KIND: &'static str = "SecretStore";
}

/// The provider of a store.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provider {
    /// The store of AWS.
    pub aws: Aws,
}

/// The store of AWS. Without `auth` the operator works with its own role.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Aws {
    /// `SecretsManager`
    pub service: String,
    /// The region of the store.
    pub region: String,
}

/// A secret of the cluster that is kept like those of a store.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ExternalSecret {
    /// How often the store is read: `1h`.
    pub refresh_interval: String,
    /// From where.
    pub secret_store_ref: StoreRef,
    /// Into which secret of the cluster.
    pub target: Target,
    /// Which values.
    pub data: Vec<Datum>,
}

impl Kind for ExternalSecret {
    const GROUP_VERSION: &'static str = "external-secrets.io/v1";
    const KIND: &'static str = "ExternalSecret";
}

/// A store of the same namespace.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StoreRef {
    /// `SecretStore`: of the same namespace.
    pub kind: String,
    /// Its name.
    pub name: String,
}

/// The secret of the cluster.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Target {
    /// Its name.
    pub name: String,
    /// `Owner`: the secret goes with this resource.
    pub creation_policy: String,
}

/// One value of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Datum {
    /// The key in the secret of the cluster.
    pub secret_key: String,
    /// The value in the store.
    pub remote_ref: RemoteRef,
}

/// Its name in the store.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RemoteRef {
    /// The name of the secret in the store.
    pub key: String,
}

/// Pods get network interfaces of their own, in these security groups.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SecurityGroupPolicy {
    /// Which pods.
    pub pod_selector: LabelSelector,
    /// In which groups.
    pub security_groups: GroupIds,
}

impl Kind for SecurityGroupPolicy {
    const GROUP_VERSION: &'static str = "vpcresources.k8s.aws/v1beta1";
    const KIND: &'static str = "SecurityGroupPolicy";
}

/// Security groups.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GroupIds {
    /// Their ids.
    pub group_ids: Vec<String>,
}
