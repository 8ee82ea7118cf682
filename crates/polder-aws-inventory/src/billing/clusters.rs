//! Clusters of databases other than RDS, and instances that migrate data: DocumentDB, Neptune, Redshift, MemoryDB, DMS.

use polder_cloud::View;
use polder_inventory::billing::{Commitment, Usage};
use polder_inventory::model::{Known, Text};

use super::line::{Line, whole};
use crate::kind::Read;
use crate::reader::Reader;
use crate::value::{given_text, number_or, text_or, truth_or};

pub(super) const BILLABLES: &[(&str, Read)] = &[
    ("aws_docdb_cluster", cluster),
    ("aws_docdb_cluster_instance", instance),
    ("aws_docdb_cluster_snapshot", snapshot),
    ("aws_neptune_cluster", cluster),
    ("aws_neptune_cluster_instance", instance),
    ("aws_neptune_cluster_snapshot", snapshot),
    ("aws_redshift_cluster", warehouse),
    ("aws_redshiftserverless_workgroup", serverless_warehouse),
    ("aws_memorydb_cluster", memory),
    ("aws_memorydb_snapshot", memory_snapshot),
    ("aws_dms_replication_instance", migration),
];

/// Whether I/O is included in the price of instances and storage, as the price list names it.
fn storage(view: View<'_, '_>) -> Known<Text> {
    text_or(view, "storage_type", "standard")
        .map(|kind| Text::new_static(if kind == "iopt1" { "io_optimized" } else { "standard" }))
}

/// The service of a cluster, of its instances and of its snapshots.
fn service(view: View<'_, '_>) -> &'static str {
    if view.kind().starts_with("aws_docdb") { "docdb" } else { "neptune" }
}

/// Storage and requests of a cluster, and backups beyond the free day.
fn cluster<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let service = service(view);
    let class = storage(view);
    let included = class == Known::Value("io_optimized".into());
    reader
        .bill(view, [Line::used(service, "storage", "gb_month", Usage::BytesStored).with("storage", class)]);
    if !included {
        reader.bill(view, [Line::used(service, "io_requests", "million", Usage::Requests)]);
    }
    // Backups of one day are as large as the cluster at most, and free.
    if number_or(view, "backup_retention_period", 1) != Known::Value(1) {
        snapshot(reader, view);
    }
}

fn instance<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let service = service(view);
    let (class, serverless) = match service {
        "docdb" => (given_text(view, "instance_class"), ("serverless_dcu", "dcu_hour")),
        // The default class is that of the Terraform AWS provider.
        _ => (text_or(view, "instance_class", "db.r4.large"), ("serverless_ncu", "ncu_hour")),
    };
    let kinds = ["aws_docdb_cluster", "aws_neptune_cluster"];
    let cluster = view.targets("cluster_identifier").into_iter().find(|it| kinds.contains(&it.kind()));
    let line = if class == Known::Value("db.serverless".into()) {
        let (item, unit) = serverless;
        let line = Line::used(service, item, unit, Usage::CapacityUnits);
        let scaling = cluster.and_then(|it| it.block("serverless_v2_scaling_configuration"));
        scaling.into_iter().fold(line, |line, it| line.between(it, "min_capacity", "max_capacity"))
    } else {
        Line::one(service, "instance", "hour").with("class", class).committable([Commitment::DatabasePlan])
    };
    let storage = cluster.map_or(Known::Value("standard".into()), storage);
    reader.bill(view, [line.with("storage", storage)]);
}

fn snapshot<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    reader.bill(view, [Line::used(service(view), "backup", "gb_month", Usage::BytesStored)]);
}

/// Nodes; those of type RA3 have managed storage, which is billed by what it holds.
fn warehouse<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let nodes = whole(number_or(view, "number_of_nodes", 1));
    let class = given_text(view, "node_type");
    let managed = class.value().is_none_or(|class| class.starts_with("ra3"));
    let node = Line::constant("redshift", "node", "hour", nodes).with("class", class);
    reader.bill(view, [node.committable([Commitment::Reservation])]);
    if managed {
        reader.bill(view, [Line::used("redshift", "managed_storage", "gb_month", Usage::BytesStored)]);
    }
}

/// Capacity is billed while queries run.
fn serverless_warehouse<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    reader.bill(
        view,
        [
            Line::used("redshift", "serverless_rpu", "rpu_hour", Usage::CapacityUnits),
            Line::used("redshift", "managed_storage", "gb_month", Usage::BytesStored),
        ],
    );
}

/// All nodes of all shards. Defaults are those of the Terraform AWS provider.
fn memory<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let shards: Known<u64> = number_or(view, "num_shards", 1);
    let replicas: Known<u64> = number_or(view, "num_replicas_per_shard", 1);
    let nodes =
        shards.and_then(|shards| replicas.map(|copies| shards.saturating_mul(copies.saturating_add(1))));
    let engine = text_or(view, "engine", "redis");
    let node = Line::constant("memorydb", "node", "hour", whole(nodes))
        .with("class", given_text(view, "node_type"))
        .with("engine", engine.clone())
        .committable([Commitment::Reservation]);
    let written =
        Line::used("memorydb", "data_written", "gb", Usage::BytesIn).tiered().with("engine", engine);
    reader.bill(view, [node, written]);
    // Snapshots of one day are free. Source: Amazon MemoryDB pricing.
    let days: Known<u64> = number_or(view, "snapshot_retention_limit", 0);
    if days.value().is_none_or(|days| *days > 1) {
        reader.bill(view, [Line::used("memorydb", "backup", "gb_month", Usage::BytesStored)]);
    }
}

fn memory_snapshot<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    reader.bill(view, [Line::used("memorydb", "backup", "gb_month", Usage::BytesStored)]);
}

/// Storage that an instance includes, in GB: that of burstable classes, and of the others. Source: AWS Database Migration
/// Service pricing.
const MIGRATION_INCLUDES: (u64, u64) = (50, 100);

fn migration<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let standby = truth_or(view, "multi_az", false);
    let deployment = standby.map(|it| Text::new_static(if it { "Multi-AZ" } else { "Single-AZ" }));
    let class = given_text(view, "replication_instance_class");
    let included = match class.value() {
        Some(class) if class.starts_with("dms.t") => MIGRATION_INCLUDES.0,
        _ => MIGRATION_INCLUDES.1,
    };
    let machine = Line::one("dms", "instance", "hour").with("class", class);
    reader.bill(view, [machine.with("deployment", deployment.clone())]);
    // Without a size, an instance has what is included.
    let size = number_or(view, "allocated_storage", included);
    let beyond = size.map(|size| size.saturating_sub(included));
    if beyond != Known::Value(0) {
        let line = Line::constant("dms", "storage", "gb_month", whole(beyond));
        reader.bill(view, [line.with("deployment", deployment)]);
    }
}
