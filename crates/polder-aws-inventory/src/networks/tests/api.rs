//! APIs, and the backends of their routes.

use polder_cloud::{Draft, Handle, body, list, text};

use super::{blind, said, value};
use crate::test_graphs::of_foreign;

fn rest(s: &Draft) -> (Handle, Handle) {
    let api = s.resource("aws_api_gateway_rest_api", "a", body! { name = "a"; });
    let items = s.resource(
        "aws_api_gateway_resource",
        "items",
        body! {
            rest_api_id = api.id();
            parent_id = api.get("root_resource_id");
            path_part = "items";
        },
    );
    let item = s.resource(
        "aws_api_gateway_resource",
        "item",
        body! {
            rest_api_id = api.id();
            parent_id = items.id();
            path_part = "{id}";
        },
    );
    (api, item)
}

#[test]
fn routes_have_whole_paths_and_what_answers_them() {
    let all = of_foreign(|s| {
        let (api, item) = rest(s);
        let method = |name: &str, resource: polder_cloud::Value, verb: &'static str| {
            s.resource(
                "aws_api_gateway_method",
                name,
                body! {
                    rest_api_id = api.id();
                    resource_id = resource;
                    http_method = verb;
                    authorization = if verb == "GET" { "NONE" } else { "AWS_IAM" };
                },
            )
        };
        let get = method("get", item.id(), "GET");
        let put = method("put", item.id(), "PUT");
        let root = method("root", api.get("root_resource_id"), "GET");
        let answer = |name: &str,
                      resource: polder_cloud::Value,
                      verb: polder_cloud::Value,
                      more: polder_cloud::Body| {
            let mut body = body! { rest_api_id = api.id(); resource_id = resource; http_method = verb; };
            body.items.extend(more.items);
            s.resource("aws_api_gateway_integration", name, body);
        };
        answer("put", item.id(), "PUT".into(), body! { type = "MOCK"; });
        answer(
            "get",
            item.id(),
            get.get("http_method"),
            body! {
                type = "HTTP_PROXY";
                uri = "https://shop.example.com/{id}";
                timeout_milliseconds = 5000;
                request_parameters = { "integration.request.header.X-Proof" = "'1'"; "integration.request.path.id" = "method.request.path.id"; };
            },
        );
        answer(
            "root",
            api.get("root_resource_id"),
            root.get("http_method"),
            body! {
                type = "AWS";
                uri = text!["arn:aws:apigateway:eu-central-1:sns:action/Publish"];
                credentials = "arn:aws:iam::111111111111:role/publish";
            },
        );
        let _ = put;
    });
    let of =
        |name: &str, field: &str| value(&all, "api_routes", &format!("aws_api_gateway_method.{name}"), field);
    assert_eq!((of("get", "path").as_str(), of("root", "path").as_str()), ("\"/items/{id}\"", "\"/\""));
    assert_eq!(
        (of("get", "authorization").as_str(), of("put", "authorization").as_str()),
        ("Open", "Policy")
    );
    assert_eq!(of("get", "integration.target"), "Url(\"https://shop.example.com/{id}\")");
    assert_eq!(
        (of("get", "integration.timeout").as_str(), of("get", "integration.headers").as_str()),
        ("5s", "\"x-proof\"")
    );
    // The other method of the same path has a separate backend.
    assert_eq!(
        (of("put", "integration.target").as_str(), of("put", "integration.timeout").as_str()),
        ("Mock", "29s")
    );
    assert_eq!(of("root", "integration.target"), "Action(\"sns:Publish\")");
    assert_eq!(of("root", "integration.identity"), "externals arn:aws:iam::111111111111:role/publish");
}

