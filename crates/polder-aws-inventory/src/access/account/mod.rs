//! Settings of whole accounts or regions.

use polder_cloud::View;
use polder_inventory::access::{AccountSetting, Setting};

use crate::reader::Reader;

pub(super) mod contact;
pub(super) mod cost_allocation_tag;
pub(super) mod metadata_defaults;
pub(super) mod password_policy;
pub(super) mod public_sharing;
pub(super) mod quota;
pub(super) mod region;
pub(super) mod volume_encryption;

/// Adds a setting.
fn add(reader: &mut Reader<'_, '_>, view: View<'_, '_>, setting: Setting) {
    let source = reader.source(view);
    reader.inventory.access.account_settings.push(AccountSetting { source, setting });
}
