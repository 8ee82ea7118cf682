//! Alarms of a site's functions: errors and throttling.

use polder_cloud::Handle;
use polder_design::{AlarmTiming, Function, FunctionKind, Objective, Party, Trigger};

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
            Trigger::Daily { enabled: true, .. } => {
                scheduled(watch, of, handle, watch.design.timings.alarms.daily_check);
            }
            // Missing data is not breaching: outside of the hours of its cell it is not started.
            Trigger::Every { enabled: true, .. } => {
                scheduled(watch, of, handle, watch.design.timings.alarms.probe);
            }
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

/// Runs that a schedule starts.
fn scheduled(watch: &ObservabilityContext<'_>, of: &Function, handle: &Handle, after: AlarmTiming) {
    let alarm = errors(of, handle, failed(of.kind)).after(after);
    watch.alarm(Objective::Availability, &alarm);
}

/// What a failed run of a function means.
fn failed(kind: FunctionKind) -> String {
    let name = kind.name();
    match kind {
        FunctionKind::SetupRunner => format!(
            "The daily run of {name} has failed: the shop is not what the platform file says, or does not answer. Its \
             log names each difference, such as accepted test payments or a missing tax rate."
        ),
        FunctionKind::ShopProbe => format!(
            "No checkout can be started in a market, as {name} has found twice in a quarter of an hour. Its log names \
             the market and what Saleor answered: its database and cache may be down although its health check is good."
        ),
        FunctionKind::Auditor | FunctionKind::EventConsumer | FunctionKind::FailoverController => {
            format!("A scheduled run of the function {name} has failed. Its log names the reason.")
        }
    }
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
