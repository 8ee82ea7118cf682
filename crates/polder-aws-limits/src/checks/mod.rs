//! The checks, one file each.

mod values;
mod region;
mod zones;
mod windows;
mod containers;
mod counts;
mod classes;
mod rules;
mod reserved;
mod documents;
mod schedule;
mod task;
mod tags;
mod alarm;
mod parameter;
mod managed_rules;
mod transformer;
mod across;
mod quotas;

use crate::report::Report;
use crate::subject::Subject;

pub(crate) use across::check as across;
pub(crate) use quotas::check as quotas;
#[cfg(test)]
pub(crate) use rules::OWN_REGION;

/// A check of one resource.
pub(crate) type Check = fn(&Subject<'_, '_>, &mut Report);

/// The checks of one resource, in order.
pub(crate) static ALL: &[Check] = &[
    values::check,
    region::check,
    zones::check,
    windows::check,
    containers::check,
    counts::check,
    classes::check,
    rules::check,
    reserved::check,
    documents::check,
    schedule::check,
    schedule::zones,
    task::check,
    tags::check,
    alarm::check,
    parameter::check,
    managed_rules::check,
    transformer::check,
];
