//! `aws_cloudwatch_log_delivery` with its source and destination.

use std::borrow::Cow;

use polder_cloud::View;
use polder_inventory::EntryId;
use polder_inventory::model::{Known, Link, Reason, Text};
use polder_inventory::observability::{LogKind, LogRoute};

use super::route;
use crate::reader::Reader;
use crate::value::{text, texts};

/// Logs of a service that are delivered to a store. The delivery source has the service, the delivery
/// destination the store.
pub(crate) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let named = |reader: &mut Reader<'_, 'a>, attribute: &str, kind: &'static str, name: &'static str| {
        let target =
            view.targets(attribute).into_iter().find(|target| target.kind() == kind).map(|it| it.id());
        let by_name = || view.text(attribute).map(Cow::into_owned);
        target.or_else(|| by_name().and_then(|text| reader.named(view, kind, name, &text)))
    };
    let source = named(reader, "delivery_source_name", "aws_cloudwatch_log_delivery_source", "name");
    let destination =
        named(reader, "delivery_destination_arn", "aws_cloudwatch_log_delivery_destination", "arn");
    let index = reader.index;
    let (from, kind) = match source.and_then(|id| index.view(id)) {
        Some(source) => (end(reader, source, "resource_arn", "source of logs"), kind(source)),
        None => (Link::Unknown(Reason::NotGiven), LogKind::Other(Text::new_static("delivery"))),
    };
    let destination = destination.and_then(|id| index.view(id));
    let configuration = destination.and_then(|it| it.block("delivery_destination_configuration"));
    let to = configuration.map(|it| end(reader, it, "destination_resource_arn", "store of logs"));
    let here = reader.source(view);
    let fields = match texts(view, "record_fields") {
        Known::Value(fields) if fields.is_empty() => Known::Value(None),
        Known::Value(fields) => Known::Value(Some(fields)),
        Known::Unknown(reason) => Known::Unknown(reason),
    };
    let prefix =
        view.block("s3_delivery_configuration").map_or(Known::Value(None), |it| text(it, "suffix_path"));
    let to = to.unwrap_or(Link::Unknown(Reason::Elsewhere));
    let route = LogRoute { fields, prefix, ..route(here, from, kind, to) };
    reader.inventory.observability.log_routes.push(route);
}

fn end<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>, name: &str, kind: &'static str) -> Link<EntryId> {
    reader.entry_link(view, name, kind, &[]).unwrap_or(Link::Unknown(Reason::NotGiven))
}

/// Source: AWS, CloudWatch Logs API Reference, `PutDeliverySource`.
fn kind(source: View<'_, '_>) -> LogKind {
    match source.text("log_type").as_deref() {
        Some("ACCESS_LOGS" | "CONNECTION_LOGS" | "TLS_CERTIFICATE_LOGS") => LogKind::Access,
        Some("APPLICATION_LOGS") => LogKind::Application,
        Some("WAF_LOGS") => LogKind::Firewall,
        Some(other) => LogKind::Other(Text::new(other)),
        None => LogKind::Other(Text::new_static("unknown")),
    }
}
