//! Stores of services of which engines know only what all stores have: how they are encrypted, and whether they are reached with TLS.
//!
//! What is said about encryption is from the chapter "Encryption at rest" or "Data protection" of each service's guide, and defaults
//! of attributes are those of the Terraform AWS provider.

use polder_cloud::View;
use polder_inventory::EntryKind;
use polder_inventory::model::{Known, Reason, Text};
use polder_inventory::stores::{Encryption, OnDeletion, Store, StoreKind, TransitEncryption};

use super::data_class::data_classes;
use super::default_encryption;
use crate::kind::{KindReading, Reading, managed};
use crate::reader::Reader;
use crate::value::{is_set, some_text, text_or, truth_or};

pub(super) const KINDS: &[KindReading] = &[
    store("aws_ami"),
    store("aws_ami_copy"),
    store("aws_appsync_api_cache"),
    store("aws_codeartifact_domain"),
    store("aws_codecommit_repository"),
    store("aws_dax_cluster"),
    store("aws_fsx_lustre_file_system"),
    store("aws_fsx_ontap_file_system"),
    store("aws_fsx_openzfs_file_system"),
    store("aws_fsx_windows_file_system"),
    store("aws_kendra_index"),
    store("aws_keyspaces_table"),
    managed(
        "aws_kinesis_firehose_delivery_stream",
        Reading::Entries(EntryKind::Store, is_kept_by_firehose, read, |_, _| {}),
    ),
    store("aws_kinesis_video_stream"),
    store("aws_memorydb_snapshot"),
    store("aws_qldb_ledger"),
    store("aws_redshiftserverless_namespace"),
    store("aws_timestreamwrite_database"),
    store("aws_workspaces_workspace"),
    managed(
        "aws_athena_workgroup",
        Reading::Irrelevant("results of queries are objects of a bucket, which is read with its encryption"),
    ),
    managed(
        "aws_athena_database",
        Reading::Irrelevant("it describes objects of a bucket, which is read with its encryption"),
    ),
    managed(
        "aws_glue_catalog_database",
        Reading::Irrelevant("it describes objects of a bucket, which is read with its encryption"),
    ),
];

const fn store(kind: &'static str) -> KindReading {
    managed(kind, Reading::Entry(EntryKind::Store, read))
}

/// What is known of a kind.
struct Facts {
    what: &'static str,
    /// The attribute with its name.
    name: &'static str,
    rest: Rest,
}

