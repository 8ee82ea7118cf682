//! `aws_appautoscaling_target` and its policies: the number of tasks of a service.
//!
//! Services scale on CPU utilization, not on requests: Saleor's operations differ twelvefold in cost, so that
//! the number of requests says little about the load of a task.

use polder_cloud::{Handle, body, text};
use polder_design::{Broker, Process, Service};

use crate::compute::app_context::AppContext;
use crate::compute::ecs::appautoscaling_scheduled_action::schedule;
use crate::names::identifier;

/// The comment at the head of the file.
const WHY: &str = "Auto scaling of services: by CPU utilization, and by the age of waiting tasks where a queue reports\n\
    it. The limits are variables. Changing them brings the number of tasks within them at once: that is\n\
    how workers start when their site becomes active, and stop when it no longer is.";

/// Scales a service with its load and the hours of its cell. A singleton stays at one task while it runs.
pub(crate) fn autoscaling(context: &AppContext<'_>, service: &Service, cluster: &Handle, runs: &Handle) {
    if service.scaling.singleton && context.hours().is_none() {
        return;
    }
    let s = context.s;
    s.file("autoscaling", WHY);
    let (name, timings) = (service.process.name(), &context.design.timings.scaling);
    let min = context.number(service, "min", service.scaling.min);
    let max = context.number(service, "max", most(service));
    let target = s.resource(
        "aws_appautoscaling_target",
        name,
        body! {
            service_namespace = "ecs";
            scalable_dimension = "ecs:service:DesiredCount";
            resource_id = text!["service/", cluster.name(), "/", runs.name()];
            min_capacity = &min;
            max_capacity = &max;
        },
    );
    if let Some(hours) = context.hours() {
        schedule(context, service, &target, hours, [min, max]);
        s.file("autoscaling", WHY);
    }
    if service.scaling.singleton {
        return;
    }
    s.resource(
        "aws_appautoscaling_policy",
        format!("{}_cpu", identifier(name)),
        body! {
            name = format!("{name}-cpu");
            policy_type = "TargetTrackingScaling";
            service_namespace = target.get("service_namespace");
            scalable_dimension = target.get("scalable_dimension");
            resource_id = target.get("resource_id");
            target_tracking_scaling_policy_configuration {
                target_value = context.number(service, "cpu_target", service.scaling.cpu_target_percent);
                scale_out_cooldown = timings.out_cooldown.as_seconds();
                scale_in_cooldown = timings.in_cooldown.as_seconds();
                predefined_metric_specification {
                    predefined_metric_type = "ECSServiceAverageCPUUtilization";
                }
            }
        },
    );
    if service.process == Process::Worker {
        queue_age(context, name, &target);
    }
}

/// The upper limit. A service with no tasks stays at zero: a full queue would otherwise start the workers of
/// a standby site, whose database takes no writes.
fn most(service: &Service) -> u64 {
    if service.scaling.desired == 0 { 0 } else { service.scaling.max }
}

/// Workers also scale with the age of the oldest task, where the broker is a queue that reports it.
fn queue_age(context: &AppContext<'_>, name: &str, target: &Handle) {
    let Broker::Queues { queues } = &context.site.broker else { return };
    let timings = &context.design.timings.scaling;
    for key in queues.iter().map(|(_, queue)| &context.site.queues[*queue].key) {
        let (queue, _) = &context.data.queues[key];
        context.s.resource(
            "aws_appautoscaling_policy",
            format!("{}_{}_age", identifier(name), identifier(key)),
            body! {
                name = format!("{name}-{key}-age");
                policy_type = "TargetTrackingScaling";
                service_namespace = target.get("service_namespace");
                scalable_dimension = target.get("scalable_dimension");
                resource_id = target.get("resource_id");
                target_tracking_scaling_policy_configuration {
                    target_value = timings.queue_age.as_seconds();
                    scale_out_cooldown = timings.out_cooldown.as_seconds();
                    scale_in_cooldown = timings.in_cooldown.as_seconds();
                    customized_metric_specification {
                        namespace = "AWS/SQS";
                        metric_name = "ApproximateAgeOfOldestMessage";
                        statistic = "Maximum";
                        dimensions {
                            name = "QueueName";
                            value = queue.name();
                        }
                    }
                }
            },
        );
    }
}
