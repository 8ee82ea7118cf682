//! Layer `app` of a site: containers and their roles.

use polder_cloud::{Layer, body};
use polder_design::Site;

use crate::context::Context;
use crate::handles::App;

pub(crate) fn lower(context: &mut Context<'_>, site: &Site) {
    let s = context.site_stack(site, Layer::App, "Containers and their roles.");
    s.file("cluster", "");
    let cluster = s.resource("aws_ecs_cluster", "main", body! {});
    let services = site
        .services
        .iter()
        .map(|service| {
            (service.process.clone(), s.resource("aws_ecs_service", service.process.name(), body! {}))
        })
        .collect();
    context.cloud.add(s);
    context.handles.app.push(App { cluster, services, log_groups: Default::default() });
}
