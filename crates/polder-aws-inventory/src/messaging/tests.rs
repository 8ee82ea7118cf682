//! Tests of the messaging readers.

use polder_cloud::{Document, Value, body, text};
use polder_inventory::Inventory;
use polder_inventory::model::Known;

use crate::estate::owners;
use crate::test_graphs::{of_foreign, of_stack, said};

#[test]
fn subscribers_are_people_hosts_and_queues() {
    let inventory = of_foreign(|s| {
        let topic = "arn:aws:sns:eu-central-1:111111111111:orders";
        for (name, endpoint) in [
            ("email", "a@example.com"),
            ("https", "https://example.com/hook"),
            ("sms", "+49301234567"),
            ("sqs", "arn:aws:sqs:eu-central-1:111111111111:orders"),
            ("application", "arn:aws:sns:eu-central-1:111111111111:endpoint/x"),
        ] {
            s.resource(
                "aws_sns_topic_subscription",
                name,
                body! { topic_arn = topic; protocol = name; endpoint = endpoint; },
            );
        }
        s.resource(
            "aws_sns_topic_subscription",
            "more",
            body! {
                topic_arn = topic;
                protocol = "sqs";
                endpoint = "arn:aws:sqs:eu-central-1:111111111111:orders";
                filter_policy = "{\"b\": [1], \"a\": [\"x\"]}";
                filter_policy_scope = "MessageBody";
                redrive_policy = "{\"deadLetterTargetArn\": \"arn:aws:sqs:eu-central-1:111111111111:dead\"}";
            },
        );
    });
    assert_eq!(
        said(&inventory, "messaging/subscriptions/plan:aws_sns_topic_subscription.")
            .lines()
            .filter(|line| line.contains("/to = ") || line.starts_with("more/"))
            .collect::<Vec<_>>(),
        [
            "application/to = Other(\"application\")",
            "email/to = Email(\"a@example.com\")",
            "https/to = Url(\"https://example.com/hook\")",
            "more/dead_letters = externals arn:aws:sqs:eu-central-1:111111111111:dead",
            "more/filter = \"MessageBody {\\\"a\\\":[\\\"x\\\"],\\\"b\\\":[1]}\"",
            "more/to = Entry(externals arn:aws:sqs:eu-central-1:111111111111:orders)",
            "more/topic = externals arn:aws:sns:eu-central-1:111111111111:orders",
            "sms/to = Phone(\"+49301234567\")",
            "sqs/to = Entry(externals arn:aws:sqs:eu-central-1:111111111111:orders)",
        ]
    );
}

/// A bus with a rule and its targets, and a scheduled rule on the default bus.
fn rules() -> Inventory {
    of_stack(|s| {
        let bus = s.resource("aws_cloudwatch_event_bus", "orders", body! { name = "orders"; });
        let role = s.resource("aws_iam_role", "hand", body! { name = "hand"; });
        let rule = s.resource(
            "aws_cloudwatch_event_rule",
            "all",
            body! {
                name = "all";
                event_bus_name = bus.name();
                event_pattern = Document::Json(body! {
                    source = ["aws.\"ecs\""];
                    resources = vec![Value::from("x"), bus.arn(), text![bus.arn(), "/\n"]];
                    "detail-type" = Value::List(vec![]);
                });
                state = "DISABLED";
            },
        );
        s.resource(
            "aws_cloudwatch_event_rule",
            "clock",
            body! { name = "clock"; event_bus_name = "default"; schedule_expression = "rate(5 minutes)"; },
        );
        s.resource(
            "aws_cloudwatch_event_target",
            "reference",
            body! { rule = rule.name(); arn = bus.arn(); role_arn = role.arn(); },
        );
        s.resource(
            "aws_cloudwatch_event_target",
            "name",
            body! {
                rule = "clock";
                arn = "arn:aws:sns:eu-central-1:111111111111:alarms";
                dead_letter_config { arn = "arn:aws:sqs:eu-central-1:111111111111:dead"; }
                retry_policy { maximum_retry_attempts = 3; maximum_event_age_in_seconds = 60; }
            },
        );
    })
}

