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
pub(crate) struct Custom<Spec> {
    pub(crate) api_version: String,
    pub(crate) kind: String,
    pub(crate) metadata: ObjectMeta,
    pub(crate) spec: Spec,
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
pub(crate) struct TargetGroupBinding {
    pub(crate) target_group_name: String,
    pub(crate) target_type: String,
    pub(crate) service_ref: ServiceRef,
}

impl Kind for TargetGroupBinding {
    const GROUP_VERSION: &'static str = "elbv2.k8s.aws/v1beta1";
    const KIND: &'static str = "TargetGroupBinding";
}

/// A port of a service, by name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ServiceRef {
    pub(crate) name: String,
    pub(crate) port: String,
}

/// Where the operator reads secrets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SecretStore {
    pub(crate) provider: Provider,
}

impl Kind for SecretStore {
    const GROUP_VERSION: &'static str = "external-secrets.io/v1";
    const KIND: &'static str = "SecretStore";
}

/// The provider of a store.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Provider {
    pub(crate) aws: Aws,
}

/// The store of AWS. Without `auth` the operator works with its own role.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Aws {
    pub(crate) service: String,
    pub(crate) region: String,
}

/// A secret of the cluster that is kept like those of a store.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct ExternalSecret {
    pub(crate) refresh_interval: String,
    pub(crate) secret_store_ref: StoreRef,
    pub(crate) target: Target,
    pub(crate) data: Vec<Datum>,
}

impl Kind for ExternalSecret {
    const GROUP_VERSION: &'static str = "external-secrets.io/v1";
    const KIND: &'static str = "ExternalSecret";
}

/// A store of the same namespace.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StoreRef {
    pub(crate) kind: String,
    pub(crate) name: String,
}

/// The secret of the cluster.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Target {
    pub(crate) name: String,
    pub(crate) creation_policy: String,
}

/// One value of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Datum {
    pub(crate) secret_key: String,
    pub(crate) remote_ref: RemoteRef,
}

/// Its name in the store.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RemoteRef {
    pub(crate) key: String,
}

/// Pods get network interfaces of their own, in these security groups.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct SecurityGroupPolicy {
    pub(crate) pod_selector: LabelSelector,
    pub(crate) security_groups: GroupIds,
}

impl Kind for SecurityGroupPolicy {
    const GROUP_VERSION: &'static str = "vpcresources.k8s.aws/v1beta1";
    const KIND: &'static str = "SecurityGroupPolicy";
}

/// Security groups.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct GroupIds {
    pub(crate) group_ids: Vec<String>,
}
