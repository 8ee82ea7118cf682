//! Quotas that a graph raises itself.

use std::collections::BTreeMap;

use polder_cloud::{Index, View};

use crate::place::Place;
use crate::quota::Quota;

/// The Terraform type of a request.
const KIND: &str = "aws_servicequotas_service_quota";

/// The values that a graph requests for a quota, by place.
pub(crate) fn raised<'a>(index: &Index<'a>, quota: &Quota) -> BTreeMap<Place<'a>, u64> {
    let mut values = BTreeMap::new();
    let views = index.of_kind(KIND).iter().filter_map(|id| index.view(*id));
    for view in views.filter(|it| it.is_managed() && is_about(it, quota)) {
        if let Some(value) = view.get("value").as_plain().and_then(|text| whole(&text)) {
            let known = values.entry(Place::of(quota.scope, &view)).or_insert(value);
            *known = value.max(*known);
        }
    }
    values
}

fn is_about(view: &View<'_, '_>, quota: &Quota) -> bool {
    let is = |name: &str, expected: &str| view.text(name).is_some_and(|text| text == expected);
    !quota.code.is_empty() && is("service_code", quota.service) && is("quota_code", quota.code)
}

/// The whole part of a number: `6`, `6.0`.
fn whole(text: &str) -> Option<u64> {
    text.split('.').next()?.parse().ok()
}
