//! Layer `observability` of a site: alarms and dashboards.

use polder_cloud::Layer;
use polder_design::Site;

use crate::context::Context;

pub(crate) fn lower(context: &mut Context<'_>, site: &Site) {
    let s = context.site_stack(site, Layer::Observability, "Alarms and dashboards.");
    context.cloud.add(s);
}
