//! Layer `functions` of a site: Lambda functions and their triggers.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use polder_cloud::{Handle, Layer};
use polder_design::{Function, FunctionKind, Party, Site};

use crate::compute::lambda::lambda_function::{code_signing, function};
use crate::context::Context;
use crate::handles::Functions;
use crate::messaging::scheduler_schedule;
use crate::names::identifier;

pub(crate) fn lower(context: &mut Context<'_>, site: &Site) {
    let s = context.site_stack(site, Layer::Functions, "Lambda functions and their triggers.");
    let variation = context.variation();
    let app_context = context.app_context(&s, site, &variation);
    let signing = code_signing(&app_context);
    let function = |of: &Function| {
        let _function = s.part(Party::Function(of.kind));
        (of.kind, function(&app_context, of, signing.as_ref()))
    };
    let all: BTreeMap<FunctionKind, Handle> = site.functions.iter().map(function).collect();
    scheduler_schedule::starts(&app_context, &all);
    if let Some(runner) = all.get(&FunctionKind::SetupRunner) {
        // A release starts it.
        let name = identifier(FunctionKind::SetupRunner.name());
        s.output(
            name,
            "Name of the function that verifies the shop and sets it up.",
            runner.get("function_name"),
        );
    }
    context.add(s);
    context.handles.functions.insert(site.id, Functions { all });
}
