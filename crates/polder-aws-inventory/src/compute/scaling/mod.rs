//! Scaling: what changes the number of copies, and when.

mod group_policy;
mod group_schedule;
mod metric;
mod policy;
mod scheduled_action;
mod target;

use polder_inventory::EntryKind;

use crate::kind::{KindReading, Reading, managed};

/// The kinds that are read here.
pub(crate) const KINDS: &[KindReading] = &[
    managed("aws_appautoscaling_target", Reading::Part(target::read)),
    managed("aws_appautoscaling_policy", Reading::Entry(EntryKind::ScalingRule, policy::read)),
    managed("aws_appautoscaling_scheduled_action", Reading::Part(scheduled_action::read)),
    managed("aws_autoscaling_policy", Reading::Entry(EntryKind::ScalingRule, group_policy::read)),
    managed("aws_autoscaling_schedule", Reading::Part(group_schedule::read)),
];
