//! `aws_autoscaling_schedule`: bounds of an Auto Scaling group that change at certain times.

use polder_cloud::View;
use polder_inventory::compute::{ActionKind, ScheduledAction};
use polder_inventory::model::{Known, Reason, ScheduleExpression};

use super::group_policy::group;
use crate::reader::Reader;
use crate::time::recurrence;
use crate::value::{number, some_text};

pub(super) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    // -1 means that a bound does not change. Source: Terraform AWS provider, `aws_autoscaling_schedule`.
    let bound = |name: &str| number::<i64>(view, name).map(|it| it.and_then(|it| u32::try_from(it).ok()));
    let action = ScheduledAction {
        source: reader.source(view),
        schedule: at(view),
        flexible_window: Known::Value(None),
        enabled: Known::Value(true),
        action: ActionKind::Scale {
            min: bound("min_size"),
            max: bound("max_size"),
            desired: bound("desired_capacity"),
        },
        target: group(reader, view),
        identity: None,
        retries: Known::Value(None),
        dead_letters: None,
    };
    reader.inventory.compute.scheduled_actions.push(action);
}

fn at(view: View<'_, '_>) -> Known<ScheduleExpression> {
    let zone = some_text(view, "time_zone");
    zone.and_then(|zone| match (some_text(view, "recurrence"), some_text(view, "start_time")) {
        (Known::Value(Some(text)), _) => recurrence(&text, zone.as_deref()),
        // One time, in UTC: `2026-11-27T10:00:00Z`.
        (Known::Value(None), Known::Value(Some(start))) => Known::Value(ScheduleExpression::Once {
            at: start.trim_end_matches('Z').into(),
            zone: "UTC".into(),
        }),
        (Known::Unknown(reason), _) | (_, Known::Unknown(reason)) => Known::Unknown(reason),
        _ => Known::Unknown(Reason::NotGiven),
    })
}
