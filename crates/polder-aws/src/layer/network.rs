//! Layer `network` of a site.

use polder_cloud::{Layer, body};
use polder_design::Site;

use crate::context::Context;
use crate::handles::{Groups, Network};

pub(crate) fn lower(context: &mut Context<'_>, site: &Site) {
    let s = context.site_stack(site, Layer::Network, "Network, endpoints and security groups.");
    s.file("vpc", "The site's own network.");
    let vpc =
        s.resource("aws_vpc", "main", body! { cidr_block = s.local("cidr", site.network.to_string()); });
    let subnet = |tier: &str| -> Vec<_> {
        ["a", "b", "c"]
            .map(|zone| s.resource("aws_subnet", format!("{tier}_{zone}"), body! { vpc_id = vpc.id(); }))
            .into()
    };
    let (public, app, data) = (subnet("public"), subnet("app"), subnet("data"));
    let group = |name: &str| s.resource("aws_security_group", name, body! { vpc_id = vpc.id(); });
    let processes = site.services.iter().chain(&site.jobs);
    let groups = Groups {
        load_balancer: group("load_balancer"),
        processes: processes
            .map(|service| (service.process.clone(), group(service.process.name())))
            .collect(),
        database: group("database"),
        cache: group("cache"),
        broker: Some(group("broker")),
    };
    context.cloud.add(s);
    context.handles.network.push(Network { vpc, public, app, data, groups });
}
