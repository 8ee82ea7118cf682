//! `aws_s3_bucket_logging`, and the equivalent block of a bucket: server access logs.

use polder_cloud::View;
use polder_inventory::model::{Known, Link, Reason, Set, Text};
use polder_inventory::observability::{LogKind, LogRoute};
use polder_inventory::stores::StoreId;

use super::setting::bucket;
use crate::reader::Reader;
use crate::value::some_text;

pub(super) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let Some(from) = bucket(reader, view) else { return };
    push(reader, view, (view, None), from);
}

/// The block inside a bucket.
pub(super) fn of_block<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>, from: StoreId) {
    if let Some(block) = view.block("logging") {
        push(reader, view, (block, Some("logging")), from);
    }
}

fn push<'a>(
    reader: &mut Reader<'_, 'a>,
    view: View<'_, 'a>,
    (place, part): (View<'_, 'a>, Option<&'static str>),
    from: StoreId,
) {
    let to = reader.link::<StoreId>(place, "target_bucket", "bucket");
    let route = LogRoute {
        source: match part {
            Some(part) => reader.part(view, part),
            None => reader.source(view),
        },
        from: Link::To(from.into()),
        part: None,
        kind: LogKind::Access,
        to: match to {
            Some(Link::To(to)) => Link::To(to.into()),
            Some(Link::Outside(external)) => Link::Outside(external),
            Some(Link::Unknown(reason)) => Link::Unknown(reason),
            None => Link::Unknown(Reason::NotGiven),
        },
        prefix: some_text(place, "target_prefix"),
        // S3 writes the logs with its service principal.
        identity: None,
        key: None,
        // "Most log records are delivered within a few hours of the time that they are recorded":
        // there is no guarantee.
        interval: Known::Value(None),
        fields: Known::Value(None),
        redacted: Known::Value(Set::<Text>::default()),
        filter: Known::Value(None),
    };
    reader.inventory.observability.log_routes.push(route);
}
