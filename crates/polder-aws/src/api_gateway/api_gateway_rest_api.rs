//! `aws_api_gateway_rest_api`: the managed API for partners, with one path for each market.
//!
//! A REST API and not the newer HTTP API: only REST APIs can be associated with a web ACL.

use polder_cloud::{Document, Handle, Value, body, list, text};
use polder_design::{Component, Market};
use polder_units::Duration;

use crate::draft::Draft;
use crate::edge::origin_secret;
use crate::names::named;

/// The API with its paths.
pub(crate) struct RestApi {
    /// `aws_api_gateway_rest_api`.
    pub(crate) api: Handle,
    /// Configuration whose change requires a new deployment.
    pub(crate) parts: Vec<Value>,
}

/// Writes the API: a path for each market, and one for health checks.
pub(crate) fn rest_api(s: &Draft, timeout: Duration, markets: &[&Market], secret: &Value) -> RestApi {
    s.file(
        "api_gateway_rest_api",
        "The managed API for partners. A request enters at the nearest region and is forwarded to the public\n\
         host of its market, which DNS resolves to the active site: a failover of a cell needs no deployment\n\
         here. A private integration would tie this region to one site.",
    );
    let api = api(s);
    let validation = validation(s, &api);
    let mut parts = ["binary_media_types", "minimum_compression_size"].map(|part| api.get(part)).to_vec();
    parts.extend(["content_type", "name", "schema"].map(|part| validation.model.get(part)));
    parts.extend(
        ["validate_request_body", "validate_request_parameters"].map(|part| validation.validator.get(part)),
    );
    for market in markets {
        parts.extend(market_way(s, timeout, &api, &validation, market, secret));
    }
    parts.extend(health_way(s, &api, &validation));
    s.expect("the API answers under its default endpoint", api.get("disable_execute_api_endpoint"), true);
    RestApi { api, parts }
}

fn api(s: &Draft) -> Handle {
    s.resource(
        "aws_api_gateway_rest_api",
        "partners",
        body! {
            name = named("-partners");
            description = "GraphQL API of the shop for partners.";
            api_key_source = "HEADER";
            /// Only the custom domain names lead to this API.
            disable_execute_api_endpoint = true;
            /// Responses of 1 KiB and more are compressed for clients that accept it.
            minimum_compression_size = 1024;
            /// Uploads pass through unchanged; everything else is text.
            binary_media_types = ["multipart/form-data"];
            endpoint_configuration {
                types = ["REGIONAL"];
                ip_address_type = "dualstack";
            }
            lifecycle { create_before_destroy = true; }
        },
    )
}

/// What a request must look like before it counts against a usage plan.
struct Validation {
    model: Handle,
    validator: Handle,
}

fn validation(s: &Draft, api: &Handle) -> Validation {
    let schema = body! {
        "$schema" = "http://json-schema.org/draft-04/schema#";
        title = "GraphQL request";
        type = "object";
        required = ["query"];
        properties = {
            query = { type = "string"; minLength = 1; };
            variables = { type = list!["object", "null"]; };
            operationName = { type = list!["string", "null"]; };
        };
    };
    let model = s.resource(
        "aws_api_gateway_model",
        "graphql",
        body! {
            rest_api_id = api.id();
            name = "GraphqlRequest";
            description = "One GraphQL operation. Saleor does not support batches.";
            content_type = "application/json";
            schema = Document::Json(schema);
        },
    );
    let validator = s.resource(
        "aws_api_gateway_request_validator",
        "graphql",
        body! {
            rest_api_id = api.id();
            name = "graphql";
            validate_request_body = true;
            validate_request_parameters = true;
        },
    );
    Validation { model, validator }
}

