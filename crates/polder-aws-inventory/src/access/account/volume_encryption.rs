//! `aws_ebs_encryption_by_default` and `aws_ebs_default_kms_key`.

use polder_cloud::View;
use polder_inventory::access::{KeyId, Setting};
use polder_inventory::model::Link;

use crate::reader::Reader;
use crate::value::truth_or;

/// Whether volumes without an encryption setting are encrypted. Source: provider documentation, `enabled`:
/// the default is `true`.
pub(crate) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let key = key_here(reader, view);
    super::add(reader, view, Setting::DefaultVolumeEncryption { on: truth_or(view, "enabled", true), key });
}

/// The default key of volumes of the same account and region.
fn key_here<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) -> Option<Link<KeyId>> {
    let here = reader.location_of(view);
    let index = reader.index;
    for other in index.of_kind("aws_ebs_default_kms_key").iter().filter_map(|id| index.view(*id)) {
        if reader.location_of(other) == here {
            return reader.link(other, "key_arn", "key");
        }
    }
    None
}
