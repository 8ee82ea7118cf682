//! `aws_s3_bucket_server_side_encryption_configuration`, and the equivalent block of a bucket.

use polder_cloud::View;
use polder_inventory::model::{Known, Reason};
use polder_inventory::stores::{Encryption, StoreKind};

use super::setting::bucket;
use crate::reader::Reader;
use crate::value::{or_provider, some_text, truth_or};

/// The default encryption of objects.
pub(super) struct Rule {
    pub(super) encryption: Encryption,
    pub(super) key_per_bucket: Known<bool>,
}

pub(super) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let Some(rule) = rule(reader, view) else { return };
    let Some(id) = bucket(reader, view) else { return };
    if let Some(store) = reader.inventory.stores.stores.get_mut(id)
        && let StoreKind::Bucket(bucket) = &mut store.kind
    {
        store.encryption = rule.encryption;
        bucket.bucket_level_key = rule.key_per_bucket;
        reader.contribute(view, id, &["encryption", "kind.bucket_level_key"]);
    }
}

/// The block inside a bucket.
pub(super) fn of_block<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) -> Option<Rule> {
    rule(reader, view.block("server_side_encryption_configuration")?)
}

fn rule<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) -> Option<Rule> {
    let rule = view.block("rule")?;
    let key_per_bucket = truth_or(rule, "bucket_key_enabled", false);
    let default = rule.block("apply_server_side_encryption_by_default")?;
    let encryption = match or_provider(some_text(default, "sse_algorithm")) {
        Known::Value(algorithm) => match algorithm.as_str() {
            "AES256" => Encryption::ServiceOwned,
            // Without a key, `aws/s3`.
            "aws:kms" | "aws:kms:dsse" => {
                reader.encryption(default, "kms_master_key_id", Encryption::ProviderManaged)
            }
            _ => Encryption::Unknown(Reason::NotUnderstood),
        },
        Known::Unknown(reason) => Encryption::Unknown(reason),
    };
    Some(Rule { encryption, key_per_bucket })
}
