//! `aws_account_alternate_contact`.

use polder_cloud::View;
use polder_inventory::access::Setting;

use crate::reader::Reader;
use crate::value::given_text;

/// A contact of the account.
pub(crate) fn read(reader: &mut Reader<'_, '_>, view: View<'_, '_>) {
    super::add(reader, view, Setting::Contact(given_text(view, "alternate_contact_type")));
}
