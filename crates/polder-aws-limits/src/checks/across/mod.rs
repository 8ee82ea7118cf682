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
use crate::subject::Subject;

/// What a resource of a type is compared with.
type Rule = fn(&Context<'_, '_>, &Subject<'_, '_>, &mut Report);

/// Applies rules to the resources of their types.
fn each(context: &Context<'_, '_>, rules: &[(&str, Rule)], report: &mut Report) {
    for (kind, rule) in rules {
        for item in context.of_kind(kind) {
            rule(context, &item, report);
        }
    }
}

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
