//! `aws_autoscaling_policy`: how an Auto Scaling group scales.

use polder_cloud::View;
use polder_inventory::EntryId;
use polder_inventory::compute::{MachinePoolId, ScalingKind, ScalingRule};
use polder_inventory::model::{Known, Link, Reason};

use super::metric::metric;
use crate::reader::Reader;
use crate::value::{decimal, or_provider, seconds, text_or, truth_or};

pub(super) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let scaled = group(reader, view);
    let kind = match view.block("target_tracking_configuration") {
        Some(tracking) => ScalingKind::Target {
            metric: metric(reader, tracking, scaled),
            value: or_provider(decimal(tracking, "target_value")),
            scales_in: truth_or(tracking, "disable_scale_in", false).map(|only_grows| !only_grows),
        },
        None if text_or(view, "policy_type", "SimpleScaling") == Known::Value("PredictiveScaling".into()) => {
            ScalingKind::Predictive
        }
        None => ScalingKind::Steps { alarm: None },
    };
    let rule = ScalingRule {
        source: reader.source(view),
        scaled,
        dimension: Known::Value(None),
        kind,
        // Only simple policies have a cooldown; others have a warm-up time.
        cooldown_out: seconds(view, "cooldown"),
        cooldown_in: seconds(view, "cooldown"),
    };
    reader.inventory.compute.scaling_rules.push(rule);
}

/// The group that a policy or schedule names.
pub(super) fn group<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) -> Link<EntryId> {
    match reader.link::<MachinePoolId>(view, "autoscaling_group_name", "machine pool") {
        Some(Link::To(id)) => Link::To(id.into()),
        Some(Link::Outside(external)) => Link::Outside(external),
        Some(Link::Unknown(reason)) => Link::Unknown(reason),
        None => Link::Unknown(Reason::NotGiven),
    }
}
