//! Clusters of databases other than RDS: `aws_docdb_cluster`, `aws_neptune_cluster`, `aws_redshift_cluster`,
//! `aws_memorydb_cluster`.
//!
//! Defaults are those of the Terraform AWS provider, from the page of each resource.

use polder_cloud::View;
use polder_inventory::EntryKind;
use polder_inventory::model::{Known, Link, Reason, Text};
use polder_inventory::networks::TlsVersion;
use polder_inventory::stores::{
    AutomatedBackups, Encryption, OnDeletion, Store, StoreKind, TransitEncryption,
};
use polder_units::Duration;

use super::data_class::data_classes;
use super::database::{parameters, read_parameter_group};
use super::snapshot::{Snapshot, inherit, push as push_snapshot};
use crate::kind::{KindReading, Reading, managed};
use crate::reader::Reader;
use crate::value::{number_or, some_text, truth_or};

pub(super) const KINDS: &[KindReading] = &[
    managed("aws_docdb_cluster", Reading::Entry(EntryKind::Store, documents)),
    managed("aws_docdb_cluster_instance", OF_CLUSTER),
    managed("aws_docdb_cluster_parameter_group", Reading::Part(read_parameter_group)),
    managed(
        "aws_docdb_cluster_snapshot",
        Reading::EntryAndParts(EntryKind::Store, cluster_snapshot, inherit),
    ),
    managed("aws_memorydb_cluster", Reading::Entry(EntryKind::Store, memory)),
    managed("aws_neptune_cluster", Reading::Entry(EntryKind::Store, graphs)),
    managed("aws_neptune_cluster_instance", OF_CLUSTER),
    managed(
        "aws_neptune_cluster_snapshot",
        Reading::EntryAndParts(EntryKind::Store, cluster_snapshot, inherit),
    ),
    managed("aws_redshift_cluster", Reading::Entry(EntryKind::Store, warehouse)),
    managed(
        "aws_redshift_cluster_snapshot",
        Reading::EntryAndParts(EntryKind::Store, warehouse_snapshot, inherit),
    ),
    managed("aws_redshift_parameter_group", Reading::Part(read_parameter_group)),
];

/// Read where the cluster is read.
const OF_CLUSTER: Reading = Reading::Part(|_, _| {});

/// What differs between the services.
#[derive(Clone, Copy)]
struct Service {
    what: &'static str,
    name: &'static str,
    /// The attribute with the retention of automated backups, in days, and its default.
    retention: (&'static str, u32),
    encryption: Encryption,
    required: Known<bool>,
    minimum: Known<Option<TlsVersion>>,
    protected: Known<bool>,
    skips_snapshot: Known<bool>,
}

/// TLS is required, of version 1.0 and newer, unless a parameter group changes the parameter `tls`: Amazon DocumentDB Developer Guide,
/// "Encrypting data in transit" and "Modifying Amazon DocumentDB cluster parameters".
fn documents<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let tls = parameter(view, "db_cluster_parameter_group_name", "tls");
    let (required, minimum) = match tls {
        Known::Value(None) => (Known::Value(true), Known::Value(Some(TlsVersion::Tls10))),
        Known::Value(Some(word)) => match word.as_str() {
            "enabled" => (Known::Value(true), Known::Value(Some(TlsVersion::Tls10))),
            "disabled" => (Known::Value(false), Known::Value(None)),
            "fips-140-3" | "tls1.2+" => (Known::Value(true), Known::Value(Some(TlsVersion::Tls12))),
            "tls1.3+" => (Known::Value(true), Known::Value(Some(TlsVersion::Tls13))),
            _ => (Known::Unknown(Reason::NotUnderstood), Known::Unknown(Reason::NotUnderstood)),
        },
        Known::Unknown(reason) => (Known::Unknown(reason), Known::Unknown(reason)),
    };
    let service = Service {
        what: "document database",
        name: "cluster_identifier",
        retention: ("backup_retention_period", 1),
        encryption: encrypted(reader, view, "storage_encrypted"),
        required,
        minimum,
        protected: truth_or(view, "deletion_protection", false),
        skips_snapshot: truth_or(view, "skip_final_snapshot", false),
    };
    push(reader, view, service);
}

