//! The checks of several resources together.

mod subnets;
mod global_region;
mod twice;
mod references;
mod home;
mod spread;
mod network;
mod buckets;
mod records;
mod services;

use crate::context::Context;
use crate::report::Report;

/// All of them.
pub(crate) fn check(context: &Context<'_, '_>, report: &mut Report) {
    subnets::check(context, report);
    global_region::check(context, report);
    twice::check(context, report);
    references::check(context, report);
    home::check(context, report);
    spread::check(context, report);
    network::check(context, report);
    buckets::check(context, report);
    records::check(context, report);
    services::check(context, report);
}
