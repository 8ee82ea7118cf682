//! Alarms of the machines that containers run on: a pool that cannot grow.

use polder_units::Duration;

use crate::handles::Engine;
use crate::observability::cloudwatch_metric::capacity_provider;
use crate::observability::cloudwatch_metric_alarm::{Alarm, Limit, Watched};
use crate::observability::objective::Objective;
use crate::observability::observability_context::ObservabilityContext;

/// Minutes in which a machine starts, joins its cluster and takes work, and the next one after it.
const PATIENCE_MINUTES: u64 = 15;

/// Writes the alarms of the machines, where there are any.
pub(crate) fn alarms(watch: &ObservabilityContext<'_>) {
    let Engine::Ecs { cluster, machines, .. } = &watch.app.engine else { return };
    if machines.is_empty() {
        return;
    }
    watch.s.file(
        "cloudwatch_metric_alarm_machines",
        "Alarms of the machines. The engine adds machines by itself when tasks find no room: an alarm says that it\n\
         could not.",
    );
    for pool in machines {
        let kind = pool.kind.name();
        let reserved = capacity_provider(cluster, &pool.provider, "CapacityProviderReservation", "Average");
        watch.alarm(
            Objective::Capacity,
            &Alarm::new(
                format!("{kind}_machines"),
                Watched::One(reserved),
                Limit::Above(100.into()),
                format!(
                    "Tasks have waited for machines of the {kind} pool for {PATIENCE_MINUTES} minutes. The activity of its \
                     group says why none comes: no capacity in any zone, a quota of the account, or the most machines of \
                     the platform file's sizes."
                ),
            )
            .after(Duration::minutes(1), PATIENCE_MINUTES, PATIENCE_MINUTES),
        );
    }
}