/// A parameter of the group that an attribute names; none if it is not set.
fn parameter(view: View<'_, '_>, group: &str, name: &str) -> Known<Option<Text>> {
    parameters(view, group).and_then(|all| match all.iter().find(|it| it.name == name) {
        Some(found) => found.value.clone().map(Some),
        None => Known::Value(None),
    })
}

/// A snapshot of a document database or of a graph database.
fn cluster_snapshot<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    snapshot(reader, view, "db_cluster_snapshot_identifier", "db_cluster_identifier");
}

fn warehouse_snapshot<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    snapshot(reader, view, "snapshot_identifier", "cluster_identifier");
}

/// A snapshot has the key of its cluster.
fn snapshot<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>, name: &'static str, of: &str) {
    let of = reader.link(view, of, "database").unwrap_or(Link::Unknown(Reason::NotGiven));
    push_snapshot(reader, view, &Snapshot { name, of, key: None, shared_with: None });
}

/// Neptune accepts nothing but TLS: Amazon Neptune User Guide, "Encrypting connections to your Amazon Neptune database with
/// SSL/HTTPS".
fn graphs<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let service = Service {
        what: "graph database",
        name: "cluster_identifier",
        retention: ("backup_retention_period", 1),
        encryption: encrypted(reader, view, "storage_encrypted"),
        required: Known::Value(true),
        minimum: Known::Value(None),
        protected: truth_or(view, "deletion_protection", false),
        skips_snapshot: truth_or(view, "skip_final_snapshot", false),
    };
    push(reader, view, service);
}

/// Whether `encrypted` is `true` by default depends on the version of the provider. Unencrypted connections are accepted unless a
/// parameter group sets `require_ssl`: Amazon Redshift Management Guide, "Configuring security options for connections".
fn warehouse<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let encryption = match crate::value::is_set(view, "encrypted") {
        true => encrypted(reader, view, "encrypted"),
        false => Encryption::Unknown(Reason::AfterApply),
    };
    let required = parameter(view, "cluster_parameter_group_name", "require_ssl");
    let service = Service {
        what: "data warehouse",
        name: "cluster_identifier",
        retention: ("automated_snapshot_retention_period", 1),
        encryption,
        required: required.map(|word| word.is_some_and(|word| word.eq_ignore_ascii_case("true"))),
        minimum: Known::Value(None),
        protected: Known::Value(false),
        skips_snapshot: truth_or(view, "skip_final_snapshot", false),
    };
    push(reader, view, service);
}

/// Always encrypted at rest: Amazon MemoryDB Developer Guide, "At-Rest Encryption in MemoryDB".
fn memory<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let final_snapshot = some_text(view, "final_snapshot_name").map(|name| name.is_none());
    let service = Service {
        what: "in-memory database",
        name: "name",
        retention: ("snapshot_retention_limit", 0),
        encryption: reader.encryption(view, "kms_key_arn", Encryption::ServiceOwned),
        required: truth_or(view, "tls_enabled", true),
        minimum: Known::Value(None),
        protected: Known::Value(false),
        skips_snapshot: final_snapshot,
    };
    push(reader, view, service);
}

fn encrypted<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>, switch: &'static str) -> Encryption {
    reader.encryption_if(view, (switch, false), "kms_key_id", Encryption::ProviderManaged)
}

fn push<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>, service: Service) {
    let days: Known<u32> = number_or(view, service.retention.0, service.retention.1);
    let backups = AutomatedBackups {
        retention: days.map(|days| Duration::days(days.into())),
        point_in_time: Known::Value(matches!(service.what, "document database" | "graph database")),
        window: Known::Unknown(Reason::AttributeNotModelled),
        survive_deletion: Known::Value(false),
    };
    let store = Store {
        source: reader.source(view),
        name: some_text(view, service.name),
        data_classes: data_classes(view),
        encryption: service.encryption,
        transit: TransitEncryption { required: service.required, minimum: service.minimum },
        deletion_protected: service.protected,
        on_deletion: service
            .skips_snapshot
            .map(|skips| if skips { OnDeletion::Deleted } else { OnDeletion::FinalSnapshot }),
        automated_backups: (days != Known::Value(0)).then_some(backups),
        kind: StoreKind::Other(Text::new_static(service.what)),
    };
    reader.inventory.stores.stores.push(store);
}
