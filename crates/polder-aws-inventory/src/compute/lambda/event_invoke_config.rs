//! `aws_lambda_function_event_invoke_config`: how asynchronous invocations are handled.

use polder_cloud::View;
use polder_inventory::stores::StoreId;

use super::setting::change;
use crate::reader::Reader;
use crate::value::{number_or, seconds_or};

pub(super) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let retries = number_or(view, "maximum_retry_attempts", 2);
    let age = seconds_or(view, "maximum_event_age_in_seconds", 6 * 3600);
    let failed = view.block("destination_config").and_then(|it| it.block("on_failure"));
    let to = failed.and_then(|it| reader.link::<StoreId>(it, "destination", "queue"));
    change(reader, view, &["retries", "event_age_max", "dead_letters"], |function| {
        function.retries = retries;
        function.event_age_max = age;
        function.dead_letters = to.or(function.dead_letters);
    });
}
