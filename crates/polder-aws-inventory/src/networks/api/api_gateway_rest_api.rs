//! `aws_api_gateway_rest_api` and `aws_apigatewayv2_api`.

use polder_cloud::View;
use polder_inventory::model::{Known, Reason};
use polder_inventory::networks::{Api, ApiExposure, ApiKind};
use polder_units::Bytes;

use crate::networks::attribute;
use crate::reader::Reader;
use crate::value::is_set;

/// The kinds of endpoints.
pub(in crate::networks) const EXPOSURES: [(&str, ApiExposure); 3] =
    [("EDGE", ApiExposure::Edge), ("REGIONAL", ApiExposure::Regional), ("PRIVATE", ApiExposure::Private)];

/// Reads a REST API. Provider documentation for the defaults: edge-optimized, and with the default endpoint enabled.
pub(in crate::networks) fn read<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let source = reader.source(view);
    let disabled = attribute::truth_or(view, "disable_execute_api_endpoint", false);
    let compression = attribute::number::<i64>(view, "minimum_compression_size");
    let api = Api {
        source,
        name: attribute::required(view, "name"),
        kind: Known::Value(ApiKind::Rest),
        exposure: exposure(view),
        default_endpoint_enabled: disabled.map(|disabled| !disabled),
        // -1 disables compression.
        compression_minimum: compression.map(|size| size.and_then(|it| u64::try_from(it).ok()).map(Bytes)),
    };
    let id = reader.inventory.networks.apis.push(api);
    if is_set(view, "body") {
        let text = "Routes of the API are in an OpenAPI document that is not read.";
        reader.blind(view, Some(id.into()), Some("body"), Reason::AttributeNotModelled, text);
    }
}

/// The endpoint type of an API or domain.
pub(in crate::networks) fn exposure(view: View<'_, '_>) -> Known<ApiExposure> {
    let Some(settings) = view.block("endpoint_configuration") else { return Known::Value(ApiExposure::Edge) };
    match attribute::texts(settings, "types") {
        Known::Value(types) => {
            let word = types.first().map_or("EDGE", |it| it.as_str());
            let known = EXPOSURES.iter().find(|(name, _)| *name == word);
            known.map_or(Known::Unknown(Reason::NotUnderstood), |(_, exposure)| Known::Value(*exposure))
        }
        Known::Unknown(reason) => Known::Unknown(reason),
    }
}

/// Reads an HTTP or WebSocket API. These are always regional: API Gateway Developer Guide, "Choose between
/// REST APIs and HTTP APIs".
pub(in crate::networks) fn read_new<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let source = reader.source(view);
    let words = [("HTTP", ApiKind::Http), ("WEBSOCKET", ApiKind::WebSocket)];
    let disabled = attribute::truth_or(view, "disable_execute_api_endpoint", false);
    let api = Api {
        source,
        name: attribute::required(view, "name"),
        kind: attribute::required_word(view, "protocol_type", &words),
        exposure: Known::Value(ApiExposure::Regional),
        default_endpoint_enabled: disabled.map(|disabled| !disabled),
        compression_minimum: Known::Value(None),
    };
    let id = reader.inventory.networks.apis.push(api);
    for name in ["body", "target"] {
        if is_set(view, name) {
            let text = "Routes of the API are created by an attribute that is not read.";
            reader.blind(view, Some(id.into()), Some(name), Reason::AttributeNotModelled, text);
        }
    }
}
