//! Scaling.

use polder_cloud::{Body, Value, body, text};
use polder_inventory::Inventory;
use polder_inventory::compute::{ActionKind, ScalingKind, ScalingRule};
use polder_inventory::model::{Decimal, Known, Link, ScheduleExpression};
use polder_units::Duration;

use crate::test_graphs::{address, of_foreign, of_stack};

fn rule(inventory: &Inventory) -> &ScalingRule {
    inventory.compute.scaling_rules.values().next().expect("a rule")
}

/// A service with a scaling target, and what a test adds.
fn scaled(policy: Body) -> Inventory {
    of_stack(|s| {
        let cluster = s.resource("aws_ecs_cluster", "main", body! { name = "main"; });
        let api = s.resource(
            "aws_ecs_service",
            "api",
            body! {
                name = "api";
                cluster = cluster.id();
                desired_count = 2;
            },
        );
        let target = s.resource(
            "aws_appautoscaling_target",
            "api",
            body! {
                service_namespace = "ecs";
                scalable_dimension = "ecs:service:DesiredCount";
                resource_id = text!["service/", cluster.name(), "/", api.name()];
                min_capacity = 2;
                max_capacity = 10;
            },
        );
        let mut policy = policy;
        policy.set(None, "resource_id", target.get("resource_id"));
        policy.set(None, "scalable_dimension", target.get("scalable_dimension"));
        s.resource("aws_appautoscaling_policy", "api", policy);
        s.resource(
            "aws_appautoscaling_scheduled_action",
            "night",
            body! {
                resource_id = target.get("resource_id");
                schedule = "cron(0 20 * * ? *)";
                timezone = "Europe/Berlin";
                scalable_target_action {
                    min_capacity = 0;
                    max_capacity = 0;
                }
            },
        );
    })
}

fn tracking() -> Body {
    body! {
        policy_type = "TargetTrackingScaling";
        target_tracking_scaling_policy_configuration {
            target_value = Value::Decimal("62.5".into());
            scale_out_cooldown = 60;
            disable_scale_in = true;
            predefined_metric_specification {
                predefined_metric_type = "ECSServiceAverageCPUUtilization";
            }
        }
    }
}

#[test]
fn a_target_sets_the_bounds_of_its_service_and_a_policy_follows_a_metric() {
    let inventory = scaled(tracking());
    let process = inventory.compute.processes.values().next().expect("a process");
    let replicas = process.replicas.expect("replicas");
    assert_eq!(
        (replicas.desired, replicas.min, replicas.max),
        (Known::Value(2), Known::Value(2), Known::Value(10))
    );
    let rule = rule(&inventory);
    let Link::To(scaled) = rule.scaled else { panic!("{rule:?}") };
    assert_eq!(address(&inventory, scaled), "aws_ecs_service.api");
    assert_eq!((&rule.dimension, &rule.cooldown_in), (&Known::Value(None), &Known::Value(None)));
    assert_eq!(rule.cooldown_out, Known::Value(Some(Duration::seconds(60))));
    let ScalingKind::Target { metric, value, scales_in } = &rule.kind else { panic!("{rule:?}") };
    assert_eq!((value, scales_in), (&Known::Value(Decimal { millionths: 62_500_000 }), &Known::Value(false)));
    assert_eq!(
        (&metric.namespace, &metric.name),
        (&Known::Value("AWS/ECS".into()), &Known::Value("CPUUtilization".into()))
    );
}

#[test]
fn bounds_change_at_times() {
    let inventory = scaled(tracking());
    let action = inventory.compute.scheduled_actions.values().next().expect("an action");
    let evening = ScheduleExpression::Cron { fields: "0 20 * * ? *".into(), zone: "Europe/Berlin".into() };
    assert_eq!(action.schedule, Known::Value(evening));
    let none = ActionKind::Scale {
        min: Known::Value(Some(0)),
        max: Known::Value(Some(0)),
        desired: Known::Value(None),
    };
    assert_eq!(action.action, none);
    assert!(matches!(action.target, Link::To(_)));
}

