//! `aws_cloudwatch_log_group`.

use polder_cloud::View;
use polder_inventory::model::Known;
use polder_inventory::stores::{Encryption, LogStore, OnDeletion, Store, StoreKind, TransitEncryption};
use polder_units::Duration;

use super::data_class::data_classes;
use crate::reader::Reader;
use crate::value::{days, some_text, text_or, truth_or};

/// By default, events are kept indefinitely (0 means the same) and encrypted with keys that the service owns.
/// Source: Terraform AWS provider; AWS, Amazon CloudWatch Logs User Guide, "Encrypt log data".
pub(super) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let retention =
        days(view, "retention_in_days").map(|time| time.filter(|time| *time > Duration::default()));
    let store = Store {
        source: reader.source(view),
        name: some_text(view, "name"),
        data_classes: data_classes(view),
        encryption: reader.encryption(view, "kms_key_id", Encryption::ServiceOwned),
        // Source: AWS General Reference, "Amazon CloudWatch Logs endpoints": HTTPS only.
        transit: TransitEncryption { required: Known::Value(true), minimum: Known::Value(None) },
        deletion_protected: truth_or(view, "deletion_protection_enabled", false),
        on_deletion: Known::Value(OnDeletion::Deleted),
        automated_backups: None,
        kind: StoreKind::LogStore(LogStore {
            retention,
            class: text_or(view, "log_group_class", "STANDARD"),
        }),
    };
    reader.inventory.stores.stores.push(store);
}
