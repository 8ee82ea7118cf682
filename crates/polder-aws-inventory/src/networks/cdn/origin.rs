//! Origins of distributions.

use polder_cloud::View;
use polder_inventory::EntryId;
use polder_inventory::model::{Known, Link, Pattern, Reason, Set};
use polder_inventory::networks::{
    ApiStageId, CdnOrigin, OriginConnection, OriginHeader, OriginProtocol, OriginTarget, TlsVersion,
};

use crate::networks::attribute;
use crate::networks::load_balancing::tls;
use crate::reader::Reader;
use crate::value::is_left_out;

const PROTOCOLS: [(&str, OriginProtocol); 3] = [
    ("http-only", OriginProtocol::HttpOnly),
    ("https-only", OriginProtocol::HttpsOnly),
    ("match-viewer", OriginProtocol::MatchViewer),
];

/// Reads an origin of a distribution.
pub(in crate::networks) fn origin<'i, 'a>(
    reader: &mut Reader<'i, 'a>,
    view: View<'i, 'a>,
    block: View<'i, 'a>,
) -> CdnOrigin {
    let headers = block.blocks("custom_header").into_iter().map(|header| OriginHeader {
        name: attribute::required(header, "name"),
        value: attribute::required_secret(header, "value"),
    });
    let (target, connection) = target(reader, block);
    CdnOrigin {
        id: block.text("origin_id").unwrap_or_default().into(),
        target,
        connection,
        // Provider documentation: three tries of ten seconds.
        attempts: attribute::number_or(block, "connection_attempts", 3),
        connect_timeout: attribute::seconds_or(block, "connection_timeout", 10),
        signs_requests: signs(reader, view, block),
        headers: headers.collect(),
        shield_region: shield(block),
    }
}

fn shield(view: View<'_, '_>) -> Known<Option<polder_inventory::model::Text>> {
    let Some(shield) = view.block("origin_shield") else { return Known::Value(None) };
    match attribute::truth_or(shield, "enabled", false) {
        Known::Value(true) => attribute::text(shield, "origin_shield_region"),
        Known::Value(false) => Known::Value(None),
        Known::Unknown(reason) => Known::Unknown(reason),
    }
}

/// Whether requests are signed: by origin access control, or by the older origin access identity.
fn signs<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>, block: View<'i, 'a>) -> Known<bool> {
    if let Some(old) = block.block("s3_origin_config")
        && attribute::text(old, "origin_access_identity") != Known::Value(None)
    {
        return Known::Value(true);
    }
    let value = block.get("origin_access_control_id");
    if is_left_out(&value) {
        return Known::Value(false);
    }
    let kinds = ["aws_cloudfront_origin_access_control"];
    let Some(control) = reader.resource_of(block, "origin_access_control_id", &kinds) else {
        return Known::Unknown(Reason::Elsewhere);
    };
    if let Some(entry) = reader.entry(view.id()) {
        reader.contribute(control, entry, &["origins"]);
    }
    let words = [("always", true), ("never", false), ("no-override", true)];
    attribute::required_word(control, "signing_behavior", &words)
}

/// The target of an origin, and its protocol settings.
fn target<'i, 'a>(
    reader: &mut Reader<'i, 'a>,
    view: View<'i, 'a>,
) -> (OriginTarget, Option<OriginConnection>) {
    if let Some(private) = view.block("vpc_origin_config") {
        return private_target(reader, private);
    }
    let Some(custom) = view.block("custom_origin_config") else {
        // An origin without `custom_origin_config` is a bucket: provider documentation.
        return (OriginTarget::Bucket(reader.must_lead_to(view, "domain_name", "bucket")), None);
    };
    let connection = OriginConnection {
        protocol: attribute::required_word(custom, "origin_protocol_policy", &PROTOCOLS),
        http_port: attribute::number_or(custom, "http_port", 80),
        https_port: attribute::number_or(custom, "https_port", 443),
        tls_versions: versions(custom, "origin_ssl_protocols"),
        // Provider documentation: 30 and 5 seconds.
        read_timeout: attribute::seconds_or(custom, "origin_read_timeout", 30),
        keep_alive: attribute::seconds_or(custom, "origin_keepalive_timeout", 5),
    };
    (host_target(reader, view), Some(connection))
}

