//! `aws_cloudwatch_event_rule`.

use polder_cloud::View;
use polder_inventory::messaging::{EventBusId, EventRule};
use polder_inventory::model::{Known, Link, ScheduleExpression};

use crate::pattern::is_empty;
use crate::reader::Reader;
use crate::time;
use crate::value::{text, truth_or};

/// A rule with an event pattern, or with a schedule.
pub(crate) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let pattern = match view.body().get("event_pattern").filter(|value| !is_empty(value)) {
        Some(value) => reader.json_pattern(view.stack(), value).map(Some),
        None => Known::Value(None),
    };
    let rule = EventRule {
        source: reader.source(view),
        bus: bus(reader, view),
        pattern,
        schedule: schedule(view),
        enabled: enabled(view),
    };
    reader.inventory.messaging.event_rules.push(rule);
}

/// The bus; `None` for the default bus.
pub(super) fn bus<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) -> Option<Link<EventBusId>> {
    if view.text("event_bus_name").as_deref() == Some("default") {
        return None;
    }
    reader.link_by_name(view, "event_bus_name", "event bus", &[("aws_cloudwatch_event_bus", "name")])
}

/// Scheduled rules support UTC only. Source: AWS, EventBridge User Guide, "Creating a rule that runs on a schedule".
fn schedule(view: View<'_, '_>) -> Known<Option<ScheduleExpression>> {
    match text(view, "schedule_expression") {
        Known::Value(None) => Known::Value(None),
        Known::Value(Some(text)) if text.is_empty() => Known::Value(None),
        Known::Value(Some(text)) => time::schedule(&text, None).map(Some),
        Known::Unknown(reason) => Known::Unknown(reason),
    }
}

/// Source: provider documentation: `state` is `ENABLED` unless it is set; `is_enabled` is its older form.
fn enabled(view: View<'_, '_>) -> Known<bool> {
    match text(view, "state") {
        Known::Value(Some(state)) => Known::Value(state.starts_with("ENABLED")),
        Known::Value(None) => truth_or(view, "is_enabled", true),
        Known::Unknown(reason) => Known::Unknown(reason),
    }
}
