//! Layer `observability` of a site: alarms and dashboards.

#[cfg(test)]
mod tests;

use std::cell::RefCell;

use polder_cloud::Layer;
use polder_design::Site;

use crate::context::Context;
use crate::observability::cloudwatch_alarms_data_stores;
use crate::observability::cloudwatch_alarms_edge;
use crate::observability::cloudwatch_alarms_functions;
use crate::observability::cloudwatch_alarms_machines;
use crate::observability::cloudwatch_alarms_mail;
use crate::observability::cloudwatch_alarms_replication;
use crate::observability::cloudwatch_alarms_services;
use crate::observability::cloudwatch_composite_alarm::composite_alarms;
use crate::observability::cloudwatch_dashboard::dashboard;
use crate::observability::cloudwatch_event_rule::event_rules;
use crate::observability::cloudwatch_log_metric_filter::query;
use crate::observability::observability_context::ObservabilityContext;

pub(crate) fn lower(context: &mut Context<'_>, site: &Site) {
    let (design, handles) = (context.design, &context.handles);
    let (base, network, data) =
        (&handles.base[&site.id], &handles.network[&site.id], &handles.data[&site.id]);
    let (edge, app, functions) =
        (&handles.edge[&site.id], &handles.app[&site.id], &handles.functions[&site.id]);
    let peer = site.peer.and_then(|peer| handles.base.get(&peer));
    let s = context.site_stack(site, Layer::Observability, "Alarms and dashboards.");
    let raised = RefCell::default();
    let watch =
        ObservabilityContext { s: &s, design, site, base, peer, network, data, edge, app, functions, raised };
    cloudwatch_alarms_edge::alarms(&watch);
    cloudwatch_alarms_services::alarms(&watch);
    cloudwatch_alarms_machines::alarms(&watch);
    cloudwatch_alarms_data_stores::alarms(&watch);
    cloudwatch_alarms_functions::alarms(&watch);
    cloudwatch_alarms_mail::alarms(&watch);
    cloudwatch_alarms_replication::alarms(&watch);
    composite_alarms(&watch);
    dashboard(&watch);
    event_rules(&watch);
    query(&s, app.log_groups.values().collect());
    context.add(s);
}
