//! Distributions and the policies that they share.

use polder_cloud::{Body, Draft, Handle, Value, body, list, text};
use polder_inventory::Inventory;

use super::{said, value};
use crate::test_graphs::of_foreign;

/// A distribution with one behaviour, and what a test adds.
fn distribution(s: &Draft, name: &str, more: Body) -> Handle {
    let mut body = body! {
        enabled = true;
        origin { origin_id = "o"; domain_name = "o.example.com"; custom_origin_config { origin_protocol_policy = "https-only"; origin_ssl_protocols = list!["TLSv1.2"]; } }
        viewer_certificate { cloudfront_default_certificate = true; minimum_protocol_version = "TLSv1.2_2021"; }
    };
    body.items.extend(more.items);
    s.resource("aws_cloudfront_distribution", name, body)
}

fn default(more: Body) -> Body {
    let mut body = body! {
        target_origin_id = "o";
        viewer_protocol_policy = "allow-all";
        allowed_methods = list!["GET", "HEAD"];
    };
    body.items.extend(more.items);
    let mut outer = Body::default();
    outer.block(None, "default_cache_behavior", body);
    outer
}

#[test]
fn behaviours_are_in_order_of_precedence() {
    let all = of_foreign(|s| {
        let function =
            s.resource("aws_cloudfront_function", "f", body! { name = "f"; code = "function handler() {}"; });
        let mut more = default(body! {
            trusted_key_groups = list!["k"];
            function_association { event_type = "viewer-request"; function_arn = function.arn(); }
        });
        for path in ["/a/*", "/b/*"] {
            more.block(
                None,
                "ordered_cache_behavior",
                body! {
                    path_pattern = path;
                    target_origin_id = "o";
                    viewer_protocol_policy = "https-only";
                    trusted_key_groups = list![];
                },
            );
        }
        distribution(s, "d", more);
    });
    let of = |field: &str| value(&all, "distributions", "aws_cloudfront_distribution.d", field);
    assert_eq!(
        ["behaviours[0].path", "behaviours[1].path", "behaviours[2].path"].map(of),
        ["\"/a/*\"", "\"/b/*\"", "none"]
    );
    assert_eq!(
        (of("behaviours[0].viewer_protocol").as_str(), of("behaviours[2].viewer_protocol").as_str()),
        ("HttpsOnly", "AllowAll")
    );
    assert_eq!(
        (of("behaviours[0].signed_viewers").as_str(), of("behaviours[2].signed_viewers").as_str()),
        ("false", "true")
    );
    let function =
        "{event: ViewerRequest, handler: EdgeFunction(edge_functions plan:aws_cloudfront_function.f)}";
    assert_eq!(of("behaviours[2].functions"), function);
    assert_eq!(value(&all, "edge_functions", "aws_cloudfront_function.f", "size"), "21 B");
    // With the default certificate, the configured security policy is ignored.
    assert_eq!((of("tls.minimum").as_str(), of("tls.certificates").as_str()), ("Tls10", "{}"));
    assert_eq!(
        (of("geo_restriction").as_str(), of("edge_locations").as_str()),
        ("None", "\"PriceClass_All\"")
    );
}

