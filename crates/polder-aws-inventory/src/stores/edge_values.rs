//! `aws_cloudfront_key_value_store`: data that edge functions read.

use polder_cloud::View;
use polder_inventory::model::{Known, Reason, Set};
use polder_inventory::stores::{DataClass, Encryption, OnDeletion, Store, StoreKind, TransitEncryption};

use super::data_class::data_classes;
use crate::reader::Reader;
use crate::value::some_text;

/// It is global and replicated to all edge locations. The service encrypts it at rest. Source: AWS, Amazon
/// CloudFront Developer Guide, "Data protection in Amazon CloudFront".
pub(super) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    // The stacks of others belong to no account of a design.
    let designed = !view.stack().key.account.is_empty();
    let classes = match data_classes(view) {
        // The resource type has no tags. What a design writes is configuration: edge functions can only read it, and requests change
        // nothing in it. What others write is not known.
        Known::Unknown(Reason::NotGiven) if designed => Known::Value(Set::from([DataClass::Operational])),
        known => known,
    };
    let store = Store {
        source: reader.source_in(view, Known::Value(None)),
        name: some_text(view, "name"),
        data_classes: classes,
        encryption: Encryption::ServiceOwned,
        transit: TransitEncryption { required: Known::Value(true), minimum: Known::Value(None) },
        deletion_protected: Known::Value(false),
        on_deletion: Known::Value(OnDeletion::Deleted),
        automated_backups: None,
        kind: StoreKind::EdgeKeyValues,
    };
    reader.inventory.stores.stores.push(store);
}
