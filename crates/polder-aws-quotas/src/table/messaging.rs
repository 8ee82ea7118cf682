//! Queues, topics, events, streams.

use super::source::{DEFAULTS, EVENTBRIDGE, SCHEDULER, SNS, SQS};
use crate::measure::{iam, messages};
use crate::quota::{Quota, Unit, each, grouped, own_with, region, sum, sum_of};

pub(super) static QUOTAS: &[Quota] = &[
    region(
        "sqs",
        "",
        "Policy size",
        8192,
        &SQS,
        &[own_with("aws_sqs_queue_policy", iam::resource_policy), own_with("aws_sqs_queue", iam::key_policy)],
    )
    .unit(Unit::Bytes),
    region("sns", "L-61103206", "Topics per Account", 100_000, &SNS, &[each("aws_sns_topic")]),
    region(
        "sns",
        "L-B96EDA7D",
        "Filter Policies per Topic",
        200,
        &SNS,
        &[sum_of("aws_sns_topic_subscription", "topic_arn", messages::filtered)],
    ),
    region(
        "sns",
        "L-4126E74A",
        "Filter Policies per Account",
        10_000,
        &SNS,
        &[sum("aws_sns_topic_subscription", messages::filtered)],
    ),
    region(
        "sns",
        "",
        "Topic policy size",
        30 * 1024,
        &SNS,
        &[own_with("aws_sns_topic_policy", iam::resource_policy), own_with("aws_sns_topic", iam::key_policy)],
    )
    .unit(Unit::Bytes),
    region(
        "events",
        "L-244521F2",
        "Number of rules",
        300,
        &EVENTBRIDGE,
        &[grouped("aws_cloudwatch_event_rule", messages::bus)],
    ),
    region(
        "events",
        "",
        "Targets per rule",
        5,
        &EVENTBRIDGE,
        &[grouped("aws_cloudwatch_event_target", messages::rule_of_target)],
    ),
    region("events", "L-658A4FD9", "Event buses", 100, &EVENTBRIDGE, &[each("aws_cloudwatch_event_bus")]),
    region(
        "events",
        "L-FC354966",
        "Event bus policy size",
        10_240,
        &EVENTBRIDGE,
        &[own_with("aws_cloudwatch_event_bus_policy", messages::bus_policy)],
    )
    .unit(Unit::Bytes),
    region(
        "events",
        "L-664C5505",
        "Event pattern size",
        2048,
        &EVENTBRIDGE,
        &[own_with("aws_cloudwatch_event_rule", messages::pattern)],
    )
    .unit(Unit::Characters),
    region(
        "events",
        "L-595D6D42",
        "Connections",
        3000,
        &EVENTBRIDGE,
        &[each("aws_cloudwatch_event_connection")],
    ),
    region(
        "events",
        "L-FB1C3A6D",
        "Api destinations",
        3000,
        &EVENTBRIDGE,
        &[each("aws_cloudwatch_event_api_destination")],
    ),
    region(
        "scheduler",
        "L-EE5D6FF0",
        "Number of schedules",
        1_000_000,
        &SCHEDULER,
        &[each("aws_scheduler_schedule")],
    ),
    region(
        "scheduler",
        "L-A632CD40",
        "Number of schedule groups",
        500,
        &SCHEDULER,
        &[each("aws_scheduler_schedule_group")],
    ),
    region(
        "states",
        "L-B66B0F91",
        "Registered state machines",
        10_000,
        &DEFAULTS,
        &[each("aws_sfn_state_machine")],
    ),
    region(
        "firehose",
        "L-14BB0BE7",
        "Delivery streams",
        5000,
        &DEFAULTS,
        &[each("aws_kinesis_firehose_delivery_stream")],
    ),
];
