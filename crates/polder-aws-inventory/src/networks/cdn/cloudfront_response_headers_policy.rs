//! `aws_cloudfront_response_headers_policy`.

use polder_cloud::View;
use polder_inventory::model::{Known, Reason, Set, Text};
use polder_inventory::networks::{ResponseHeader, ResponseHeadersPolicy};

use crate::networks::attribute;
use crate::networks::cdn::managed_headers;
use crate::reader::Reader;
use crate::value::is_set;

/// Reads a policy, as a resource or a data source.
pub(in crate::networks) fn read<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let source = reader.source(view);
    let blocks = ["cors_config", "custom_headers_config", "security_headers_config", "remove_headers_config"];
    let described = view.is_managed() || blocks.iter().any(|it| view.block(it).is_some());
    let named = view.text("name").or_else(|| view.text("id")).filter(|_| !view.is_managed());
    let policy = match named.and_then(|it| managed_headers::by_id(&it)) {
        Some(policy) if !described => managed_headers::policy(source, policy),
        _ => ResponseHeadersPolicy {
            source,
            name: attribute::required(view, "name"),
            set: if described { Known::Value(set(view)) } else { Known::Unknown(Reason::Elsewhere) },
            removed: removed(view),
        },
    };
    reader.inventory.networks.response_headers_policies.push(policy);
}

fn removed(view: View<'_, '_>) -> Known<Set<Text>> {
    let items = view.block("remove_headers_config").map(|it| it.blocks("items")).unwrap_or_default();
    let mut found = vec![];
    for item in items {
        match attribute::required(item, "header") {
            Known::Value(header) => found.push(Text::from(header.to_lowercase())),
            Known::Unknown(reason) => return Known::Unknown(reason),
        }
    }
    Known::Value(found.into())
}

fn set(view: View<'_, '_>) -> Set<ResponseHeader> {
    let mut found = vec![];
    if let Some(cors) = view.block("cors_config") {
        of_cors(cors, &mut found);
    }
    if let Some(security) = view.block("security_headers_config") {
        of_security(security, &mut found);
    }
    for item in view.block("custom_headers_config").map(|it| it.blocks("items")).unwrap_or_default() {
        if let Some(name) = item.text("header") {
            let overrides = attribute::truth_or(item, "override", false);
            let value = attribute::required(item, "value");
            found.push(ResponseHeader { name: name.to_lowercase().into(), value, overrides });
        }
    }
    if let Some(timing) = view.block("server_timing_headers_config")
        && attribute::truth_or(timing, "enabled", false) != Known::Value(false)
    {
        let value = Known::Unknown(Reason::Elsewhere);
        found.push(header("server-timing", value, Known::Value(true)));
    }
    found.into()
}

fn header(name: &'static str, value: Known<Text>, overrides: Known<bool>) -> ResponseHeader {
    ResponseHeader { name: Text::new_static(name), value, overrides }
}

fn of_cors(view: View<'_, '_>, found: &mut Vec<ResponseHeader>) {
    let overrides = attribute::truth_or(view, "origin_override", false);
    let lists = [
        ("access-control-allow-headers", "access_control_allow_headers"),
        ("access-control-allow-methods", "access_control_allow_methods"),
        ("access-control-allow-origin", "access_control_allow_origins"),
        ("access-control-expose-headers", "access_control_expose_headers"),
    ];
    for (name, block) in lists {
        if let Some(block) = view.block(block) {
            let items = attribute::texts(block, "items");
            found.push(header(name, items.map(|items| items.join(", ").into()), overrides));
        }
    }
    if attribute::truth_or(view, "access_control_allow_credentials", false) == Known::Value(true) {
        found.push(header("access-control-allow-credentials", Known::Value("true".into()), overrides));
    }
    if is_set(view, "access_control_max_age_sec") {
        let age = attribute::required(view, "access_control_max_age_sec");
        found.push(header("access-control-max-age", age, overrides));
    }
}

fn of_security(view: View<'_, '_>, found: &mut Vec<ResponseHeader>) {
    let overrides = |block: View<'_, '_>| attribute::truth_or(block, "override", false);
    let plain = [
        ("content-security-policy", "content_security_policy", "content_security_policy"),
        ("x-frame-options", "frame_options", "frame_option"),
        ("referrer-policy", "referrer_policy", "referrer_policy"),
    ];
    for (name, block, attribute) in plain {
        if let Some(block) = view.block(block) {
            found.push(header(name, attribute::required(block, attribute), overrides(block)));
        }
    }
    if let Some(block) = view.block("content_type_options") {
        found.push(header("x-content-type-options", Known::Value("nosniff".into()), overrides(block)));
    }
    if let Some(block) = view.block("strict_transport_security") {
        found.push(header("strict-transport-security", transport(block), overrides(block)));
    }
    if let Some(block) = view.block("xss_protection") {
        found.push(header("x-xss-protection", scripts(block), overrides(block)));
    }
}

fn transport(view: View<'_, '_>) -> Known<Text> {
    let age = attribute::required(view, "access_control_max_age_sec");
    let flag = |name: &str, word: &str| match attribute::truth_or(view, name, false) {
        Known::Value(true) => Ok(format!("; {word}")),
        Known::Value(false) => Ok(String::new()),
        Known::Unknown(reason) => Err(reason),
    };
    match (age, flag("include_subdomains", "includeSubDomains"), flag("preload", "preload")) {
        (Known::Value(age), Ok(below), Ok(preload)) => {
            Known::Value(format!("max-age={age}{below}{preload}").into())
        }
        (Known::Unknown(reason), ..) | (_, Err(reason), _) | (.., Err(reason)) => Known::Unknown(reason),
    }
}

fn scripts(view: View<'_, '_>) -> Known<Text> {
    let (on, block) =
        (attribute::truth_or(view, "protection", false), attribute::truth_or(view, "mode_block", false));
    match (on, block, attribute::text(view, "report_uri")) {
        (Known::Value(false), ..) => Known::Value("0".into()),
        (Known::Value(true), Known::Value(true), _) => Known::Value("1; mode=block".into()),
        (Known::Value(true), Known::Value(false), Known::Value(Some(uri))) => {
            Known::Value(format!("1; report={uri}").into())
        }
        (Known::Value(true), Known::Value(false), Known::Value(None)) => Known::Value("1".into()),
        (Known::Unknown(reason), ..) | (_, Known::Unknown(reason), _) | (.., Known::Unknown(reason)) => {
            Known::Unknown(reason)
        }
    }
}
