//! Layer `functions` of a site: Lambda functions and their triggers.

#[cfg(test)]
mod tests;

use polder_cloud::Layer;
use polder_design::{Function, Party, Site};

use crate::compute::lambda::lambda_function::{code_signing, function};
use crate::context::Context;
use crate::handles::Functions;

pub(crate) fn lower(context: &mut Context<'_>, site: &Site) {
    let s = context.site_stack(site, Layer::Functions, "Functions, and what starts them.");
    let variation = context.variation();
    let place = context.app_context(&s, site, &variation);
    let signing = code_signing(&place);
    let function = |of: &Function| {
        let _function = s.part(Party::Function(of.kind));
        (of.kind, function(&place, of, &signing))
    };
    let all = site.functions.iter().map(function).collect();
    context.add(s);
    context.handles.functions.insert(site.id, Functions { all });
}