#[test]
fn a_metric_of_the_owner_names_what_it_measures() {
    let inventory = of_stack(|s| {
        let queue = s.resource("aws_sqs_queue", "work", body! { name = "work"; });
        s.resource(
            "aws_appautoscaling_policy",
            "x",
            body! {
                target_tracking_scaling_policy_configuration {
                    target_value = 60;
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
    });
    let ScalingKind::Target { metric, .. } = &rule(&inventory).kind else { panic!("a target") };
    let Some(Link::To(subject)) = metric.subject else { panic!("{metric:?}") };
    assert_eq!(address(&inventory, subject), "aws_sqs_queue.work");
    let Known::Value(dimensions) = &metric.dimensions else { panic!("dimensions") };
    let Known::Value(value) = &dimensions[0].value else { panic!("a value") };
    assert_eq!(value.as_literal(), Some("work"));
}

#[test]
fn a_known_identifier_names_the_service_of_its_cluster() {
    let inventory = of_foreign(|s| {
        for cluster in ["one", "two"] {
            s.resource(
                "aws_ecs_cluster",
                cluster,
                body! {
                    id = format!("arn:aws:ecs:eu-west-1:111111111111:cluster/{cluster}");
                    name = cluster;
                },
            );
            s.resource(
                "aws_ecs_service",
                cluster,
                body! {
                    name = "api";
                    cluster = format!("arn:aws:ecs:eu-west-1:111111111111:cluster/{cluster}");
                    desired_count = 1;
                },
            );
        }
        s.resource(
            "aws_appautoscaling_target",
            "two",
            body! {
                resource_id = "service/two/api";
                min_capacity = 3;
                max_capacity = 4;
            },
        );
    });
    let bounds: Vec<_> =
        inventory.compute.processes.values().map(|it| it.replicas.expect("replicas").min).collect();
    assert_eq!(bounds, [Known::Value(1), Known::Value(3)]);
}

#[test]
fn bounds_of_a_store_are_a_blind_spot_of_the_store() {
    let inventory = of_stack(|s| {
        let table = s.resource("aws_dynamodb_table", "events", body! { name = "events"; });
        s.resource(
            "aws_appautoscaling_target",
            "read",
            body! {
                resource_id = text!["table/", table.name()];
                scalable_dimension = "dynamodb:table:ReadCapacityUnits";
                min_capacity = 5;
                max_capacity = 50;
            },
        );
    });
    let spot = inventory.coverage.blind_spots.values().next().expect("a blind spot");
    let Some(Link::To(entry)) = spot.entry else { panic!("an entry") };
    assert_eq!(address(&inventory, entry), "aws_dynamodb_table.events");
}

#[test]
fn groups_of_machines_have_policies_and_schedules_of_their_own() {
    let inventory = of_stack(|s| {
        let group = s.resource("aws_autoscaling_group", "web", body! { min_size = 1; max_size = 2; });
        s.resource(
            "aws_autoscaling_policy",
            "cpu",
            body! {
                autoscaling_group_name = group.name();
                policy_type = "TargetTrackingScaling";
                target_tracking_configuration {
                    target_value = 50;
                    predefined_metric_specification {
                        predefined_metric_type = "ASGAverageCPUUtilization";
                    }
                }
            },
        );
        s.resource(
            "aws_autoscaling_schedule",
            "morning",
            body! {
                autoscaling_group_name = group.name();
                recurrence = "0 6 * * 1-5";
                min_size = 2;
                max_size = -1;
                desired_capacity = -1;
            },
        );
    });
    let ScalingKind::Target { metric, .. } = &rule(&inventory).kind else { panic!("a target") };
    assert_eq!(metric.namespace, Known::Value("AWS/EC2".into()));
    assert!(matches!(rule(&inventory).scaled, Link::To(_)));
    let action = inventory.compute.scheduled_actions.values().next().expect("an action");
    let morning = ScheduleExpression::Cron { fields: "0 6 * * MON-FRI *".into(), zone: "UTC".into() };
    assert_eq!(action.schedule, Known::Value(morning));
    let one = ActionKind::Scale {
        min: Known::Value(Some(2)),
        max: Known::Value(None),
        desired: Known::Value(None),
    };
    assert_eq!(action.action, one);
}
