//! `aws_ce_cost_allocation_tag`.

use polder_cloud::View;
use polder_inventory::access::Setting;

use crate::reader::Reader;
use crate::value::given_text;

/// A tag key by which costs are allocated, if it is activated.
pub(crate) fn read(reader: &mut Reader<'_, '_>, view: View<'_, '_>) {
    if view.text("status").as_deref() != Some("Inactive") {
        super::add(reader, view, Setting::CostAllocationTag(given_text(view, "tag_key")));
    }
}
