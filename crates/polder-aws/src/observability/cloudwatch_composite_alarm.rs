//! `aws_cloudwatch_composite_alarm`: one for each objective, which shows whether it is at risk.

use polder_cloud::{Handle, Value, body, text};
use polder_design::{Component, Objective};

use crate::names::named;
use crate::observability::observability_context::ObservabilityContext;
use crate::observability::runbook::Runbook;

/// Writes the composite alarms.
pub(crate) fn composite_alarms(watch: &ObservabilityContext<'_>) {
    watch.s.file(
        "cloudwatch_composite_alarm",
        "One alarm for each objective, which shows whether it is at risk: it is raised when any alarm of the\n\
         objective is. It sends no notification, since each of those alarms does: one cause sends one email, and\n\
         a second cause sends another.",
    );
    for objective in Objective::ALL {
        let alarms = watch.alarms(objective);
        if alarms.is_empty() {
            continue;
        }
        let _objective = watch.s.part(Component::Objective(objective));
        watch.s.resource(
            "aws_cloudwatch_composite_alarm",
            objective.name(),
            body! {
                alarm_name = named(format!("-{}", objective.name()));
                alarm_description = Runbook::of(objective).after(description(objective), watch.design);
                alarm_rule = any(&alarms);
            },
        );
    }
}

fn description(objective: Objective) -> &'static str {
    match objective {
        Objective::Availability => {
            "The availability objective of this site is at risk. The alarm inside says what to do; if that \
             does not help in minutes, fail the cell over."
        }
        Objective::Latency => "The latency objective of this site is at risk.",
        Objective::Recovery => {
            "If this site were lost now, more data would be lost than the recovery point objective allows. \
             Do not fail over by choice until this is over."
        }
        Objective::Capacity => "This site has no capacity for the next peak.",
    }
}

fn any(alarms: &[Handle]) -> Value {
    let rules: Vec<Value> =
        alarms.iter().map(|alarm| text!["ALARM(\"", alarm.get("alarm_name"), "\")"]).collect();
    Value::call("join", vec![" OR ".into(), rules.into()])
}
