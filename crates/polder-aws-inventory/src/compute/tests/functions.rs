//! Functions.

use polder_cloud::body;
use polder_inventory::Inventory;
use polder_inventory::compute::{EnvironmentValue, Function, FunctionPackage, FunctionUrl};
use polder_inventory::model::{Known, Link, Reason};
use polder_units::{Bytes, Duration};

use crate::test_graphs::{address, of_foreign, of_stack};

fn function(inventory: &Inventory) -> &Function {
    inventory.compute.functions.values().next().expect("a function")
}

#[test]
fn a_function_that_says_little_has_the_defaults_of_lambda() {
    let inventory = of_stack(|s| {
        s.resource(
            "aws_lambda_function",
            "f",
            body! {
                function_name = "f";
                runtime = "provided.al2023";
                filename = "f.zip";
                reserved_concurrent_executions = -1;
            },
        );
    });
    let function = function(&inventory);
    assert_eq!(
        (&function.memory, &function.timeout),
        (&Known::Value(Bytes::mib(128)), &Known::Value(Duration::seconds(3)))
    );
    assert_eq!(
        (&function.reserved_concurrency, &function.provisioned_concurrency),
        (&Known::Value(None), &Known::Value(None))
    );
    assert_eq!(
        (&function.retries, &function.event_age_max),
        (&Known::Value(2), &Known::Value(Duration::minutes(360)))
    );
    assert_eq!((&function.code_signing, function.url), (&Known::Value(false), FunctionUrl::None));
    assert_eq!(function.architecture, Known::Value("x86_64".into()));
    assert!(matches!(function.package, FunctionPackage::Upload { .. }));
    // Lambda creates the log group itself.
    let route = inventory.observability.log_routes.values().next().expect("a route");
    assert_eq!(route.to, Link::Unknown(Reason::Elsewhere));
}

/// A function with all resources that configure it.
fn with_settings() -> Inventory {
    of_foreign(|s| {
        let failed = s.resource(
            "aws_sqs_queue",
            "failed",
            body! { arn = "arn:aws:sqs:eu-west-1:111111111111:failed"; },
        );
        let signing = s.resource(
            "aws_lambda_code_signing_config",
            "main",
            body! {
                policies {
                    untrusted_artifact_on_deployment = "Enforce";
                }
            },
        );
        let code = s.resource("aws_s3_bucket", "code", body! { bucket = "code"; });
        s.resource(
            "aws_lambda_function",
            "f",
            body! {
                function_name = "f";
                s3_bucket = code.id();
                code_signing_config_arn = signing.arn();
                environment {
                    variables = { QUEUE = failed.get("url"); MODE = "fast"; };
                }
            },
        );
        s.resource(
            "aws_lambda_function_event_invoke_config",
            "f",
            body! {
                function_name = "arn:aws:lambda:eu-west-1:111111111111:function:f";
                maximum_retry_attempts = 0;
                destination_config {
                    on_failure {
                        destination = failed.arn();
                    }
                }
            },
        );
        s.resource(
            "aws_lambda_function_url",
            "f",
            body! { function_name = "f"; authorization_type = "NONE"; },
        );
        for alias in ["blue", "green"] {
            s.resource(
                "aws_lambda_provisioned_concurrency_config",
                alias,
                body! {
                    function_name = "f";
                    qualifier = alias;
                    provisioned_concurrent_executions = 2;
                },
            );
        }
    })
}

#[test]
fn resources_of_their_own_say_the_rest() {
    let inventory = with_settings();
    let function = function(&inventory);
    assert_eq!((&function.retries, function.url), (&Known::Value(0), FunctionUrl::Open));
    assert_eq!(
        (&function.provisioned_concurrency, &function.code_signing),
        (&Known::Value(Some(4)), &Known::Value(true))
    );
    let Some(Link::To(dead)) = function.dead_letters else { panic!("dead letters") };
    assert_eq!(address(&inventory, dead), "aws_sqs_queue.failed");
    let FunctionPackage::Object { bucket: Link::To(bucket), .. } = function.package else {
        panic!("a bucket")
    };
    assert_eq!(address(&inventory, bucket), "aws_s3_bucket.code");
    let Known::Value(environment) = &function.environment else { panic!("an environment") };
    let EnvironmentValue::Text(Known::Value(mode)) = &environment[0].value else { panic!("a text") };
    assert_eq!((environment[0].name.as_str(), mode.as_literal()), ("MODE", Some("fast")));
    let EnvironmentValue::Text(Known::Value(queue)) = &environment[1].value else { panic!("a pattern") };
    assert_eq!(queue.entries().count(), 1);
}

#[test]
fn a_setting_of_a_function_elsewhere_is_a_blind_spot() {
    let inventory = of_foreign(|s| {
        s.resource(
            "aws_lambda_function_url",
            "f",
            body! { function_name = "f"; authorization_type = "NONE"; },
        );
    });
    let spot = inventory.coverage.blind_spots.values().next().expect("a blind spot");
    assert_eq!((spot.attribute.as_deref(), spot.reason), (Some("function_name"), Reason::Elsewhere));
}
