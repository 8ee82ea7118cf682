//! `aws_kms_key`, replica keys, and keys with imported key material.

use polder_cloud::View;
use polder_inventory::access::{Key, KeyMaterial, KeyPurpose};
use polder_inventory::model::{Known, Link, Reason, Set};
use polder_units::Duration;

use crate::pattern::is_empty;
use crate::reader::Reader;
use crate::value::{text_or, truth_or, whole};

/// `aws_kms_key`
pub(crate) fn read(reader: &mut Reader<'_, '_>, view: View<'_, '_>) {
    let set = |name: &str| view.body().get(name).is_some_and(|value| !is_empty(value));
    let material = match () {
        () if set("xks_key_id") => KeyMaterial::External,
        () if set("custom_key_store_id") => KeyMaterial::DedicatedModule,
        () => KeyMaterial::Provider,
    };
    let multi_region = truth_or(view, "multi_region", false);
    push(reader, view, purpose(view), material, multi_region, rotation(view), None);
}

/// `aws_kms_external_key`: KMS cannot rotate imported key material automatically.
pub(crate) fn imported(reader: &mut Reader<'_, '_>, view: View<'_, '_>) {
    let multi_region = truth_or(view, "multi_region", false);
    let rotation = Known::Value(None);
    push(reader, view, purpose(view), KeyMaterial::Imported, multi_region, rotation, None);
}

/// `aws_kms_replica_key`: key material and rotation are those of the primary key.
pub(crate) fn replica<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let primary = reader.link(view, "primary_key_arn", "key");
    let first = view.target("primary_key_arn").filter(|first| first.kind() == "aws_kms_key");
    let (purpose, rotation) = match first {
        Some(first) => (purpose(first), rotation(first)),
        None => (Known::Unknown(Reason::Elsewhere), Known::Unknown(Reason::Elsewhere)),
    };
    push(reader, view, purpose, KeyMaterial::Provider, Known::Value(true), rotation, primary);
}

/// `aws_kms_replica_external_key`
pub(crate) fn imported_replica<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let primary = reader.link(view, "primary_key_arn", "key");
    let purpose = Known::Value(KeyPurpose::Encrypt);
    let rotation = Known::Value(None);
    push(reader, view, purpose, KeyMaterial::Imported, Known::Value(true), rotation, primary);
}

fn push(
    reader: &mut Reader<'_, '_>,
    view: View<'_, '_>,
    purpose: Known<KeyPurpose>,
    material: KeyMaterial,
    multi_region: Known<bool>,
    rotation: Known<Option<Duration>>,
    copy_of: Option<Link<polder_inventory::access::KeyId>>,
) {
    let source = reader.source(view);
    let enabled = if view.body().get("enabled").is_some() { "enabled" } else { "is_enabled" };
    let key = Key {
        source,
        aliases: Set::default(),
        purpose,
        material: Known::Value(material),
        enabled: truth_or(view, enabled, true),
        rotation,
        // Source: provider documentation, `deletion_window_in_days`: the default is 30.
        deletion_window: days_or(view, "deletion_window_in_days", 30),
        multi_region,
        replica_of: copy_of,
    };
    reader.inventory.access.keys.push(key);
}

/// Source: AWS, KMS API Reference, `CreateKey`: `ENCRYPT_DECRYPT` and `SYMMETRIC_DEFAULT` are the defaults.
fn purpose(view: View<'_, '_>) -> Known<KeyPurpose> {
    let usage = text_or(view, "key_usage", "ENCRYPT_DECRYPT");
    let spec =
        ["customer_master_key_spec", "key_spec"].into_iter().find(|name| view.body().get(name).is_some());
    let spec = text_or(view, spec.unwrap_or("key_spec"), "SYMMETRIC_DEFAULT");
    match (usage, spec) {
        (Known::Value(usage), Known::Value(spec)) => match usage.as_str() {
            "ENCRYPT_DECRYPT" if spec == "SYMMETRIC_DEFAULT" => Known::Value(KeyPurpose::Encrypt),
            "ENCRYPT_DECRYPT" => Known::Value(KeyPurpose::EncryptAsymmetric),
            "SIGN_VERIFY" => Known::Value(KeyPurpose::Sign),
            "GENERATE_VERIFY_MAC" => Known::Value(KeyPurpose::Authenticate),
            "KEY_AGREEMENT" => Known::Value(KeyPurpose::Agree),
            _ => Known::Unknown(Reason::NotUnderstood),
        },
        (Known::Unknown(reason), _) | (_, Known::Unknown(reason)) => Known::Unknown(reason),
    }
}

/// Source: AWS, KMS Developer Guide, "Rotate AWS KMS keys": disabled by default, every 365 days once enabled.
fn rotation(view: View<'_, '_>) -> Known<Option<Duration>> {
    match truth_or(view, "enable_key_rotation", false) {
        Known::Value(false) => Known::Value(None),
        Known::Value(true) => days_or(view, "rotation_period_in_days", 365).map(Some),
        Known::Unknown(reason) => Known::Unknown(reason),
    }
}

/// Whole days, or `default` if they are not set.
fn days_or(view: View<'_, '_>, attribute: &str, default: u32) -> Known<Duration> {
    whole(view, attribute).map(|days| Duration::days(u64::from(days.unwrap_or(default))))
}
