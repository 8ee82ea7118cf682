//! Stateful sets, for singletons.

use k8s_openapi::api::apps::v1::{StatefulSet, StatefulSetSpec};
use polder_design::Service;

use crate::integers::whole;
use crate::metadata::{SiteContext, pods_of};
use crate::workload::pod::pod;

/// Exactly one. A Deployment starts a new pod as soon as the old one is terminating; a StatefulSet waits until it is
/// gone.
pub(crate) fn singleton(context: &SiteContext<'_>, service: &Service) -> StatefulSet {
    let spec = StatefulSetSpec {
        replicas: Some(whole(service.scaling.desired)),
        selector: pods_of(&service.process),
        service_name: Some(service.process.name().to_owned()),
        template: context.template(&service.process, pod(context, service, "Always")),
        ..StatefulSetSpec::default()
    };
    StatefulSet { metadata: context.meta_of(&service.process), spec: Some(spec), status: None }
}
