//! Horizontal pod autoscalers: the number of pods follows the load.

use k8s_openapi::api::autoscaling::v2::{
    ContainerResourceMetricSource, CrossVersionObjectReference, HPAScalingRules, HorizontalPodAutoscaler,
    HorizontalPodAutoscalerBehavior, HorizontalPodAutoscalerSpec, MetricSpec, MetricTarget,
};
use polder_design::Service;
use polder_units::Duration;

use crate::integers::whole;
use crate::metadata::SiteContext;

/// Whether the number of pods follows the load. A service with zero replicas is not scaled: a standby's workers would
/// lose tasks, since its database takes no writes.
pub(crate) fn is_scaled(service: &Service) -> bool {
    let scaling = &service.scaling;
    !scaling.singleton && scaling.desired > 0 && scaling.max > scaling.min.max(1)
}

/// Scales on the CPU utilization of the main container, without sidecars.
pub(crate) fn autoscaler(context: &SiteContext<'_>, service: &Service) -> Option<HorizontalPodAutoscaler> {
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
    let timings = &context.design.timings.scaling;
    let rules = |window: Duration| HPAScalingRules {
        stabilization_window_seconds: Some(whole(window.as_seconds())),
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
            scale_up: Some(rules(timings.out_cooldown)),
            scale_down: Some(rules(timings.in_cooldown)),
        }),
    };
    Some(HorizontalPodAutoscaler {
        metadata: context.meta_of(&service.process),
        spec: Some(spec),
        status: None,
    })
}
