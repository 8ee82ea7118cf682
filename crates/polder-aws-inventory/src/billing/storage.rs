//! Buckets, disks, registries and vaults, and the copies that they send to other regions.

use polder_cloud::View;
use polder_inventory::billing::Usage;
use polder_inventory::model::{Decimal, Known, Text};
use polder_inventory::stores::{LifecycleEffect, StoreId, StoreKind};

use super::line::{Line, gib, whole};
use crate::kind::Read;
use crate::reader::Reader;
use crate::value::{gib as gib_of, given_text, known_blocks, number, or_provider, region, text_or};

pub(super) const BILLABLES: &[(&str, Read)] = &[
    ("aws_s3_bucket", bucket),
    ("aws_s3_bucket_replication_configuration", bucket_replication),
    ("aws_s3_bucket_accelerate_configuration", bucket_acceleration),
    ("aws_s3_bucket_metric", bucket_metrics),
    ("aws_ecr_repository", repository),
    ("aws_ecr_replication_configuration", image_replication),
    ("aws_ebs_volume", volume),
    ("aws_ebs_snapshot", snapshot),
    ("aws_ebs_snapshot_copy", snapshot),
    ("aws_backup_vault", vault),
    ("aws_backup_logically_air_gapped_vault", vault),
    ("aws_backup_plan", backup_copies),
    ("aws_backup_framework", backup_audit),
    ("aws_backup_restore_testing_selection", restore_tests),
    ("aws_ebs_fast_snapshot_restore", fast_restore),
    ("aws_s3_directory_bucket", directory_bucket),
];

/// Storage in each class that objects are put into, and requests.
fn bucket<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    reader.bill(
        view,
        [
            Line::used("s3", "standard_storage", "gb_month", Usage::BytesStored).tiered(),
            Line::used("s3", "put_copy_post_list", "1000_requests", Usage::Requests),
            Line::used("s3", "get_and_other", "1000_requests", Usage::Requests),
            // Transfer to CloudFront is free.
            Line::used("data_transfer", "internet_out", "gb", Usage::BytesOut).tiered(),
        ],
    );
    for class in classes(reader, view) {
        let storage = format!("{}_storage", class.to_ascii_lowercase());
        reader.bill(
            view,
            [
                Line::used("s3", storage, "gb_month", Usage::BytesStored),
                Line::used("s3", "lifecycle_transition", "1000_requests", Usage::Evaluations)
                    .with("class", Known::Value(class)),
            ],
        );
    }
}

/// The classes that rules move objects to.
fn classes(reader: &Reader<'_, '_>, view: View<'_, '_>) -> Vec<Text> {
    let store = reader.id::<StoreId>(view.id()).and_then(|id| reader.inventory.stores.stores.get(id));
    let Some(StoreKind::Bucket(bucket)) = store.map(|store| &store.kind) else { return vec![] };
    let Known::Value(rules) = &bucket.lifecycle else { return vec![] };
    let class = |effect: &LifecycleEffect| match effect {
        LifecycleEffect::Transition(class) | LifecycleEffect::TransitionNoncurrent(class) => {
            Some(class.clone())
        }
        _ => None,
    };
    let mut classes: Vec<Text> = rules.iter().filter_map(|rule| class(&rule.effect)).collect();
    classes.sort();
    classes.dedup();
    classes
}

/// Copies to another region are billed as transfer. Replication Time Control costs more.
fn bucket_replication<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let Some(of) = reader.link::<StoreId>(view, "bucket", "bucket").and_then(|link| link.id()) else {
        return;
    };
    let source = reader.source(view);
    for rule in view.blocks("rule") {
        let Some(destination) = rule.block("destination") else { continue };
        let to =
            destination.targets("bucket").into_iter().find(|it| it.kind() == "aws_s3_bucket").map(region);
        let to = to.unwrap_or(Known::Unknown(polder_inventory::model::Reason::Elsewhere));
        let mut lines = vec![Line::used("s3", "replication_put", "1000_requests", Usage::Requests)];
        if to != region(view) || to.value().is_none() {
            lines.push(Line::used("data_transfer", "inter_region", "gb", Usage::BytesOut).with("to", to));
        }
        if destination.block("replication_time").is_some() {
            lines.push(Line::used("s3", "replication_time_control_surcharge", "gb", Usage::BytesOut));
        }
        reader.bill_of(source, polder_inventory::model::Link::To(of.into()), lines);
    }
}

fn bucket_acceleration<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    reader.bill(view, [Line::used("s3", "transfer_acceleration", "gb", Usage::BytesProcessed)]);
}

/// Request metrics are billed as custom metrics.
fn bucket_metrics<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    reader.bill(view, [Line::used("cloudwatch", "custom_metric", "metric_month", Usage::Metrics).tiered()]);
}

fn backup_audit<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    reader.bill(view, [Line::used("backup", "audit_evaluation", "evaluation", Usage::Evaluations)]);
}

fn repository<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    reader.bill(view, [Line::used("ecr", "storage", "gb_month", Usage::BytesStored)]);
}

