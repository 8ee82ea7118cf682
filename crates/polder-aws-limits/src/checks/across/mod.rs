//! The checks of several resources together.

mod context;
mod subnets;
mod global_region;
mod twice;
mod references;

use polder_cloud::Index;

use crate::report::Report;

use context::Context;

/// All of them.
pub(crate) fn check(index: &Index<'_>, report: &mut Report) {
    let context = Context::new(index);
    subnets::check(&context, report);
    global_region::check(&context, report);
    twice::check(&context, report);
    references::check(&context, report);
}
