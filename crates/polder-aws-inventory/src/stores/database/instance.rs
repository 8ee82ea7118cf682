//! `aws_db_instance`: an RDS database on one instance, with or without a standby.

use polder_cloud::View;
use polder_inventory::model::{Known, Link, Reason, Text, Window};
use polder_inventory::stores::{
    AutomatedBackups, Database, Encryption, Insights, NodeRole, OnDeletion, Replication, ReplicationKind,
    Store, StoreId, StoreKind, StoreNode,
};
use polder_units::Duration;

use super::administrator::administrator;
use super::engine::{Engine, default_port, neutral};
use super::lineage::{source, who_sets};
use super::log_routes::exported;
use super::parameter_group::parameters;
use crate::reader::Reader;
use crate::stores::data_class::data_classes;
use crate::time::window;
use crate::value::{
    days, gib, given_text, is_set, number, number_or, or_provider, same_place, some_text, text_or, truth_or,
};

pub(super) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let engine = given_text(who_sets(reader, view, "engine"), "engine");
    let version = version(reader, view);
    let parameters = parameters(view, "parameter_group_name");
    let neutral = engine.as_ref().map(|engine| neutral(engine));
    let transit = match &neutral {
        Known::Value(neutral) => {
            let version = version.as_ref().map(Text::as_str);
            Engine { neutral, aurora: false, version }.transit(&parameters)
        }
        Known::Unknown(reason) => polder_inventory::stores::TransitEncryption {
            required: Known::Unknown(*reason),
            minimum: Known::Unknown(*reason),
        },
    };
    let database = Database {
        port: port(view, &neutral),
        engine: neutral,
        version,
        storage: gib(who_sets(reader, view, "allocated_storage"), "allocated_storage"),
        storage_max: gib(view, "max_allocated_storage").map(|size| size.filter(|size| size.0 > 0)),
        storage_class: storage_class(view),
        storage_iops: number(view, "iops").map(|iops| iops.filter(|iops| *iops > 0)),
        multi_zone: truth_or(view, "multi_az", false),
        identity_login: truth_or(view, "iam_database_authentication_enabled", false),
        parameters,
        minor_upgrades: truth_or(view, "auto_minor_version_upgrade", true),
        maintenance: window_of(view, "maintenance_window"),
        insights: insights(reader, view),
        administrator: administrator(reader, view, "password"),
    };
    let copy = is_set(view, "replicate_source_db");
    let store = Store {
        source: reader.source(view),
        name: some_text(view, "identifier"),
        data_classes: data_classes(view),
        encryption: encryption(reader, view),
        transit,
        // Amazon RDS: disabled by default.
        deletion_protected: truth_or(view, "deletion_protection", false),
        on_deletion: on_deletion(view, copy),
        automated_backups: own_backups(view, "backup_window", 0),
        kind: StoreKind::Database(Box::new(database)),
    };
    reader.inventory.stores.stores.push(store);
}

/// What is derived: the instances, and replication from another database.
pub(super) fn parts<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let Some(store) = reader.id::<StoreId>(view.id()) else { return };
    exported(reader, view, store, ("instance", "identifier"));
    let from = is_set(view, "replicate_source_db").then(|| {
        let found = source(reader, view, "replicate_source_db").and_then(|it| reader.id(it.id()));
        let link = |it: Option<StoreId>| it.map(Link::To);
        link(found).or_else(|| reader.link(view, "replicate_source_db", "database"))
    });
    let class = or_provider(some_text(view, "instance_class")).map(Some);
    let role = if from.is_some() { NodeRole::Reader } else { NodeRole::Writer };
    let standby = truth_or(view, "multi_az", false);
    let node = |reader: &mut Reader<'_, '_>, part, role, count, zone| {
        let source = reader.part(view, part);
        let (store, promotion) = (Link::To(store), Known::Value(None));
        let class = class.clone();
        let node = StoreNode { source, store, role, class, capacity: None, count, zone, promotion };
        reader.inventory.stores.store_nodes.push(node);
    };
    node(reader, "machine", role, Known::Value(1), some_text(view, "availability_zone"));
    match standby {
        Known::Value(false) => {}
        Known::Value(true) => node(reader, "standby", NodeRole::Standby, Known::Value(1), Known::Value(None)),
        Known::Unknown(why) => {
            node(reader, "standby", NodeRole::Standby, Known::Unknown(why), Known::Value(None));
        }
    }
    if let Some(from) = from {
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

fn version<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) -> Known<Text> {
    let who = who_sets(reader, view, "engine_version");
    requested_version(who, "engine_version")
}

