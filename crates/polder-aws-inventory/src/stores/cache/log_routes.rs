//! Where the logs of caches go.

use polder_cloud::View;
use polder_inventory::EntryId;
use polder_inventory::model::{Known, Link, Reason, Set, Text};
use polder_inventory::observability::{LogKind, LogRoute};
use polder_inventory::stores::StoreId;

use crate::reader::Reader;
use crate::value::given_text;

/// One route for each block `log_delivery_configuration`.
pub(super) fn delivered<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>, store: StoreId) {
    for block in view.blocks("log_delivery_configuration") {
        let word = given_text(block, "log_type");
        let kind = match word.value().map(Text::as_str) {
            Some("slow-log") => LogKind::Slow,
            Some("engine-log") => LogKind::Engine,
            other => LogKind::Other(other.unwrap_or("?").into()),
        };
        let part = format!("log {}", word.value().map_or("?", Text::as_str));
        let route = LogRoute {
            source: reader.part(view, part),
            from: Link::To(store.into()),
            part: None,
            kind,
            to: destination(reader, block),
            prefix: Known::Value(None),
            identity: None,
            key: None,
            interval: Known::Value(None),
            fields: Known::Value(None),
            redacted: Known::Value(Set::default()),
            filter: Known::Value(None),
        };
        reader.inventory.observability.log_routes.push(route);
    }
}

/// A log group by name, or a Firehose stream, which is not modelled.
fn destination<'a>(reader: &mut Reader<'_, 'a>, block: View<'_, 'a>) -> Link<EntryId> {
    let target = block.targets("destination").into_iter().find_map(|it| reader.entry(it.id()));
    let named = |reader: &mut Reader<'_, 'a>| {
        let group = reader.named(block, "aws_cloudwatch_log_group", "name", &block.text("destination")?)?;
        reader.entry(group)
    };
    match target.or_else(|| named(reader)) {
        Some(entry) => Link::To(entry),
        None => Link::Unknown(Reason::Elsewhere),
    }
}
