//! `aws_account_region`.

use polder_cloud::View;
use polder_inventory::access::Setting;

use crate::reader::Reader;
use crate::value::{given_text, truth_or};

/// A region that must be enabled before anything can be in it.
pub(crate) fn read(reader: &mut Reader<'_, '_>, view: View<'_, '_>) {
    let (region, on) = (given_text(view, "region_name"), truth_or(view, "enabled", true));
    super::add(reader, view, Setting::RegionEnabled { region, on });
}
