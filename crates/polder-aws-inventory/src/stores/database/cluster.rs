//! `aws_rds_cluster`: an Aurora cluster, or a Multi-AZ DB cluster of RDS with two readable standbys.

use polder_cloud::View;
use polder_inventory::model::{Decimal, Known, Link, Reason, Set, Text};
use polder_inventory::stores::{
    Database, Encryption, EngineParameter, NodeCapacity, NodeRole, Replication, ReplicationKind, Store,
    StoreId, StoreKind, StoreNode, StoreNodeId, TransitEncryption,
};

use super::administrator::administrator;
use super::engine::{Engine, neutral};
use super::instance::{insights, on_deletion, own_backups, port, requested_version, restored, window_of};
use super::lineage::source;
use super::log_routes::exported;
use super::parameter_group::parameters;
use crate::reader::Reader;
use crate::stores::data_class::data_classes;
use crate::value::{
    decimal, gib, given_text, is_set, number, number_or, or_provider, reason, some_text, truth_or,
};

pub(super) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let engine = engine(view);
    let version = requested_version(view, "engine_version");
    let neutral = engine.as_ref().map(|engine| neutral(engine));
    let parameters = all_parameters(view);
    let database = Database {
        port: port(view, &neutral),
        engine: neutral,
        version,
        storage: gib(view, "allocated_storage").map(|size| size.filter(|size| size.0 > 0)),
        storage_max: Known::Value(None),
        // The standard storage of Aurora has no name. Source: AWS, Amazon RDS API Reference, `CreateDBCluster`.
        storage_class: some_text(view, "storage_type").map(|word| word.unwrap_or(Text::new_static("aurora"))),
        storage_iops: number(view, "iops").map(|iops| iops.filter(|iops| *iops > 0)),
        multi_zone: zone_standby(view),
        identity_login: truth_or(view, "iam_database_authentication_enabled", false),
        parameters,
        // A cluster is upgraded to new minor versions if all its instances are.
        minor_upgrades: minor_upgrades(view),
        maintenance: window_of(view, "preferred_maintenance_window"),
        insights: insights(reader, view),
        administrator: administrator(reader, view, "master_password"),
    };
    let serverless = view.text("engine_mode").as_deref() == Some("serverless");
    let by_default = serverless || is_set(view, "kms_key_id");
    let encryption = if restored(view) {
        Encryption::Unknown(Reason::AfterApply)
    } else {
        let encrypted = ("storage_encrypted", by_default);
        reader.encryption_if(view, encrypted, "kms_key_id", Encryption::ProviderManaged)
    };
    let store = Store {
        source: reader.source(view),
        name: some_text(view, "cluster_identifier"),
        data_classes: data_classes(view),
        encryption,
        transit: transit(&database, &engine),
        deletion_protected: truth_or(view, "deletion_protection", false),
        on_deletion: on_deletion(view, false),
        // The retention period defaults to one day. Source: AWS, Amazon RDS API Reference, `CreateDBCluster`.
        automated_backups: own_backups(view, "preferred_backup_window", 1),
        kind: StoreKind::Database(Box::new(database)),
    };
    reader.inventory.stores.stores.push(store);
}

/// What is derived: the writer instance, the instances that the cluster creates itself, and binary log
/// replication from another database. Replication within a global cluster is read from the global cluster.
pub(super) fn parts<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let Some(store) = reader.id::<StoreId>(view.id()) else { return };
    exported(reader, view, store, ("cluster", "cluster_identifier"));
    let nodes: Vec<StoreNodeId> = machines(view).filter_map(|it| reader.id(it.id())).collect();
    if let Some(writer) = writer(reader, view, &nodes)
        && let Some(node) = reader.inventory.stores.store_nodes.get_mut(writer)
    {
        node.role = NodeRole::Writer;
    }
    if is_set(view, "db_cluster_instance_class") {
        three_machines(reader, view, store);
    } else if nodes.is_empty() && view.text("engine_mode").as_deref() == Some("serverless") {
        serverless_machine(reader, view, store);
    }
    if is_set(view, "replication_source_identifier") {
        let from = source(reader, view, "replication_source_identifier")
            .and_then(|it| reader.id(it.id()))
            .map(Link::To);
        let from = from.or_else(|| reader.link(view, "replication_source_identifier", "database"));
        let replication = Replication {
            source: reader.part(view, "copy"),
            from: from.unwrap_or(Link::Unknown(Reason::NotUnderstood)),
            to: Link::To(store),
            kind: ReplicationKind::ReadReplica,
            filter: Known::Value(None),
            deletions: Known::Value(true),
            lag_target: Known::Value(None),
            key: None,
        };
        reader.inventory.stores.replications.push(replication);
    }
}

/// The engine; the provider's default is `aurora` (MySQL 5.6) if no engine is set or inherited.
fn engine(view: View<'_, '_>) -> Known<Text> {
    let global = view
        .targets("global_cluster_identifier")
        .into_iter()
        .find(|it| it.kind() == "aws_rds_global_cluster");
    match (is_set(view, "engine"), global) {
        (false, Some(global)) => given_text(global, "engine"),
        _ => given_text(view, "engine"),
    }
}

fn transit(database: &Database, engine: &Known<Text>) -> TransitEncryption {
    match (&database.engine, engine) {
        (Known::Value(neutral), Known::Value(engine)) => {
            let version = database.version.as_ref().map(Text::as_str);
            Engine { neutral, aurora: engine.starts_with("aurora"), version }.transit(&database.parameters)
        }
        (Known::Unknown(why), _) | (_, Known::Unknown(why)) => {
            TransitEncryption { required: Known::Unknown(*why), minimum: Known::Unknown(*why) }
        }
    }
}