/// `POST /{market}/graphql`, passed on to `https://<market's host>/graphql/`.
fn market_way(
    s: &Draft,
    timeout: Duration,
    api: &Handle,
    validation: &Validation,
    market: &Market,
    secret: &Value,
) -> Vec<Value> {
    let name = &market.channel;
    let _market = s.part(Component::Market(name.clone()));
    let root = path(s, api, api.get("root_resource_id"), name, name.clone());
    let graphql = path(s, api, root.id(), &format!("{name}_graphql"), "graphql");
    let method = s.resource(
        "aws_api_gateway_method",
        format!("{name}_graphql"),
        body! {
            rest_api_id = api.id();
            resource_id = graphql.id();
            http_method = "POST";
            /// The API key identifies the partner here, and Saleor's own token behind it.
            authorization = "NONE";
            api_key_required = true;
            request_validator_id = validation.validator.id();
            request_models = { "application/json" = validation.model.name(); };
            request_parameters = { "method.request.header.Content-Type" = true; };
        },
    );
    let integration = s.resource(
        "aws_api_gateway_integration",
        format!("{name}_graphql"),
        body! {
            rest_api_id = api.id();
            resource_id = graphql.id();
            http_method = method.get("http_method");
            type = "HTTP_PROXY";
            integration_http_method = "POST";
            /// Saleor serves this path only with a trailing slash.
            uri = text!["https://", &market.host, "/graphql/"];
            timeout_milliseconds = timeout.milliseconds;
            request_parameters = {
                /// All partners share the gateway's addresses: the secret header exempts them from rate limits by address.
                (format!("integration.request.header.{}", origin_secret::GATEWAY_HEADER)) = text!["'", secret, "'"];
                /// Saleor throttles logins by the partner's own address: the secret proves that it was not forged.
                (format!("integration.request.header.{}", origin_secret::CLIENT_HEADER)) = "context.identity.sourceIp";
                (format!("integration.request.header.{}", origin_secret::PROOF_HEADER)) = text!["'", secret, "'"];
                /// A response that is already compressed would reach the partner corrupted.
                "integration.request.header.Accept-Encoding" = "'identity'";
                /// The key is between the partner and this gateway: it is not passed on to the shop.
                "integration.request.header.x-api-key" = "'-'";
            };
        },
    );
    s.expect(format!("{name} accepts requests without an API key"), method.get("api_key_required"), true);
    let of_integration =
        ["integration_http_method", "request_parameters", "timeout_milliseconds", "type", "uri"];
    let of_method =
        ["api_key_required", "authorization", "request_models", "request_parameters", "request_validator_id"];
    let method = of_method.map(|part| method.get(part));
    of_integration.map(|part| integration.get(part)).into_iter().chain(method).collect()
}

/// `GET /health`: answered by the gateway itself, because the health check is about the gateway. The sites
/// behind it have their own health checks.
fn health_way(s: &Draft, api: &Handle, validation: &Validation) -> Vec<Value> {
    let health = path(s, api, api.get("root_resource_id"), "health", "health");
    let method = s.resource(
        "aws_api_gateway_method",
        "health",
        body! {
            rest_api_id = api.id();
            resource_id = health.id();
            http_method = "GET";
            /// Health checkers send no API key, and the response only says that the region's gateway answers.
            authorization = "NONE";
            request_validator_id = validation.validator.id();
        },
    );
    let way = |kind: &'static str, body: polder_cloud::Body| s.resource(kind, "health", body);
    let integration = way(
        "aws_api_gateway_integration",
        body! {
            rest_api_id = api.id();
            resource_id = health.id();
            http_method = method.get("http_method");
            type = "MOCK";
            request_templates = { "application/json" = Document::Json(body! { statusCode = 200; }); };
        },
    );
    let answer = way(
        "aws_api_gateway_method_response",
        body! {
            rest_api_id = api.id();
            resource_id = health.id();
            http_method = method.get("http_method");
            status_code = "200";
        },
    );
    let mapped = way(
        "aws_api_gateway_integration_response",
        body! {
            rest_api_id = api.id();
            resource_id = health.id();
            http_method = method.get("http_method");
            status_code = answer.get("status_code");
            depends_on = list![Value::expression("aws_api_gateway_integration.health")];
        },
    );
    let of_method = ["authorization", "request_validator_id"].map(|part| method.get(part));
    let of_integration = ["request_templates", "type"].map(|part| integration.get(part));
    [mapped.get("status_code")].into_iter().chain(of_method).chain(of_integration).collect()
}

fn path(s: &Draft, api: &Handle, parent: Value, name: &str, part: impl Into<Value>) -> Handle {
    s.resource(
        "aws_api_gateway_resource",
        name,
        body! {
            rest_api_id = api.id();
            parent_id = parent;
            path_part = part.into();
        },
    )
}
