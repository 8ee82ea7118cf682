//! The checks, one file each.

mod values;
mod region;
mod zones;
mod classes;
mod rules;
mod reserved;
mod documents;
mod schedule;
mod task;
mod tags;
mod alarm;
mod across;
mod quotas;

use crate::report::Report;
use crate::subject::Subject;

pub(crate) use across::check as across;
pub(crate) use quotas::check as quotas;

/// A check of one resource.
pub(crate) type Check = fn(&Subject<'_, '_>, &mut Report);

/// The checks of one resource, in order.
pub(crate) static ALL: &[Check] = &[
    values::check,
    region::check,
    zones::check,
    classes::check,
    rules::check,
    reserved::check,
    documents::check,
    schedule::check,
    task::check,
    tags::check,
    alarm::check,
];
