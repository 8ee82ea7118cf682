//! Alarms of a site's functions: errors and throttling.

use polder_cloud::Handle;
use polder_design::{Function, Objective, Party, Trigger};

use crate::names::identifier;
use crate::observability::cloudwatch_metric::function;
use crate::observability::cloudwatch_metric_alarm::{Alarm, Limit, Watched};
use crate::observability::observability_context::ObservabilityContext;

/// Writes the alarms of the functions with triggers. For others, the caller learns of the error, or the topic
/// for alarms does.
pub(crate) fn alarms(watch: &ObservabilityContext<'_>) {
    watch.s.file(
        "cloudwatch_metric_alarm_functions",
        "Alarms of the functions that take messages or run each day. A single failed run with messages is retried,\n\
         and a message that fails repeatedly raises the alarm of the dead-letter queue.",
    );
    for of in &watch.site.functions {
        let Some(handle) = watch.functions.all.get(&of.kind) else { continue };
        let _function = watch.s.part(Party::Function(of.kind));
        match &of.trigger {
            Trigger::Queue { .. } => {
                failing(watch, of, handle);
                throttled(watch, of, handle);
            }
            Trigger::Daily { enabled: true, .. } => not_ready(watch, of, handle),
            Trigger::Every { enabled: true, .. } => closed(watch, of, handle),
            Trigger::Daily { enabled: false, .. } | Trigger::Every { enabled: false, .. } | Trigger::Hand => {
            }
        }
    }
}

fn failing(watch: &ObservabilityContext<'_>, of: &Function, handle: &Handle) {
    let name = of.kind.name();
    let description = format!(
        "The function {name} has returned errors for a quarter of an hour, and its messages wait. \
         Read its log: most often a permission is missing, or the shop does not serve its keys."
    );
    watch.alarm(Objective::Availability, &errors(of, handle, description));
}

/// A verification fails if the shop is not ready for customers, or does not answer.
fn not_ready(watch: &ObservabilityContext<'_>, of: &Function, handle: &Handle) {
    let name = of.kind.name();
    let description = format!(
        "The daily run of {name} has failed: the shop is not what the platform file says, or does not answer. Its \
         log names each difference, such as accepted test payments or a missing tax rate."
    );
    let alarm = errors(of, handle, description).after(watch.design.timings.alarms.daily_check);
    watch.alarm(Objective::Availability, &alarm);
}

/// A run fails if one market takes no checkout. Missing data is not breaching: outside of its hours a cell is not probed.
fn closed(watch: &ObservabilityContext<'_>, of: &Function, handle: &Handle) {
    let name = of.kind.name();
    let description = format!(
        "No checkout can be started in a market, as {name} has found twice in a quarter of an hour. Its log names \
         the market and what Saleor answered: its database and cache may be down although its health check is good."
    );
    let alarm = errors(of, handle, description).after(watch.design.timings.alarms.probe);
    watch.alarm(Objective::Availability, &alarm);
}

/// An alarm on runs that failed.
fn errors(of: &Function, handle: &Handle, description: String) -> Alarm {
    Alarm::new(
        format!("{}_errors", identifier(of.kind.name())),
        Watched::One(function(handle, "Errors", "Sum")),
        Limit::Above(0.into()),
        description,
    )
}

/// Lambda throttles runs when the function is at its concurrency limit; a queue then waits, which is its
/// purpose.
fn throttled(watch: &ObservabilityContext<'_>, of: &Function, handle: &Handle) {
    let name = of.kind.name();
    watch.alarm(
        Objective::Capacity,
        &Alarm::new(
            format!("{}_throttles", identifier(name)),
            Watched::One(function(handle, "Throttles", "Sum")),
            Limit::Above(0.into()),
            format!(
                "The function {name} has been throttled for half an hour: its reserved concurrency is too \
                 low. Look at the age of its queue; if it grows, request a higher concurrency quota of the \
                 account and reserve more."
            ),
        )
        .after(watch.design.timings.alarms.refused),
    );
}
