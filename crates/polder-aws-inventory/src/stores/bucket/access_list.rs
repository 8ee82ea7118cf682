//! `aws_s3_bucket_acl`: access lists of buckets that grant others access, as blind spots of their stores.

use polder_cloud::View;
use polder_inventory::model::{Known, Reason};

use super::setting::bucket;
use crate::reader::Reader;
use crate::value::{is_set, some_text};

/// The list `private` gives full control to the owner and no access to others. Any other list is a blind spot.
pub(super) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let Some(id) = bucket(reader, view) else { return };
    let private = some_text(view, "acl") == Known::Value(Some("private".into()));
    if private && !is_set(view, "access_control_policy") {
        return;
    }
    let text = "the access list of the bucket may let others read or write it";
    reader.blind(view, Some(id.into()), Some("acl"), Reason::AttributeNotModelled, text);
}
