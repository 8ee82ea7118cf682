//! `aws_sqs_queue`.

use polder_cloud::View;
use polder_inventory::model::Known;
use polder_inventory::stores::{Encryption, OnDeletion, Queue, Store, StoreId, StoreKind, TransitEncryption};

use super::redrive;
use crate::reader::Reader;
use crate::stores::data_class::data_classes;
use crate::value::{is_set, seconds_or, some_text, truth_or};

/// Defaults are those of `CreateQueue`. Source: AWS, Amazon SQS API Reference.
pub(super) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let queue = Queue {
        fifo: truth_or(view, "fifo_queue", false),
        retention: seconds_or(view, "message_retention_seconds", 345_600),
        visibility_timeout: seconds_or(view, "visibility_timeout_seconds", 30),
        delay: seconds_or(view, "delay_seconds", 0),
        receive_wait: seconds_or(view, "receive_wait_time_seconds", 0),
        dead_letters: None,
        dead_letter_sources: Known::Value(None),
    };
    let store = Store {
        source: reader.source(view),
        name: some_text(view, "name"),
        data_classes: data_classes(view),
        encryption: encryption(reader, view),
        // SQS accepts HTTP as well; policies may deny it. Source: AWS General Reference, "Amazon SQS endpoints".
        transit: TransitEncryption { required: Known::Value(false), minimum: Known::Value(None) },
        deletion_protected: Known::Value(false),
        on_deletion: Known::Value(OnDeletion::Deleted),
        automated_backups: None,
        kind: StoreKind::Queue(Box::new(queue)),
    };
    reader.inventory.stores.stores.push(store);
}

/// What is derived: the dead-letter queue and the redrive permission, if they are attributes of the queue.
pub(super) fn parts<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let Some(id) = reader.id::<StoreId>(view.id()) else { return };
    if is_set(view, "redrive_policy") {
        redrive::policy(reader, view, id);
    }
    if is_set(view, "redrive_allow_policy") {
        redrive::allow_policy(reader, view, id);
    }
}

/// New queues are encrypted with keys that SQS owns by default. Source: AWS, Amazon SQS Developer Guide,
/// "Encryption at rest".
fn encryption<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) -> Encryption {
    let without_key = match truth_or(view, "sqs_managed_sse_enabled", true) {
        Known::Value(true) => Encryption::ServiceOwned,
        Known::Value(false) => Encryption::None,
        Known::Unknown(reason) => Encryption::Unknown(reason),
    };
    reader.encryption(view, "kms_master_key_id", without_key)
}
