//! Zones, queries and health checks of Route 53.

use std::collections::BTreeSet;

use polder_cloud::View;
use polder_inventory::billing::Usage;
use polder_inventory::model::{Known, Reason, Text};

use super::line::{Line, count};
use super::observability::vended;
use crate::kind::Read;
use crate::reader::Reader;
use crate::value::{number_or, text_or, truth_or};

pub(super) const BILLABLES: &[(&str, Read)] = &[
    ("aws_route53_zone", zone),
    ("aws_route53_record", record),
    ("aws_route53_health_check", health_check),
    ("aws_route53_query_log", query_log),
    ("aws_route53_resolver_endpoint", resolver_endpoint),
    ("aws_route53_resolver_firewall_rule_group_association", resolver_firewall),
];

fn zone<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    reader.bill(view, [Line::one("route53", "hosted_zone", "zone_month").tiered()]);
}

/// The price of a query depends on the routing policy; alias queries to AWS resources are free.
fn record<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let item = if view.block("alias").is_some() {
        return;
    } else if view.block("latency_routing_policy").is_some() {
        "latency_queries"
    } else if view.block("geolocation_routing_policy").is_some()
        || view.block("geoproximity_routing_policy").is_some()
    {
        "geo_queries"
    } else if view.block("cidr_routing_policy").is_some() {
        "ip_based_queries"
    } else {
        "standard_queries"
    };
    reader.bill(view, [Line::used("route53", item, "million_queries", Usage::Requests).tiered()]);
}

/// Checks of endpoints, alarms and other checks have one price; checks of endpoints outside AWS cost more.
/// HTTPS, string matching, fast intervals and latency measurement are priced as optional features. Source:
/// Amazon Route 53 pricing.
fn health_check<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let kind = text_or(view, "type", "");
    let of_endpoint = !matches!(
        kind.value().map(Text::as_str),
        Some("CALCULATED" | "CLOUDWATCH_METRIC" | "RECOVERY_CONTROL")
    );
    let endpoint = if of_endpoint { place(reader, view) } else { Known::Value(Text::new_static("aws")) };
    let check = Line::one("route53", "health_check", "check_month").with("endpoint", endpoint.clone());
    if !of_endpoint {
        return reader.bill(view, [check]);
    }
    let fast = number_or(view, "request_interval", 30) == Known::Value(10);
    let measured = truth_or(view, "measure_latency", false) == Known::Value(true);
    let word = kind.value().map_or("", Text::as_str);
    let features = [word.starts_with("HTTPS"), word.ends_with("STR_MATCH"), fast, measured];
    let features = features.into_iter().filter(|is| *is).count();
    if features == 0 {
        return reader.bill(view, [check]);
    }
    let feature =
        Line::constant("route53", "health_check_optional_feature", "feature_month", count(features));
    reader.bill(view, [check, feature.with("endpoint", endpoint)]);
}

/// Whether an endpoint is an AWS resource of the estate: its host name resolves to one.
fn place<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) -> Known<Text> {
    let aws = || Known::Value(Text::new_static("aws"));
    if view
        .targets("fqdn")
        .iter()
        .chain(&view.targets("ip_address"))
        .any(|it| it.kind() != "aws_route53_record")
    {
        return aws();
    }
    let known = reader.billing.names_of_aws.get_or_insert_with(|| names_of_aws(view));
    match view.text("fqdn") {
        Some(host) if known.contains(host.as_ref()) => aws(),
        Some(_) => Known::Value(Text::new_static("non_aws")),
        None => Known::Unknown(Reason::AttributeNotModelled),
    }
}

/// The names of records that are aliases of AWS resources, or whose values are attributes of resources.
fn names_of_aws(view: View<'_, '_>) -> BTreeSet<Text> {
    let index = view.index();
    let records = index.of_kind("aws_route53_record").iter().filter_map(|id| index.view(*id));
    let leads = |it: &View<'_, '_>| {
        it.block("alias").is_some()
            || it.targets("records").iter().any(|it| it.kind() != "aws_route53_record")
    };
    let names = records.filter(leads).filter_map(|it| it.text("name"));
    names.map(|name| Text::from(name.trim_end_matches('.'))).collect()
}

fn query_log<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    vended(reader, view, &view.targets("cloudwatch_log_group_arn"));
}

fn resolver_endpoint<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let interfaces = count(view.blocks("ip_address").len());
    reader.bill(
        view,
        [
            Line::constant("route53", "resolver_interface", "hour", interfaces),
            Line::used("route53", "resolver_queries", "million_queries", Usage::Requests).tiered(),
        ],
    );
}

fn resolver_firewall<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    reader.bill(
        view,
        [Line::used("route53", "resolver_firewall_queries", "million_queries", Usage::Requests).tiered()],
    );
}