/// The requested version: a literal, or the version in the arguments of a data source.
pub(super) fn requested_version(view: View<'_, '_>, attribute: &str) -> Known<Text> {
    let version = given_text(view, attribute);
    // A cluster that inherits the version of another.
    if version.value().is_none()
        && let Some(other) =
            view.targets(attribute).into_iter().find(|it| it.is_managed() && it.id() != view.id())
        && matches!(other.kind(), "aws_db_instance" | "aws_rds_cluster" | "aws_rds_global_cluster")
        && !other.targets("engine_version").iter().any(View::is_managed)
    {
        return requested_version(other, "engine_version");
    }
    let is_look_up = |it: &View<'_, '_>| !it.is_managed() && it.kind() == "aws_rds_engine_version";
    let Some(look_up) = view.targets(attribute).into_iter().find(is_look_up) else { return version };
    if version.value().is_some() {
        return version;
    }
    if let Known::Value(Some(asked)) = some_text(look_up, "version") {
        return Known::Value(asked);
    }
    // `aurora-postgresql17`: the newest version of 17.
    let family = given_text(look_up, "parameter_group_family");
    family.and_then(|family| {
        let digits = family.trim_start_matches(|character: char| !character.is_ascii_digit());
        if digits.is_empty() { Known::Unknown(Reason::NotUnderstood) } else { Known::Value(digits.into()) }
    })
}

pub(super) fn port(view: View<'_, '_>, neutral: &Known<Text>) -> Known<u16> {
    number(view, "port").and_then(|port| match port {
        Some(port) => Known::Value(port),
        None => neutral.as_ref().and_then(|neutral| {
            default_port(neutral).map_or(Known::Unknown(Reason::AfterApply), Known::Value)
        }),
    })
}

/// The default is `io1` if `iops` is set, else `gp2`. Source: Terraform AWS provider, `aws_db_instance`,
/// `storage_type`. For a replica, RDS chooses.
fn storage_class(view: View<'_, '_>) -> Known<Text> {
    if is_set(view, "storage_type") || is_set(view, "replicate_source_db") {
        return given_text(view, "storage_type");
    }
    text_or(view, "storage_type", if is_set(view, "iops") { "io1" } else { "gp2" })
}

pub(crate) fn window_of(view: View<'_, '_>, attribute: &str) -> Known<Option<Window>> {
    some_text(view, attribute).and_then(|text| match text {
        Some(text) => window(&text).map(Some),
        None => Known::Value(None),
    })
}

/// Performance Insights: seven days by default. Source: AWS, Amazon RDS API Reference, `CreateDBInstance`.
pub(super) fn insights<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) -> Option<Insights> {
    match truth_or(view, "performance_insights_enabled", false) {
        Known::Value(false) => None,
        Known::Value(true) => Some(Insights {
            key: reader.key(view, "performance_insights_kms_key_id"),
            retention: days(view, "performance_insights_retention_period")
                .map(|time| time.filter(|time| *time > Duration::default()).unwrap_or(Duration::days(7))),
        }),
        Known::Unknown(reason) => {
            let entry = reader.entry(view.id());
            let text = "whether statements are kept for analysis is not known";
            reader.blind(view, entry, Some("performance_insights_enabled"), reason, text);
            None
        }
    }
}

/// Storage is not encrypted by default. A replica in the same region has the key of its source; one in
/// another region needs a separate key. Source: AWS, Amazon RDS User Guide, "Encrypting Amazon RDS
/// resources".
fn encryption<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) -> Encryption {
    if !is_set(view, "kms_key_id")
        && let Some(from) = source(reader, view, "replicate_source_db")
        && same_place(view, from)
    {
        let from = who_sets(reader, from, "kms_key_id");
        return reader.encryption_if(
            from,
            ("storage_encrypted", false),
            "kms_key_id",
            Encryption::ProviderManaged,
        );
    }
    if restored(view) {
        return Encryption::Unknown(Reason::AfterApply);
    }
    let by_default = is_set(view, "kms_key_id");
    reader.encryption_if(view, ("storage_encrypted", by_default), "kms_key_id", Encryption::ProviderManaged)
}

/// Whether a database is made from a snapshot or a backup and does not say whether it is encrypted: it is if they are. Source: AWS, Amazon
/// RDS User Guide, "Encrypting Amazon RDS resources".
pub(super) fn restored(view: View<'_, '_>) -> bool {
    let from = is_set(view, "snapshot_identifier") || !view.blocks("restore_to_point_in_time").is_empty();
    let encrypted = is_set(view, "kms_key_id") || view.truth("storage_encrypted") == Some(true);
    from && !encrypted
}

/// A replica has no final snapshot. Source: AWS, Amazon RDS API Reference, `DeleteDBInstance`, `SkipFinalSnapshot`.
pub(super) fn on_deletion(view: View<'_, '_>, copy: bool) -> Known<OnDeletion> {
    if copy {
        return Known::Value(OnDeletion::Deleted);
    }
    truth_or(view, "skip_final_snapshot", false)
        .map(|skip| if skip { OnDeletion::Deleted } else { OnDeletion::FinalSnapshot })
}

/// Automated backups, with point-in-time recovery. `days` is the default retention.
pub(super) fn own_backups(view: View<'_, '_>, window: &str, days: u64) -> Option<AutomatedBackups> {
    let retention = number_or(view, "backup_retention_period", days).map(Duration::days);
    if retention == Known::Value(Duration::default()) {
        return None;
    }
    Some(AutomatedBackups {
        retention,
        point_in_time: Known::Value(true),
        window: window_of(view, window),
        survive_deletion: truth_or(view, "delete_automated_backups", true).map(|gone| !gone),
    })
}
