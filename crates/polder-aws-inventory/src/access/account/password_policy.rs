//! `aws_iam_account_password_policy`.

use polder_cloud::View;
use polder_inventory::access::Setting;
use polder_inventory::model::{Known, Reason};
use polder_units::Duration;

use crate::reader::Reader;
use crate::value::{integer, truth_or};

/// What passwords of users must be like. Source: documentation of the provider: the length is 6 and nothing is required unless
/// it is set.
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
    let validity = match integer(view, "max_password_age") {
        Known::Value(None | Some(0)) => Known::Value(None),
        Known::Value(Some(days)) => match u64::try_from(days) {
            Ok(days) => Known::Value(Some(Duration::days(days))),
            Err(_) => Known::Unknown(Reason::NotUnderstood),
        },
        Known::Unknown(reason) => Known::Unknown(reason),
    };
    let setting = Setting::PasswordPolicy {
        length_min: number_or(view, "minimum_password_length", 6),
        all_classes,
        validity,
        history: number_or(view, "password_reuse_prevention", 0),
    };
    super::add(reader, view, setting);
}

fn number_or(view: View<'_, '_>, name: &str, default: u32) -> Known<u32> {
    match integer(view, name) {
        Known::Value(None) => Known::Value(default),
        Known::Value(Some(number)) => {
            u32::try_from(number).map_or(Known::Unknown(Reason::NotUnderstood), Known::Value)
        }
        Known::Unknown(reason) => Known::Unknown(reason),
    }
}
