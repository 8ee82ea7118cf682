//! Priority classes: pods that serve shoppers have priority over background work.

use k8s_openapi::api::scheduling::v1::PriorityClass;
use polder_design::Service;

use crate::metadata::SiteContext;

/// For pods that serve shoppers.
const SERVING: &str = "serving";

/// For background work.
const WORKING: &str = "working";

/// The class of a process.
pub(crate) fn of(context: &SiteContext<'_>, service: &Service) -> &'static str {
    if context.is_reached(service) { SERVING } else { WORKING }
}

/// The classes. Those of system pods are far higher.
pub(crate) fn classes(context: &SiteContext<'_>) -> Vec<PriorityClass> {
    let class = |name, value, description: &str| PriorityClass {
        metadata: context.worldwide(name),
        value,
        description: Some(description.to_owned()),
        ..PriorityClass::default()
    };
    vec![class(SERVING, 2_000, "pods that serve shoppers"), class(WORKING, 1_000, "background work")]
}
