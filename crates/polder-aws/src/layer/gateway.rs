//! Layer `edge` of a region: the managed API for partners.

use polder_cloud::Layer;
use polder_design::AccountRegion;

use crate::context::Context;

pub(crate) fn lower(context: &mut Context<'_>, region: &AccountRegion) {
    let s =
        context.region_stack(region.account, &region.region, Layer::Edge, "The managed API for partners.");
    context.cloud.add(s);
}
