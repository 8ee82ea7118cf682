//! `aws_api_gateway_stage`, `aws_api_gateway_method_settings` and `aws_apigatewayv2_stage`.

use polder_cloud::View;
use polder_inventory::model::{Known, Link, Reason};
use polder_inventory::networks::{ApiStage, ApiStageId, Throttle};
use polder_inventory::observability::LogKind;

use crate::networks::attribute;
use crate::reader::Reader;
use crate::value::{is_left_out, is_set};

/// Reads a stage of a REST API.
pub(in crate::networks) fn read<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let source = reader.source(view);
    let certificate = view.get("client_certificate_id");
    let stage = ApiStage {
        source,
        api: reader.must_lead_to(view, "rest_api_id", "api"),
        name: attribute::required(view, "stage_name"),
        throttle: None,
        web_acl: None,
        client_certificate: Known::Value(!is_left_out(&certificate)),
        caching: attribute::truth_or(view, "cache_cluster_enabled", false),
        tracing: attribute::truth_or(view, "xray_tracing_enabled", false),
    };
    let id = reader.inventory.networks.api_stages.push(stage);
    for certificate in reader.resources(view, "client_certificate_id") {
        if certificate.kind() == "aws_api_gateway_client_certificate" {
            reader.contribute(certificate, id, &["client_certificate"]);
        }
    }
}

/// Reads a stage of an HTTP or WebSocket API.
pub(in crate::networks) fn read_new<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let source = reader.source(view);
    let stage = ApiStage {
        source,
        api: reader.must_lead_to(view, "api_id", "api"),
        name: attribute::required(view, "name"),
        throttle: view.block("default_route_settings").and_then(throttle),
        web_acl: None,
        client_certificate: Known::Value(is_set(view, "client_certificate_id")),
        caching: Known::Value(false),
        tracing: Known::Value(false),
    };
    reader.inventory.networks.api_stages.push(stage);
}

/// Reads the access logs of a stage.
pub(in crate::networks) fn read_parts<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let Some(entry) = reader.entry(view.id()) else { return };
    if let Some(logs) =
        view.block("access_log_settings").filter(|it| it.body().get("destination_arn").is_some())
    {
        let route = reader.log_route(view, Link::To(entry), LogKind::Access, (logs, "destination_arn"));
        reader.inventory.observability.log_routes.push(route);
    }
}

/// A limit that is set; -1 means none, and so does 0 in a state where nothing was set.
pub(in crate::networks) fn throttle(view: View<'_, '_>) -> Option<Throttle> {
    let names = [("throttling_rate_limit", "throttling_burst_limit"), ("rate_limit", "burst_limit")];
    let (rate, burst) = names.into_iter().find(|(rate, burst)| {
        let limits = |name: &str| match view.get(name).as_plain() {
            Some(text) => !(text.starts_with('-') || text.chars().all(|it| matches!(it, '0' | '.'))),
            None => !is_left_out(&view.get(name)),
        };
        limits(rate) || limits(burst)
    })?;
    Some(Throttle { rate: attribute::decimal(view, rate), burst: attribute::required_number(view, burst) })
}

/// Reads settings of methods: a limit for all methods is the limit of the stage.
pub(in crate::networks) fn read_settings<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let Some(id) = stage(reader, view, "rest_api_id", "stage_name") else { return };
    let throttle = view.block("settings").and_then(throttle);
    if view.text("method_path").as_deref() == Some("*/*") {
        if let Some(stage) = reader.inventory.networks.api_stages.get_mut(id) {
            stage.throttle = throttle;
        }
    } else if throttle.is_some() {
        let text = "Some methods of the stage have separate limits.";
        reader.blind(view, Some(id.into()), Some("method_path"), Reason::AttributeNotModelled, text);
    }
    reader.contribute(view, id, &["throttle"]);
}

/// The stage of a resource: by reference, or by API and name.
pub(in crate::networks) fn stage<'i, 'a>(
    reader: &mut Reader<'i, 'a>,
    view: View<'i, 'a>,
    api: &str,
    name: &str,
) -> Option<ApiStageId> {
    let direct = reader.leads_to::<ApiStageId>(view, name, "stage").and_then(|it| it.id());
    let direct =
        direct.or_else(|| reader.resources(view, name).into_iter().find_map(|it| reader.id(it.id())));
    if direct.is_some() {
        return direct;
    }
    let word = view.text(name)?;
    for api in reader.resources(view, api) {
        for (kind, attribute, own) in [
            ("aws_api_gateway_stage", "rest_api_id", "stage_name"),
            ("aws_apigatewayv2_stage", "api_id", "name"),
        ] {
            for stage in reader.users((kind, attribute), api.id()) {
                if stage.text(own) == Some(word.clone()) {
                    return reader.id(stage.id());
                }
            }
        }
    }
    None
}
