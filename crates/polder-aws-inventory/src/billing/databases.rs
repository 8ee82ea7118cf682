//! Databases of RDS and Aurora, with their snapshots and proxies.

use polder_cloud::View;
use polder_inventory::billing::{Commitment, Usage};
use polder_inventory::model::{Known, Link, Reason, Text};
use polder_inventory::stores::{Database, Store, StoreId, StoreKind};
use polder_units::Bytes;

use super::classes::vcpus;
use super::line::{Line, gib, whole};
use super::observability::enhanced_monitoring;
use super::versions::extended_support;
use crate::kind::Read;
use crate::reader::Reader;
use crate::value::{given_text, is_set, number, or_provider, region, some_text};

pub(super) const BILLABLES: &[(&str, Read)] = &[
    ("aws_db_instance", instance),
    ("aws_rds_cluster", cluster),
    ("aws_rds_cluster_instance", cluster_instance),
    ("aws_db_snapshot", snapshot),
    ("aws_db_cluster_snapshot", snapshot),
    ("aws_db_snapshot_copy", snapshot),
    ("aws_db_instance_automated_backups_replication", snapshot),
    ("aws_db_proxy", proxy),
];

/// What gp3 storage includes: IOPS and MiB per second, more of both from 400 GiB on. Source: AWS, Amazon RDS
/// User Guide, "gp3 storage". Storage of Oracle is divided from 200 GiB on, that of SQL Server never.
const GP3_OPERATIONS: (u64, u64) = (3_000, 12_000);
const GP3_THROUGHPUT: (u64, u64) = (125, 500);
const GP3_LARGE_GIB: u64 = 400;
/// Days of Performance Insights that are free, and those that the Advanced mode of Database Insights includes. Source: Amazon
/// RDS User Guide, "Pricing and data retention for Performance Insights".
const INSIGHTS_FREE_DAYS: u64 = 7;
const INSIGHTS_ADVANCED_DAYS: u64 = 465;

/// The service as the price list names it: `rds_postgres`, `aurora_mysql`.
pub(super) fn service(database: &Database, aurora: bool) -> Text {
    let engine = match database.engine.value().map(Text::as_str) {
        Some("postgresql") => "postgres",
        Some(engine) => engine,
        None => "unknown",
    };
    format!("{}_{engine}", if aurora { "aurora" } else { "rds" }).into()
}

/// Editions of Oracle and SQL Server have prices of their own: `rds_sqlserver-se`.
fn of_edition(view: View<'_, '_>, service: Text) -> Text {
    match view.text("engine") {
        Some(engine) if engine.starts_with("oracle-") || engine.starts_with("sqlserver-") => {
            format!("rds_{engine}").into()
        }
        _ => service,
    }
}

fn database_of<'r>(reader: &'r Reader<'_, '_>, view: View<'_, '_>) -> Option<(&'r Store, &'r Database)> {
    let store = reader.inventory.stores.stores.get(reader.id::<StoreId>(view.id())?)?;
    match &store.kind {
        StoreKind::Database(database) => Some((store, database)),
        _ => None,
    }
}

fn instance<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let Some((store, database)) = database_of(reader, view) else { return };
    let license = some_text(view, "license_model");
    let service = of_edition(view, service(database, false));
    let service = match license.value().cloned().flatten() {
        Some(license) if license == "bring-your-own-license" => format!("{service}_byol").into(),
        _ => service,
    };
    let engine = database.engine.clone();
    let standby = database.multi_zone;
    let deployment = standby.map(|it| Text::new_static(if it { "Multi-AZ" } else { "Single-AZ" }));
    let suffix = if standby == Known::Value(true) { "multi_az" } else { "single_az" };
    let backups = store.automated_backups.is_some();
    let class = database.storage_class.clone();
    let size = or_provider(database.storage);
    let operations = database.storage_iops;
    let machine = Line::per_copy(service.clone(), "instance", "hour", whole(Known::Value(1)))
        .with("class", given_text(view, "instance_class"))
        .with("deployment", deployment)
        .committable([Commitment::Reservation, Commitment::DatabasePlan]);
    let machine = match license {
        Known::Value(None) => machine,
        license => machine.with("license", or_provider(license)),
    };
    let word = class.value().map_or("unknown", Text::as_str);
    let storage = Line::constant(service.clone(), format!("storage_{word}_{suffix}"), "gb_month", gib(size));
    reader.bill(view, [machine, storage]);
    if word == "gp3" {
        extra_of_gp3(reader, view, &service, suffix, (&engine, size.map(Bytes::as_gib)));
    } else if operations != Known::Value(None) {
        let item = format!("{word}_iops_{suffix}");
        reader.bill(
            view,
            [Line::constant(service.clone(), item, "iops_month", whole(or_provider(operations)))],
        );
    }
    if word == "standard" {
        reader.bill(view, [Line::used(service.clone(), "magnetic_io", "million", Usage::Requests)]);
    }
    if backups {
        reader
            .bill(view, [Line::used(service.clone(), "backup_beyond_free", "gb_month", Usage::BytesStored)]);
    }
    let class = given_text(view, "instance_class");
    insights(reader, view, view, (&class, 1));
    // The standby is charged as well. Source: Amazon RDS pricing, "Extended Support".
    let machines = standby.map(|it| if it { 2 } else { 1 });
    extended(reader, view, view, (&engine, false), (&class, machines));
    enhanced_monitoring(reader, view);
    copy_from_other_region(reader, view, "replicate_source_db");
}

