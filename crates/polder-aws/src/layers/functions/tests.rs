//! Functions are signed and have limits.

use std::collections::BTreeSet;

use polder_cloud::{Document, Policy, Resource, Stack, Value};
use polder_design::FunctionKind;

use super::*;
use crate::examples;

fn stacks() -> impl Iterator<Item = &'static Stack> {
    let clouds = examples::all().iter().flat_map(|(_, cloud)| &cloud.stacks);
    clouds.filter(|stack| stack.key.layer == Layer::Functions)
}

fn of_kind<'a>(stack: &'a Stack, kind: &'a str) -> impl Iterator<Item = &'a Resource> {
    stack.managed().filter(move |resource| resource.address.kind == kind)
}

fn policy(resource: &Resource) -> &Policy {
    match resource.body.get("policy") {
        Some(Value::Document(document)) => match &**document {
            Document::Policy(policy) => policy,
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_function_of_every_design_is_deployed() {
    for (design, cloud) in examples::all() {
        let all = cloud.stacks.iter().filter(|stack| stack.key.layer == Layer::Functions);
        let deployed: usize = all.map(|stack| of_kind(stack, "aws_lambda_function").count()).sum();
        assert_eq!(deployed, design.sites.iter().map(|site| site.functions.len()).sum::<usize>());
    }
}

#[test]
fn nothing_runs_unbounded_or_outside_of_the_network() {
    for stack in stacks() {
        for function in of_kind(stack, "aws_lambda_function") {
            let (body, address) = (&function.body, &function.address);
            for needed in ["reserved_concurrent_executions", "s3_bucket", "s3_key"] {
                assert!(body.get(needed).is_some(), "{needed} of {address}");
            }
            for needed in ["dead_letter_config", "logging_config", "tracing_config", "vpc_config"] {
                assert_eq!(body.blocks(needed).count(), 1, "{needed} of {address}");
            }
            let told = body.blocks("environment").count() > 0;
            assert_eq!(body.get("kms_key_arn").is_some(), told, "{address}");
        }
    }
}

#[test]
fn nothing_runs_unsigned_where_the_region_offers_code_signing() {
    let (mut signed, mut unsigned) = (0, 0);
    for (design, cloud) in examples::all() {
        for stack in cloud.stacks.iter().filter(|stack| stack.key.layer == Layer::Functions) {
            let signs = design.region_has(&stack.region, |traits| traits.signs_code);
            for function in of_kind(stack, "aws_lambda_function") {
                assert_eq!(function.body.get("code_signing_config_arn").is_some(), signs, "{}", stack.key);
                *if signs { &mut signed } else { &mut unsigned } += 1;
            }
        }
    }
    assert!(signed > 0 && unsigned > 0, "{signed} signed, {unsigned} not");
    for stack in stacks() {
        for config in of_kind(stack, "aws_lambda_code_signing_config") {
            let policies = config.body.blocks("policies").next().expect("policies");
            assert_eq!(policies.get("untrusted_artifact_on_deployment"), Some(&"Enforce".into()));
        }
    }
}

#[test]
fn the_scheduler_starts_its_function_and_nothing_else() {
    for stack in stacks() {
        for role in of_kind(stack, "aws_iam_role_policy").filter(|role| &*role.address.name == "clock") {
            let actions = policy(role).statements.iter().flat_map(|statement| &statement.actions);
            let actions: Vec<&str> = actions.map(AsRef::as_ref).collect();
            assert_eq!(actions, ["lambda:InvokeFunction", "kms:Decrypt"]);
        }
    }
}

#[test]
fn code_cannot_create_network_interfaces() {
    for stack in stacks() {
        for role in of_kind(stack, "aws_iam_role_policy").filter(|role| &*role.address.name != "clock") {
            let statements = &policy(role).statements;
            let made: BTreeSet<_> = statements
                .iter()
                .filter(|statement| statement.effect == polder_cloud::Effect::Allow)
                .flat_map(|statement| &statement.actions)
                .filter(|action| action.starts_with("ec2:"))
                .collect();
            let denied =
                statements.iter().find(|statement| statement.sid == "NotByItsCode").expect("a denial");
            assert_eq!(denied.actions.iter().collect::<BTreeSet<_>>(), made);
            assert_eq!(denied.conditions.len(), 1);
        }
    }
}

#[test]
fn the_auditor_waits_for_its_checks() {
    for stack in stacks() {
        for schedule in of_kind(stack, "aws_scheduler_schedule") {
            assert_eq!(schedule.body.get("state"), Some(&"DISABLED".into()));
        }
    }
    // When it has checks, its schedule is enabled, and this test is removed.
    let auditors =
        examples::all().iter().flat_map(|(design, _)| &design.sites).flat_map(|site| &site.functions);
    assert!(auditors.into_iter().any(|function| function.kind == FunctionKind::Auditor));
}
