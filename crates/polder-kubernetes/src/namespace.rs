//! The namespace of a site's processes.

use k8s_openapi::api::core::v1::Namespace;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;

use crate::metadata::SiteContext;

/// The namespace. It enforces the restricted pod security standard, and pod readiness gates of the load balancer
/// controller.
pub(crate) fn namespace(context: &SiteContext<'_>) -> Namespace {
    let mut metadata: ObjectMeta = context.worldwide(&context.namespace());
    let labels = metadata.labels.get_or_insert_default();
    for mode in ["enforce", "audit", "warn"] {
        labels.insert(format!("pod-security.kubernetes.io/{mode}"), "restricted".to_owned());
    }
    labels.insert(
        "pod-security.kubernetes.io/enforce-version".to_owned(),
        format!("v{}", context.design.kubernetes),
    );
    labels.insert("elbv2.k8s.aws/pod-readiness-gate-inject".to_owned(), "enabled".to_owned());
    Namespace { metadata, ..Namespace::default() }
}
