//! Caches and tables.

use polder_cloud::View;
use polder_inventory::EntryId;
use polder_inventory::billing::{Commitment, Usage};
use polder_inventory::model::{Known, Link, Reason, Text};
use polder_inventory::stores::{StoreId, StoreKind, Table, Throughput};

use super::line::{Line, whole};
use crate::kind::Read;
use crate::reader::Reader;
use crate::value::{given_text, is_set, number_or, or_provider, some_text, text_or};

pub(super) const BILLABLES: &[(&str, Read)] = &[
    ("aws_elasticache_replication_group", replication_group),
    ("aws_elasticache_cluster", cluster),
    ("aws_elasticache_serverless_cache", serverless),
    ("aws_elasticache_global_replication_group", global),
    ("aws_dynamodb_table", table),
    ("aws_dynamodb_table_replica", table),
];

/// The engine as the price list names it.
fn engine(word: &Text) -> Text {
    match word.as_str() {
        "valkey" => Text::new_static("Valkey"),
        "redis" => Text::new_static("Redis OSS"),
        "memcached" => Text::new_static("Memcached"),
        other => other.into(),
    }
}

/// All nodes of all shards, and snapshots.
fn replication_group<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let store = reader.id::<StoreId>(view.id()).and_then(|id| reader.inventory.stores.stores.get(id));
    let Some(store) = store else { return };
    let StoreKind::Cache(cache) = &store.kind else { return };
    let machines = cache.shards.and_then(|shards| {
        cache.replicas.map(|replicas| u64::from(shards).saturating_mul(u64::from(replicas).saturating_add(1)))
    });
    let (word, snapshots) = (cache.engine.as_ref().map(engine), store.automated_backups.is_some());
    nodes(reader, view, word, machines, snapshots);
}

fn nodes<'a>(
    reader: &mut Reader<'_, 'a>,
    view: View<'_, 'a>,
    engine: Known<Text>,
    machines: Known<u64>,
    snapshots: bool,
) {
    let valkey = engine == Known::Value(Text::new_static("Valkey"));
    let node = Line::constant("elasticache", "node", "hour", whole(machines))
        .with("class", or_provider(some_text(view, "node_type")))
        .with("engine", engine);
    // Database Savings Plans apply to Valkey only. Source: AWS Database Savings Plans.
    let node = if valkey {
        node.committable([Commitment::Reservation, Commitment::DatabasePlan])
    } else {
        node.committable([Commitment::Reservation])
    };
    reader.bill(view, [node]);
    if snapshots {
        let days: Known<u64> = number_or(view, "snapshot_retention_limit", 0);
        let days = days.map(|days| Text::from(days.to_string()));
        let backup = Line::used("elasticache", "backup", "gb_month", Usage::BytesStored);
        reader.bill(view, [backup.with("days", days)]);
    }
}

/// Nodes of a standalone cache, or nodes that are added to a replication group.
fn cluster<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let word = if is_set(view, "replication_group_id") {
        let group = view
            .targets("replication_group_id")
            .into_iter()
            .find(|it| it.kind() == "aws_elasticache_replication_group");
        group.map_or(Known::Unknown(Reason::Elsewhere), |it| text_or(it, "engine", "redis"))
    } else {
        given_text(view, "engine")
    };
    let machines = number_or(view, "num_cache_nodes", 1);
    let snapshots =
        is_set(view, "snapshot_retention_limit") && view.integer("snapshot_retention_limit") != Some(0);
    nodes(reader, view, word.as_ref().map(engine), machines, snapshots);
}

fn serverless<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let word = given_text(view, "engine").as_ref().map(engine);
    let data = Line::used("elasticache", "serverless_data", "gb_hour", Usage::BytesStored);
    let limits = view.block("cache_usage_limits").and_then(|it| it.block("data_storage"));
    let data = limits.into_iter().fold(data, |line, it| line.between(it, "minimum", "maximum"));
    reader.bill(
        view,
        [
            data.with("engine", word.clone()),
            Line::used("elasticache", "serverless_processing", "ecpu", Usage::Requests).with("engine", word),
        ],
    );
}

