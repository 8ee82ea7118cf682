//! `aws_cloudwatch_log_subscription_filter`.

use polder_cloud::View;
use polder_inventory::model::{Known, Link, Reason};
use polder_inventory::observability::{LogKind, LogRoute};

use super::route;
use crate::observability::LOG_GROUP;
use crate::reader::Reader;
use crate::value::text;

/// Events of a log group that are forwarded.
pub(crate) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let unknown = Link::Unknown(Reason::NotGiven);
    let from = reader.entry_link(view, "log_group_name", "log group", LOG_GROUP).unwrap_or(unknown);
    let to = reader.entry_link(view, "destination_arn", "destination of logs", &[]).unwrap_or(unknown);
    let identity = reader.link(view, "role_arn", "role");
    let source = reader.source(view);
    let filter = match text(view, "filter_pattern") {
        // An empty pattern matches all events.
        Known::Value(Some(pattern)) if pattern.is_empty() => Known::Value(None),
        other => other,
    };
    let route = LogRoute { identity, filter, ..route(source, from, LogKind::Forwarded, to) };
    reader.inventory.observability.log_routes.push(route);
}
