//! `aws_ecs_capacity_provider`: instances that scale with the tasks that are placed on them.

use polder_cloud::View;
use polder_inventory::compute::{MachinePoolId, ScalingKind, ScalingRule};
use polder_inventory::model::{Decimal, Known, Link, Reason, Set, Text};
use polder_inventory::observability::Metric;

use super::capacity::pool;
use crate::reader::Reader;
use crate::value::{number_or, text_or};

/// The target capacity is the utilization that scaling maintains. The default is 100 percent. Source: AWS,
/// Amazon ECS Developer Guide, "Automatically manage Amazon ECS capacity with cluster auto scaling".
pub(super) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let pool = pool(reader, view);
    let group = view.block("auto_scaling_group_provider");
    let Some(scaling) = group.and_then(|it| it.block("managed_scaling")) else { return };
    if text_or(scaling, "status", "ENABLED") == Known::Value("DISABLED".into()) {
        return;
    }
    let percent = number_or::<i64>(scaling, "target_capacity", 100);
    let value = percent.and_then(|percent| match Decimal::whole(percent) {
        Some(value) => Known::Value(value),
        None => Known::Unknown(Reason::TooLarge),
    });
    let scaled = match pool {
        Link::To(id) => Link::To(id.into()),
        Link::Outside(external) => Link::Outside(external),
        Link::Unknown(reason) => Link::Unknown(reason),
    };
    let metric = Metric {
        namespace: Known::Value(Text::new_static("AWS/ECS/ManagedScaling")),
        name: Known::Value(Text::new_static("CapacityProviderReservation")),
        dimensions: Known::Value(Set::default()),
        statistic: Known::Value(Text::new_static("Average")),
        subject: Some(scaled),
        account: None,
    };
    let rule = ScalingRule {
        source: reader.source(view),
        scaled,
        dimension: Known::Value(None),
        kind: ScalingKind::Target { metric, value, scales_in: Known::Value(true) },
        cooldown_out: Known::Value(None),
        cooldown_in: Known::Value(None),
    };
    reader.inventory.compute.scaling_rules.push(rule);
    if let Link::To(pool) = pool {
        let pool: MachinePoolId = pool;
        reader.contribute(view, pool, &["cluster"]);
    }
}