#[test]
fn stages_have_the_limits_of_all_methods_together() {
    let all = of_foreign(|s| {
        let (api, _) = rest(s);
        let stage = s.resource(
            "aws_api_gateway_stage",
            "live",
            body! { rest_api_id = api.id(); stage_name = "live"; },
        );
        let settings = |name: &str, path: &'static str, rate: i64| {
            s.resource(
                "aws_api_gateway_method_settings",
                name,
                body! {
                    rest_api_id = api.id();
                    stage_name = "live";
                    method_path = path;
                    settings { throttling_rate_limit = rate; throttling_burst_limit = 2 * rate; }
                },
            );
        };
        settings("all", "*/*", 70);
        settings("one", "items/GET", 5);
        settings("none", "other/GET", -1);
        s.resource(
            "aws_api_gateway_usage_plan",
            "p",
            body! {
                api_stages { api_id = api.id(); stage = stage.get("stage_name"); }
                quota_settings { limit = 100; period = "WEEK"; }
            },
        );
        s.resource(
            "aws_api_gateway_domain_name",
            "d",
            body! {
                domain_name = "API.example.com";
                endpoint_configuration { types = list!["REGIONAL"]; }
                security_policy = "TLS_1_0";
                mutual_tls_authentication { truststore_uri = "s3://trust/ca.pem"; }
            },
        );
        s.resource(
            "aws_api_gateway_base_path_mapping",
            "m",
            body! {
                domain_name = "api.example.com";
                api_id = api.id();
                stage_name = "live";
                base_path = "v1";
            },
        );
    });
    let stage = |field: &str| value(&all, "api_stages", "aws_api_gateway_stage.live", field);
    assert_eq!((stage("throttle.rate").as_str(), stage("throttle.burst").as_str()), ("70", "140"));
    assert_eq!(blind(&all, "aws_api_gateway_method_settings.one"), ["method_path attribute not modelled"]);
    assert!(blind(&all, "aws_api_gateway_method_settings.none").is_empty());
    let live = "api_stages plan:aws_api_gateway_stage.live";
    let plan = |field: &str| value(&all, "usage_plans", "aws_api_gateway_usage_plan.p", field);
    assert_eq!(
        (plan("stages").as_str(), plan("quota.period").as_str(), plan("throttle").as_str()),
        (live, "7d", "none")
    );
    let domain = |field: &str| value(&all, "api_domains", "aws_api_gateway_domain_name.d", field);
    assert_eq!(domain("mappings"), format!("{{path: \"v1\", stage: {live}}}"));
    assert_eq!(
        ["exposure", "tls.minimum", "tls.client_certificates"].map(domain),
        ["Regional", "Tls10", "true"]
    );
    let api = |field: &str| value(&all, "apis", "aws_api_gateway_rest_api.a", field);
    assert_eq!(
        ["exposure", "default_endpoint_enabled", "kind", "compression_minimum"].map(api),
        ["Edge", "true", "Rest", "none"]
    );
}

#[test]
fn routes_of_http_lead_to_integrations() {
    let all = of_foreign(|s| {
        let api = s.resource("aws_apigatewayv2_api", "h", body! { name = "h"; protocol_type = "HTTP"; });
        let link = s.resource("aws_apigatewayv2_vpc_link", "l", body! { subnet_ids = list!["subnet-1"]; });
        let inner = s.resource("aws_apigatewayv2_integration", "inner", body! {
            api_id = api.id();
            integration_type = "HTTP_PROXY";
            connection_type = "VPC_LINK";
            connection_id = link.id();
            integration_uri = "arn:aws:elasticloadbalancing:eu-central-1:111111111111:listener/app/web/1/2";
        });
        s.resource(
            "aws_apigatewayv2_integration",
            "queue",
            body! {
                id = "q1";
                api_id = api.id();
                integration_type = "AWS_PROXY";
                integration_subtype = "SQS-SendMessage";
                credentials_arn = "arn:aws:iam::111111111111:role/send";
            },
        );
        let route = |name: &str, key: &'static str, target: polder_cloud::Value, kind: &'static str| {
            s.resource(
                "aws_apigatewayv2_route",
                name,
                body! {
                    api_id = api.id();
                    route_key = key;
                    target = target;
                    authorization_type = kind;
                },
            );
        };
        route("inner", "GET /items/{id}", text!["integrations/", inner.id()], "JWT");
        route("queue", "$default", "integrations/q1".into(), "NONE");
    });
    let of =
        |name: &str, field: &str| value(&all, "api_routes", &format!("aws_apigatewayv2_route.{name}"), field);
    assert_eq!(
        ["method", "path", "authorization"].map(|it| of("inner", it)),
        ["\"GET\"", "\"/items/{id}\"", "Token"]
    );
    assert_eq!(of("inner", "integration.target"), "Link");
    assert_eq!(of("inner", "integration.target.link"), "api_links plan:aws_apigatewayv2_vpc_link.l");
    assert_eq!(
        ["method", "path", "authorization"].map(|it| of("queue", it)),
        ["\"ANY\"", "\"$default\"", "Open"]
    );
    assert_eq!(of("queue", "integration.target"), "Action(\"sqs:SendMessage\")");
}

