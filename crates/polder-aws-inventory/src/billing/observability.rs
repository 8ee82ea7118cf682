//! Metrics, alarms, dashboards, logs, trails and events.

use polder_cloud::View;
use polder_inventory::billing::Usage;
use polder_inventory::model::Known;

use super::line::{Line, count, whole};
use super::vpc::subnets;
use crate::kind::Read;
use crate::reader::Reader;
use crate::value::{integer, known_blocks, number_or, text_or, truth_or};

pub(super) const BILLABLES: &[(&str, Read)] = &[
    ("aws_cloudwatch_metric_alarm", alarm),
    ("aws_cloudwatch_composite_alarm", composite_alarm),
    ("aws_cloudwatch_dashboard", dashboard),
    ("aws_cloudwatch_log_group", log_group),
    ("aws_cloudwatch_log_metric_filter", metric_filter),
    ("aws_cloudwatch_log_delivery", log_delivery),
    ("aws_cloudwatch_log_anomaly_detector", log_anomalies),
    ("aws_cloudwatch_metric_stream", metric_stream),
    ("aws_synthetics_canary", canary),
    ("aws_cloudtrail", trail),
    ("aws_cloudtrail_event_data_store", event_store),
    ("aws_cloudwatch_event_bus", event_bus),
    ("aws_cloudwatch_event_target", event_target),
    ("aws_cloudwatch_event_archive", event_archive),
    ("aws_scheduler_schedule", schedule),
    ("aws_sfn_state_machine", state_machine),
    ("aws_kinesis_firehose_delivery_stream", firehose),
];

/// An alarm is billed per metric; one with a period under a minute costs more, and an anomaly band three times as much.
/// Source: Amazon CloudWatch pricing.
fn alarm<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let queries = view.blocks("metric_query");
    let periods = std::iter::once(view).chain(queries.iter().filter_map(|it| it.block("metric")));
    let fast =
        periods.filter_map(|it| integer(it, "period").value().copied().flatten()).any(|period| period < 60);
    let metrics = queries.iter().filter(|it| it.block("metric").is_some()).count().max(1);
    let band = queries
        .iter()
        .any(|it| it.text("expression").is_some_and(|it| it.contains("ANOMALY_DETECTION_BAND")));
    let metrics = if band { metrics.saturating_mul(3) } else { metrics };
    let item = if fast { "alarm_highres" } else { "alarm_standard" };
    reader.bill(view, [Line::constant("cloudwatch", item, "alarm_month", count(metrics))]);
}

fn composite_alarm<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    reader.bill(view, [Line::one("cloudwatch", "alarm_composite", "alarm_month")]);
}

fn dashboard<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    reader.bill(view, [Line::one("cloudwatch", "dashboard", "dashboard_month").tiered()]);
}

/// Ingestion is billed here, except vended logs, which are billed with the resource that causes them.
fn log_group<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    reader.bill(
        view,
        [
            Line::used("cloudwatch", "logs_storage", "gb_month", Usage::BytesStored),
            Line::used("cloudwatch", "logs_insights_scanned", "gb", Usage::BytesScanned),
        ],
    );
    let index = view.index();
    let mut writers = index.referrers(view.id()).iter().filter_map(|it| index.view(it.from));
    if writers.any(|it| VENDED.contains(&it.kind())) {
        return;
    }
    let item = match text_or(view, "log_group_class", "STANDARD") {
        Known::Value(class) if class == "STANDARD" => "logs_ingest_standard",
        Known::Value(class) if class == "INFREQUENT_ACCESS" => "logs_ingest_infrequent_access",
        _ => "logs_ingest_delivery",
    };
    reader.bill(view, [Line::used("cloudwatch", item, "gb", Usage::BytesIn)]);
}

/// Kinds of resources for which AWS writes vended logs.
const VENDED: [&str; 4] = [
    "aws_cloudwatch_log_delivery_destination",
    "aws_flow_log",
    "aws_route53_query_log",
    "aws_wafv2_web_acl_logging_configuration",
];

