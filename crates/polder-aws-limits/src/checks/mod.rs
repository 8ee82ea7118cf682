//! The checks, one file each.

mod values;
mod region;
mod classes;
mod quotas;

use polder_cloud::Index;

use crate::report::Report;
use crate::subject::Subject;

/// A check of one resource.
pub(crate) type Check = fn(&Subject<'_, '_>, &mut Report);

/// The checks of one resource, in order.
pub(crate) static ALL: &[Check] = &[values::check, region::check, classes::check];

/// The checks of several resources.
pub(crate) fn across(index: &Index<'_>, report: &mut Report) {
    quotas::check(index, report);
}