fn image_replication<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let rules = view.blocks("replication_configuration").into_iter().flat_map(|it| it.blocks("rule"));
    let destinations: Vec<View<'_, 'a>> = rules.flat_map(|it| it.blocks("destination")).collect();
    for destination in destinations {
        let to = given_text(destination, "region");
        if to != region(view) {
            reader.bill(
                view,
                [Line::used("data_transfer", "inter_region", "gb", Usage::BytesOut).with("to", to)],
            );
        }
    }
}

fn volume<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let class = text_or(view, "type", "gp2");
    let size = gib(or_provider(gib_of(view, "size")));
    reader.bill(view, [Line::constant("ebs", "storage", "gb_month", size).with("class", class.clone())]);
    let (operations, throughput) = (number(view, "iops"), number(view, "throughput"));
    let lines = performance(&class, operations, throughput, |service, item, unit, units| {
        Line::constant(service, item, unit, units)
    });
    reader.bill(view, lines);
    if class == Known::Value("standard".into()) {
        reader
            .bill(view, [Line::used("ebs", "io_requests", "million", Usage::Requests).with("class", class)]);
    }
}

/// What `gp3` includes: IOPS, and MiB per second. Source: AWS, Amazon EBS User Guide, "General Purpose SSD volumes".
pub(super) const GP3_INCLUDES: (u64, u64) = (3_000, 125);

/// Operations and throughput that are paid in addition to storage: of `gp3` what exceeds the included part, of `io1` and
/// `io2` all operations. Other types include theirs, though a state lists them.
pub(super) fn performance(
    class: &Known<Text>,
    operations: Known<Option<u64>>,
    throughput: Known<Option<u64>>,
    line: impl Fn(&'static str, &'static str, &'static str, Known<Decimal>) -> Line,
) -> Vec<Line> {
    let word = class.value().map_or("", Text::as_str);
    let beyond = |asked: Known<Option<u64>>, included: u64| {
        asked.map(|asked| asked.map_or(0, |asked| asked.saturating_sub(included)))
    };
    let (operations, throughput) = match word {
        "gp3" => (beyond(operations, GP3_INCLUDES.0), beyond(throughput, GP3_INCLUDES.1)),
        "io1" | "io2" => (or_provider(operations), Known::Value(0)),
        _ => (Known::Value(0), Known::Value(0)),
    };
    let parts = [("iops", "iops_month", operations), ("throughput", "mbps_month", throughput)];
    let paid = parts.into_iter().filter(|(_, _, units)| *units != Known::Value(0));
    paid.map(|(item, unit, units)| line("ebs", item, unit, whole(units)).with("class", class.clone()))
        .collect()
}

fn snapshot<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    reader.bill(
        view,
        [Line::used("ebs", "snapshot_storage", "gb_month", Usage::BytesStored)
            .with("tier", text_or(view, "storage_tier", "standard"))],
    );
}

/// A snapshot in a zone, all the time.
fn fast_restore<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    reader.bill(view, [Line::one("ebs", "fast_snapshot_restore", "hour")]);
}

/// A bucket of S3 Express One Zone.
fn directory_bucket<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    reader.bill(
        view,
        [
            Line::used("s3", "express_storage", "gb_month", Usage::BytesStored),
            Line::used("s3", "express_put_copy_post_list", "1000_requests", Usage::Requests),
            Line::used("s3", "express_get_and_other", "1000_requests", Usage::Requests),
        ],
    );
}

/// The price of a recovery point depends on the kind of store.
fn vault<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    reader.bill(
        view,
        [
            Line::used("backup", "warm_storage", "gb_month", Usage::BytesStored),
            Line::used("backup", "restore", "gb", Usage::BytesOut),
        ],
    );
}

const VAULTS: [&str; 2] = ["aws_backup_vault", "aws_backup_logically_air_gapped_vault"];

/// A test of a recovery point is billed beside the restore itself, which is free of databases.
fn restore_tests<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    reader.bill(view, [Line::used("backup", "restore_test", "evaluation", Usage::Evaluations)]);
    let kind = given_text(view, "protected_resource_type");
    if !kind.value().is_some_and(|kind| ["RDS", "Aurora"].contains(&kind.as_str())) {
        reader.bill(view, [Line::used("backup", "restore", "gb", Usage::BytesOut)]);
    }
}

/// Copies to vaults of other regions are billed as transfer.
fn backup_copies<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let rules = known_blocks(view, "rule").value().cloned().unwrap_or_default();
    for copy in rules.into_iter().flat_map(|rule| rule.blocks("copy_action")) {
        // An ARN can also refer to the account that it names.
        let mut targets = copy.targets("destination_vault_arn").into_iter();
        let to = targets.find(|it| VAULTS.contains(&it.kind())).map(region);
        let to = to.unwrap_or(Known::Unknown(polder_inventory::model::Reason::Elsewhere));
        if to != region(view) || to.value().is_none() {
            reader.bill(
                view,
                [Line::used("data_transfer", "inter_region", "gb", Usage::BytesOut).with("to", to)],
            );
        }
    }
}
