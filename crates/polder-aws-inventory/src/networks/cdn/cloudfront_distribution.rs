//! `aws_cloudfront_distribution`.

use polder_cloud::View;
use polder_inventory::model::{Known, Link, Reason};
use polder_inventory::networks::{
    CdnOrigin, CdnOriginGroup, CertificateId, Distribution, DistributionId, ErrorResponse, GeoRestriction,
    ServerTls, TlsVersion,
};
use polder_inventory::observability::LogKind;

use crate::networks::attribute;
use crate::networks::cdn::behaviour::behaviours;
use crate::networks::cdn::origin::origin;
use crate::networks::load_balancing::tls;
use crate::networks::log_route::LogBucket;
use crate::reader::Reader;
use crate::value::is_set;

/// Reads a distribution. Its behaviours are read when all policies have been read.
pub(in crate::networks) fn read<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let source = reader.source(view);
    let mut origins: Vec<CdnOrigin> =
        view.blocks("origin").into_iter().map(|block| origin(reader, view, block)).collect();
    // A plan has a different order; origins are identified by their IDs.
    origins.sort_by(|one, other| one.id.cmp(&other.id));
    let mut groups: Vec<CdnOriginGroup> = view.blocks("origin_group").into_iter().map(group).collect();
    groups.sort_by(|one, other| one.id.cmp(&other.id));
    let mut errors: Vec<ErrorResponse> =
        view.blocks("custom_error_response").into_iter().map(error_page).collect();
    errors.sort_by_key(|error| error.status.value().copied());
    let distribution = Distribution {
        source,
        enabled: needed(attribute::truth_or(view, "enabled", false), view),
        aliases: attribute::texts(view, "aliases"),
        tls: viewer_tls(reader, view),
        // Provider documentation: `price_class` defaults to all locations.
        edge_locations: attribute::text_or(view, "price_class", "PriceClass_All"),
        v6: attribute::truth_or(view, "is_ipv6_enabled", false),
        web_acl: reader.leads_to(view, "web_acl_id", "web-acl"),
        origins: origins.into(),
        origin_groups: groups.into(),
        behaviours: [].into(),
        error_responses: errors.into(),
        geo_restriction: countries(view),
        root_object: attribute::text(view, "default_root_object"),
    };
    reader.inventory.networks.distributions.push(distribution);
}

/// `enabled` is required; a data source has it after it has been read.
fn needed(known: Known<bool>, view: View<'_, '_>) -> Known<bool> {
    if view.is_managed() || is_set(view, "enabled") { known } else { Known::Unknown(Reason::Elsewhere) }
}

/// Adds the behaviours and the access logs.
pub(in crate::networks) fn read_parts<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let Some(id) = reader.id::<DistributionId>(view.id()) else { return };
    let behaviours = behaviours(reader, view);
    if let Some(distribution) = reader.inventory.networks.distributions.get_mut(id) {
        distribution.behaviours = behaviours;
    }
    let logs = view.block("logging_config").filter(|it| it.body().get("bucket").is_some());
    let route =
        LogBucket { part: "logging_config", kind: LogKind::Access, bucket: "bucket", prefix: "prefix" };
    reader.log_to_bucket(view, id.into(), logs, route);
}

fn group(view: View<'_, '_>) -> CdnOriginGroup {
    let criteria = view.block("failover_criteria");
    let members = view.blocks("member").into_iter();
    CdnOriginGroup {
        id: view.text("origin_id").unwrap_or_default().into(),
        members: members.map(|it| it.text("origin_id").unwrap_or_default().into()).collect(),
        statuses: criteria.map_or(Known::Value([].into()), |it| attribute::numbers(it, "status_codes")),
    }
}

fn error_page(view: View<'_, '_>) -> ErrorResponse {
    ErrorResponse {
        status: attribute::required_number(view, "error_code"),
        // A state contains 0 where the status is not changed.
        viewer_status: attribute::number(view, "response_code")
            .map(|status: Option<u16>| status.filter(|it| *it > 0)),
        page: attribute::text(view, "response_page_path"),
        ttl: attribute::seconds(view, "error_caching_min_ttl"),
    }
}

fn countries(view: View<'_, '_>) -> GeoRestriction {
    let Some(limits) = view.block("restrictions").and_then(|it| it.block("geo_restriction")) else {
        return GeoRestriction::None;
    };
    let named = attribute::texts(limits, "locations");
    match attribute::text_or(limits, "restriction_type", "none") {
        Known::Value(kind) => match kind.as_str() {
            "none" => GeoRestriction::None,
            "whitelist" => GeoRestriction::Allow(named),
            "blacklist" => GeoRestriction::Deny(named),
            _ => GeoRestriction::Allow(Known::Unknown(Reason::NotUnderstood)),
        },
        Known::Unknown(reason) => GeoRestriction::Allow(Known::Unknown(reason)),
    }
}

/// TLS between viewers and CloudFront. With the default certificate, the security policy is always `TLSv1`:
/// Amazon CloudFront Developer Guide, "Supported protocols and ciphers between viewers and CloudFront".
fn viewer_tls<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) -> ServerTls {
    let mutual = view.block("viewer_mtls_config").map(|it| attribute::text_or(it, "mode", "required"));
    let client_certificates = mutual.map_or(Known::Value(false), |mode| mode.map(|mode| mode == "required"));
    let Some(settings) = view.block("viewer_certificate") else {
        return ServerTls {
            policy: Known::Unknown(Reason::Elsewhere),
            minimum: Known::Unknown(Reason::Elsewhere),
            certificates: [].into(),
            client_certificates,
        };
    };
    let mut certificates: Vec<Link<CertificateId>> = vec![];
    for name in ["acm_certificate_arn", "iam_certificate_id"] {
        certificates.extend(reader.all_lead_to(settings, name, "certificate"));
    }
    let own = attribute::truth_or(settings, "cloudfront_default_certificate", false);
    if own == Known::Value(true) || certificates.is_empty() {
        return ServerTls {
            policy: Known::Value(Some("TLSv1".into())),
            minimum: Known::Value(TlsVersion::Tls10),
            certificates: certificates.into(),
            client_certificates,
        };
    }
    // Provider documentation: defaults to `TLSv1`.
    let policy = attribute::text_or(settings, "minimum_protocol_version", "TLSv1");
    ServerTls {
        minimum: tls::minimum(&policy, tls::of_edge),
        policy: policy.map(Some),
        certificates: certificates.into(),
        client_certificates,
    }
}
