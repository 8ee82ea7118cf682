//! Custom resources of controllers and the provider, as far as they are used here.
//!
//! | group | version | read by |
//! | --- | --- | --- |
//! | `elbv2.k8s.aws` | `v1beta1` | AWS Load Balancer Controller 2.11 or newer: older ones support target groups by ARN only |
//! | `external-secrets.io` | `v1` | External Secrets Operator 0.16 or newer |
//! | `vpcresources.k8s.aws` | `v1beta1` | the control plane of EKS |

use k8s_openapi::apimachinery::pkg::apis::meta::v1::{LabelSelector, ObjectMeta};
use serde::{Deserialize, Serialize};

/// A custom resource.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Custom<Spec> {
    /// Group and version: `elbv2.k8s.aws/v1beta1`.
    pub api_version: String,
    /// Its kind.
    pub kind: String,
    /// Name, namespace, labels.
    pub metadata: ObjectMeta,
    /// The specification.
    pub spec: Spec,
}

/// A specification and its kind.
pub(crate) trait Kind {
    const GROUP_VERSION: &'static str;
    const KIND: &'static str;
}

/// A resource with this specification.
pub(crate) fn custom<Spec: Kind>(metadata: ObjectMeta, spec: Spec) -> Custom<Spec> {
    Custom { api_version: Spec::GROUP_VERSION.to_owned(), kind: Spec::KIND.to_owned(), metadata, spec }
}

/// Registers pods of a service in an existing target group.
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

/// A secret store of the operator.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SecretStore {
    /// The provider of the store.
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

/// The store of AWS. Without `auth` the operator uses its own role.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Aws {
    /// `SecretsManager`
    pub service: String,
    /// The region of the store.
    pub region: String,
}

/// A Kubernetes secret that is synchronized with a store.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ExternalSecret {
    /// The refresh interval: `1h`.
    pub refresh_interval: String,
    /// The store.
    pub secret_store_ref: StoreRef,
    /// The Kubernetes secret.
    pub target: Target,
    /// Its values.
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

/// The Kubernetes secret.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Target {
    /// Its name.
    pub name: String,
    /// `Owner`: the secret is deleted with this resource.
    pub creation_policy: String,
}

/// One of its values.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Datum {
    /// The key in the Kubernetes secret.
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

/// Gives pods branch network interfaces in these security groups.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SecurityGroupPolicy {
    /// The pods.
    pub pod_selector: LabelSelector,
    /// The security groups.
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
    /// Their IDs.
    pub group_ids: Vec<String>,
}
