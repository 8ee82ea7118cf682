//! `aws_lb_listener`: the listener of a load balancer and its rules.

use std::collections::BTreeMap;

use polder_cloud::{Body, Handle, Value, body, list};
use polder_design::{Component, Party, Process, Protocol, Service, Site};

use crate::draft::Draft;
use crate::edge::hosts::pattern;
use crate::edge::lb_target_group::reached;
use crate::edge::origin_secret;

/// A rule can have five values: one host, two secret headers, two paths.
const PATHS_IN_A_RULE: usize = 2;

/// The host names that the load balancer answers to, and their certificates.
pub(crate) struct Names {
    /// The cell's origin.
    pub(crate) origin: Name,
    /// The cell's storefront, if it has one.
    pub(crate) storefront: Option<Name>,
    /// The single site, for health checks; `None` if the cell has no other site.
    pub(crate) site: Option<Name>,
}

/// A name with its certificate.
pub(crate) struct Name {
    /// The host, as the design has it.
    pub(crate) text: String,
    /// The same as a value.
    pub(crate) host: Value,
    /// `aws_acm_certificate_validation`.
    pub(crate) certificate: Handle,
}

/// The listener with all of its rules.
pub(crate) fn listener(
    s: &Draft,
    site: &Site,
    balancer: &Handle,
    names: &Names,
    groups: &BTreeMap<Process, Handle>,
) {
    s.file(
        "lb_listener",
        "Requests that match no rule are answered with 403: CloudFront's addresses are shared by all\n\
         distributions of all accounts, so a request must have the secret header of ours.",
    );
    let _balancer = s.part(Party::LoadBalancer);
    let listener = s.resource(
        "aws_lb_listener",
        "https",
        body! {
            load_balancer_arn = balancer.arn();
            port = Protocol::HTTPS.port;
            protocol = "HTTPS";
            ssl_policy = "ELBSecurityPolicy-TLS13-1-2-2021-06";
            certificate_arn = names.origin.certificate.get("certificate_arn");
            routing_http_response_server_enabled = false;
            default_action {
                type = "fixed-response";
                fixed_response {
                    content_type = "text/plain";
                    message_body = "";
                    status_code = "403";
                }
            }
        },
    );
    s.expect(
        "the listener's default action must answer 403",
        listener.get("default_action").at(0).field("type"),
        "fixed-response",
    );
    s.expect("the listener accepts requests without TLS", listener.get("protocol"), "HTTPS");
    let others = [("storefront", names.storefront.as_ref()), ("site", names.site.as_ref())];
    for (name, it) in others.into_iter().filter_map(|(name, it)| Some((name, it?))) {
        let _host = s.part(Component::Host(it.text.clone()));
        s.resource(
            "aws_lb_listener_certificate",
            name,
            body! {
                listener_arn = listener.arn();
                certificate_arn = it.certificate.get("certificate_arn");
            },
        );
    }
    rules(s, site, &listener, names, groups);
}

/// The rules, health checks first, then by process. Saleor's own paths come before those of other services.
fn rules(s: &Draft, site: &Site, listener: &Handle, names: &Names, groups: &BTreeMap<Process, Handle>) {
    s.file("lb_listener_rule", "Rules by host and path.");
    let secrets = || {
        let both = list![origin_secret::origin(s), origin_secret::origin_next(s)];
        Some(Value::call("compact", vec![both]))
    };
    let mut priority = 0_u32;
    let mut rule = |name: String, host: &Value, paths: Value, secret: Option<Value>, group: &Handle| {
        priority += 10;
        s.resource("aws_lb_listener_rule", name, rule_body(listener, priority, host, paths, secret, group));
    };
    for service in reached(site) {
        let _flow = s.part(way_to(service));
        let group = &groups[&service.process];
        // Health checkers cannot send a secret header. They may request one path that only reports health.
        if let (Some(name), Process::Api | Process::Storefront) = (&names.site, &service.process) {
            let path = Value::Local(format!("{}_health_path", service.process.name()).into());
            rule(format!("{}_health", service.process.name()), &name.host, list![path], None, group);
        }
    }
    for service in reached(site) {
        let _flow = s.part(way_to(service));
        let group = &groups[&service.process];
        let process = service.process.name();
        let key = process.replace('-', "_");
        for (at, paths) in service.paths.chunks(PATHS_IN_A_RULE).enumerate() {
            let patterns: Vec<String> = paths.iter().map(|path| pattern(path)).collect();
            let patterns = s.local(format!("{key}_paths_{}", at + 1), patterns);
            rule(format!("{process}_{}", at + 1), &names.origin.host, patterns, secrets(), group);
        }
        if let (Process::Storefront, Some(storefront), []) =
            (&service.process, &names.storefront, service.paths.as_slice())
        {
            rule(process.to_owned(), &storefront.host, Value::Null, secrets(), group);
        }
    }
}

/// The flow that the rules of a service carry.
fn way_to(service: &Service) -> Component {
    Component::Flows(vec![(Party::LoadBalancer, Party::Process(service.process.clone()))])
}

fn rule_body(
    listener: &Handle,
    priority: u32,
    host: &Value,
    paths: Value,
    secret: Option<Value>,
    group: &Handle,
) -> Body {
    body! {
        listener_arn = listener.arn();
        priority = priority;
        condition {
            host_header {
                values = [host.clone()];
            }
        }
        if let Some(secret) = secret => condition {
            http_header {
                http_header_name = origin_secret::ORIGIN_HEADER;
                values = secret;
            }
        }
        if paths != Value::Null => condition {
            path_pattern {
                values = paths;
            }
        }
        action {
            type = "forward";
            target_group_arn = group.arn();
        }
    }
}
