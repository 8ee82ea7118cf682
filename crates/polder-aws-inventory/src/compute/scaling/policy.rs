//! `aws_appautoscaling_policy`.

use polder_cloud::View;
use polder_inventory::EntryId;
use polder_inventory::compute::{ScalingKind, ScalingRule};
use polder_inventory::model::{Known, Link, Text};

use super::metric::metric;
use super::target::scaled;
use crate::reader::Reader;
use crate::value::{decimal, given_text, or_provider, seconds, text_or, truth_or};

pub(super) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let scaled = scaled(reader, view);
    let tracking = view.block("target_tracking_scaling_policy_configuration");
    let steps = view.block("step_scaling_policy_configuration");
    let kind = match tracking {
        Some(tracking) => ScalingKind::Target {
            metric: metric(reader, tracking, scaled),
            value: or_provider(decimal(tracking, "target_value")),
            scales_in: truth_or(tracking, "disable_scale_in", false).map(|only_grows| !only_grows),
        },
        None if text_or(view, "policy_type", "StepScaling") == Known::Value("PredictiveScaling".into()) => {
            ScalingKind::Predictive
        }
        // Alarms refer to the policy.
        None => ScalingKind::Steps { alarm: None },
    };
    let cooldown = |name: &str| match (tracking, steps) {
        (Some(tracking), _) => seconds(tracking, name),
        (None, Some(steps)) => seconds(steps, "cooldown"),
        (None, None) => Known::Value(None),
    };
    let rule = ScalingRule {
        source: reader.source(view),
        scaled,
        dimension: dimension(view, scaled),
        kind,
        cooldown_out: cooldown("scale_out_cooldown"),
        cooldown_in: cooldown("scale_in_cooldown"),
    };
    reader.inventory.compute.scaling_rules.push(rule);
}

/// Services have one scalable dimension, stores have several.
pub(super) fn dimension(view: View<'_, '_>, scaled: Link<EntryId>) -> Known<Option<Text>> {
    match scaled {
        Link::To(EntryId::Process(_)) => Known::Value(None),
        _ => given_text(view, "scalable_dimension").map(Some),
    }
}