/// IOPS and throughput beyond what the storage includes.
fn extra_of_gp3<'a>(
    reader: &mut Reader<'_, 'a>,
    view: View<'_, 'a>,
    service: &Text,
    suffix: &str,
    (engine, size): (&Known<Text>, Known<u64>),
) {
    let large_from = large_from(engine);
    for (attribute, (small, large), item, unit) in [
        ("iops", GP3_OPERATIONS, "iops", "iops_month"),
        ("storage_throughput", GP3_THROUGHPUT, "throughput", "mbps_month"),
    ] {
        let asked = number::<u64>(view, attribute).map(|it| it.filter(|it| *it > 0));
        let extra = asked.and_then(|asked| match asked {
            None => Known::Value(0),
            Some(asked) => {
                size.map(|size| asked.saturating_sub(if size < large_from { small } else { large }))
            }
        });
        if extra != Known::Value(0) {
            let item = format!("gp3_extra_{item}_{suffix}");
            reader.bill(view, [Line::constant(service.clone(), item, unit, whole(extra))]);
        }
    }
}

/// The size in GiB from which storage is divided among volumes.
fn large_from(engine: &Known<Text>) -> u64 {
    match engine.value().map(Text::as_str) {
        Some(engine) if engine.starts_with("oracle") => 200,
        Some(engine) if engine.starts_with("sqlserver") => u64::MAX,
        _ => GP3_LARGE_GIB,
    }
}

/// Retention of Performance Insights beyond what is free or included, and the Advanced mode of Database Insights. `of` is the
/// cluster of an instance of Aurora: it has the mode, and settings that the instance leaves out.
fn insights<'a>(
    reader: &mut Reader<'_, 'a>,
    view: View<'_, 'a>,
    of: View<'_, 'a>,
    (class, machines): (&Known<Text>, u64),
) {
    let all = class_vcpus(class).map(|number| number.saturating_mul(machines));
    let advanced = of.text("database_insights_mode").as_deref() == Some("advanced");
    if advanced {
        reader.bill(view, [Line::per_copy("cloudwatch", "database_insights", "vcpu_hour", whole(all))]);
    }
    let setting = |attribute: &str| if is_set(view, attribute) { view } else { of };
    let period = "performance_insights_retention_period";
    let days = number::<u64>(setting(period), period);
    let included = if advanced { INSIGHTS_ADVANCED_DAYS } else { INSIGHTS_FREE_DAYS };
    let long = days.map(|days| days.is_some_and(|days| days > included));
    let enabled = setting("performance_insights_enabled").truth("performance_insights_enabled");
    if enabled == Some(true) && long != Known::Value(false) {
        let line = match all {
            Known::Value(_) => Line::per_copy("rds", "performance_insights", "vcpu_month", whole(all)),
            Known::Unknown(_) => {
                Line::used("rds", "performance_insights", "vcpu_month", Usage::CapacityUnits)
            }
        };
        reader.bill(view, [line.with("class", class.clone())]);
    }
}

fn class_vcpus(class: &Known<Text>) -> Known<u64> {
    class.as_ref().and_then(|class| vcpus(class).map_or(Known::Unknown(Reason::NotUnderstood), Known::Value))
}