#[test]
fn policies_of_cloudfront_are_known_by_id_or_name() {
    let all = of_foreign(|s| {
        let looked_up =
            s.data("aws_cloudfront_cache_policy", "off", body! { name = "Managed-CachingDisabled"; });
        let plain = default(body! {
            cache_policy_id = "658327ea-f89d-4fab-a63d-7e88639e58f6";
            origin_request_policy_id = "b689b0a8-53d0-40ab-baf2-68738e2966ac";
            response_headers_policy_id = "67f7725c-6f97-4210-82d7-5512b31e9d03";
        });
        let mut more = plain.clone();
        more.block(
            None,
            "ordered_cache_behavior",
            body! {
                path_pattern = "/a";
                target_origin_id = "o";
                viewer_protocol_policy = "allow-all";
                cache_policy_id = "658327ea-f89d-4fab-a63d-7e88639e58f6";
            },
        );
        distribution(s, "d", more);
        distribution(s, "e", default(body! { cache_policy_id = looked_up.id(); }));
        distribution(s, "f", default(body! { cache_policy_id = "1111"; }));
    });
    let of = |name: &str, field: &str| {
        value(&all, "distributions", &format!("aws_cloudfront_distribution.{name}"), field)
    };
    let cache = "cache_policies plan:aws_cloudfront_distribution.d#cache policy Managed-CachingOptimized";
    assert_eq!(
        (of("d", "behaviours[0].cache").as_str(), of("d", "behaviours[1].cache").as_str()),
        (cache, cache)
    );
    assert_eq!(of("e", "behaviours[0].cache"), "cache_policies plan:data.aws_cloudfront_cache_policy.off");
    assert_eq!(of("f", "behaviours[0].cache"), "externals 1111");
    let optimized = "aws_cloudfront_distribution.d#cache policy Managed-CachingOptimized";
    let times = ["ttl_min", "ttl_default", "ttl_max"];
    assert_eq!(times.map(|it| value(&all, "cache_policies", optimized, it)), ["1s", "1d", "365d"]);
    let off = "data.aws_cloudfront_cache_policy.off";
    assert_eq!(times.map(|it| value(&all, "cache_policies", off, it)), ["0s", "0s", "0s"]);
    let forward = "aws_cloudfront_distribution.d#origin request policy Managed-AllViewerExceptHostHeader";
    assert_eq!(value(&all, "origin_request_policies", forward, "forwarded.headers"), "AllBut({\"host\"})");
    let headers = "aws_cloudfront_distribution.d#response headers policy Managed-SecurityHeadersPolicy";
    assert!(value(&all, "response_headers_policies", headers, "set").contains("nosniff"));
}

#[test]
fn the_older_settings_of_a_behaviour_are_a_policy_of_its_own() {
    let all = of_foreign(|s| {
        distribution(
            s,
            "d",
            default(body! {
                max_ttl = 60;
                forwarded_values {
                    query_string = true;
                    headers = list!["Host", "Origin"];
                    cookies { forward = "whitelist"; whitelisted_names = list!["session"]; }
                }
            }),
        );
    });
    assert_eq!(
        said(&all, "cache_policies", "aws_cloudfront_distribution.d#cache of default"),
        [
            "key.cookies = Only({\"session\"})",
            "key.headers = Only({\"host\", \"origin\"})",
            "key.query = All",
            "name = \"default\"",
            "ttl_default = 1d",
            "ttl_max = 1m",
            "ttl_min = 0s",
        ]
    );
}

/// Adds a custom origin.
fn custom(outer: &mut Body, id: &'static str, more: Body) {
    let connection = body! {
        origin_protocol_policy = "match-viewer";
        origin_ssl_protocols = list!["SSLv3", "TLSv1.2"];
    };
    let mut body = body! { origin_id = id; };
    body.items.extend(more.items);
    body.block(None, "custom_origin_config", connection);
    outer.block(None, "origin", body);
}

/// A field of an origin. A plan has a different order of origins: they are sorted by ID.
fn of_origin(all: &Inventory, id: &str, field: &str) -> String {
    let of = |field: &str| value(all, "distributions", "aws_cloudfront_distribution.d", field);
    let ids = (0..).map(|at| of(&format!("origins[{at}].id")));
    let at = ids.take(10).position(|it| it == format!("\"{id}\"")).expect("an origin");
    of(&format!("origins[{at}].{field}"))
}

#[test]
fn origins_are_what_their_names_lead_to() {
    let all = of_foreign(|s| {
        let balancer = s.resource("aws_lb", "web", body! { name = "web"; });
        let api = s.resource("aws_api_gateway_rest_api", "a", body! { name = "a"; });
        for name in ["live", "test"] {
            s.resource("aws_api_gateway_stage", name, body! { rest_api_id = api.id(); stage_name = name; });
        }
        let mut more = default(body! {});
        custom(&mut more, "web", body! { domain_name = balancer.get("dns_name"); });
        custom(
            &mut more,
            "api",
            body! {
                domain_name = text![api.id(), ".execute-api.eu-central-1.amazonaws.com"];
                origin_path = "/test";
            },
        );
        distribution(s, "d", more);
    });
    let of = |id: &str, field: &str| of_origin(&all, id, field);
    assert_eq!(of("o", "target"), "Host(\"o.example.com\")");
    assert_eq!(of("web", "target"), "LoadBalancer(load_balancers plan:aws_lb.web)");
    assert_eq!(of("web", "connection.tls_versions"), "Ssl3 & Tls12");
    assert_eq!(
        ["attempts", "connect_timeout", "connection.read_timeout", "connection.keep_alive"]
            .map(|it| of("web", it)),
        ["3", "10s", "30s", "5s"]
    );
    assert_eq!(of("api", "target"), "Api(api_stages plan:aws_api_gateway_stage.test)");
}