fn versions(view: View<'_, '_>, name: &str) -> Known<Set<TlsVersion>> {
    match attribute::texts(view, name) {
        Known::Value(words) => {
            let versions: Option<Vec<TlsVersion>> =
                words.iter().map(|it| tls::of_edge(it).value().copied()).collect();
            versions.map_or(Known::Unknown(Reason::NotUnderstood), |it| Known::Value(it.into()))
        }
        Known::Unknown(reason) => Known::Unknown(reason),
    }
}

/// The target at a host name: an entry, if the name belongs to one.
fn host_target<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) -> OriginTarget {
    let host = reader.pattern(view, "domain_name");
    let mut named: Vec<EntryId> = host.value().into_iter().flat_map(Pattern::entries).collect();
    if let Some(text) = view.text("domain_name") {
        named.extend(reader.by_text(&text));
    }
    let path = view.text("origin_path").unwrap_or_default();
    for entry in named {
        match entry {
            EntryId::LoadBalancer(balancer) => return OriginTarget::LoadBalancer(Link::To(balancer)),
            EntryId::Store(bucket) => return OriginTarget::Bucket(Link::To(bucket)),
            EntryId::Function(function) => return OriginTarget::Function(Link::To(function)),
            EntryId::ApiStage(stage) => return OriginTarget::Api(Link::To(stage)),
            EntryId::Api(_) => {
                let stage = stage(reader, view, path.trim_matches('/'));
                return OriginTarget::Api(stage.map_or(Link::Unknown(Reason::Elsewhere), Link::To));
            }
            _ => {}
        }
    }
    OriginTarget::Host(host)
}

/// The stage of an API in an origin's path. If the API has one stage, it is that stage.
fn stage<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>, path: &str) -> Option<ApiStageId> {
    let first = path.split('/').next().unwrap_or("");
    for api in reader.resources(view, "domain_name") {
        let rest = reader.users(("aws_api_gateway_stage", "rest_api_id"), api.id());
        let http = reader.users(("aws_apigatewayv2_stage", "api_id"), api.id());
        let stages: Vec<View<'i, 'a>> = rest.into_iter().chain(http).collect();
        let name = |it: &View<'i, 'a>| it.text("stage_name").or_else(|| it.text("name"));
        let named = stages.iter().find(|it| name(it).as_deref() == Some(first));
        let only = if let [only] = stages.as_slice() { Some(only) } else { None };
        if let Some(stage) = named.or(only) {
            return reader.id(stage.id());
        }
    }
    None
}

/// A load balancer that CloudFront reaches through a VPC origin.
fn private_target<'i, 'a>(
    reader: &mut Reader<'i, 'a>,
    view: View<'i, 'a>,
) -> (OriginTarget, Option<OriginConnection>) {
    let unknown = || (OriginTarget::PrivateLoadBalancer(Link::Unknown(Reason::Elsewhere)), None);
    let Some(origin) = reader.resource_of(view, "vpc_origin_id", &["aws_cloudfront_vpc_origin"]) else {
        return unknown();
    };
    let Some(settings) = origin.block("vpc_origin_endpoint_config") else { return unknown() };
    let protocols = settings.block("origin_ssl_protocols");
    let connection = OriginConnection {
        protocol: attribute::required_word(settings, "origin_protocol_policy", &PROTOCOLS),
        http_port: attribute::number_or(settings, "http_port", 80),
        https_port: attribute::number_or(settings, "https_port", 443),
        tls_versions: protocols.map_or(Known::Unknown(Reason::AfterApply), |it| versions(it, "items")),
        read_timeout: attribute::seconds_or(view, "origin_read_timeout", 30),
        keep_alive: attribute::seconds_or(view, "origin_keepalive_timeout", 5),
    };
    let balancer = reader.must_lead_to(settings, "arn", "load-balancer");
    (OriginTarget::PrivateLoadBalancer(balancer), Some(connection))
}