#[test]
fn domains_lead_to_stages_of_http() {
    let all = of_foreign(|s| {
        let api = s.resource("aws_apigatewayv2_api", "h", body! { name = "h"; protocol_type = "HTTP"; });
        s.resource(
            "aws_apigatewayv2_stage",
            "d",
            body! {
                api_id = api.id();
                name = "$default";
                default_route_settings { throttling_rate_limit = 0; throttling_burst_limit = 0; }
            },
        );
        let domain = s.resource(
            "aws_apigatewayv2_domain_name",
            "n",
            body! {
                domain_name = "h.example.com";
                domain_name_configuration { endpoint_type = "REGIONAL"; security_policy = "TLS_1_2"; }
            },
        );
        s.resource(
            "aws_apigatewayv2_api_mapping",
            "m",
            body! { api_id = api.id(); domain_name = domain.id(); stage = "$default"; },
        );
    });
    // A state has zeros where no limit was set.
    assert_eq!(value(&all, "api_stages", "aws_apigatewayv2_stage.d", "throttle"), "none");
    let mapping = value(&all, "api_domains", "aws_apigatewayv2_domain_name.n", "mappings");
    assert_eq!(mapping, "{path: none, stage: api_stages plan:aws_apigatewayv2_stage.d}");
}

#[test]
fn functions_are_found_in_addresses() {
    let all = of_foreign(|s| {
        let (api, item) = rest(s);
        s.resource("aws_api_gateway_authorizer", "auth", body! {
            rest_api_id = api.id();
            authorizer_uri = "arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-central-1:111111111111:function:auth/invocations";
        });
        let authorizer = Handle {
            stack: api.stack,
            address: std::sync::Arc::new(polder_cloud::Address {
                mode: polder_cloud::Mode::Managed,
                kind: "aws_api_gateway_authorizer".into(),
                name: "auth".into(),
                instance: None,
            }),
        };
        let method = s.resource(
            "aws_api_gateway_method",
            "m",
            body! {
                rest_api_id = api.id();
                resource_id = item.id();
                http_method = "ANY";
                authorization = "CUSTOM";
                authorizer_id = authorizer.id();
                api_key_required = true;
            },
        );
        s.resource("aws_api_gateway_integration", "m", body! {
            rest_api_id = api.id();
            resource_id = item.id();
            http_method = method.get("http_method");
            type = "AWS_PROXY";
            uri = "arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-central-1:111111111111:function:shop/invocations";
        });
    });
    let of = |field: &str| value(&all, "api_routes", "aws_api_gateway_method.m", field);
    let function =
        |name: &str| format!("Function(externals arn:aws:lambda:eu-central-1:111111111111:function:{name})");
    assert_eq!(of("authorization"), function("auth"));
    assert_eq!(of("integration.target"), function("shop"));
    assert_eq!(of("key_required"), "true");
}

#[test]
fn routes_of_documents_are_noted() {
    let all = of_foreign(|s| {
        s.resource("aws_api_gateway_rest_api", "o", body! { name = "o"; body = "{\"openapi\": \"3.0.1\"}"; });
        s.resource(
            "aws_apigatewayv2_api",
            "q",
            body! { name = "q"; protocol_type = "HTTP"; target = "https://example.com"; },
        );
    });
    assert_eq!(blind(&all, "aws_api_gateway_rest_api.o"), ["body attribute not modelled"]);
    assert_eq!(blind(&all, "aws_apigatewayv2_api.q"), ["target attribute not modelled"]);
    assert!(said(&all, "api_routes", "").is_empty());
}
