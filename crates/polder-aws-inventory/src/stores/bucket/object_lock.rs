//! `aws_s3_bucket_object_lock_configuration`, and the lock settings of the bucket itself.

use polder_cloud::View;
use polder_inventory::model::{Known, Reason, Text};
use polder_inventory::stores::{LockMode, ObjectLock};
use polder_units::Duration;

use super::setting::change;
use crate::reader::Reader;
use crate::value::{days, number, or_provider, some_text};

/// A year of retention is 365 days. Source: AWS, Amazon S3 API Reference, `DefaultRetention`.
const YEAR_DAYS: u64 = 365;

pub(super) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let lock = of_rule(view);
    change(reader, view, &["kind.lock"], |bucket| bucket.lock = Some(lock));
}

/// The lock in the bucket's own attributes.
pub(super) fn of_bucket(view: View<'_, '_>) -> Option<ObjectLock> {
    match view.block("object_lock_configuration") {
        Some(block) => Some(of_rule(block)),
        None => (view.truth("object_lock_enabled") == Some(true)).then(by_writers),
    }
}

fn of_rule(view: View<'_, '_>) -> ObjectLock {
    let retention = view.block("rule").and_then(|rule| rule.block("default_retention"));
    let Some(retention) = retention else { return by_writers() };
    let years = number(retention, "years").map(|years| years.filter(|years| *years > 0));
    ObjectLock {
        mode: or_provider(some_text(retention, "mode")).as_ref().and_then(mode),
        retention: match days(retention, "days") {
            Known::Value(Some(days)) if days > Duration::default() => Known::Value(Some(days)),
            Known::Value(_) => {
                years.map(|years| years.map(|years: u64| Duration::days(years.saturating_mul(YEAR_DAYS))))
            }
            unknown @ Known::Unknown(_) => unknown,
        },
    }
}

/// A lock without a default retention: mode and period are set for each object.
fn by_writers() -> ObjectLock {
    ObjectLock { mode: Known::Unknown(Reason::Elsewhere), retention: Known::Value(None) }
}

fn mode(word: &Text) -> Known<LockMode> {
    match word.as_str() {
        "GOVERNANCE" => Known::Value(LockMode::Governance),
        "COMPLIANCE" => Known::Value(LockMode::Compliance),
        _ => Known::Unknown(Reason::NotUnderstood),
    }
}
