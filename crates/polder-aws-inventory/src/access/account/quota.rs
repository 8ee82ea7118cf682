//! `aws_servicequotas_service_quota`.

use polder_cloud::View;
use polder_cloud::index::Resolved;
use polder_inventory::access::Setting;
use polder_inventory::model::{Decimal, Known, Reason};

use crate::reader::Reader;
use crate::value::{given_text, reason};

/// A quota that is requested.
pub(crate) fn read(reader: &mut Reader<'_, '_>, view: View<'_, '_>) {
    // Nothing is asked for until the user chooses what: the set of instances is empty by default.
    if view.body().get("for_each").is_some() {
        return;
    }
    let service = given_text(view, "service_code");
    let code = given_text(view, "quota_code");
    super::add(reader, view, Setting::Quota { service, code, value: decimal(view, "value") });
}

/// A decimal number that must be set.
fn decimal(view: View<'_, '_>, name: &str) -> Known<Decimal> {
    match view.get(name) {
        Resolved::Absent => Known::Unknown(Reason::AfterApply),
        value => match value.as_plain().map(|text| text.parse()) {
            Some(Ok(number)) => Known::Value(number),
            Some(Err(_)) => Known::Unknown(Reason::NotUnderstood),
            None => Known::Unknown(reason(&value)),
        },
    }
}
