//! `aws_api_gateway_method` with its path and authorization.

use polder_cloud::View;
use polder_cloud::index::Resolved;
use polder_inventory::model::{Known, Link, Reason, Text};
use polder_inventory::networks::{ApiAuthorization, ApiRoute, ApiRouteId};

use crate::networks::api::api_gateway_integration::{Names, integration};
use crate::networks::api::function_uri::function_of_uri;
use crate::networks::attribute;
use crate::reader::Reader;
use crate::value::reason;

/// Reads a method.
pub(in crate::networks) fn read<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let source = reader.source(view);
    let route = ApiRoute {
        source,
        api: reader.must_lead_to(view, "rest_api_id", "api"),
        method: attribute::required(view, "http_method"),
        path: path(reader, view, "resource_id"),
        authorization: authorization(reader, view, "authorization"),
        key_required: attribute::truth_or(view, "api_key_required", false),
        integration: None,
    };
    reader.inventory.networks.api_routes.push(route);
}

/// Sets the backend of a method: the integration of its resource with the same HTTP method.
pub(in crate::networks) fn read_parts<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let Some(id) = reader.id::<ApiRouteId>(view.id()) else { return };
    let method = attribute::required(view, "http_method");
    let place = place(reader, view);
    let of = ("aws_api_gateway_integration", "resource_id");
    let used = reader.resources(view, "resource_id");
    let users: Vec<View<'i, 'a>> = used.into_iter().flat_map(|it| reader.users(of, it.id())).collect();
    let same = |reader: &mut Reader<'i, 'a>, it: &View<'i, 'a>| {
        attribute::required(*it, "http_method") == method && self::place(reader, *it) == place
    };
    let Some(found) = users.into_iter().find(|it| same(reader, it)) else { return };
    let answers = integration(reader, found, Names::REST);
    if let Some(route) = reader.inventory.networks.api_routes.get_mut(id) {
        route.integration = Some(answers);
    }
    reader.contribute(found, id, &["integration"]);
}

/// The resource of a method, or the root of its API.
fn place<'i, 'a>(
    reader: &mut Reader<'i, 'a>,
    view: View<'i, 'a>,
) -> Option<(polder_cloud::ResourceId, bool)> {
    let value = view.get("resource_id");
    let first = reader.resources(view, "resource_id").into_iter().next()?;
    let root = matches!(&value, Resolved::Attribute(of) if of.name == "root_resource_id");
    Some((first.id(), root))
}

/// The path of a resource: the path parts of its parents and its own.
fn path<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>, name: &str) -> Known<Text> {
    let mut parts: Vec<String> = vec![];
    let (mut at, mut name) = (view, name);
    // Far more than the depth that API Gateway allows; the limit ends cycles in inconsistent graphs.
    for _ in 0..64 {
        let parent = reader.resource_of(at, name, &["aws_api_gateway_resource"]);
        let Some(parent) = parent else {
            let root = ["aws_api_gateway_rest_api"];
            if reader.resource_of(at, name, &root).is_none() && !is_root(reader, at, name) {
                return Known::Unknown(reason(&at.get(name)));
            }
            parts.reverse();
            return Known::Value(format!("/{}", parts.join("/")).into());
        };
        match attribute::required(parent, "path_part") {
            Known::Value(part) => parts.push(part.into()),
            Known::Unknown(reason) => return Known::Unknown(reason),
        }
        (at, name) = (parent, "parent_id");
    }
    Known::Unknown(Reason::TooLarge)
}

/// Whether an ID is that of the root resource of an API in a state.
fn is_root<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>, name: &str) -> bool {
    let Some(id) = view.text(name) else { return false };
    !reader.with_text(("aws_api_gateway_rest_api", "root_resource_id"), &id.to_lowercase()).is_empty()
}

/// The authorization of a method.
pub(in crate::networks) fn authorization<'i, 'a>(
    reader: &mut Reader<'i, 'a>,
    view: View<'i, 'a>,
    name: &str,
) -> ApiAuthorization {
    let word = match attribute::text_or(view, name, "NONE") {
        Known::Value(word) => word,
        Known::Unknown(reason) => return ApiAuthorization::Unknown(reason),
    };
    match word.as_str() {
        "NONE" => ApiAuthorization::Open,
        "AWS_IAM" => ApiAuthorization::Policy,
        "COGNITO_USER_POOLS" | "JWT" => ApiAuthorization::Token,
        "CUSTOM" => ApiAuthorization::Function(authorizer(reader, view)),
        _ => ApiAuthorization::Unknown(Reason::NotUnderstood),
    }
}

/// The function of an authorizer.
fn authorizer<'i, 'a>(
    reader: &mut Reader<'i, 'a>,
    view: View<'i, 'a>,
) -> Link<polder_inventory::compute::FunctionId> {
    let kinds = ["aws_api_gateway_authorizer", "aws_apigatewayv2_authorizer"];
    let Some(authorizer) = reader.resource_of(view, "authorizer_id", &kinds) else {
        return Link::Unknown(Reason::Elsewhere);
    };
    if let Some(entry) = reader.entry(view.id()) {
        reader.contribute(authorizer, entry, &["authorization"]);
    }
    function_of_uri(reader, authorizer, "authorizer_uri")
}
