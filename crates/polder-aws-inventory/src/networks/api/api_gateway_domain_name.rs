//! `aws_api_gateway_domain_name`, `aws_apigatewayv2_domain_name` and their mappings to stages.

use polder_cloud::View;
use polder_inventory::model::{Known, Link, Reason};
use polder_inventory::networks::{ApiDomain, ApiDomainId, ApiExposure, ApiMapping, CertificateId, ServerTls};

use crate::networks::api::api_gateway_rest_api::{EXPOSURES, exposure};
use crate::networks::api::api_gateway_stage::stage;
use crate::networks::attribute;
use crate::networks::load_balancing::tls;
use crate::reader::Reader;

/// Reads a domain name of REST APIs.
pub(in crate::networks) fn read<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let names = ["certificate_arn", "regional_certificate_arn"];
    let exposure = exposure(view);
    let ownership = "ownership_verification_certificate_arn";
    push(reader, view, view, names, exposure, ownership);
}

/// Reads a domain name of HTTP and WebSocket APIs.
pub(in crate::networks) fn read_new<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let settings = view.block("domain_name_configuration").unwrap_or(view);
    let exposure = attribute::word_or(settings, "endpoint_type", &EXPOSURES, ApiExposure::Regional);
    let ownership = "ownership_verification_certificate_arn";
    push(reader, view, settings, ["certificate_arn", ""], exposure, ownership);
}

fn push<'i, 'a>(
    reader: &mut Reader<'i, 'a>,
    view: View<'i, 'a>,
    settings: View<'i, 'a>,
    certificates: [&str; 2],
    exposure: Known<ApiExposure>,
    ownership: &str,
) {
    let source = reader.source(view);
    let policy = attribute::text(settings, "security_policy");
    // Without a security policy, API Gateway chooses; its default differs between regions and has changed over time.
    let policy = match policy {
        Known::Value(None) => Known::Unknown(Reason::AfterApply),
        Known::Value(Some(policy)) => Known::Value(policy),
        Known::Unknown(reason) => Known::Unknown(reason),
    };
    let mut shown: Vec<Link<CertificateId>> = vec![];
    for name in certificates {
        shown.extend(reader.all_lead_to(settings, name, "certificate"));
    }
    let mutual = view.block("mutual_tls_authentication");
    let mutual = mutual.is_some_and(|it| attribute::text(it, "truststore_uri") != Known::Value(None));
    let domain = ApiDomain {
        source,
        name: attribute::required(view, "domain_name").map(|name| name.to_lowercase().into()),
        exposure,
        tls: ServerTls {
            minimum: tls::minimum(&policy, tls::of_edge),
            policy: policy.map(Some),
            certificates: shown.into(),
            client_certificates: Known::Value(mutual),
        },
        ownership_certificate: reader.leads_to(settings, ownership, "certificate"),
        mappings: [].into(),
    };
    reader.inventory.networks.api_domains.push(domain);
}

/// Reads `aws_api_gateway_base_path_mapping`.
pub(in crate::networks) fn read_mapping<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let stage = stage(reader, view, "api_id", "stage_name");
    map(reader, view, "domain_name", "base_path", stage);
}

/// Reads `aws_apigatewayv2_api_mapping`.
pub(in crate::networks) fn read_new_mapping<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let stage = stage(reader, view, "api_id", "stage");
    map(reader, view, "domain_name", "api_mapping_key", stage);
}

fn map<'i, 'a>(
    reader: &mut Reader<'i, 'a>,
    view: View<'i, 'a>,
    domain: &str,
    path: &str,
    stage: Option<polder_inventory::networks::ApiStageId>,
) {
    let Some(id) = self::domain(reader, view, domain) else { return };
    // `(none)` means no path: documentation of the API.
    let path = attribute::text(view, path).map(|path| path.filter(|path| path != "(none)"));
    let stage = stage.map_or(Link::Unknown(Reason::Elsewhere), Link::To);
    if let Some(domain) = reader.inventory.networks.api_domains.get_mut(id) {
        domain.mappings = domain.mappings.iter().cloned().chain([ApiMapping { path, stage }]).collect();
    }
    reader.contribute(view, id, &["mappings"]);
}

/// The domain name: by reference, or by name.
fn domain<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>, name: &str) -> Option<ApiDomainId> {
    let direct = reader.resources(view, name).into_iter().find_map(|it| reader.id(it.id()));
    direct.or_else(|| {
        let host = view.text(name)?.to_lowercase();
        let kinds = ["aws_api_gateway_domain_name", "aws_apigatewayv2_domain_name"];
        let found = kinds.into_iter().flat_map(|kind| reader.with_text((kind, "domain_name"), &host));
        let found: Vec<_> = found.collect();
        found.into_iter().find_map(|id| reader.id(id))
    })
}
