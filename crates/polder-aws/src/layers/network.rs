//! Layer `network` of a site: who can reach whom.

#[cfg(test)]
mod tests;

use polder_cloud::Layer;
use polder_design::Site;

use crate::context::Context;
use crate::handles::Network;
use crate::network::flow_log::flow_log;
use crate::network::internet_gateway::internet_gateway;
use crate::network::nat_gateway::nat_gateways;
use crate::network::network_acl::network_acls;
use crate::network::route_table::route_tables;
use crate::network::security_group::security_groups;
use crate::network::security_group_rule::{Ends, security_group_rules};
use crate::network::subnet::tiers;
use crate::network::vpc::vpc;
use crate::network::vpc_endpoint;

pub(crate) fn lower(context: &mut Context<'_>, site: &Site) {
    let s = context.site_stack(site, Layer::Network, "Network, endpoints and security groups.");
    let base = &context.handles.base[&site.id];
    let vpc = vpc(&s, site);
    let tiers = tiers(&s, &vpc, site);
    let internet = internet_gateway(&s, &vpc);
    let nat = nat_gateways(&s, site.nat, &site.zones, &tiers.public, &internet);
    let app_tables = route_tables(&s, &vpc, &site.zones, &tiers, &internet, &nat);
    network_acls(&s, &vpc, &tiers, context.design, site);
    let (groups, endpoints) = security_groups(&s, &vpc, site);
    let object_store = vpc_endpoint::object_store(&s, &vpc, &app_tables, site, base);
    let tables = vpc_endpoint::tables(&s, context.design, &vpc, &app_tables, site);
    vpc_endpoint::interfaces(&s, context.design, &vpc, &tiers, &endpoints, site);
    let ends = Ends {
        groups: &groups,
        endpoints: &endpoints,
        object_store: object_store.as_ref(),
        tables: tables.as_ref(),
    };
    security_group_rules(&s, site, &ends);
    flow_log(&s, context.design, site, base, &vpc);
    context.add(s);
    let (public, app, data) = (tiers.public.subnets, tiers.app.subnets, tiers.data.subnets);
    context.handles.network.insert(site.id, Network { vpc, public, app, data, nat, groups });
}
