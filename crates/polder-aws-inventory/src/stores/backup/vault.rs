//! `aws_backup_vault`, `aws_backup_logically_air_gapped_vault`.

use polder_cloud::View;
use polder_inventory::model::Known;
use polder_inventory::stores::{
    Encryption, LockMode, OnDeletion, Store, StoreKind, TransitEncryption, Vault, VaultLock,
};

use crate::reader::Reader;
use crate::stores::data_class::data_classes;
use crate::value::{days, some_text, truth_or};

/// The default key is `aws/backup`. Source: AWS, AWS Backup Developer Guide, "Encryption for backups in AWS Backup".
pub(super) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let encryption = reader.encryption(view, "kms_key_arn", Encryption::ProviderManaged);
    // A vault that contains recovery points is not deleted by default.
    let on_deletion = truth_or(view, "force_destroy", false)
        .map(|force| if force { OnDeletion::Deleted } else { OnDeletion::RefusedUnlessEmpty });
    push(reader, view, encryption, on_deletion, Vault { lock: None, air_gapped: Known::Value(false) });
}

/// The retention of a logically air-gapped vault cannot be shortened. Source: AWS, AWS Backup Developer Guide, "Logically
/// air-gapped vault".
pub(super) fn read_air_gapped<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let lock = VaultLock {
        mode: Known::Value(LockMode::Compliance),
        retention_min: days(view, "min_retention_days"),
        retention_max: days(view, "max_retention_days"),
    };
    let vault = Vault { lock: Some(lock), air_gapped: Known::Value(true) };
    let encryption = reader.encryption(view, "encryption_key_arn", Encryption::ServiceOwned);
    push(reader, view, encryption, Known::Value(OnDeletion::RefusedUnlessEmpty), vault);
}

fn push<'a>(
    reader: &mut Reader<'_, 'a>,
    view: View<'_, 'a>,
    encryption: Encryption,
    on_deletion: Known<OnDeletion>,
    vault: Vault,
) {
    let store = Store {
        source: reader.source(view),
        name: some_text(view, "name"),
        data_classes: data_classes(view),
        encryption,
        // Source: AWS General Reference, "AWS Backup endpoints": HTTPS only.
        transit: TransitEncryption { required: Known::Value(true), minimum: Known::Value(None) },
        deletion_protected: Known::Value(false),
        on_deletion,
        automated_backups: None,
        kind: StoreKind::Vault(vault),
    };
    reader.inventory.stores.stores.push(store);
}