/// Vended logs, by the kind of destination.
pub(super) fn vended<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>, targets: &[View<'_, 'a>]) {
    let to = |kind: &str| targets.iter().any(|it| it.kind() == kind);
    let item = if to("aws_s3_bucket") {
        "logs_delivered_to_s3"
    } else if to("aws_kinesis_firehose_delivery_stream") {
        "logs_delivered_to_firehose"
    } else {
        "logs_ingest_vended"
    };
    reader.bill(view, [Line::used("cloudwatch", item, "gb", Usage::BytesIn).tiered()]);
}

/// Each metric of a filter; dimensions multiply the number of metrics.
fn metric_filter<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let metrics = known_blocks(view, "metric_transformation");
    let dimensions =
        view.blocks("metric_transformation").into_iter().any(|it| crate::value::is_set(it, "dimensions"));
    let line = if dimensions {
        Line::used("cloudwatch", "custom_metric", "metric_month", Usage::Metrics)
    } else {
        Line::constant("cloudwatch", "custom_metric", "metric_month", metrics.and_then(|it| count(it.len())))
    };
    reader.bill(view, [line.tiered()]);
}

fn log_delivery<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let places = view.targets("delivery_destination_arn").into_iter();
    let configurations = places.filter_map(|it| it.block("delivery_destination_configuration"));
    let targets: Vec<View<'_, 'a>> =
        configurations.flat_map(|it| it.targets("destination_resource_arn")).collect();
    vended(reader, view, &targets);
}

fn log_anomalies<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    reader.bill(view, [Line::used("cloudwatch", "logs_anomaly_detection", "gb", Usage::BytesScanned)]);
}

fn metric_stream<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    reader.bill(view, [Line::used("cloudwatch", "metric_stream_updates", "1000_requests", Usage::Messages)]);
}

fn canary<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    reader.bill(view, [Line::used("cloudwatch", "canary_run", "run", Usage::Invocations)]);
}

/// The first copy of management events is free in each region of each account; whether a trail is the first
/// copy depends on the other trails. Data events and Insights events are always billed.
fn trail<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    reader.bill(
        view,
        [Line::used("cloudtrail", "management_event_copies", "100000_events", Usage::Messages).tiered()],
    );
    let data = |it: View<'_, '_>| !it.blocks("data_resource").is_empty();
    let advanced = |it: View<'_, '_>| {
        let mut fields = it.blocks("field_selector").into_iter();
        fields.any(|it| {
            it.text("field").as_deref() == Some("eventCategory")
                && it.texts("equals").iter().any(|word| word == "Data")
        })
    };
    if view.blocks("event_selector").into_iter().any(data)
        || view.blocks("advanced_event_selector").into_iter().any(advanced)
    {
        reader.bill(view, [Line::used("cloudtrail", "data_events", "100000_events", Usage::Messages)]);
    }
    if !view.blocks("insight_selector").is_empty() {
        reader.bill(view, [Line::used("cloudtrail", "insight_events", "100000_events", Usage::Evaluations)]);
    }
}

fn event_store<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    reader.bill(
        view,
        [
            Line::used("cloudtrail", "lake_ingested", "gb", Usage::BytesIn)
                .with("retention", text_or(view, "billing_mode", "EXTENDABLE_RETENTION_PRICING")),
            Line::used("cloudtrail", "lake_scanned", "gb", Usage::BytesScanned),
        ],
    );
}

/// Events of AWS services on the default bus are free; custom events are billed.
fn event_bus<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    reader.bill(view, [Line::used("eventbridge", "custom_events", "million", Usage::Messages)]);
}

/// Delivery to resources of the account is free; delivery to other buses and to API destinations is billed.
fn event_target<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let targets = view.targets("arn");
    let is = |kind: &str| targets.iter().any(|it| it.kind() == kind);
    if is("aws_cloudwatch_event_api_destination")
        || view.text("arn").is_some_and(|it| it.contains(":api-destination/"))
    {
        reader.bill(
            view,
            [Line::used("eventbridge", "api_destination_invocations", "million", Usage::Messages)],
        );
    } else if is("aws_cloudwatch_event_bus") || view.text("arn").is_some_and(|it| it.contains(":event-bus/"))
    {
        reader.bill(view, [Line::used("eventbridge", "custom_events", "million", Usage::Messages)]);
    }
}

