//! `aws_appautoscaling_scheduled_action`: stops a service outside the hours of its cell, and starts it again.

use polder_cloud::{Handle, Value, body};
use polder_design::{Hours, Service};

use crate::compute::app_context::AppContext;
use crate::cron;
use crate::names::{identifier, local};

/// Sets the capacity to zero outside `hours`. Within them it is between `min` and `max`.
pub(crate) fn schedule(
    context: &AppContext<'_>,
    service: &Service,
    target: &Handle,
    hours: &Hours,
    [min, max]: [Value; 2],
) {
    let s = context.s;
    s.file(
        "hours",
        "The cell runs in its hours only. To work longer, set the minimum of a service by hand: it holds\n\
         until the next stop. The hours are variables.",
    );
    s.local("starts_at", cron::at(hours.from, hours.days));
    s.local("stops_at", cron::at(hours.to, hours.days));
    s.local("clock", &hours.zone);
    let name = service.process.name();
    for (what, at, min, max) in [("start", "starts_at", min, max), ("stop", "stops_at", 0.into(), 0.into())] {
        s.resource(
            "aws_appautoscaling_scheduled_action",
            format!("{}_{what}", identifier(name)),
            body! {
                name = format!("{name}-{what}");
                service_namespace = target.get("service_namespace");
                scalable_dimension = target.get("scalable_dimension");
                resource_id = target.get("resource_id");
                schedule = local(at);
                timezone = local("clock");
                scalable_target_action {
                    min_capacity = min;
                    max_capacity = max;
                }
            },
        );
    }
}