/// The instances of a cluster that are separate resources.
pub(super) fn machines<'i, 'a: 'i>(view: View<'i, 'a>) -> impl Iterator<Item = View<'i, 'a>> {
    let index = view.index();
    let mut seen = vec![];
    let referrers = index.referrers(view.id()).iter().filter_map(|it| index.view(it.from));
    referrers.filter(move |it| {
        let new = it.kind() == "aws_rds_cluster_instance"
            && !seen.contains(&it.id())
            && it.targets("cluster_identifier").iter().any(|target| target.id() == view.id());
        if new {
            seen.push(it.id());
        }
        new
    })
}

/// Parameters of the cluster and of its instances.
fn all_parameters(view: View<'_, '_>) -> Known<Set<EngineParameter>> {
    let mut all = match parameters(view, "db_cluster_parameter_group_name") {
        Known::Value(parameters) => parameters.to_vec(),
        unknown => return unknown,
    };
    for machine in machines(view) {
        match parameters(machine, "db_parameter_group_name") {
            Known::Value(parameters) => all.extend(parameters.iter().cloned()),
            unknown => return unknown,
        }
    }
    Known::Value(all.into())
}

/// The storage of Aurora is in three zones; an instance in a second zone takes over. Multi-AZ DB clusters of
/// RDS have instances in three zones.
fn zone_standby(view: View<'_, '_>) -> Known<bool> {
    if is_set(view, "db_cluster_instance_class") {
        return Known::Value(true);
    }
    let zones: Vec<Known<Option<Text>>> =
        machines(view).map(|it| some_text(it, "availability_zone")).collect();
    if zones.len() < 2 {
        return Known::Value(false);
    }
    let mut named = vec![];
    for zone in &zones {
        match zone {
            Known::Value(Some(zone)) => named.push(zone),
            // Aurora distributes instances over zones. Source: AWS, Amazon Aurora User Guide,
            // "High availability for Amazon Aurora".
            Known::Value(None) => return Known::Value(true),
            Known::Unknown(reason) => return Known::Unknown(*reason),
        }
    }
    Known::Value(named.iter().any(|zone| **zone != *named[0]))
}

fn minor_upgrades(view: View<'_, '_>) -> Known<bool> {
    let mut all = Known::Value(true);
    for machine in machines(view) {
        match truth_or(machine, "auto_minor_version_upgrade", true) {
            Known::Value(true) => {}
            other => all = other,
        }
    }
    all
}

/// The initial writer instance: the one with the lowest promotion tier. A secondary cluster of a global
/// cluster has none.
fn writer<'a>(reader: &Reader<'_, 'a>, view: View<'_, 'a>, nodes: &[StoreNodeId]) -> Option<StoreNodeId> {
    if super::global_cluster::is_secondary(view) {
        return None;
    }
    let tier = |id: &StoreNodeId| {
        let node = reader.inventory.stores.store_nodes.get(*id);
        node.and_then(|node| node.promotion.value().copied().flatten()).unwrap_or(u32::MAX)
    };
    nodes.iter().copied().min_by_key(|id| (tier(id), *id))
}

/// A Multi-AZ DB cluster of RDS: a writer and two readers, in three zones. Source: AWS, Amazon RDS User
/// Guide, "Multi-AZ DB cluster deployments".
fn three_machines<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>, store: StoreId) {
    for (part, role, count) in [("writer", NodeRole::Writer, 1), ("readers", NodeRole::Reader, 2)] {
        let node = StoreNode {
            source: reader.part(view, part),
            store: Link::To(store),
            role,
            class: or_provider(some_text(view, "db_cluster_instance_class")).map(Some),
            capacity: None,
            count: Known::Value(count),
            zone: Known::Value(None),
            promotion: Known::Value(None),
        };
        reader.inventory.stores.store_nodes.push(node);
    }
}

/// Aurora Serverless v1: the cluster has a capacity and no instances.
fn serverless_machine<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>, store: StoreId) {
    // Source: Terraform AWS provider, `aws_rds_cluster`, `scaling_configuration`: 1 and 16.
    let bound = |name: &str, default: i64| match view.block("scaling_configuration") {
        Some(block) => number_or(block, name, default),
        None => Known::Value(default),
    };
    let units = |value: Known<i64>| {
        value.and_then(|it| Decimal::whole(it).map_or(Known::Unknown(Reason::TooLarge), Known::Value))
    };
    let capacity =
        NodeCapacity { min: units(bound("min_capacity", 1)), max: units(bound("max_capacity", 16)) };
    let node = StoreNode {
        source: reader.part(view, "capacity"),
        store: Link::To(store),
        role: NodeRole::Writer,
        class: Known::Value(None),
        capacity: Some(capacity),
        count: Known::Value(1),
        zone: Known::Value(None),
        promotion: Known::Value(None),
    };
    reader.inventory.stores.store_nodes.push(node);
}

/// The capacity of serverless instances: minimum and maximum in Aurora capacity units.
pub(super) fn serverless_capacity(view: View<'_, '_>) -> NodeCapacity {
    match view.block("serverlessv2_scaling_configuration") {
        Some(block) => NodeCapacity {
            min: or_provider(decimal(block, "min_capacity")),
            max: or_provider(decimal(block, "max_capacity")),
        },
        None => {
            let why = reason(&view.get("serverlessv2_scaling_configuration"));
            NodeCapacity { min: Known::Unknown(why), max: Known::Unknown(why) }
        }
    }
}
