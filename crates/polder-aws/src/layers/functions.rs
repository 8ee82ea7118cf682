//! Layer `functions` of a site: Lambda functions and their triggers.

#[cfg(test)]
mod tests;

use polder_cloud::Layer;
use polder_design::{Function, Party, Site};

use crate::compute::lambda::lambda_function::{code_signing, function};
use crate::context::Context;
use crate::handles::Functions;

pub(crate) fn lower(context: &mut Context<'_>, site: &Site) {
    let s = context.site_stack(site, Layer::Functions, "Lambda functions and their triggers.");
    let variation = context.variation();
    let app_context = context.app_context(&s, site, &variation);
    let signing = code_signing(&app_context);
    let function = |of: &Function| {
        let _function = s.part(Party::Function(of.kind));
        (of.kind, function(&app_context, of, signing.as_ref()))
    };
    let all = site.functions.iter().map(function).collect();
    context.add(s);
    context.handles.functions.insert(site.id, Functions { all });
}
