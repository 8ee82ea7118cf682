//! Load balancers: web ACL, listener rules, target groups.

use std::collections::BTreeMap;

use polder::design::{Design, Site};
use polder_cloud::{Index, Stack, StackScope, View};

use crate::firewall;
use crate::process;
use crate::row::Request;
use crate::trace::Arrival;
use crate::values::{matches, text, texts};

/// Addresses of CloudFront towards origins.
const EDGE: &str = "130.176.0.1";

/// What the load balancer behind an origin host answers. Without a failure that is the primary site's.
pub(crate) fn answer(
    index: &Index<'_>,
    design: &Design,
    host: &str,
    request: &Request,
    headers: &BTreeMap<String, String>,
) -> Arrival {
    let (site, stack) = behind(index, design, host).unwrap_or_else(|| panic!("no site answers for {host}"));
    let of_stack = |kind: &str| -> Vec<View<'_, '_>> {
        let views = index.of_kind(kind).iter().filter_map(|id| index.view(*id));
        views.filter(|view| view.stack().id == stack.id).collect()
    };
    let mut headers = headers.clone();
    headers.insert("host".to_owned(), host.to_owned());
    let [acl] = of_stack("aws_wafv2_web_acl")[..] else { panic!("one web ACL of {}", stack.key) };
    let verdict = firewall::judge(acl, request, &headers);
    if let Some((status, rule)) = verdict.blocked {
        return Arrival::answered(format!("{status} load balancer {rule}"));
    }
    let mut rules = of_stack("aws_lb_listener_rule");
    rules.sort_by_key(|rule| rule.integer("priority"));
    let Some(rule) = rules.into_iter().find(|rule| applies(*rule, &request.path, &headers)) else {
        return Arrival::answered("403 no listener rule".to_owned());
    };
    let group = rule.block("action").and_then(|action| action.target("target_group_arn")).expect("a group");
    let forwarded = headers.get("x-forwarded-for").map(|it| format!("{it}, ")).unwrap_or_default();
    headers.insert("x-forwarded-for".to_owned(), format!("{forwarded}{EDGE}"));
    headers.insert("x-forwarded-proto".to_owned(), "https".to_owned());
    let name = group.address().name.replace('_', "-");
    let answer = process::answer(design, site, &name, &request.method, &request.path, &headers);
    let client = process::client(&headers);
    Arrival { answer, client, headers, ..Arrival::default() }
}

/// The site that the DNS records of a host lead to, with the stack of its load balancer.
fn behind<'a, 'd>(index: &Index<'a>, design: &'d Design, host: &str) -> Option<(&'d Site, &'a Stack)> {
    let cell = design
        .cells
        .iter()
        .find(|cell| host == cell.origin_host || cell.storefront_host.as_deref() == Some(host))?;
    let site = &design.sites[cell.active];
    let stack = index.cloud().stacks.iter().find(|stack| {
        stack.key.layer == polder_cloud::Layer::Edge
            && *stack.region == *site.region.as_str()
            && matches!(&stack.key.scope, StackScope::Site { cell: of, .. } if **of == *cell.name)
    })?;
    Some((site, stack))
}

fn applies(rule: View<'_, '_>, path: &str, headers: &BTreeMap<String, String>) -> bool {
    rule.blocks("condition").into_iter().all(|condition| {
        if let Some(host) = condition.block("host_header") {
            texts(host, "values").iter().any(|value| matches(value, &headers["host"]))
        } else if let Some(header) = condition.block("http_header") {
            let found = headers.get(&text(header, "http_header_name").to_lowercase());
            texts(header, "values").iter().any(|value| found.is_some_and(|found| matches(value, found)))
        } else if let Some(pattern) = condition.block("path_pattern") {
            texts(pattern, "values").iter().any(|value| matches(value, path))
        } else {
            panic!("an unknown condition of {}", rule.address())
        }
    })
}
