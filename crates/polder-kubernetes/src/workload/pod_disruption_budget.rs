//! Pod disruption budgets: how many pods may be away while machines are drained.

use k8s_openapi::api::policy::v1::{PodDisruptionBudget, PodDisruptionBudgetSpec};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;
use polder_design::Service;

use crate::metadata::{SiteContext, pods_of};

/// One at a time when machines are emptied, where there are several. One that is ill anyway may always go. With a budget,
/// something of which there is one could never leave its machine.
pub(crate) fn budget(place: &SiteContext<'_>, service: &Service) -> Option<PodDisruptionBudget> {
    if service.scaling.singleton || service.scaling.min < 2 {
        return None;
    }
    let spec = PodDisruptionBudgetSpec {
        max_unavailable: Some(IntOrString::Int(1)),
        selector: Some(pods_of(&service.process)),
        unhealthy_pod_eviction_policy: Some("AlwaysAllow".to_owned()),
        ..PodDisruptionBudgetSpec::default()
    };
    Some(PodDisruptionBudget { metadata: place.meta_of(&service.process), spec: Some(spec), status: None })
}
