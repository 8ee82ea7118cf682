//! `aws_apigatewayv2_route`.

use polder_cloud::View;
use polder_inventory::model::{Known, Reason, Text};
use polder_inventory::networks::ApiRoute;

use crate::networks::api::api_gateway_integration::{Names, integration};
use crate::networks::api::api_gateway_method::authorization;
use crate::networks::attribute;
use crate::reader::Reader;
use crate::value::is_set;

/// Reads a route of an HTTP or WebSocket API.
pub(in crate::networks) fn read<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let source = reader.source(view);
    let (method, path) = key(view);
    let found = reader.resource_of(view, "target", &["aws_apigatewayv2_integration"]);
    let found = found.or_else(|| by_id(reader, view));
    let answers = found.map(|it| integration(reader, it, Names::HTTP));
    let route = ApiRoute {
        source,
        api: reader.must_lead_to(view, "api_id", "api"),
        method,
        path,
        authorization: authorization(reader, view, "authorization_type"),
        key_required: attribute::truth_or(view, "api_key_required", false),
        integration: answers,
    };
    let id = reader.inventory.networks.api_routes.push(route);
    if let Some(found) = found {
        reader.contribute(found, id, &["integration"]);
    } else if is_set(view, "target") {
        let text = "The backend of the route is not known.";
        reader.blind(view, Some(id.into()), Some("target"), Reason::Elsewhere, text);
    }
}

/// `integrations/abc123`, with an ID in the state.
fn by_id<'i, 'a>(reader: &Reader<'i, 'a>, view: View<'i, 'a>) -> Option<View<'i, 'a>> {
    let target = view.text("target")?;
    let id = target.strip_prefix("integrations/")?;
    let views = reader.index.holders(id).iter().filter_map(|id| reader.index.view(*id));
    views.into_iter().find(|it| it.kind() == "aws_apigatewayv2_integration")
}

/// `GET /items/{id}`, `$default`, or the route key of a WebSocket API.
fn key(view: View<'_, '_>) -> (Known<Text>, Known<Text>) {
    match attribute::required(view, "route_key") {
        Known::Value(key) => match key.split_once(' ') {
            Some((method, path)) => (Known::Value(method.into()), Known::Value(path.into())),
            None => (Known::Value("ANY".into()), Known::Value(key)),
        },
        Known::Unknown(reason) => (Known::Unknown(reason), Known::Unknown(reason)),
    }
}
