//! Priority classes: who goes first when there is not enough room: what shoppers wait for, then what works behind it.

use k8s_openapi::api::scheduling::v1::PriorityClass;
use polder_design::Service;

use crate::metadata::SiteContext;

/// Shoppers wait for it.
const SERVING: &str = "serving";

/// Nobody waits for it at this moment.
const WORKING: &str = "working";

/// The class of a process.
pub(crate) fn of(place: &SiteContext<'_>, service: &Service) -> &'static str {
    if place.is_reached(service) { SERVING } else { WORKING }
}

/// The classes. Those of the cluster's own parts are far above.
pub(crate) fn classes(place: &SiteContext<'_>) -> Vec<PriorityClass> {
    let class = |name, value, description: &str| PriorityClass {
        metadata: place.worldwide(name),
        value,
        description: Some(description.to_owned()),
        ..PriorityClass::default()
    };
    vec![
        class(SERVING, 2_000, "what the load balancer reaches: shoppers wait for it"),
        class(WORKING, 1_000, "what works behind it"),
    ]
}
