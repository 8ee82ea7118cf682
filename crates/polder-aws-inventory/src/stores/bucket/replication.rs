//! `aws_s3_bucket_replication_configuration`, and the equivalent block of a bucket.

use polder_cloud::View;
use polder_inventory::model::{Known, Link, Reason};
use polder_inventory::stores::{Replication, ReplicationKind, StoreId};
use polder_units::Duration;

use super::lifecycle::filter;
use super::setting::bucket;
use crate::reader::Reader;
use crate::value::{given_text, known_blocks, minutes, some_text};

pub(super) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let Some(from) = bucket(reader, view) else { return };
    rules(reader, view, (view, "rule"), from);
}

/// The block inside a bucket.
pub(super) fn of_block<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>, from: StoreId) {
    if let Some(block) = view.block("replication_configuration") {
        rules(reader, view, (block, "rules"), from);
    }
}

fn rules<'a>(
    reader: &mut Reader<'_, 'a>,
    view: View<'_, 'a>,
    (place, name): (View<'_, 'a>, &str),
    from: StoreId,
) {
    let blocks = match known_blocks(place, name) {
        Known::Value(blocks) => blocks,
        Known::Unknown(reason) => {
            let text = "where objects of the bucket are copied to is not known";
            return reader.blind(view, Some(from.into()), Some("rule"), reason, text);
        }
    };
    for (number, rule) in (0..).zip(blocks) {
        if some_text(rule, "status") != Known::Value(Some("Disabled".into())) {
            push(reader, view, rule, number, from);
        }
    }
}

fn push<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>, rule: View<'_, 'a>, number: u32, from: StoreId) {
    let destination = rule.block("destination");
    let to = destination.and_then(|it| reader.link(it, "bucket", "bucket"));
    let own_key = destination.map(|it| match it.block("encryption_configuration") {
        Some(block) => reader.key(block, "replica_kms_key_id"),
        None => reader.key(it, "replica_kms_key_id"),
    });
    let replication = Replication {
        source: reader.part(view, format!("rule[{number}]")),
        from: Link::To(from),
        to: to.unwrap_or(Link::Unknown(Reason::NotGiven)),
        kind: ReplicationKind::Objects,
        filter: filter(rule),
        deletions: deletions(rule),
        lag_target: destination.map_or(Known::Value(None), promised),
        key: own_key.flatten(),
    };
    reader.inventory.stores.replications.push(replication);
}

/// Delete markers are replicated if the rule enables it, and always with rules of schema V1, which have a
/// prefix instead of a filter. Source: AWS, Amazon S3 User Guide, "How delete operations affect replication".
fn deletions(rule: View<'_, '_>) -> Known<bool> {
    let enabled = |status: &str| status == "Enabled";
    match rule.block("delete_marker_replication") {
        Some(block) => given_text(block, "status").map(|status| enabled(&status)),
        None => match some_text(rule, "delete_marker_replication_status") {
            Known::Value(Some(status)) => Known::Value(enabled(&status)),
            Known::Value(None) => Known::Value(rule.block("filter").is_none()),
            Known::Unknown(reason) => Known::Unknown(reason),
        },
    }
}

/// The time of S3 Replication Time Control, if it is enabled.
fn promised(destination: View<'_, '_>) -> Known<Option<Duration>> {
    let Some(time) = destination.block("replication_time") else { return Known::Value(None) };
    let enabled = some_text(time, "status").map(|status| status.as_deref() == Some("Enabled"));
    let length =
        time.block("time").map_or_else(|| minutes(time, "minutes"), |block| minutes(block, "minutes"));
    // Fifteen minutes is the only valid value.
    let length = length.map(|length| length.unwrap_or(Duration::minutes(15)));
    enabled.and_then(|enabled| if enabled { length.map(Some) } else { Known::Value(None) })
}
