//! Layer `edge` of a site: load balancer, web ACL, certificate, records.

use polder_cloud::{Layer, body};
use polder_design::Site;

use crate::context::Context;
use crate::handles::Edge;

pub(crate) fn lower(context: &mut Context<'_>, site: &Site) {
    let s = context.site_stack(site, Layer::Edge, "Load balancer, web ACL, certificate and records.");
    s.file("load_balancer", "");
    let load_balancer = s.resource("aws_lb", "main", body! {});
    let listener = s.resource("aws_lb_listener", "https", body! {});
    let web_acl = s.resource("aws_wafv2_web_acl", "main", body! {});
    let reached = site.services.iter().filter(|service| service.port.is_some());
    let target_groups = reached
        .map(|service| {
            (service.process.clone(), s.resource("aws_lb_target_group", service.process.name(), body! {}))
        })
        .collect();
    context.cloud.add(s);
    context.handles.edge.push(Edge { load_balancer, target_groups, listener, web_acl });
}
