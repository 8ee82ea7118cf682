//! `aws_sns_topic`.

use polder_cloud::View;
use polder_inventory::model::Known;
use polder_inventory::stores::{Encryption, OnDeletion, Store, StoreKind, Topic, TransitEncryption};

use crate::reader::Reader;
use crate::stores::data_class::data_classes;
use crate::value::{some_text, truth_or};

pub(super) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let store = Store {
        source: reader.source(view),
        name: some_text(view, "name"),
        data_classes: data_classes(view),
        // Without a key, "Amazon SNS stores messages and files using disk encryption". Source: AWS, Amazon SNS Developer Guide,
        // "Securing Amazon SNS data with server-side encryption".
        encryption: reader.encryption(view, "kms_master_key_id", Encryption::ServiceOwned),
        // SNS accepts HTTP as well; policies may deny it. Source: AWS General Reference, "Amazon SNS endpoints".
        transit: TransitEncryption { required: Known::Value(false), minimum: Known::Value(None) },
        deletion_protected: Known::Value(false),
        on_deletion: Known::Value(OnDeletion::Deleted),
        automated_backups: None,
        kind: StoreKind::Topic(Topic { fifo: truth_or(view, "fifo_topic", false) }),
    };
    reader.inventory.stores.stores.push(store);
}
