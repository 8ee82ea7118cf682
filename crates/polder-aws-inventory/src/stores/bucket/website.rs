//! `aws_s3_bucket_website_configuration`: whether a bucket serves a website, without TLS.

use polder_cloud::View;
use polder_inventory::model::Known;

use super::setting::change;
use crate::reader::Reader;

pub(super) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    change(reader, view, &["kind.website"], |bucket| bucket.website = Known::Value(true));
}

/// Whether the bucket's own attributes configure a website.
pub(super) fn is_set_in(view: View<'_, '_>) -> bool {
    view.block("website").is_some()
}
