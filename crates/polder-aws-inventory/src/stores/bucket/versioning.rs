//! `aws_s3_bucket_versioning`.

use polder_cloud::View;
use polder_inventory::model::{Known, Text};

use super::setting::change;
use crate::reader::Reader;
use crate::value::{or_provider, some_text};

pub(super) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let Some(block) = view.block("versioning_configuration") else { return };
    let enabled = |text: Text| text == "Enabled";
    let versioned = or_provider(some_text(block, "status")).map(enabled);
    let second_factor = some_text(block, "mfa_delete").map(|text| text.is_some_and(enabled));
    change(reader, view, &["kind.versioned", "kind.mfa_delete"], |bucket| {
        bucket.versioned = versioned;
        // Settings that are absent stay as in the bucket.
        if second_factor != Known::Value(false) {
            bucket.mfa_delete = second_factor;
        }
    });
}
