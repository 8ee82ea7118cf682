//! Layer `edge` of a region: the managed API for partners.

#[cfg(test)]
mod tests;

use polder_cloud::{Handle, Layer, body};
use polder_design::{AccountRegion, Component, Market};

use crate::api_gateway::api_gateway_account;
use crate::api_gateway::api_gateway_domain_name;
use crate::api_gateway::api_gateway_domain_name::Names;
use crate::api_gateway::api_gateway_rest_api;
use crate::api_gateway::api_gateway_stage;
use crate::api_gateway::api_gateway_stage::Logs;
use crate::api_gateway::api_gateway_usage_plan;
use crate::api_gateway::api_gateway_usage_plan::Rate;
use crate::context::Context;
use crate::draft::Draft;
use crate::edge::origin_secret;
use crate::edge::wafv2_web_acl::{self, Apis, CountedBy, Scope, WebAcl};
use crate::edge::web_exceptions::{self, Excepted};
use crate::encryption::kms_key;
use crate::messaging::sns_topic;
use crate::observability::cloudwatch_alarms_gateway;
use crate::observability::cloudwatch_alarms_gateway::Gateway;

pub(crate) fn lower(context: &mut Context<'_>, region: &AccountRegion) {
    let design = context.design;
    let Some(host) = &design.accounts[region.account].hosts.api else { return };
    let dns = context.handles.dns[&region.account].clone();
    let record = context.handles.global_edge.validation_records[host].clone();
    let Some(site) = region.sites.first().map(|site| &design.sites[*site]) else { return };
    let markets: Vec<&Market> = design.cells_of(region.account).flat_map(|cell| &cell.markets).collect();
    let rate = Rate { per_window: design.rate_limit };

    let s =
        context.region_stack(region.account, &region.region, Layer::Edge, "The managed API for partners.");
    let of_gateway = s.part(Component::Gateway);
    s.file("kms_key", "Key of the gateway's logs and of the topic for its alarms.");
    let services = [kms_key::log_groups(), kms_key::alarms()];
    let key = kms_key::key(&s, "gateway", "Logs and alarms of the managed API.", services);
    api_gateway_account::account(&s);
    let rest = api_gateway_rest_api::rest_api(
        &s,
        design.timings.entry.gateway_integration,
        &markets,
        &origin_secret::gateway(&s),
    );
    let logs = Logs { key: &key, retention: design.retention.access_logs, site };
    let stage = api_gateway_stage::stage(&s, &rest, &logs, rate);
    api_gateway_usage_plan::usage_plan(&s, &rest.api, &stage, rate);
    web_acl(&s, &stage, &logs, rate, web_exceptions::at(&design.exceptions, &[host]));
    let names = Names {
        host,
        region: &region.region,
        zone: &dns.zone,
        record: &record,
        check: design.timings.failover.gateway_check,
    };
    api_gateway_domain_name::domain_names(&s, &names, &rest.api, &stage);
    let topic = sns_topic::gateway_alarms(&s, context.design, &key);
    let watched = Gateway { s: &s, design, api: &rest.api, stage: &stage, topic: &topic };
    cloudwatch_alarms_gateway::alarms(&watched);
    drop(of_gateway);
    context.add(s);
}

/// The web ACL of the stage. Partners come from few addresses, so the limit of an address is higher than at
/// the edge.
fn web_acl(s: &Draft, stage: &Handle, logs: &Logs<'_>, rate: Rate, exceptions: Vec<Excepted<'_>>) {
    s.file("wafv2_web_acl", "Requests that the managed API blocks.");
    let acl = WebAcl {
        name: "gateway",
        description: "Protects the managed API.",
        scope: Scope::Regional,
        sees_clients: true,
        rates: vec![wafv2_web_acl::Rate {
            name: "rate-limit",
            limit: rate.per_address().into(),
            by: CountedBy::Address,
            scope: None,
        }],
        apis: Apis::All,
        exceptions,
        logs_key: logs.key,
        retention: logs.retention,
    };
    let acl = wafv2_web_acl::web_acl(s, acl);
    let _firewall = s.part(Component::Firewall);
    s.resource(
        "aws_wafv2_web_acl_association",
        "gateway",
        body! {
            resource_arn = stage.arn();
            web_acl_arn = acl.arn();
        },
    );
}
