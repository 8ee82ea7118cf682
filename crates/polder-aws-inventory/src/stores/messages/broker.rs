//! `aws_mq_broker`: a broker of RabbitMQ or ActiveMQ.

use polder_cloud::View;
use polder_inventory::model::{Known, Text};
use polder_inventory::stores::{Encryption, OnDeletion, Store, StoreKind, TransitEncryption};

use crate::reader::Reader;
use crate::stores::data_class::data_classes;
use crate::value::{some_text, truth_or};

/// Clients must use TLS. Source: AWS, Amazon MQ Developer Guide, "Data protection in Amazon MQ".
pub(super) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let encryption = match view.block("encryption_options") {
        Some(options) => match truth_or(options, "use_aws_owned_key", true) {
            Known::Value(true) => Encryption::ServiceOwned,
            Known::Value(false) => reader.encryption(options, "kms_key_id", Encryption::ProviderManaged),
            Known::Unknown(reason) => Encryption::Unknown(reason),
        },
        None => Encryption::ServiceOwned,
    };
    let store = Store {
        source: reader.source(view),
        name: some_text(view, "broker_name"),
        data_classes: data_classes(view),
        encryption,
        transit: TransitEncryption { required: Known::Value(true), minimum: Known::Value(None) },
        deletion_protected: Known::Value(false),
        on_deletion: Known::Value(OnDeletion::Deleted),
        automated_backups: None,
        kind: StoreKind::Other(Text::new_static("message broker")),
    };
    reader.inventory.stores.stores.push(store);
}
