//! Instance types and zones.

use std::collections::BTreeSet;

use polder_cloud::View;
use polder_inventory::model::{Known, Reason, Set, Text};

use crate::value::{reason, some_text};

/// The texts of a list in their order.
pub(crate) fn ordered_texts(view: View<'_, '_>, attribute: &str) -> Vec<Known<Text>> {
    let text = |value: &polder_cloud::index::Resolved<'_>| {
        value.as_plain().map_or_else(|| Known::Unknown(reason(value)), |text| Known::Value(text.into()))
    };
    view.list(attribute).iter().map(text).collect()
}

/// The zones of the subnets of an attribute.
pub(crate) fn zones_of(view: View<'_, '_>, attribute: &str) -> Known<Set<Text>> {
    let subnets: Vec<View<'_, '_>> =
        view.targets(attribute).into_iter().filter(|it| it.kind().ends_with("_subnet")).collect();
    if subnets.len() < view.list(attribute).len() || subnets.is_empty() {
        let why = view.get(attribute);
        return Known::Unknown(if why.is_known() { Reason::Elsewhere } else { reason(&why) });
    }
    let mut zones = BTreeSet::new();
    for subnet in subnets {
        match some_text(subnet, "availability_zone") {
            Known::Value(Some(zone)) => drop(zones.insert(zone)),
            Known::Value(None) => return Known::Unknown(Reason::AfterApply),
            Known::Unknown(reason) => return Known::Unknown(reason),
        }
    }
    Known::Value(zones.into_iter().collect())
}
