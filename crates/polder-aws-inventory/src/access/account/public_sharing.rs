//! Settings that block public access in an account: to buckets, snapshots, images.

use polder_cloud::View;
use polder_inventory::access::Setting;
use polder_inventory::model::Known;
use polder_inventory::stores::PublicAccessBlock;

use crate::reader::Reader;
use crate::value::{given_text, truth_or};

/// `aws_s3_account_public_access_block`. Source: provider documentation: each of the four defaults to `false`.
pub(crate) fn buckets(reader: &mut Reader<'_, '_>, view: View<'_, '_>) {
    let known = ["block_public_acls", "ignore_public_acls", "block_public_policy", "restrict_public_buckets"]
        .map(|name| truth_or(view, name, false));
    let block = match known {
        [
            Known::Value(new_lists),
            Known::Value(existing_lists),
            Known::Value(new_policies),
            Known::Value(existing_policies),
        ] => Known::Value(PublicAccessBlock {
            rejects_public_acls: new_lists,
            ignores_public_acls: existing_lists,
            rejects_public_policies: new_policies,
            restricts_public_policies: existing_policies,
        }),
        some => {
            let unknown = some.iter().find_map(Known::reason);
            Known::Unknown(unknown.unwrap_or(polder_inventory::model::Reason::NotUnderstood))
        }
    };
    super::add(reader, view, Setting::BlockPublicBuckets(block));
}

/// `aws_ebs_snapshot_block_public_access`. With `block-new-sharing`, snapshots that are already public stay public.
pub(crate) fn snapshots(reader: &mut Reader<'_, '_>, view: View<'_, '_>) {
    let private = given_text(view, "state").map(|state| state == "block-all-sharing");
    super::add(reader, view, Setting::BlockPublicSnapshots(private));
}

/// `aws_ec2_image_block_public_access`
pub(crate) fn images(reader: &mut Reader<'_, '_>, view: View<'_, '_>) {
    let private = given_text(view, "state").map(|state| state == "block-new-sharing");
    super::add(reader, view, Setting::BlockPublicImages(private));
}
