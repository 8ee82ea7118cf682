//! Queues, topics and streams.

use polder_cloud::View;
use polder_inventory::billing::Usage;
use polder_inventory::model::{Known, Reason, Text};

use super::line::{Line, whole};
use crate::kind::Read;
use crate::reader::Reader;
use crate::value::{given_text, number, number_or, or_provider, text_or, truth_or};

pub(super) const BILLABLES: &[(&str, Read)] = &[
    ("aws_sqs_queue", queue),
    ("aws_sns_topic", topic),
    ("aws_sns_topic_subscription", subscription),
    ("aws_sesv2_configuration_set", mail),
    ("aws_kinesis_stream", stream),
    ("aws_kinesis_stream_consumer", stream_consumer),
    ("aws_msk_cluster", kafka),
    ("aws_msk_serverless_cluster", serverless_kafka),
    ("aws_mq_broker", broker),
];

fn queue<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let item = if truth_or(view, "fifo_queue", false) == Known::Value(true) { "fifo" } else { "standard" };
    reader.bill(view, [Line::used("sqs", item, "million_requests", Usage::Requests).tiered()]);
}

fn topic<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let item = if truth_or(view, "fifo_topic", false) == Known::Value(true) {
        "fifo_publish"
    } else {
        "api_requests"
    };
    reader.bill(view, [Line::used("sns", item, "million_requests", Usage::Requests).tiered()]);
}

/// Queues and functions receive messages free of charge.
fn subscription<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let protocol = given_text(view, "protocol");
    let (item, unit) = match protocol.value().map(Text::as_str) {
        Some("sqs" | "lambda" | "application") => return,
        Some("http" | "https") => ("http_notifications", "million"),
        Some("email" | "email-json") => ("email_notifications", "100000"),
        Some("sms") => ("sms", "message"),
        Some("firehose") => ("firehose_notifications", "million"),
        _ => ("notifications", "million"),
    };
    reader.bill(view, [Line::used("sns", item, unit, Usage::Messages).tiered()]);
}

fn mail<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    reader.bill(view, [Line::used("ses", "messages", "1000_messages", Usage::Messages)]);
}

fn stream<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    if on_demand(view) {
        return reader.bill(
            view,
            [
                Line::one("kinesis", "on_demand_stream", "hour"),
                Line::used("kinesis", "on_demand_in", "gb", Usage::BytesIn),
                Line::used("kinesis", "on_demand_out", "gb", Usage::BytesOut),
            ],
        );
    }
    let shards = whole(or_provider(number(view, "shard_count")));
    reader.bill(
        view,
        [
            Line::constant("kinesis", "shard", "hour", shards),
            Line::used("kinesis", "put_payload_units", "million", Usage::Messages),
        ],
    );
    let retention: Known<u64> = number_or(view, "retention_period", 24);
    if retention != Known::Value(24) {
        reader.bill(view, [Line::constant("kinesis", "extended_retention_shard", "hour", shards)]);
    }
    // Beyond seven days, what is kept is paid. Source: Amazon Kinesis Data Streams pricing.
    if retention.value().is_none_or(|hours| *hours > 7 * 24) {
        reader.bill(view, [Line::used("kinesis", "long_term_retention", "gb_month", Usage::BytesStored)]);
    }
}

/// A consumer with enhanced fan-out is paid for each shard, and for what it reads; in the mode `ON_DEMAND` only for that.
fn stream_consumer<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let stream = view.targets("stream_arn").into_iter().find(|it| it.kind() == "aws_kinesis_stream");
    if stream.is_some_and(on_demand) {
        return reader
            .bill(view, [Line::used("kinesis", "on_demand_fan_out_retrieval", "gb", Usage::BytesOut)]);
    }
    let shards =
        stream.map_or(Known::Unknown(Reason::Elsewhere), |it| or_provider(number(it, "shard_count")));
    reader.bill(
        view,
        [
            Line::constant("kinesis", "fan_out_shard", "hour", whole(shards)),
            Line::used("kinesis", "fan_out_retrieval", "gb", Usage::BytesOut),
        ],
    );
}

/// Whether a stream has the mode `ON_DEMAND`, which has no shards to pay for.
fn on_demand(stream: View<'_, '_>) -> bool {
    let details = stream.block("stream_mode_details");
    details.is_some_and(|it| it.text("stream_mode").as_deref() == Some("ON_DEMAND"))
}

fn kafka<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let brokers: Known<u64> = or_provider(number(view, "number_of_broker_nodes"));
    let group = view.block("broker_node_group_info");
    let class = group.map_or(Known::Unknown(Reason::NotGiven), |it| given_text(it, "instance_type"));
    let storage = group.and_then(|it| it.block("storage_info")).and_then(|it| it.block("ebs_storage_info"));
    let size: Known<u64> = storage.map_or(Known::Value(0), |it| number_or(it, "volume_size", 0));
    let total = brokers.and_then(|brokers| size.map(|size| brokers.saturating_mul(size)));
    reader.bill(
        view,
        [
            Line::constant("msk", "broker", "hour", whole(brokers)).with("class", class),
            Line::constant("msk", "storage", "gb_month", whole(total)),
        ],
    );
    // Throughput beyond 250 MiB/s of each broker is paid. Source: Amazon MSK Developer Guide, "Provision storage throughput".
    let throughput = storage.and_then(|it| it.block("provisioned_throughput"));
    if let Some(throughput) = throughput.filter(|it| it.truth("enabled") == Some(true)) {
        let asked: Known<u64> = or_provider(number(throughput, "volume_throughput"));
        let beyond =
            asked.and_then(|asked| brokers.map(|brokers| asked.saturating_sub(250).saturating_mul(brokers)));
        if beyond != Known::Value(0) {
            reader.bill(view, [Line::constant("msk", "storage_throughput", "mbps_month", whole(beyond))]);
        }
    }
}

fn serverless_kafka<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    reader.bill(
        view,
        [
            Line::one("msk", "serverless_cluster", "hour"),
            Line::used("msk", "serverless_partition", "hour", Usage::CapacityUnits),
            Line::used("msk", "serverless_in", "gb", Usage::BytesIn),
            Line::used("msk", "serverless_out", "gb", Usage::BytesOut),
        ],
    );
}

/// The number of instances that the deployment mode has.
fn broker<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let machines = match text_or(view, "deployment_mode", "SINGLE_INSTANCE") {
        Known::Value(mode) if mode == "SINGLE_INSTANCE" => Known::Value(1),
        Known::Value(mode) if mode == "ACTIVE_STANDBY_MULTI_AZ" => Known::Value(2),
        Known::Value(_) => Known::Value(3),
        Known::Unknown(reason) => Known::Unknown(reason),
    };
    let class = given_text(view, "host_instance_type");
    let engine = given_text(view, "engine_type");
    let machine =
        Line::constant("mq", "broker", "hour", whole(machines)).with("class", class).with("engine", engine);
    reader.bill(view, [machine, Line::used("mq", "storage", "gb_month", Usage::BytesStored)]);
}
