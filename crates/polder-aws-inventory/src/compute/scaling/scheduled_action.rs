//! `aws_appautoscaling_scheduled_action`.

use polder_cloud::View;
use polder_inventory::compute::{ActionKind, ScheduledAction};
use polder_inventory::model::Known;

use super::target::scaled;
use crate::reader::Reader;
use crate::time::schedule;
use crate::value::{given_text, number, some_text};

pub(super) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let bounds = view.block("scalable_target_action");
    let bound = |name: &str| bounds.map_or(Known::Value(None), |it| number(it, name));
    let zone = some_text(view, "timezone");
    let at =
        given_text(view, "schedule").and_then(|text| zone.and_then(|zone| schedule(&text, zone.as_deref())));
    let action = ScheduledAction {
        source: reader.source(view),
        schedule: at,
        flexible_window: Known::Value(None),
        enabled: Known::Value(true),
        action: ActionKind::Scale {
            min: bound("min_capacity"),
            max: bound("max_capacity"),
            desired: Known::Value(None),
        },
        target: scaled(reader, view),
        identity: None,
        retries: Known::Value(None),
        dead_letters: None,
    };
    reader.inventory.compute.scheduled_actions.push(action);
}
