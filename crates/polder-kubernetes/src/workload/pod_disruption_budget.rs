//! Pod disruption budgets: how many pods may be unavailable while nodes are drained.

use k8s_openapi::api::policy::v1::{PodDisruptionBudget, PodDisruptionBudgetSpec};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;
use polder_design::Service;

use crate::metadata::{SiteContext, pods_of};

/// One at a time while nodes are drained, if there are several. Unhealthy pods may always be evicted. With a budget, a
/// single pod could never be evicted.
pub(crate) fn budget(context: &SiteContext<'_>, service: &Service) -> Option<PodDisruptionBudget> {
    if service.scaling.singleton || service.scaling.min < 2 {
        return None;
    }
    let spec = PodDisruptionBudgetSpec {
        max_unavailable: Some(IntOrString::Int(1)),
        selector: Some(pods_of(&service.process)),
        unhealthy_pod_eviction_policy: Some("AlwaysAllow".to_owned()),
        ..PodDisruptionBudgetSpec::default()
    };
    Some(PodDisruptionBudget { metadata: context.meta_of(&service.process), spec: Some(spec), status: None })
}
