//! `aws_kinesis_stream`, `aws_msk_cluster`.

use polder_cloud::View;
use polder_inventory::model::{Known, Reason};
use polder_inventory::stores::{Encryption, OnDeletion, Store, StoreKind, TransitEncryption};
use polder_units::Duration;

use crate::reader::Reader;
use crate::stores::data_class::data_classes;
use crate::value::{number, number_or, some_text, text_or};

/// Defaults: 24 hours, no encryption. Source: Terraform AWS provider, `aws_kinesis_stream`.
pub(super) fn read_kinesis<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let hours = number_or::<u64>(view, "retention_period", 24);
    let retention = hours.map(|hours| Duration::minutes(hours.saturating_mul(60)));
    let encryption = match text_or(view, "encryption_type", "NONE") {
        Known::Value(kind) if kind == "KMS" => {
            reader.encryption(view, "kms_key_id", Encryption::ProviderManaged)
        }
        Known::Value(kind) if kind == "NONE" => Encryption::None,
        Known::Value(_) => Encryption::Unknown(Reason::NotUnderstood),
        Known::Unknown(reason) => Encryption::Unknown(reason),
    };
    let shards = number(view, "shard_count").map(|shards| shards.filter(|shards| *shards > 0));
    let kind = StoreKind::Stream { retention, shards };
    // HTTPS only. Source: AWS General Reference, "Amazon Kinesis Data Streams endpoints".
    push(reader, view, ("name", encryption), Known::Value(true), kind);
}

/// Volumes are always encrypted, by default with an AWS managed key. Unencrypted client connections must be
/// enabled. Source: Terraform AWS provider, `aws_msk_cluster`, `encryption_info`.
pub(super) fn read_msk<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let info = view.block("encryption_info");
    let encryption = match info {
        Some(info) => reader.encryption(info, "encryption_at_rest_kms_key_arn", Encryption::ProviderManaged),
        None => Encryption::ProviderManaged,
    };
    let clients = info.and_then(|info| info.block("encryption_in_transit"));
    let clients = clients.map_or(Known::Value("TLS".into()), |it| text_or(it, "client_broker", "TLS"));
    let kind = StoreKind::Stream { retention: Known::Unknown(Reason::Elsewhere), shards: Known::Value(None) };
    push(reader, view, ("cluster_name", encryption), clients.map(|clients| clients == "TLS"), kind);
}

/// Source: AWS, Amazon MSK Developer Guide, "MSK Serverless": encrypted with keys of AWS, TLS only.
pub(super) fn read_msk_serverless<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let kind = StoreKind::Stream { retention: Known::Unknown(Reason::Elsewhere), shards: Known::Value(None) };
    push(reader, view, ("cluster_name", Encryption::ProviderManaged), Known::Value(true), kind);
}

fn push<'a>(
    reader: &mut Reader<'_, 'a>,
    view: View<'_, 'a>,
    (name, encryption): (&str, Encryption),
    tls: Known<bool>,
    kind: StoreKind,
) {
    let store = Store {
        source: reader.source(view),
        name: some_text(view, name),
        data_classes: data_classes(view),
        encryption,
        transit: TransitEncryption { required: tls, minimum: Known::Value(None) },
        deletion_protected: Known::Value(false),
        on_deletion: Known::Value(OnDeletion::Deleted),
        automated_backups: None,
        kind,
    };
    reader.inventory.stores.stores.push(store);
}
