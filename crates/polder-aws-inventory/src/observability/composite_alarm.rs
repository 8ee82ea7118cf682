//! `aws_cloudwatch_composite_alarm`.

use std::collections::BTreeSet;

use polder_cloud::View;
use polder_inventory::model::{Known, Link, Pattern, Reason, Set};
use polder_inventory::observability::{Alarm, AlarmCondition, AlarmId};
use polder_inventory::outside::Owner;
use polder_inventory::{EntryId, EntryIndex};

use crate::observability::alarm::actions;
use crate::reader::Reader;
use crate::value::{given_text, truth_or};

/// An alarm on other alarms.
pub(crate) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let rule = reader.attribute_pattern(view, "alarm_rule").unwrap_or_default();
    let alarms = alarms(reader, view, &rule);
    if view.block("actions_suppressor").is_some() {
        let text = "actions are suppressed while another alarm is in the ALARM state";
        reader.blind(view, None, Some("actions_suppressor"), Reason::AttributeNotModelled, text);
    }
    let alarm = Alarm {
        source: reader.source(view),
        name: given_text(view, "alarm_name"),
        condition: AlarmCondition::Composite { rule: Known::Value(rule), alarms },
        actions_enabled: truth_or(view, "actions_enabled", true),
        actions_on_alarm: actions(reader, view, "alarm_actions"),
        actions_on_ok: actions(reader, view, "ok_actions"),
        actions_on_no_data: actions(reader, view, "insufficient_data_actions"),
    };
    reader.inventory.observability.alarms.push(alarm);
}

/// The alarms in a rule: by reference, and by name or ARN in its text.
fn alarms<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>, rule: &Pattern) -> Set<Link<AlarmId>> {
    let of_entry = |entry: EntryId| AlarmId::from_entry(entry);
    let targets = view.targets("alarm_rule").into_iter().filter_map(|target| reader.id(target.id()));
    let mut found: Vec<Link<AlarmId>> =
        targets.chain(rule.entries().filter_map(of_entry)).map(Link::To).collect();
    // Alarms that are referred to are also in the rule by name.
    let named: BTreeSet<&str> = rule.as_literal().into_iter().flat_map(names).collect();
    if named.len() > found.len() {
        for name in named {
            let named = ["aws_cloudwatch_metric_alarm", "aws_cloudwatch_composite_alarm"];
            let mut ids = named.iter().filter_map(|kind| reader.named(view, kind, "alarm_name", name));
            let id = ids.next();
            drop(ids);
            found.push(match id.and_then(|id| reader.id(id)) {
                Some(alarm) => Link::To(alarm),
                None => Link::Outside(reader.external(name, "alarm", Owner::Unknown)),
            });
        }
    }
    found.into()
}

const STATES: [&str; 3] = ["ALARM(", "OK(", "INSUFFICIENT_DATA("];

/// The arguments of `ALARM(...)`, `OK(...)` and `INSUFFICIENT_DATA(...)`, without quotation marks; of ARNs the name.
fn names(rule: &str) -> impl Iterator<Item = &str> {
    let begins = STATES.iter().flat_map(|state| rule.match_indices(state));
    begins.filter_map(move |(at, state)| {
        let rest = &rule[at + state.len()..];
        let name = rest.split_once(')')?.0.trim().trim_matches('"');
        Some(name.rsplit_once(":alarm:").map_or(name, |(_, name)| name))
    })
}
