//! `aws_s3_bucket_logging`, and the block of older configurations.

use std::collections::BTreeSet;

use polder_cloud::View;
use polder_inventory::EntryId;
use polder_inventory::model::{Known, Link, Reason, Text};
use polder_inventory::observability::{LogKind, LogRoute};

use super::route;
use crate::link::ByName;
use crate::reader::Reader;
use crate::value::text;

const BUCKET: &[ByName] = &[("aws_s3_bucket", "bucket")];

/// Who asked a bucket for what.
pub(crate) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let from = reader.entry_link(view, "bucket", "bucket", BUCKET).unwrap_or(Link::Unknown(Reason::NotGiven));
    add(reader, view, view, from, None);
}

/// The blocks `logging` of buckets, unless a resource of its own says the same: states have both.
pub(crate) fn of_buckets(reader: &mut Reader<'_, '_>) {
    let routes = reader.inventory.observability.log_routes.values();
    let access = routes.filter(|route| route.kind == LogKind::Access);
    let done: BTreeSet<EntryId> = access.filter_map(|route| route.from.id()).collect();
    let index = reader.index;
    for bucket in index.of_kind("aws_s3_bucket").iter().filter_map(|id| index.view(*id)) {
        let Some(entry) = reader.entry(bucket.id()).filter(|entry| !done.contains(entry)) else { continue };
        if let Some(block) = bucket.block("logging") {
            add(reader, bucket, block, Link::To(entry), Some(Text::new_static("logging")));
        }
    }
}

fn add<'a>(
    reader: &mut Reader<'_, 'a>,
    view: View<'_, 'a>,
    block: View<'_, 'a>,
    from: Link<EntryId>,
    part: Option<Text>,
) {
    let to = reader.entry_link(block, "target_bucket", "bucket", BUCKET);
    let source = match part {
        Some(part) => reader.part(view, part),
        None => reader.source(view),
    };
    let prefix = match text(block, "target_prefix") {
        Known::Value(Some(prefix)) if prefix.is_empty() => Known::Value(None),
        other => other,
    };
    let to = to.unwrap_or(Link::Unknown(Reason::NotGiven));
    let route = LogRoute { prefix, ..route(source, from, LogKind::Access, to) };
    reader.inventory.observability.log_routes.push(route);
}
