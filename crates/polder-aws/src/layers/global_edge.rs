//! Layer `edge` of an account: distributions, their functions, policies, web ACL and DNS records.

use std::collections::BTreeMap;

use polder_cloud::{Body, Handle, Layer};
use polder_design::{AccountId, Component, Party};

use crate::context::Context;
use crate::draft::Draft;
use crate::edge::acm_certificate;
use crate::edge::cloudfront_cache_policy;
use crate::edge::cloudfront_distribution::{self, Shared};
use crate::edge::cloudfront_function;
use crate::edge::cloudfront_key_value;
use crate::edge::cloudfront_response_headers_policy;
use crate::edge::cloudfront_routing::Routing;
use crate::edge::former_hosts;
use crate::edge::hosts::{api_paths, resource_name, viewer_hosts};
use crate::edge::origin_secret;
use crate::edge::rate_limits;
use crate::edge::wafv2_ip_set;
use crate::edge::wafv2_web_acl::{self, Apis, Scope, WebAcl};
use crate::edge::web_exceptions;
use crate::edge::web_statement;
use crate::handles::Dns;
use crate::observability::cloudwatch_log_delivery;

pub(crate) fn lower(context: &mut Context<'_>, account: AccountId) {
    let design = context.design;
    let dns = context.handles.dns[&account].clone();
    let s = context.global_stack(account, Layer::Edge, "CloudFront distributions of all hosts.");
    let of_edge = s.part(Party::Edge);
    let web_acl = web_acl(&s, context, account, &dns.logs_key);
    let policies = cloudfront_cache_policy::policies(&s, &design.timings.caching);
    let headers = cloudfront_response_headers_policy::response_headers(&s, design, account);
    let access_control = cloudfront_distribution::access_control(&s);
    let logs = cloudwatch_log_delivery::destination(&s, &dns.logs_key, design.retention.access_logs);
    let store = cloudfront_key_value::store(&s);
    cloudfront_key_value::markets(&s, design, account, &store);
    s.file("cloudfront_function", cloudfront_function::WHY);
    let gateway = design.accounts[account].hosts.api.as_ref().map(|_| origin_secret::gateway(&s));
    let proofs = [origin_secret::client(&s), origin_secret::client_next(&s)].into_iter().chain(gateway);
    let forward = cloudfront_function::forward(&s, proofs.collect());
    let pictures = cloudfront_function::pictures(&s);
    let base = &context.handles.base;
    let routing = Routing {
        design,
        account,
        base,
        headers: &headers,
        forward: &forward,
        pictures: &pictures,
        store: &store,
    };
    let distributions = routing.distributions(&s);
    let shared = Shared {
        policies: &policies,
        access_control: &access_control,
        web_acl: &web_acl,
        refused: &context.design.refused_countries,
        origin_secret: &origin_secret::origin(&s),
        dns: &dns,
        account: &design.accounts[account],
        timings: &design.timings,
    };
    let certificates = certificates(&s, context, account, &dns);
    let mut made = BTreeMap::new();
    for it in distributions {
        let _host = s.part(Component::Host(it.host.clone()));
        let (certificate, _) = &certificates[&it.host];
        let first = s.count();
        let handle = cloudfront_distribution::distribution(&s, &it, certificate, &shared);
        cloudwatch_log_delivery::deliver(&s, &it.name, &handle, &logs);
        former_hosts::renamed(&s, design, account, &it.host, first);
        made.insert(it.host, handle);
    }
    drop(of_edge);
    context.add(s);
    let entry = &mut context.handles.global_edge;
    entry.distributions.extend(made);
    entry.validation_records.extend(certificates.into_iter().map(|(host, (_, record))| (host, record)));
}

/// The certificate of each public host, and the record that validates the host for all regions.
fn certificates(
    s: &Draft,
    context: &Context<'_>,
    account: AccountId,
    dns: &Dns,
) -> BTreeMap<String, (Handle, Handle)> {
    s.file("acm_certificate", acm_certificate::WHY);
    let owner = &context.design.accounts[account];
    let certificates = viewer_hosts(context.design, account).into_iter().map(|host| {
        // For the managed API only the record is used: its regions have certificates of their own.
        let _host = s.part(Component::Host(host.to_owned()));
        let name = resource_name(&owner.domain, host);
        let zone = dns.zone_of(owner, host);
        let first = s.count();
        let certificate = acm_certificate::with_record(s, &name, &host.to_owned().into(), zone);
        former_hosts::renamed(s, context.design, account, host, first);
        (host.to_owned(), certificate)
    });
    certificates.collect()
}

fn web_acl(s: &Draft, context: &Context<'_>, account: AccountId, logs_key: &Handle) -> Handle {
    s.file(
        "wafv2_web_acl",
        "Requests that are blocked on all hosts. The rate limits by address exempt shared addresses: the\n\
         managed API's, which sends a secret header, and those from which the platform itself calls.",
    );
    let sites = context.design.sites.iter().filter(|site| site.account == account);
    let networks = sites.filter_map(|site| context.cloud.stack(context.handles.network[&site.id].vpc.stack));
    let own = wafv2_ip_set::own_addresses(s, networks);
    let gateway = context.design.accounts[account].hosts.api.as_ref();
    let gateway =
        gateway.map(|_| web_statement::with_header(origin_secret::GATEWAY_HEADER, origin_secret::gateway(s)));
    let shared: Vec<Body> =
        gateway.into_iter().chain(own.as_ref().map(web_statement::from_addresses)).collect();
    let mut apis: Vec<String> = vec![];
    for site in context.design.sites.iter().filter(|site| site.account == account) {
        apis.extend(api_paths(site).into_iter().filter(|path| !apis.contains(path)).collect::<Vec<_>>());
    }
    wafv2_web_acl::web_acl(
        s,
        WebAcl {
            name: "edge",
            description: "Protects all distributions.",
            scope: Scope::CloudFront,
            sees_clients: true,
            rates: rate_limits::of_edge(context.design.rate_limit, shared),
            apis: Apis::Below(apis),
            exceptions: web_exceptions::at(
                &context.design.exceptions,
                &viewer_hosts(context.design, account),
            ),
            logs_key,
            retention: context.design.retention.blocked_requests,
        },
    )
}
