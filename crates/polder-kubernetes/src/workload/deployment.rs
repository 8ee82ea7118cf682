//! Deployments: services with more than one replica.

use k8s_openapi::api::apps::v1::{Deployment, DeploymentSpec, DeploymentStrategy, RollingUpdateDeployment};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;
use polder_design::Service;

use crate::integers::whole;
use crate::metadata::{SiteContext, pods_of};
use crate::workload::horizontal_pod_autoscaler::is_scaled;
use crate::workload::pod::pod;

/// New pods start before old ones stop, with as few extra pods as possible.
pub(crate) fn deployment(context: &SiteContext<'_>, service: &Service) -> Deployment {
    let rolling = RollingUpdateDeployment {
        max_surge: Some(IntOrString::String("25%".to_owned())),
        max_unavailable: Some(IntOrString::Int(0)),
    };
    let grace = service
        .start_grace
        .as_seconds()
        .saturating_mul(2)
        .max(context.design.timings.containers.progress.as_seconds());
    let spec = DeploymentSpec {
        // Left out if there is an autoscaler, or each rollout would reset it.
        replicas: (!is_scaled(service)).then(|| whole(service.scaling.desired)),
        progress_deadline_seconds: Some(whole(grace)),
        selector: pods_of(&service.process),
        strategy: Some(DeploymentStrategy {
            type_: Some("RollingUpdate".to_owned()),
            rolling_update: Some(rolling),
        }),
        template: context.template(&service.process, pod(context, service, "Always")),
        ..DeploymentSpec::default()
    };
    Deployment { metadata: context.meta_of(&service.process), spec: Some(spec), status: None }
}
