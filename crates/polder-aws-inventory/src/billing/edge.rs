//! The edge: distributions and their functions, managed APIs, web application firewalls.

use polder_cloud::View;
use polder_inventory::billing::Usage;
use polder_inventory::model::{Known, Text};

use super::line::{Line, count};
use super::observability::vended;
use crate::kind::Read;
use crate::reader::Reader;
use crate::value::{given_text, known_blocks, some_text, text_or, truth_or};

pub(super) const BILLABLES: &[(&str, Read)] = &[
    ("aws_cloudfront_distribution", distribution),
    ("aws_cloudfront_function", edge_function),
    ("aws_cloudfront_key_value_store", edge_values),
    ("aws_cloudfront_realtime_log_config", realtime_logs),
    ("aws_cloudfront_monitoring_subscription", distribution_metrics),
    ("aws_api_gateway_stage", rest_stage),
    ("aws_apigatewayv2_stage", api_stage),
    ("aws_wafv2_web_acl", web_acl),
    ("aws_wafv2_rule_group", rule_group),
    ("aws_wafv2_web_acl_logging_configuration", web_acl_logs),
    ("aws_shield_subscription", shield),
];

fn distribution<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    // The location of the viewer decides which edge location is used; the price class only excludes expensive ones.
    let class = text_or(view, "price_class", "PriceClass_All");
    reader.bill(
        view,
        [
            Line::used("cloudfront", "out", "gb", Usage::BytesOut)
                .tiered()
                .with("price_class", class.clone()),
            Line::used("cloudfront", "https_requests", "10000_requests", Usage::Requests)
                .with("price_class", class),
            Line::used("cloudfront", "out_to_origin", "gb", Usage::BytesIn),
            Line::used("cloudfront", "invalidation_paths", "path", Usage::Evaluations).tiered(),
        ],
    );
    if dedicated_addresses(view) {
        reader.bill(view, [Line::one("cloudfront", "dedicated_addresses", "certificate_month")]);
    }
    let shield = view.blocks("origin").into_iter().filter_map(|it| it.block("origin_shield"));
    let mut shields = shield.filter(|it| truth_or(*it, "enabled", false) == Known::Value(true));
    if let Some(one) = shields.next() {
        let place = given_text(one, "origin_shield_region");
        let line = Line::used("cloudfront", "origin_shield_requests", "10000_requests", Usage::Requests);
        reader.bill(view, [line.with("region", place)]);
    }
}

/// A distribution whose certificate is for clients without SNI has dedicated addresses.
fn dedicated_addresses(view: View<'_, '_>) -> bool {
    let certificate = view.block("viewer_certificate");
    certificate.is_some_and(|it| it.text("ssl_support_method").as_deref() == Some("vip"))
}

fn edge_function<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    reader.bill(view, [Line::used("cloudfront", "function_invocations", "million", Usage::Invocations)]);
}

fn edge_values<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    reader.bill(view, [Line::used("cloudfront", "key_value_store_reads", "million", Usage::Requests)]);
}

fn realtime_logs<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    reader.bill(view, [Line::used("cloudfront", "realtime_log_lines", "million", Usage::Messages)]);
}

/// Eight metrics of each distribution. Source: Amazon CloudFront Developer Guide, "Viewing additional CloudFront distribution
/// metrics".
fn distribution_metrics<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    reader.bill(view, [Line::constant("cloudwatch", "custom_metric", "metric_month", count(8)).tiered()]);
}

fn rest_stage<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    reader.bill(view, [Line::used("api_gateway", "rest_api", "million_requests", Usage::Requests).tiered()]);
    if truth_or(view, "cache_cluster_enabled", false) != Known::Value(false) {
        let size = text_or(view, "cache_cluster_size", "0.5");
        reader.bill(view, [Line::one("api_gateway", "cache", "hour").with("gb", size)]);
    }
    if truth_or(view, "xray_tracing_enabled", false) != Known::Value(false) {
        reader.bill(view, [Line::used("xray", "traces_recorded", "million", Usage::Requests)]);
    }
}

/// By the protocol of the API: HTTP requests, or messages and connection minutes.
fn api_stage<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let api = view.targets("api_id").into_iter().find(|it| it.kind() == "aws_apigatewayv2_api");
    let protocol = api.map_or(Known::Value(Text::new_static("HTTP")), |it| given_text(it, "protocol_type"));
    if matches!(&protocol, Known::Value(word) if word == "WEBSOCKET") {
        return reader.bill(
            view,
            [
                Line::used("api_gateway", "websocket_messages", "million_messages", Usage::Messages).tiered(),
                Line::used("api_gateway", "websocket_minutes", "million_minutes", Usage::CapacityUnits),
            ],
        );
    }
    reader.bill(view, [Line::used("api_gateway", "http_api", "million_requests", Usage::Requests).tiered()]);
}

/// The web ACL, each of its rules and rule groups, and each request that it inspects.
fn web_acl<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    reader.bill(
        view,
        [
            Line::one("wafv2", "web_acl", "acl_month"),
            Line::used("wafv2", "requests", "million_requests", Usage::Requests),
        ],
    );
    let rules = match known_blocks(view, "rule") {
        Known::Value(rules) => rules,
        Known::Unknown(reason) => {
            return reader
                .bill(view, [Line::constant("wafv2", "rule", "rule_month", Known::Unknown(reason))]);
        }
    };
    for managed in rules.iter().filter_map(|rule| managed(*rule)) {
        let (name, vendor) = (some_text(managed, "name"), text_or(managed, "vendor_name", "AWS"));
        let line = Line::one("wafv2", "managed_rule_group", "group_month").with("vendor", vendor);
        let paid = name.value().cloned().flatten().and_then(|name| paid_group(&name));
        reader.bill(view, [line.with("group", crate::value::or_provider(name))]);
        if let Some((group, requests)) = paid {
            reader.bill(
                view,
                [
                    Line::one("wafv2", group, "group_month"),
                    Line::used("wafv2", requests, "million_requests", Usage::Requests),
                ],
            );
        }
    }
    let own = rules.iter().filter(|it| managed(**it).is_none()).count();
    if own > 0 {
        reader.bill(view, [Line::constant("wafv2", "rule", "rule_month", count(own))]);
    }
}

/// The managed rule group that a rule refers to.
fn managed<'i, 'a>(rule: View<'i, 'a>) -> Option<View<'i, 'a>> {
    rule.block("statement")?.block("managed_rule_group_statement")
}

/// Groups of AWS that cost a fee and a price for each request, beside what every group costs. Source: AWS WAF pricing.
fn paid_group(name: &str) -> Option<(&'static str, &'static str)> {
    match name {
        "AWSManagedRulesBotControlRuleSet" => Some(("bot_control", "bot_control_requests")),
        "AWSManagedRulesATPRuleSet" | "AWSManagedRulesACFPRuleSet" => {
            Some(("fraud_control", "fraud_control_requests"))
        }
        _ => None,
    }
}

fn rule_group<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let rules = known_blocks(view, "rule").and_then(|rules| count(rules.len()));
    reader.bill(view, [Line::constant("wafv2", "rule", "rule_month", rules)]);
}

fn web_acl_logs<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    vended(reader, view, &view.targets("log_destination_configs"));
}

fn shield<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    reader.bill(
        view,
        [
            Line::one("shield", "advanced", "subscription_month"),
            Line::used("shield", "data_out", "gb", Usage::BytesOut).tiered(),
        ],
    );
}