/// Encryption at rest. Attributes of blocks are preceded by the name of the block and a dot.
enum Rest {
    /// Always, with the key in this attribute, else with this one.
    Always(&'static str, Encryption),
    /// If all of these attributes are true, which they are not by default, with the key in the last one, if there is one.
    If(&'static [&'static str], Option<&'static str>),
    /// As the volumes in these blocks are.
    Volumes(&'static str),
    /// If the attribute is true; else as what it was copied from is.
    OfSourceUnless(&'static str),
}

const OWNED: Encryption = Encryption::ServiceOwned;
const MANAGED: Encryption = Encryption::ProviderManaged;

fn known(kind: &str) -> Option<Facts> {
    let (what, name, rest) = match kind {
        "aws_ami" => ("machine image", "name", Rest::Volumes("ebs_block_device")),
        "aws_ami_copy" => ("machine image", "name", Rest::OfSourceUnless("encrypted")),
        "aws_appsync_api_cache" => {
            ("cache of an API", "api_id", Rest::If(&["at_rest_encryption_enabled"], None))
        }
        "aws_codeartifact_domain" => ("package registry", "domain", Rest::Always("encryption_key", MANAGED)),
        "aws_codecommit_repository" => {
            ("source repository", "repository_name", Rest::Always("kms_key_id", MANAGED))
        }
        "aws_dax_cluster" => {
            ("cache of tables", "cluster_name", Rest::If(&["server_side_encryption.enabled"], None))
        }
        "aws_fsx_lustre_file_system"
        | "aws_fsx_ontap_file_system"
        | "aws_fsx_openzfs_file_system"
        | "aws_fsx_windows_file_system" => ("file system", "id", Rest::Always("kms_key_id", MANAGED)),
        "aws_kendra_index" => {
            let key = "server_side_encryption_configuration.kms_key_id";
            ("search index of documents", "name", Rest::Always(key, OWNED))
        }
        "aws_keyspaces_table" => {
            let key = "encryption_specification.kms_key_identifier";
            ("table", "table_name", Rest::Always(key, OWNED))
        }
        "aws_kinesis_firehose_delivery_stream" => {
            let on = &["server_side_encryption.enabled"];
            ("delivery stream", "name", Rest::If(on, Some("server_side_encryption.key_arn")))
        }
        "aws_kinesis_video_stream" => ("video stream", "name", Rest::Always("kms_key_id", MANAGED)),
        "aws_memorydb_snapshot" => ("snapshot", "name", Rest::Always("kms_key_arn", OWNED)),
        "aws_qldb_ledger" => ("ledger", "name", Rest::Always("kms_key", OWNED)),
        "aws_redshiftserverless_namespace" => {
            ("data warehouse", "namespace_name", Rest::Always("kms_key_id", OWNED))
        }
        "aws_timestreamwrite_database" => {
            ("time series database", "database_name", Rest::Always("kms_key_id", MANAGED))
        }
        "aws_workspaces_workspace" => {
            let on = &["root_volume_encryption_enabled", "user_volume_encryption_enabled"];
            ("desktop", "user_name", Rest::If(on, Some("volume_encryption_key")))
        }
        _ => return None,
    };
    Some(Facts { what, name, rest })
}

/// Firehose keeps records until they are delivered, unless it reads them from a stream or a cluster, which keep them. Source: AWS,
/// Amazon Data Firehose Developer Guide, "Data protection".
fn is_kept_by_firehose(view: View<'_, '_>) -> u32 {
    let from = ["kinesis_source_configuration", "msk_source_configuration"];
    u32::from(from.into_iter().all(|block| view.block(block).is_none()))
}

fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let Some(known) = known(view.kind()) else { return };
    let encryption = match known.rest {
        Rest::Always(key, otherwise) => keyed(reader, view, key, otherwise),
        Rest::If(switches, key) => switched(reader, view, switches, key),
        Rest::Volumes(block) => volumes(reader, view, block),
        Rest::OfSourceUnless(switch) => match truth_or(view, switch, false) {
            Known::Value(true) => reader.encryption(view, "kms_key_id", MANAGED),
            Known::Value(false) => Encryption::Unknown(Reason::Elsewhere),
            Known::Unknown(reason) => Encryption::Unknown(reason),
        },
    };
    let store = Store {
        source: reader.source(view),
        name: some_text(view, known.name),
        data_classes: data_classes(view),
        encryption,
        transit: TransitEncryption { required: requires_tls(view), minimum: Known::Value(None) },
        deletion_protected: Known::Value(false),
        on_deletion: Known::Value(OnDeletion::Deleted),
        automated_backups: None,
        kind: StoreKind::Other(Text::new_static(known.what)),
    };
    reader.inventory.stores.stores.push(store);
}

/// The block and the name of an attribute; none if there is no such block.
fn at<'i, 'a>(view: View<'i, 'a>, path: &'static str) -> Option<(View<'i, 'a>, &'static str)> {
    match path.split_once('.') {
        Some((block, name)) => Some((view.block(block)?, name)),
        None => Some((view, path)),
    }
}

fn keyed<'a>(
    reader: &mut Reader<'_, 'a>,
    view: View<'_, 'a>,
    key: &'static str,
    otherwise: Encryption,
) -> Encryption {
    match at(view, key) {
        Some((block, name)) => reader.encryption(block, name, otherwise),
        None => otherwise,
    }
}

fn switched<'a>(
    reader: &mut Reader<'_, 'a>,
    view: View<'_, 'a>,
    switches: &[&'static str],
    key: Option<&'static str>,
) -> Encryption {
    for switch in switches {
        match at(view, switch).map_or(Known::Value(false), |(block, name)| truth_or(block, name, false)) {
            Known::Value(true) => {}
            Known::Value(false) => return Encryption::None,
            Known::Unknown(reason) => return Encryption::Unknown(reason),
        }
    }
    key.map_or(MANAGED, |key| keyed(reader, view, key, MANAGED))
}

/// The encryption of an image: that of its volumes, of which one that is not encrypted decides.
fn volumes<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>, block: &str) -> Encryption {
    let all: Vec<Encryption> = view.blocks(block).into_iter().map(|it| volume(reader, it)).collect();
    let unknown = all.iter().find(|it| matches!(it, Encryption::Unknown(_)));
    let decides = all.iter().find(|it| **it == Encryption::None).or(unknown).or(all.first());
    decides.copied().unwrap_or(Encryption::Unknown(Reason::Elsewhere))
}

/// A volume from a snapshot is encrypted as the snapshot is.
fn volume<'a>(reader: &mut Reader<'_, 'a>, block: View<'_, 'a>) -> Encryption {
    match truth_or(block, "encrypted", false) {
        Known::Value(true) => MANAGED,
        Known::Value(false) if is_set(block, "snapshot_id") => Encryption::Unknown(Reason::Elsewhere),
        Known::Value(false) => default_encryption(reader, block),
        Known::Unknown(reason) => Encryption::Unknown(reason),
    }
}

/// Whether connections without TLS are refused. APIs of AWS accept HTTPS only; file systems and clusters decide themselves.
fn requires_tls(view: View<'_, '_>) -> Known<bool> {
    match view.kind() {
        "aws_dax_cluster" => {
            text_or(view, "cluster_endpoint_encryption_type", "NONE").map(|word| word == "TLS")
        }
        "aws_appsync_api_cache" => truth_or(view, "transit_encryption_enabled", false),
        kind if kind.starts_with("aws_fsx_") => Known::Unknown(Reason::AttributeNotModelled),
        _ => Known::Value(true),
    }
}
