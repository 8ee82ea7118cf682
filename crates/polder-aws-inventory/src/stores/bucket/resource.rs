//! `aws_s3_bucket`, with the blocks of older configurations.

use polder_cloud::View;
use polder_inventory::model::{Known, Reason};
use polder_inventory::stores::{
    Bucket, Encryption, OnDeletion, PublicAccessBlock, Store, StoreKind, TransitEncryption,
};

use super::{cors, encryption, lifecycle, logging, object_lock, replication, website};
use crate::reader::Reader;
use crate::stores::data_class::data_classes;
use crate::value::{is_set, some_text, truth_or};

/// The defaults of a bucket. New buckets block public access, have access control lists disabled, and are
/// encrypted with keys that S3 owns. Source: AWS, Amazon S3 User Guide, "Default settings for new buckets",
/// since April 2023.
pub(super) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let versioning = view.block("versioning");
    let rules = encryption::of_block(reader, view);
    let bucket = Bucket {
        versioned: versioning.map_or(Known::Value(false), |it| truth_or(it, "enabled", false)),
        mfa_delete: versioning.map_or(Known::Value(false), |it| truth_or(it, "mfa_delete", false)),
        lock: object_lock::of_bucket(view),
        public_access: default_of_new(
            view,
            PublicAccessBlock {
                rejects_public_acls: true,
                ignores_public_acls: true,
                rejects_public_policies: true,
                restricts_public_policies: true,
            },
        ),
        acls_enabled: default_of_new(view, false),
        lifecycle: lifecycle::of_blocks(view, "lifecycle_rule"),
        cors: cors::of_blocks(view),
        website: Known::Value(website::is_set_in(view)),
        publishes_events: Known::Value(false),
        bucket_level_key: rules.as_ref().map_or(Known::Value(false), |it| it.key_per_bucket),
    };
    let store = Store {
        source: reader.source(view),
        name: some_text(view, "bucket"),
        data_classes: data_classes(view),
        encryption: rules.map_or(Encryption::ServiceOwned, |it| it.encryption),
        // S3 accepts HTTP as well; policies may deny it. Source: AWS General Reference, "Amazon S3 endpoints".
        transit: TransitEncryption { required: Known::Value(false), minimum: Known::Value(None) },
        deletion_protected: Known::Value(false),
        on_deletion: truth_or(view, "force_destroy", false)
            .map(|force| if force { OnDeletion::Deleted } else { OnDeletion::RefusedUnlessEmpty }),
        automated_backups: None,
        kind: StoreKind::Bucket(Box::new(bucket)),
    };
    reader.inventory.stores.stores.push(store);
}

/// Existing buckets may differ from the defaults of new ones: settings that are not in the plan or state are unknown.
fn default_of_new<T>(view: View<'_, '_>, value: T) -> Known<T> {
    if is_set(view, "id") { Known::Unknown(Reason::Elsewhere) } else { Known::Value(value) }
}

/// What is derived: its logs and replication, if they are blocks of the bucket, and whether its events are
/// published, which its notification determines.
pub(super) fn parts<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let Some(id) = reader.id(view.id()) else { return };
    logging::of_block(reader, view, id);
    replication::of_block(reader, view, id);
    let index = view.index();
    let referrers = index.referrers(view.id()).iter().filter(|it| it.path.first() == "bucket");
    let mut notifications =
        referrers.filter_map(|it| index.view(it.from)).filter(|it| it.kind() == "aws_s3_bucket_notification");
    if let Some(notification) = notifications.next()
        && let Some(store) = reader.inventory.stores.stores.get_mut(id)
        && let StoreKind::Bucket(bucket) = &mut store.kind
    {
        bucket.publishes_events = truth_or(notification, "eventbridge", false);
        reader.contribute(notification, id, &["kind.publishes_events"]);
    }
}
