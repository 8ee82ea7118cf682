//! What the resources that configure a bucket have in common.

use polder_cloud::View;
use polder_inventory::model::Reason;
use polder_inventory::stores::{Bucket, StoreId, StoreKind};

use crate::link::ByName;
use crate::reader::Reader;

/// The bucket that a resource configures. One that is not in the estate is noted as a blind spot.
pub(super) fn bucket<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) -> Option<StoreId> {
    let bucket = reader.link_by_name(view, "bucket", "bucket", NAMES).and_then(|link| link.id());
    if bucket.is_none() {
        let text = "it configures a bucket that is not in the estate";
        reader.blind(view, None, Some("bucket"), Reason::Elsewhere, text);
    }
    bucket
}

/// Configurations may name a bucket instead of referring to it.
const NAMES: &[ByName] = &[("aws_s3_bucket", "bucket")];

/// Changes the entry of the bucket that a resource configures, and notes which field the resource sets.
pub(super) fn change<'a>(
    reader: &mut Reader<'_, 'a>,
    view: View<'_, 'a>,
    fields: &[&'static str],
    change: impl FnOnce(&mut Bucket),
) {
    let Some(id) = bucket(reader, view) else { return };
    if let Some(store) = reader.inventory.stores.stores.get_mut(id)
        && let StoreKind::Bucket(bucket) = &mut store.kind
    {
        change(bucket);
        reader.contribute(view, id, fields);
    }
}