#[test]
fn origins_that_only_the_distribution_reaches_are_read() {
    let all = of_foreign(|s| {
        let inner = s.resource("aws_lb", "inner", body! { internal = true; });
        let private = s.resource(
            "aws_cloudfront_vpc_origin",
            "p",
            body! {
                vpc_origin_endpoint_config {
                    arn = inner.arn();
                    http_port = 8080;
                    https_port = 8443;
                    origin_protocol_policy = "https-only";
                    origin_ssl_protocols { items = list!["TLSv1.2"]; quantity = 1; }
                }
            },
        );
        let control =
            s.resource("aws_cloudfront_origin_access_control", "c", body! { signing_behavior = "always"; });
        let mut more = default(body! {});
        more.items.extend(
            body! {
                origin {
                    origin_id = "bucket";
                    domain_name = "files.s3.eu-central-1.amazonaws.com";
                    origin_access_control_id = control.id();
                }
                origin {
                    origin_id = "identity";
                    domain_name = "old.s3.amazonaws.com";
                    s3_origin_config { origin_access_identity = "origin-access-identity/cloudfront/E1"; }
                }
                origin {
                    origin_id = "private";
                    domain_name = "inner";
                    vpc_origin_config { vpc_origin_id = private.id(); }
                }
            }
            .items,
        );
        distribution(s, "d", more);
    });
    let of = |id: &str, field: &str| of_origin(&all, id, field);
    assert_eq!(of("bucket", "target"), "Bucket(externals files.s3.eu-central-1.amazonaws.com)");
    assert_eq!(of("bucket", "signs_requests"), "true");
    assert_eq!(of("bucket", "connection"), "none");
    assert_eq!(of("identity", "signs_requests"), "true");
    assert_eq!(of("private", "target"), "PrivateLoadBalancer(load_balancers plan:aws_lb.inner)");
    assert_eq!(of("private", "connection.https_port"), "8443");
}

#[test]
fn origins_fail_over_to_each_other() {
    let all = of_foreign(|s| {
        let mut more = default(body! {});
        custom(
            &mut more,
            "shielded",
            body! {
                domain_name = "b.example.com";
                connection_attempts = 2;
                origin_shield { enabled = true; origin_shield_region = "eu-central-1"; }
                custom_header { name = "x-proof"; value = Value::Sensitive(Box::new("secret".into())); }
            },
        );
        let group = body! {
            origin_id = "pair";
            failover_criteria { status_codes = list![500, 503]; }
            member { origin_id = "o"; }
            member { origin_id = "shielded"; }
        };
        more.block(None, "origin_group", group);
        distribution(s, "d", more);
    });
    let of = |field: &str| of_origin(&all, "shielded", field);
    assert_eq!(of("shield_region"), "\"eu-central-1\"");
    assert_eq!(of("attempts"), "2");
    // Sensitive values of the plan stay hidden.
    assert_eq!(of("headers"), "{name: \"x-proof\", value: unknown (sensitive)}");
    let group = |field: &str| {
        value(&all, "distributions", "aws_cloudfront_distribution.d", &format!("origin_groups[0].{field}"))
    };
    assert_eq!((group("members[0]").as_str(), group("members[1]").as_str()), ("\"o\"", "\"shielded\""));
    assert_eq!(group("statuses"), "500 & 503");
}

