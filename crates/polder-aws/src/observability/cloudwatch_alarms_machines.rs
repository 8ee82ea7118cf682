//! Alarms of the EC2 instances that containers run on: a pool that cannot grow.

use polder_design::{Component, Objective};

use crate::handles::Engine;
use crate::observability::cloudwatch_metric::capacity_provider;
use crate::observability::cloudwatch_metric_alarm::{Alarm, Limit, Watched};
use crate::observability::observability_context::ObservabilityContext;

/// Writes the alarms of the instances, where there are any.
pub(crate) fn alarms(watch: &ObservabilityContext<'_>) {
    let Engine::Ecs { cluster, machines, .. } = &watch.app.engine else { return };
    if machines.is_empty() {
        return;
    }
    watch.s.file(
        "cloudwatch_metric_alarm_machines",
        "Alarms of EC2 instances for containers. ECS adds instances when tasks cannot be placed: an alarm\n\
         says that it could not.",
    );
    let missing = watch.design.timings.alarms.missing_machines;
    let patience = missing.period.as_seconds().saturating_mul(missing.needed) / 60;
    for pool in machines {
        let _machines = watch.s.part(Component::Machines(pool.kind));
        let kind = pool.kind.name();
        let reserved = capacity_provider(cluster, &pool.provider, "CapacityProviderReservation", "Average");
        watch.alarm(
            Objective::Capacity,
            &Alarm::new(
                format!("{kind}_machines"),
                Watched::One(reserved),
                Limit::Above(100.into()),
                format!(
                    "Tasks have waited for instances of the {kind} pool for {patience} minutes. The activity \
                     history of its Auto Scaling group has the reason: no capacity in any zone, a quota of \
                     the account, or the maximum of the pool in the platform file."
                ),
            )
            .after(missing),
        );
    }
}