#[test]
fn rules_have_their_bus_and_their_pattern_with_references() {
    let inventory = rules();
    let arn = "Attribute{entry: event_buses aws_cloudwatch_event_bus.orders, attribute: Identifier}";
    assert_eq!(
        said(&inventory, "messaging/event_rules/"),
        format!(
            "\
aws_cloudwatch_event_rule.all/bus = event_buses aws_cloudwatch_event_bus.orders
aws_cloudwatch_event_rule.all/enabled = false
aws_cloudwatch_event_rule.all/pattern = {} + {arn} + {} + {arn} + {}
aws_cloudwatch_event_rule.all/schedule = none
aws_cloudwatch_event_rule.clock/bus = none
aws_cloudwatch_event_rule.clock/enabled = true
aws_cloudwatch_event_rule.clock/pattern = none
aws_cloudwatch_event_rule.clock/schedule = Every(5m)",
            r#""{\"detail-type\":[],\"resources\":[\"x\",\"""#,
            r#""\",\"""#,
            r#""/\\n\"],\"source\":[\"aws.\\\"ecs\\\"\"]}""#,
        )
    );
}

#[test]
fn targets_lead_from_rules_to_those_who_get_the_event() {
    let targets = said(
        &rules(),
        "messaging/event_targets/production/eu-central-1/shared/data:aws_cloudwatch_event_target.",
    );
    for line in [
        "name/dead_letters = externals arn:aws:sqs:eu-central-1:111111111111:dead",
        "name/event_age_max = 1m",
        "name/retries = 3",
        "name/rule = event_rules aws_cloudwatch_event_rule.clock",
        "reference/identity = principals aws_iam_role.hand",
        "reference/retries = none",
        "reference/rule = event_rules aws_cloudwatch_event_rule.all",
        "reference/to = event_buses aws_cloudwatch_event_bus.orders",
    ] {
        assert!(targets.contains(line), "{line} in {targets}");
    }
}

#[test]
fn schedules_say_what_is_done_to_what() {
    let inventory = of_foreign(|s| {
        let write = |name: &'static str, arn: &'static str, input: &'static str| {
            s.resource(
                "aws_scheduler_schedule",
                name,
                body! {
                    name = name;
                    schedule_expression = "cron(0 4 * * ? *)";
                    schedule_expression_timezone = "Europe/Berlin";
                    flexible_time_window { mode = "FLEXIBLE"; maximum_window_in_minutes = 15; }
                    target {
                        arn = arn;
                        role_arn = "arn:aws:iam::111111111111:role/clock";
                        input = input;
                        retry_policy { maximum_retry_attempts = 0; }
                    }
                },
            );
        };
        write(
            "stop",
            "arn:aws:scheduler:::aws-sdk:rds:stopDBInstance",
            "{\"DbInstanceIdentifier\": \"main\"}",
        );
        write("reboot", "arn:aws:scheduler:::aws-sdk:rds:rebootDBInstance", "{}");
        write("run", "arn:aws:lambda:eu-central-1:111111111111:function:work", "");
        write("send", "arn:aws:sqs:eu-central-1:111111111111:jobs", "");
        s.resource(
            "aws_scheduler_schedule",
            "once",
            body! {
                name = "once";
                schedule_expression = "at(2026-11-27T10:00:00)";
                state = "DISABLED";
                flexible_time_window { mode = "OFF"; }
                target { arn = "arn:aws:sqs:eu-central-1:111111111111:jobs"; }
            },
        );
    });
    let text = said(&inventory, "compute/scheduled_actions/plan:aws_scheduler_schedule.");
    let actions: Vec<&str> =
        text.lines().filter(|line| line.contains("/action = ") || line.contains("/target = ")).collect();
    assert_eq!(
        actions,
        [
            "once/action = Send",
            "once/target = externals arn:aws:sqs:eu-central-1:111111111111:jobs",
            "reboot/action = Call(\"rds:rebootDBInstance\")",
            "reboot/target = unknown (attribute not modelled)",
            "run/action = Run",
            "run/target = externals arn:aws:lambda:eu-central-1:111111111111:function:work",
            "send/action = Send",
            "send/target = externals arn:aws:sqs:eu-central-1:111111111111:jobs",
            "stop/action = Stop",
            "stop/target = externals main",
        ]
    );
    for line in [
        "once/schedule = Once",
        "once/enabled = false",
        "once/flexible_window = none",
        "once/retries = 185",
        "stop/schedule.fields = \"0 4 * * ? *\"",
        "stop/schedule.zone = \"Europe/Berlin\"",
        "stop/flexible_window = 15m",
        "stop/retries = none",
    ] {
        assert!(text.contains(line), "{line} in {text}");
    }
}

