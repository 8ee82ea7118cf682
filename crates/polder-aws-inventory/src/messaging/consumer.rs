//! `aws_lambda_event_source_mapping`.

use polder_cloud::View;
use polder_inventory::compute::FunctionId;
use polder_inventory::messaging::Consumer;
use polder_inventory::model::{Known, Link, Reason, Text};
use polder_inventory::stores::StoreId;

use crate::reader::Reader;
use crate::value::{seconds, texts, truth_or, whole};

/// A function that consumes a queue, a stream, or the stream of a table.
pub(crate) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let from: Option<Link<StoreId>> = reader.link(view, "event_source_arn", "source of messages");
    let names = [("aws_lambda_function", "function_name")];
    let function: Option<Link<FunctionId>> = reader.link_by_name(view, "function_name", "function", &names);
    let concurrency = match view.block("scaling_config") {
        Some(scaling) => whole(scaling, "maximum_concurrency"),
        None => Known::Value(None),
    };
    let gathering = match seconds(view, "maximum_batching_window_in_seconds") {
        Known::Value(Some(time)) if time.milliseconds == 0 => Known::Value(None),
        other => other,
    };
    let reported = Text::new_static("ReportBatchItemFailures");
    let consumer = Consumer {
        source: reader.source(view),
        from: from.unwrap_or(Link::Unknown(Reason::AttributeNotModelled)),
        function: function.unwrap_or(Link::Unknown(Reason::NotGiven)),
        // Source: provider documentation, `enabled`: the default is `true`.
        enabled: truth_or(view, "enabled", true),
        batch_max: batch(view),
        batch_window: gathering,
        concurrency_max: concurrency,
        partial_failures: texts(view, "function_response_types").map(|types| types.contains(&reported)),
    };
    reader.inventory.messaging.consumers.push(consumer);
}

/// Source: AWS, Lambda API Reference, `CreateEventSourceMapping`: 10 messages of a queue, 100 records of anything else.
fn batch(view: View<'_, '_>) -> Known<u32> {
    match whole(view, "batch_size") {
        Known::Value(Some(number)) => Known::Value(number),
        Known::Value(None) | Known::Unknown(Reason::AfterApply) => {
            let target = view.target("event_source_arn").map(|target| target.kind() == "aws_sqs_queue");
            let written = view.text("event_source_arn").map(|arn| arn.contains(":sqs:"));
            match target.or(written) {
                Some(true) => Known::Value(10),
                Some(false) => Known::Value(100),
                None => Known::Unknown(Reason::AfterApply),
            }
        }
        Known::Unknown(reason) => Known::Unknown(reason),
    }
}