fn event_archive<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    reader.bill(
        view,
        [
            Line::used("eventbridge", "archive_processed", "gb", Usage::BytesIn),
            Line::used("eventbridge", "archive_stored", "gb_month", Usage::BytesStored),
        ],
    );
}

fn schedule<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    reader.bill(
        view,
        [Line::used("eventbridge", "scheduler_invocations", "million", Usage::Invocations).tiered()],
    );
}

fn state_machine<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    match text_or(view, "type", "STANDARD") {
        Known::Value(kind) if kind == "EXPRESS" => reader.bill(
            view,
            [
                Line::used("step_functions", "express_requests", "million_requests", Usage::Invocations),
                Line::used("step_functions", "express_duration", "gb_hour", Usage::ComputeTime).tiered(),
            ],
        ),
        _ => reader.bill(
            view,
            [Line::used("step_functions", "standard_transition", "transition", Usage::Invocations)],
        ),
    }
}

fn firehose<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    reader.bill(view, [Line::used("firehose", "ingested", "gb", Usage::BytesIn).tiered()]);
    let destinations: Vec<View<'_, 'a>> =
        DELIVERED_TO.into_iter().filter_map(|name| view.block(name)).collect();
    // The defaults are those of the Terraform AWS provider.
    for (block, item, default) in [
        ("data_format_conversion_configuration", "format_conversion", true),
        ("dynamic_partitioning_configuration", "dynamic_partitioning", false),
    ] {
        let mut blocks = destinations.iter().filter_map(|it| it.block(block));
        if blocks.any(|it| truth_or(it, "enabled", default) != Known::Value(false)) {
            reader.bill(view, [Line::used("firehose", item, "gb", Usage::BytesIn)]);
        }
    }
    if let Some(network) = destinations.iter().find_map(|it| it.block("vpc_config")) {
        reader.bill(
            view,
            [
                Line::constant(
                    "firehose",
                    "vpc_per_az",
                    "hour",
                    subnets(network, "subnet_ids", "subnet_ids"),
                ),
                Line::used("firehose", "vpc_data", "gb", Usage::BytesIn),
            ],
        );
    }
}

/// Blocks of a delivery stream that change its price.
const DELIVERED_TO: [&str; 4] = [
    "extended_s3_configuration",
    "opensearch_configuration",
    "elasticsearch_configuration",
    "opensearchserverless_configuration",
];

/// Container Insights of a cluster: its metrics, and the logs that contain the measurements.
pub(super) fn container_metrics<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    reader.bill(
        view,
        [
            Line::used("cloudwatch", "custom_metric", "metric_month", Usage::Metrics).tiered(),
            Line::used("cloudwatch", "logs_ingest_standard", "gb", Usage::BytesIn),
        ],
    );
}

/// Alarms that AWS creates for a target tracking policy: one for scaling out and one for scaling in. Source:
/// AWS, Application Auto Scaling User Guide, "Target tracking scaling policies".
pub(super) fn tracking_alarms<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let blocks = ["target_tracking_scaling_policy_configuration", "target_tracking_configuration"];
    let Some(tracking) = blocks.into_iter().find_map(|name| view.block(name)) else { return };
    let alarms =
        truth_or(tracking, "disable_scale_in", false).map(|only_grows| if only_grows { 1 } else { 2 });
    reader.bill(view, [Line::constant("cloudwatch", "alarm_standard", "alarm_month", whole(alarms))]);
}

/// Enhanced Monitoring of RDS writes its measurements to logs.
pub(super) fn enhanced_monitoring<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    if number_or(view, "monitoring_interval", 0) != Known::Value(0) {
        reader.bill(view, [Line::used("cloudwatch", "logs_ingest_standard", "gb", Usage::BytesIn)]);
    }
}