/// Extended support of an engine whose standard support has ended, for each vCPU of all machines.
fn extended<'a>(
    reader: &mut Reader<'_, 'a>,
    view: View<'_, 'a>,
    of: View<'_, 'a>,
    (engine, aurora): (&Known<Text>, bool),
    (class, machines): (&Known<Text>, Known<u64>),
) {
    let Some(item) = extended_item(of, engine, aurora) else { return };
    let service = if aurora { "aurora" } else { "rds" };
    let number =
        class_vcpus(class).and_then(|number| machines.map(|machines| number.saturating_mul(machines)));
    reader.bill(
        view,
        [Line::per_copy(service, item, "vcpu_hour", whole(number)).with("engine", engine.clone())],
    );
}

/// The item of extended support that the version of a database is in, unless the database refuses it.
fn extended_item(of: View<'_, '_>, engine: &Known<Text>, aurora: bool) -> Option<&'static str> {
    let refused = of.text("engine_lifecycle_support");
    if refused.as_deref() == Some("open-source-rds-extended-support-disabled") {
        return None;
    }
    extended_support(engine.value()?, aurora, &Text::from(of.text("engine_version")?))
}

/// Replication from a database of another region is transfer out of that region, and billed there.
fn copy_from_other_region<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>, attribute: &str) {
    let databases = ["aws_db_instance", "aws_rds_cluster"];
    let from = view.targets(attribute).into_iter().find(|it| databases.contains(&it.kind()));
    let Some(from) = from.filter(|from| region(*from) != region(view)) else { return };
    let here = region(view);
    reader.bill(from, [Line::used("data_transfer", "inter_region", "gb", Usage::BytesOut).with("to", here)]);
}

/// The writer and the two readers of a Multi-AZ cluster. Source: Amazon RDS User Guide, "Multi-AZ DB cluster deployments".
const MACHINES_OF_A_CLUSTER: u64 = 3;

fn cluster<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let Some((store, database)) = database_of(reader, view) else { return };
    let aurora = !is_set(view, "db_cluster_instance_class");
    let service = service(database, aurora);
    let class = database.storage_class.clone();
    let backups = store.automated_backups.is_some();
    let (size, operations) = (database.storage, database.storage_iops);
    let engine = database.engine.clone();
    if aurora {
        // Where I/O is included, storage costs more.
        if class == Known::Value("aurora-iopt1".into()) {
            reader.bill(
                view,
                [Line::used(service.clone(), "storage_io_optimized", "gb_month", Usage::BytesStored)],
            );
        } else {
            reader.bill(
                view,
                [
                    Line::used(service.clone(), "storage", "gb_month", Usage::BytesStored),
                    Line::used(service.clone(), "io_requests", "million", Usage::Requests),
                ],
            );
        }
        if backups {
            reader.bill(view, [Line::used(service.clone(), "backup", "gb_month", Usage::BytesStored)]);
        }
        if view.text("engine_mode").as_deref() == Some("serverless") {
            reader.bill(
                view,
                [Line::used(service.clone(), "serverless_v1_acu", "acu_hour", Usage::CapacityUnits)],
            );
        }
        if follows_another(reader, view) {
            let line = Line::used(service, "global_db_replicated_write_io", "million", Usage::Messages);
            reader.bill(view, [line]);
        }
    } else {
        let word = class.value().map_or("unknown", Text::as_str).to_owned();
        // The price list has one price for the three instances, as it has for the storage of all three.
        let machines = Line::per_copy(service.clone(), "instance", "hour", whole(Known::Value(1)))
            .with("class", given_text(view, "db_cluster_instance_class"))
            .with_word("deployment", "Multi-AZ-cluster")
            .committable([Commitment::Reservation, Commitment::DatabasePlan]);
        let storage = format!("multi_az_cluster_{word}_storage");
        reader.bill(
            view,
            [machines, Line::constant(service.clone(), storage, "gb_month", gib(or_provider(size)))],
        );
        if operations != Known::Value(None) {
            let item = format!("multi_az_cluster_{word}_iops");
            reader.bill(view, [Line::constant(service, item, "iops_month", whole(or_provider(operations)))]);
        }
        let class = given_text(view, "db_cluster_instance_class");
        insights(reader, view, view, (&class, MACHINES_OF_A_CLUSTER));
        extended(reader, view, view, (&engine, false), (&class, Known::Value(MACHINES_OF_A_CLUSTER)));
    }
    copy_from_other_region(reader, view, "replication_source_identifier");
}