#[test]
fn countries_and_error_responses_are_read() {
    let all = of_foreign(|s| {
        let mut more = default(body! {});
        more.items.extend(body! {
            restrictions { geo_restriction { restriction_type = "whitelist"; locations = list!["DE", "AT"]; } }
            custom_error_response { error_code = 403; response_code = 404; response_page_path = "/404.html"; error_caching_min_ttl = 5; }
            custom_error_response { error_code = 500; response_code = 0; response_page_path = ""; }
        }.items);
        distribution(s, "d", more);
    });
    let of = |field: &str| value(&all, "distributions", "aws_cloudfront_distribution.d", field);
    assert_eq!(of("geo_restriction"), "Allow({\"AT\", \"DE\"})");
    let page = |at: usize| {
        ["page", "viewer_status", "status", "ttl"].map(|it| of(&format!("error_responses[{at}].{it}")))
    };
    assert_eq!(page(0), ["\"/404.html\"", "404", "403", "5s"]);
    assert_eq!(page(1), ["none", "none", "500", "none"]);
}

#[test]
fn headers_of_answers_are_written_as_browsers_get_them() {
    let all = of_foreign(|s| {
        s.resource("aws_cloudfront_response_headers_policy", "p", body! {
            name = "p";
            cors_config {
                access_control_allow_credentials = true;
                origin_override = true;
                access_control_allow_origins { items = list!["https://b.example.com", "https://a.example.com"]; }
            }
            security_headers_config {
                strict_transport_security { access_control_max_age_sec = 60; include_subdomains = true; preload = false; override = true; }
                frame_options { frame_option = "DENY"; override = false; }
                xss_protection { protection = true; mode_block = true; override = true; }
            }
            custom_headers_config { items { header = "X-Own"; value = "1"; override = true; } }
            remove_headers_config { items { header = "Server"; } }
        });
    });
    let said = said(&all, "response_headers_policies", "aws_cloudfront_response_headers_policy.p");
    assert_eq!(
        said,
        [
            "name = \"p\"",
            "removed = \"server\"",
            "set = {name: \"access-control-allow-credentials\", value: \"true\", overrides: true}",
            "set = {name: \"access-control-allow-origin\", value: \"https://a.example.com, https://b.example.com\", overrides: true}",
            "set = {name: \"strict-transport-security\", value: \"max-age=60; includeSubDomains\", overrides: true}",
            "set = {name: \"x-frame-options\", value: \"DENY\", overrides: false}",
            "set = {name: \"x-own\", value: \"1\", overrides: true}",
            "set = {name: \"x-xss-protection\", value: \"1; mode=block\", overrides: true}",
        ]
    );
}

#[test]
fn custom_policies_determine_the_cache_key() {
    let all = of_foreign(|s| {
        s.resource("aws_cloudfront_cache_policy", "c", body! {
            name = "c";
            max_ttl = 10;
            parameters_in_cache_key_and_forwarded_to_origin {
                cookies_config { cookie_behavior = "allExcept"; cookies { items = list!["t"]; } }
                headers_config { header_behavior = "whitelist"; headers { items = list!["Accept-Language"]; } }
                query_strings_config { query_string_behavior = "all"; }
            }
        });
        s.resource("aws_cloudfront_origin_request_policy", "o", body! {
            name = "o";
            cookies_config { cookie_behavior = "none"; }
            headers_config { header_behavior = "allViewerAndWhitelistCloudFront"; headers { items = list!["CloudFront-Viewer-City"]; } }
            query_strings_config { query_string_behavior = "whitelist"; query_strings { items = list!["q"]; } }
        });
    });
    let cache = |field: &str| value(&all, "cache_policies", "aws_cloudfront_cache_policy.c", field);
    assert_eq!(
        ["key.cookies", "key.headers", "key.query", "ttl_default", "ttl_max"].map(cache),
        ["AllBut({\"t\"})", "Only({\"accept-language\"})", "All", "1d", "10s"]
    );
    let forward =
        |field: &str| value(&all, "origin_request_policies", "aws_cloudfront_origin_request_policy.o", field);
    assert_eq!(
        ["forwarded.cookies", "forwarded.headers", "forwarded.query"].map(forward),
        ["None", "AllAnd({\"cloudfront-viewer-city\"})", "Only({\"q\"})"]
    );
}
