//! `aws_iam_account_password_policy`.

use polder_cloud::View;
use polder_inventory::access::Setting;
use polder_inventory::model::Known;
use polder_units::Duration;

use crate::reader::Reader;
use crate::value::{truth_or, whole};

/// Requirements on passwords of users. Source: provider documentation: the minimum length defaults to 6, and
/// no character types are required by default.
pub(crate) fn read(reader: &mut Reader<'_, '_>, view: View<'_, '_>) {
    let classes = [
        "require_lowercase_characters",
        "require_uppercase_characters",
        "require_numbers",
        "require_symbols",
    ];
    let required = classes.map(|name| truth_or(view, name, false));
    let all_classes = if required.iter().any(|known| known.value() == Some(&false)) {
        Known::Value(false)
    } else {
        let unknown = required.iter().find_map(Known::reason);
        unknown.map_or(Known::Value(true), Known::Unknown)
    };
    // 0 days means that passwords do not expire.
    let days = whole(view, "max_password_age").map(|days| days.filter(|days| *days > 0));
    let validity = days.map(|days| days.map(|days| Duration::days(u64::from(days))));
    let number_or = |name, default| whole(view, name).map(|number| number.unwrap_or(default));
    let setting = Setting::PasswordPolicy {
        length_min: number_or("minimum_password_length", 6),
        all_classes,
        age_max: validity,
        history: number_or("password_reuse_prevention", 0),
    };
    super::add(reader, view, setting);
}
