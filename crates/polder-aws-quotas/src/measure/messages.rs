//! Topics, queues, buses.

use polder_cloud::View;
use polder_cloud::index::Resolved;

use crate::amount::Amount;
use crate::group::Group;
use crate::measure::document::{bytes, characters};
use crate::memo::Memo;
use crate::weigh::is_set;

/// A subscription with a filter policy.
pub(crate) fn filtered(view: &View<'_, '_>) -> Amount {
    match is_set(view, "filter_policy") {
        Some(set) => Amount::exactly(u64::from(set)),
        None => Amount::up_to(1),
    }
}

/// The event bus of a rule.
pub(crate) fn bus(view: &View<'_, '_>) -> Group {
    match view.get("event_bus_name") {
        Resolved::Absent => Group::Named("default".to_owned()),
        _ => Group::referred(view, "event_bus_name"),
    }
}

/// The rule of a target: rules of different buses can have the same name.
pub(crate) fn rule_of_target(view: &View<'_, '_>) -> Group {
    match (Group::referred(view, "rule"), bus(view)) {
        (Group::Named(rule), Group::Named(bus)) => Group::Named(format!("{bus}/{rule}")),
        (rule, _) => rule,
    }
}

/// The characters of an event pattern.
pub(crate) fn pattern(view: &View<'_, '_>, memo: &Memo) -> Amount {
    characters(view, "event_pattern", memo)
}

/// The bytes of the policy of an event bus.
pub(crate) fn bus_policy(view: &View<'_, '_>, memo: &Memo) -> Amount {
    bytes(view, "policy", memo)
}
