//! `aws_ssm_parameter`.

use polder_cloud::View;
use polder_inventory::model::Known;
use polder_inventory::stores::{Encryption, OnDeletion, Store, StoreKind, TransitEncryption};

use crate::reader::Reader;
use crate::stores::data_class::data_classes;
use crate::value::{given_text, some_text};

/// Parameters that are not `SecureString` are encrypted with keys that the service owns. Source: AWS, AWS
/// Systems Manager User Guide, "Data protection in AWS Systems Manager".
pub(super) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let secret = given_text(view, "type").map(|kind| kind == "SecureString");
    let encryption = match secret {
        Known::Value(true) => reader.encryption(view, "key_id", Encryption::ProviderManaged),
        Known::Value(false) => Encryption::ServiceOwned,
        Known::Unknown(reason) => Encryption::Unknown(reason),
    };
    let store = Store {
        source: reader.source(view),
        name: some_text(view, "name"),
        data_classes: data_classes(view),
        encryption,
        // Source: AWS General Reference, "AWS Systems Manager endpoints": HTTPS only.
        transit: TransitEncryption { required: Known::Value(true), minimum: Known::Value(None) },
        deletion_protected: Known::Value(false),
        on_deletion: Known::Value(OnDeletion::Deleted),
        automated_backups: None,
        kind: StoreKind::Parameter { secret },
    };
    reader.inventory.stores.stores.push(store);
}