fn global<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let of = reader.link::<StoreId>(view, "primary_replication_group_id", "cache");
    let of = match of {
        Some(Link::To(id)) => Link::To(id.into()),
        _ => Link::Unknown(Reason::Elsewhere),
    };
    let source = reader.source(view);
    reader.bill_of(
        source,
        of,
        [Line::used("elasticache", "global_datastore_data_out", "gb", Usage::BytesOut)],
    );
}

/// A table and its replicas, each in its region.
fn table<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let replicas = view.blocks("replica");
    let copied = !replicas.is_empty() || view.kind() == "aws_dynamodb_table_replica";
    let source = reader.source(view);
    one_table(reader, view, (0, source), copied);
    for (number, replica) in (1..).zip(replicas) {
        let region = given_text(replica, "region_name");
        let part = region.value().map_or_else(|| "replica".to_owned(), |region| format!("replica.{region}"));
        let source = reader.part_in(view, part, region.map(Some));
        one_table(reader, view, (number, source), copied);
    }
}

fn one_table<'a>(
    reader: &mut Reader<'_, 'a>,
    view: View<'_, 'a>,
    (number, source): (u32, polder_inventory::SourceId),
    copied: bool,
) {
    let Some(EntryId::Store(id)) = reader.entry_number(view.id(), number) else { return };
    let Some(store) = reader.inventory.stores.stores.get(id) else { return };
    let StoreKind::Table(table) = &store.kind else { return };
    let class = text_or(view, "table_class", "STANDARD");
    let mut lines = throughput(view, table, copied, &class);
    lines.push(Line::used("dynamodb", "storage", "gb_month", Usage::BytesStored).with("class", class));
    if store.automated_backups.is_some() {
        lines.push(Line::used("dynamodb", "point_in_time_recovery", "gb_month", Usage::BytesStored));
    }
    if table.stream != Known::Value(None) {
        lines.push(Line::used("dynamodb", "stream_reads", "100000_requests", Usage::Messages));
    }
    reader.bill_of(source, Link::To(id.into()), lines);
}

/// Capacity of the table and of its global secondary indexes, or requests. Tables for infrequent access have prices of their
/// own. Capacity can be reserved unless the table is for infrequent access; that of replicated writes cannot. Source: Amazon
/// DynamoDB Developer Guide, "DynamoDB reserved capacity".
fn throughput(view: View<'_, '_>, table: &Table, copied: bool, class: &Known<Text>) -> Vec<Line> {
    let rarely = class.value().is_some_and(|class| class == "STANDARD_INFREQUENT_ACCESS");
    let class = if rarely { "infrequent_access_" } else { "" };
    let (read, write) = ("read", if copied { "replicated_write" } else { "write" });
    match table.throughput {
        Throughput::Provisioned { read: reads, write: writes } => {
            let all = |own: Known<u64>, attribute: &str| {
                let indexes = view.blocks("global_secondary_index");
                whole(indexes.into_iter().fold(own, |sum, index| {
                    sum.and_then(|sum| {
                        number_or(index, attribute, 0).map(|units: u64| sum.saturating_add(units))
                    })
                }))
            };
            let line = |word: &str, units, reservable: bool| {
                let item = format!("{class}{word}_capacity_units");
                let line = Line::constant("dynamodb", item, "unit_hour", units);
                if reservable { line.committable([Commitment::Reservation]) } else { line }
            };
            vec![
                line(read, all(reads, "read_capacity"), !rarely),
                line(write, all(writes, "write_capacity"), !rarely && !copied),
            ]
        }
        Throughput::OnDemand | Throughput::Unknown(_) => {
            let line = |word: &str| {
                Line::used("dynamodb", format!("{class}{word}_request_units"), "million", Usage::Requests)
            };
            vec![line(read), line(write)]
        }
    }
}