/// Whether a cluster replicates from another one of its global cluster.
fn follows_another(reader: &Reader<'_, '_>, view: View<'_, '_>) -> bool {
    let id = reader.id::<StoreId>(view.id()).map(Link::To);
    // A secondary cluster has no writer instance. If it has no instances, its global cluster decides.
    is_set(view, "global_cluster_identifier")
        && id.is_some()
        && !is_set(view, "master_username")
        && view.truth("manage_master_user_password") != Some(true)
}

fn cluster_instance<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let cluster = view.targets("cluster_identifier").into_iter().find(|it| it.kind() == "aws_rds_cluster");
    let of_cluster = cluster.and_then(|it| database_of(reader, it));
    let service =
        of_cluster.map_or(Text::new_static("aurora_unknown"), |(_, database)| service(database, true));
    let engine =
        of_cluster.map_or(Known::Unknown(Reason::Elsewhere), |(_, database)| database.engine.clone());
    let included = of_cluster.is_some_and(|(_, it)| it.storage_class == Known::Value("aurora-iopt1".into()));
    let storage = if included { "io_optimized" } else { "standard" };
    let class = given_text(view, "instance_class");
    let of = cluster.unwrap_or(view);
    insights(reader, view, of, (&class, 1));
    enhanced_monitoring(reader, view);
    if class != Known::Value("db.serverless".into()) {
        let machine = Line::per_copy(service, "instance", "hour", whole(Known::Value(1)))
            .with("class", class.clone())
            .with_word("storage", storage)
            .committable([Commitment::Reservation, Commitment::DatabasePlan]);
        reader.bill(view, [machine]);
        return extended(reader, view, of, (&engine, true), (&class, Known::Value(1)));
    }
    let scaling = cluster.and_then(|it| it.block("serverlessv2_scaling_configuration"));
    let capacity = |service: Text, item: Text| {
        let line = Line::used(service, item, "acu_hour", Usage::CapacityUnits);
        scaling.into_iter().fold(line, |line, it| line.between(it, "min_capacity", "max_capacity"))
    };
    let item = if included { "serverless_v2_acu_io_optimized" } else { "serverless_v2_acu" };
    let units = capacity(service, Text::new_static(item)).with_word("storage", storage);
    reader.bill(view, [units.committable([Commitment::DatabasePlan])]);
    // Extended support of a serverless instance is charged by its capacity. Source: Amazon Aurora pricing.
    if let Some(item) = extended_item(of, &engine, true) {
        let line = capacity(Text::new_static("aurora"), format!("{item}_acu").into());
        reader.bill(view, [line.with("engine", engine)]);
    }
}

fn snapshot<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let service = if view.kind() == "aws_db_cluster_snapshot" { "aurora" } else { "rds" };
    reader.bill(view, [Line::used(service, "snapshot_storage", "gb_month", Usage::BytesStored)]);
}

/// vCPUs of a target that are billed at least. Source: Amazon RDS Proxy pricing.
const LEAST_OF_A_TARGET: u64 = 2;

/// Billed by the vCPUs of its target database instances.
fn proxy<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let (service, item, unit) = ("rds_proxy", "provisioned_per_vcpu", "vcpu_hour");
    let classes = target_classes(view);
    if classes.is_empty() {
        return reader.bill(view, [Line::used(service, item, unit, Usage::CapacityUnits)]);
    }
    let number = classes.iter().fold(Known::Value(0u64), |sum, class| {
        let own = class_vcpus(class).map(|number| number.max(LEAST_OF_A_TARGET));
        sum.and_then(|sum| own.map(|own| sum.saturating_add(own)))
    });
    reader.bill(view, [Line::constant(service, item, unit, whole(number))]);
}

/// The classes of the instances behind a proxy.
fn target_classes(view: View<'_, '_>) -> Vec<Known<Text>> {
    let index = view.index();
    let of = |id: polder_cloud::ResourceId, kind: &'static str| {
        let referrers = index.referrers(id).iter().filter_map(|it| index.view(it.from));
        let mut found: Vec<View<'_, '_>> = referrers.filter(|it| it.kind() == kind).collect();
        found.sort_by_key(View::id);
        found.dedup_by_key(|it| it.id());
        found
    };
    let mut classes = vec![];
    for target in of(view.id(), "aws_db_proxy_target") {
        for instance in target.targets("db_instance_identifier") {
            classes.push(given_text(instance, "instance_class"));
        }
        for cluster in target.targets("db_cluster_identifier") {
            let members = of(cluster.id(), "aws_rds_cluster_instance");
            classes.extend(members.into_iter().map(|it| given_text(it, "instance_class")));
        }
    }
    classes
}
