//! `aws_s3_bucket_public_access_block`.

use polder_cloud::View;
use polder_inventory::model::Known;
use polder_inventory::stores::PublicAccessBlock;

use super::setting::change;
use crate::reader::Reader;
use crate::value::truth_or;

pub(super) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let block = block(view);
    change(reader, view, &["kind.public_access"], |bucket| bucket.public_access = block);
}

/// Each of the four defaults to `false`. Source: Terraform AWS provider, `aws_s3_bucket_public_access_block`.
fn block(view: View<'_, '_>) -> Known<PublicAccessBlock> {
    truth_or(view, "block_public_acls", false).and_then(|new_lists| {
        truth_or(view, "ignore_public_acls", false).and_then(|existing_lists| {
            truth_or(view, "block_public_policy", false).and_then(|new_policies| {
                truth_or(view, "restrict_public_buckets", false).map(|existing_policies| PublicAccessBlock {
                    rejects_public_acls: new_lists,
                    ignores_public_acls: existing_lists,
                    rejects_public_policies: new_policies,
                    restricts_public_policies: existing_policies,
                })
            })
        })
    })
}
