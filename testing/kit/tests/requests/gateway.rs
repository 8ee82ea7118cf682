//! The managed API of partners.

use polder_cloud::{Body, Index, Item, Value, View};

use crate::row::Request;
use crate::values::text;

/// The addresses of API Gateway.
const GATEWAY: &str = "18.200.0.1";

/// The request that the gateway sends on, or its own answer.
pub(crate) fn forward(index: &Index<'_>, request: &Request) -> Result<Request, String> {
    let methods = index.of_kind("aws_api_gateway_method").iter().filter_map(|id| index.view(*id));
    let mut methods = methods.filter(|method| path(*method) == request.path);
    let Some(method) = methods.find(|method| text(*method, "http_method") == request.method) else {
        return Err("403 no such method".to_owned());
    };
    if method.truth("api_key_required") == Some(true) && !request.headers.contains_key("x-api-key") {
        return Err("403 no API key".to_owned());
    }
    let integrations = index.of_kind("aws_api_gateway_integration").iter().filter_map(|id| index.view(*id));
    let integration = integrations
        .into_iter()
        .find(|it| it.stack().id == method.stack().id && it.address().name == method.address().name)
        .expect("an integration");
    if text(integration, "type") == "MOCK" {
        return Err("200 gateway".to_owned());
    }
    let uri = text(integration, "uri");
    let (host, path) = uri.trim_start_matches("https://").split_once('/').expect("a host and a path");
    let mut sent = request.clone();
    sent.host = host.to_owned();
    sent.path = format!("/{path}");
    sent.address = GATEWAY.to_owned();
    sent.country = "IE".to_owned();
    for (name, value) in parameters(integration) {
        let header = name.strip_prefix("integration.request.header.").expect("a header").to_lowercase();
        let value = match value.as_str() {
            "context.identity.sourceIp" => request.address.clone(),
            literal => literal.trim_matches('\'').to_owned(),
        };
        sent.headers.insert(header, value);
    }
    Ok(sent)
}

fn parameters(integration: View<'_, '_>) -> Vec<(String, String)> {
    let Some(Value::Object(body)) = integration.body().get("request_parameters") else { return vec![] };
    let body: &Body = body;
    let value = |item: &Item| match &item.content {
        polder_cloud::Content::Attribute(value) => polder_cloud::index::shown(integration.stack(), value),
        polder_cloud::Content::Block(_) => panic!("a block"),
    };
    body.items.iter().map(|item| (item.key.to_string(), value(item))).collect()
}

/// The path of a method: the parts of its resources.
fn path(method: View<'_, '_>) -> String {
    let mut parts = vec![];
    let mut at = method.target("resource_id");
    while let Some(resource) = at.filter(|it| it.kind() == "aws_api_gateway_resource") {
        parts.push(text(resource, "path_part"));
        at = resource.target("parent_id");
    }
    parts.iter().rev().map(|part| format!("/{part}")).collect()
}
