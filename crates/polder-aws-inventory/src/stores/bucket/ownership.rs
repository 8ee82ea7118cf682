//! `aws_s3_bucket_ownership_controls`: whether access control lists are enabled.

use polder_cloud::View;

use super::setting::change;
use crate::reader::Reader;
use crate::value::{or_provider, some_text};

pub(super) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let Some(rule) = view.block("rule") else { return };
    let ownership = or_provider(some_text(rule, "object_ownership"));
    let lists = ownership.map(|ownership| ownership != "BucketOwnerEnforced");
    change(reader, view, &["kind.acls_enabled"], |bucket| bucket.acls_enabled = lists);
}