#[test]
fn consumers_have_the_batches_of_their_sources() {
    let inventory = of_foreign(|s| {
        for (name, arn) in [
            ("queue", "arn:aws:sqs:eu-central-1:111111111111:jobs"),
            ("stream", "arn:aws:kinesis:eu-central-1:111111111111:stream/x"),
        ] {
            s.resource(
                "aws_lambda_event_source_mapping",
                name,
                body! {
                    event_source_arn = arn;
                    function_name = "work";
                    maximum_batching_window_in_seconds = 0;
                    scaling_config { maximum_concurrency = 5; }
                },
            );
        }
        s.resource(
            "aws_lambda_event_source_mapping",
            "set",
            body! {
                event_source_arn = "arn:aws:sqs:eu-central-1:111111111111:jobs";
                function_name = "work";
                batch_size = 1;
                enabled = false;
                function_response_types = ["ReportBatchItemFailures"];
            },
        );
    });
    let text = said(&inventory, "messaging/consumers/plan:aws_lambda_event_source_mapping.");
    for line in [
        "queue/batch_max = 10",
        "queue/concurrency_max = 5",
        "queue/enabled = true",
        "queue/batch_window = none",
        "queue/partial_failures = false",
        "set/batch_max = 1",
        "set/enabled = false",
        "set/partial_failures = true",
        "stream/batch_max = 100",
    ] {
        assert!(text.contains(line), "{line} in {text}");
    }
}

#[test]
fn a_bucket_notifies_each_of_its_targets() {
    let inventory = of_foreign(|s| {
        s.resource("aws_s3_bucket_notification", "media", body! {
            bucket = "media";
            queue { queue_arn = "arn:aws:sqs:eu-central-1:111111111111:jobs"; events = ["s3:ObjectCreated:*"]; }
            lambda_function { lambda_function_arn = "arn:aws:lambda:eu-central-1:111111111111:function:a"; events = ["s3:ObjectRemoved:*"]; }
            lambda_function { lambda_function_arn = "arn:aws:lambda:eu-central-1:111111111111:function:b"; events = ["s3:ObjectRemoved:*"]; }
        });
    });
    let text = said(&inventory, "messaging/notifications/plan:aws_s3_bucket_notification.media#");
    let to: Vec<&str> = text.lines().filter(|line| line.contains("/to = ")).collect();
    assert_eq!(
        to,
        [
            "lambda_function[0]/to = externals arn:aws:lambda:eu-central-1:111111111111:function:a",
            "lambda_function[1]/to = externals arn:aws:lambda:eu-central-1:111111111111:function:b",
            "queue[0]/to = externals arn:aws:sqs:eu-central-1:111111111111:jobs",
        ]
    );
}

#[test]
fn every_rule_of_the_owner_leads_somewhere() {
    let messaging = &owners().messaging;
    let mut led: Vec<_> =
        messaging.event_targets.values().map(|target| target.rule.id().expect("a rule")).collect();
    led.sort_unstable();
    led.dedup();
    assert_eq!(led.len(), messaging.event_rules.len());
    for rule in messaging.event_rules.values() {
        assert!(rule.pattern.value().is_some() && rule.schedule == Known::Value(None));
        assert_eq!(rule.enabled, Known::Value(true));
    }
}
