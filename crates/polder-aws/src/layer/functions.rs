//! Layer `functions` of a site: small programs, and what starts them.

#[cfg(test)]
mod tests;

use std::rc::Rc;

use polder_cloud::Layer;
use polder_design::Site;

use crate::context::Context;
use crate::handles::Functions;
use crate::lambda_function::{code_signing, function};
use crate::variation::Variation;
use crate::workplace::Workplace;

pub(crate) fn lower(context: &mut Context<'_>, site: &Site) {
    let s = context.site_stack(site, Layer::Functions, "Functions, and what starts them.");
    let design = context.design;
    let variation =
        Rc::clone(context.handles.variation.get_or_insert_with(|| Rc::new(Variation::of(design))));
    let handles = &context.handles;
    // Sites are lowered in their order, layer by layer: this is the index of the site.
    let index = handles.functions.len();
    let place = Workplace {
        s: &s,
        design,
        site,
        variation: &variation,
        shared: &handles.shared[&(site.account, site.region.clone())],
        base: &handles.base[index],
        network: &handles.network[index],
        data: &handles.data[index],
        edge: &handles.edge[index],
    };
    let signing = code_signing(&place);
    let all = site.functions.iter().map(|of| (of.kind, function(&place, of, &signing))).collect();
    context.cloud.add(s);
    context.handles.functions.push(Functions { all });
}
