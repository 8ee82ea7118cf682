//! Invariants of the managed API of every region of every example platform.

use std::collections::BTreeSet;

use polder_cloud::{Body, Resource, Stack, Value};
use polder_design::{AccountId, Design, RegionId};

use crate::examples::{EXAMPLES, design};

/// Calls `check` with the managed API of every region of every example, and returns whether there was one.
fn every_gateway(check: impl Fn(&Design, &Stack)) -> usize {
    let mut count = 0;
    for (name, _) in EXAMPLES {
        let design = design(name);
        let cloud = crate::lower(&design).cloud;
        for region in &design.regions {
            let account = &design.accounts[region.account].name;
            let stack = cloud.by_path(&format!("{account}/{}/shared/edge", region.region));
            let host = &design.accounts[region.account].hosts.api;
            assert_eq!(stack.is_some(), host.is_some(), "{name}, {}", region.region);
            if let Some(stack) = stack {
                check(&design, stack);
                count += 1;
            }
        }
    }
    count
}

/// The account that a stack belongs to.
fn account(design: &Design, stack: &Stack) -> AccountId {
    let own = design.accounts.iter().find(|account| *account.name == *stack.key.account);
    own.expect("an account of the design").id
}

fn of_kind<'a>(stack: &'a Stack, kind: &'a str) -> impl Iterator<Item = &'a Resource> {
    stack.resources.iter().filter(move |resource| resource.address.kind == kind)
}

fn text<'a>(body: &'a Body, key: &str) -> &'a str {
    let Some(Value::Text(text)) = body.get(key) else { panic!("no text {key}") };
    text
}

#[test]
fn every_market_has_one_path_that_needs_a_key() {
    let count = every_gateway(|design, stack| {
        let hosts: BTreeSet<String> = design
            .cells_of(account(design, stack))
            .flat_map(|cell| &cell.markets)
            // Saleor answers 404 without the slash.
            .map(|market| format!("https://{}/graphql/", market.host))
            .collect();
        let proxies = of_kind(stack, "aws_api_gateway_integration")
            .filter(|integration| text(&integration.body, "type") == "HTTP_PROXY");
        let reached: BTreeSet<String> = proxies.map(|it| text(&it.body, "uri").to_owned()).collect();
        assert_eq!(reached, hosts);
        for method in of_kind(stack, "aws_api_gateway_method") {
            let open = method.body.get("api_key_required") != Some(&Value::from(true));
            assert_eq!(open, *method.address.name == *"health", "{}", method.address);
        }
    });
    assert!(count > 3, "no example has a managed API");
}

#[test]
fn forwarded_requests_have_the_secret_and_responses_are_uncompressed() {
    every_gateway(|_, stack| {
        for integration in of_kind(stack, "aws_api_gateway_integration") {
            let Some(Value::Object(headers)) = integration.body.get("request_parameters") else { continue };
            let names: Vec<&str> = headers.items.iter().map(|item| item.key.as_ref()).collect();
            // The partner's key is not passed on to the shop.
            let wanted =
                ["x-gateway-secret", "x-client-address", "x-client-proof", "Accept-Encoding", "x-api-key"];
            let wanted = wanted.map(|header| format!("integration.request.header.{header}"));
            assert_eq!(names, wanted, "{}", integration.address);
        }
    });
}

/// Changes of what is not in the fingerprint would never be deployed.
#[test]
fn every_change_of_the_api_is_deployed() {
    every_gateway(|_, stack| {
        let deployment = of_kind(stack, "aws_api_gateway_deployment").next().expect("a deployment");
        let mut watched = BTreeSet::new();
        deployment.body.walk(&mut |value| {
            if let Value::Reference(it) = value {
                watched.insert((it.address.to_string(), it.attribute.to_string()));
            }
        });
        let unwatched = ["description", "http_method", "name", "resource_id", "rest_api_id"];
        for kind in ["method", "integration", "model", "request_validator"] {
            for resource in of_kind(stack, &format!("aws_api_gateway_{kind}")) {
                for item in resource.body.items.iter().map(|item| item.key.as_ref()) {
                    let known =
                        watched.iter().any(|(of, what)| *of == resource.address.to_string() && *what == item);
                    let unwatched = unwatched.contains(&item);
                    assert!(known || unwatched, "{} {item}", resource.address);
                }
            }
        }
    });
}

#[test]
fn the_default_endpoint_is_disabled_and_a_web_acl_is_associated() {
    every_gateway(|_, stack| {
        let api = stack.find("aws_api_gateway_rest_api.partners").expect("an API");
        assert_eq!(api.body.get("disable_execute_api_endpoint"), Some(&Value::from(true)));
        assert_eq!(of_kind(stack, "aws_wafv2_web_acl_association").count(), 1);
        for name in of_kind(stack, "aws_api_gateway_domain_name") {
            assert_eq!(text(&name.body, "security_policy"), "TLS_1_2", "{}", name.address);
        }
    });
}

#[test]
fn dns_skips_a_region_with_an_unhealthy_gateway() {
    every_gateway(|design, stack| {
        let shared = design.accounts[account(design, stack)].hosts.api.clone().map(Value::from);
        let records: Vec<&Resource> = of_kind(stack, "aws_route53_record")
            .filter(|record| record.body.get("name") == shared.as_ref())
            .collect();
        assert_eq!(records.len(), 2);
        for record in records {
            assert!(record.body.get("health_check_id").is_some(), "{}", record.address);
            assert_eq!(record.body.blocks("latency_routing_policy").count(), 1, "{}", record.address);
        }
    });
}

#[test]
fn all_regions_have_the_same_configuration() {
    let design = design("saleor-eu");
    let cloud = crate::lower(&design).cloud;
    let bodies = |region: &str| {
        let stack = cloud.by_path(&format!("production/{region}/shared/edge")).expect("a managed API");
        let resources = stack.resources.iter();
        resources.map(|resource| resource.address.to_string()).collect::<Vec<_>>()
    };
    let first = bodies(&design.regions[RegionId::new(0)].region);
    for region in
        design.regions.iter().filter(|region| region.account == design.regions[RegionId::new(0)].account)
    {
        assert_eq!(bodies(&region.region), first, "{}", region.region);
    }
}

#[test]
fn every_gateway_is_watched_by_objective() {
    let count = every_gateway(|_, stack| {
        let names: BTreeSet<&str> =
            of_kind(stack, "aws_cloudwatch_metric_alarm").map(|alarm| &*alarm.address.name).collect();
        let wanted = ["gateway_errors_fast", "gateway_errors_slow", "gateway_refused", "gateway_slow"];
        assert_eq!(names.into_iter().collect::<Vec<_>>(), wanted, "{}", stack.key);
        assert_eq!(of_kind(stack, "aws_sns_topic_subscription").count(), 1, "{}", stack.key);
    });
    assert!(count > 0);
}
