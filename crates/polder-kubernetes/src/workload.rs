//! What runs all the time: a deployment with its limits, or a singleton of which there are never two.

use k8s_openapi::api::apps::v1::{
    Deployment, DeploymentSpec, DeploymentStrategy, RollingUpdateDeployment, StatefulSet, StatefulSetSpec,
};
use k8s_openapi::api::autoscaling::v2::{
    ContainerResourceMetricSource, CrossVersionObjectReference, HPAScalingRules, HorizontalPodAutoscaler,
    HorizontalPodAutoscalerBehavior, HorizontalPodAutoscalerSpec, MetricSpec, MetricTarget,
};
use k8s_openapi::api::policy::v1::{PodDisruptionBudget, PodDisruptionBudgetSpec};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;
use polder_design::Service;

use crate::meta::{Place, pods_of};
use crate::pod::pod;
use crate::whole::whole;

/// Time after new pods came in which no more come: Saleor takes most of it to start.
const OUT_SECONDS: i32 = 60;

/// Time over which the need must have been less before pods go: a peak rarely comes alone.
const IN_SECONDS: i32 = 300;

/// The least time that a rollout gets before it counts as failed, in seconds.
const PROGRESS_SECONDS: u64 = 600;

/// Whether the number of pods follows the load. What a site wants none of is held at none: a standby's workers would lose
/// the tasks that they take, since its database takes no writes.
pub(crate) fn is_scaled(service: &Service) -> bool {
    let scaling = &service.scaling;
    !scaling.singleton && scaling.desired > 0 && scaling.max > scaling.min.max(1)
}

/// New pods come before old ones go, and as few as possible beyond what the machines hold.
pub(crate) fn deployment(place: &Place<'_>, service: &Service) -> Deployment {
    let rolling = RollingUpdateDeployment {
        max_surge: Some(IntOrString::String("25%".to_owned())),
        max_unavailable: Some(IntOrString::Int(0)),
    };
    let grace = service.start_grace.as_seconds().saturating_mul(2).max(PROGRESS_SECONDS);
    let spec = DeploymentSpec {
        // Left out where the autoscaler says it, or each rollout would set it back.
        replicas: (!is_scaled(service)).then(|| whole(service.scaling.desired)),
        progress_deadline_seconds: Some(whole(grace)),
        selector: pods_of(&service.process),
        strategy: Some(DeploymentStrategy {
            type_: Some("RollingUpdate".to_owned()),
            rolling_update: Some(rolling),
        }),
        template: place.template(&service.process, pod(place, service, "Always")),
        ..DeploymentSpec::default()
    };
    Deployment { metadata: place.meta_of(&service.process), spec: Some(spec), status: None }
}

/// Exactly one. A deployment starts another pod as soon as one is asked to go; a stateful set waits until it is gone.
pub(crate) fn singleton(place: &Place<'_>, service: &Service) -> StatefulSet {
    let spec = StatefulSetSpec {
        replicas: Some(whole(service.scaling.desired)),
        selector: pods_of(&service.process),
        service_name: Some(service.process.name().to_owned()),
        template: place.template(&service.process, pod(place, service, "Always")),
        ..StatefulSetSpec::default()
    };
    StatefulSet { metadata: place.meta_of(&service.process), spec: Some(spec), status: None }
}

/// Follows the use of the processor by the process itself, without what stands beside it.
pub(crate) fn autoscaler(place: &Place<'_>, service: &Service) -> Option<HorizontalPodAutoscaler> {
    if !is_scaled(service) {
        return None;
    }
    let (name, scaling) = (service.process.name(), &service.scaling);
    let cpu = ContainerResourceMetricSource {
        container: name.to_owned(),
        name: "cpu".to_owned(),
        target: MetricTarget {
            type_: "Utilization".to_owned(),
            average_utilization: Some(whole(scaling.cpu_target_percent)),
            ..MetricTarget::default()
        },
    };
    let rules = |seconds| HPAScalingRules {
        stabilization_window_seconds: Some(seconds),
        ..HPAScalingRules::default()
    };
    let spec = HorizontalPodAutoscalerSpec {
        scale_target_ref: CrossVersionObjectReference {
            api_version: Some("apps/v1".to_owned()),
            kind: "Deployment".to_owned(),
            name: name.to_owned(),
        },
        min_replicas: Some(whole(scaling.min.max(1))),
        max_replicas: whole(scaling.max),
        metrics: Some(vec![MetricSpec {
            type_: "ContainerResource".to_owned(),
            container_resource: Some(cpu),
            ..MetricSpec::default()
        }]),
        behavior: Some(HorizontalPodAutoscalerBehavior {
            scale_up: Some(rules(OUT_SECONDS)),
            scale_down: Some(rules(IN_SECONDS)),
        }),
    };
    Some(HorizontalPodAutoscaler {
        metadata: place.meta_of(&service.process),
        spec: Some(spec),
        status: None,
    })
}

/// One at a time when machines are emptied, where there are several. One that is ill anyway may always go. With a budget,
/// something of which there is one could never leave its machine.
pub(crate) fn budget(place: &Place<'_>, service: &Service) -> Option<PodDisruptionBudget> {
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
