//! Functions are signed and have limits.

use std::collections::BTreeSet;

use polder_cloud::index::shown;
use polder_cloud::{Document, Policy, Resource, Stack, Value};
use polder_design::Topic;

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
            for needed in ["logging_config", "tracing_config", "vpc_config"] {
                assert_eq!(body.blocks(needed).count(), 1, "{needed} of {address}");
            }
            let told = body.blocks("environment").count() > 0;
            assert_eq!(body.get("kms_key_arn").is_some(), told, "{address}");
        }
    }
}

#[test]
fn each_failure_is_kept_or_told() {
    let mut told = 0;
    for (design, cloud) in examples::all() {
        for site in &design.sites {
            let account = &design.accounts[site.account].name;
            let path = format!("{account}/{}/{}/functions", site.region, design.cells[site.cell].name);
            let stack = cloud.by_path(&path).expect("a stack");
            for function in &site.functions {
                let address = format!("aws_lambda_function.{}", identifier(function.kind.name()));
                let found =
                    stack.find(&address).expect("a function").body.blocks("dead_letter_config").count();
                assert_eq!(found, 1, "{address} in {path}");
                let topic = Party::Topic(Topic::Alarms);
                let flows = site.flows.iter().filter(|flow| flow.from == Party::Function(function.kind));
                let tells = flows.filter(|flow| flow.to == topic).count();
                assert_eq!(tells, usize::from(function.notifies()), "{address} in {path}");
                told += tells;
            }
        }
    }
    assert!(told > 0);
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
    let mut schedules = 0;
    for stack in stacks() {
        let found = of_kind(stack, "aws_scheduler_schedule").filter(|it| &*it.address.name == "auditor");
        for schedule in found {
            assert_eq!(shown(stack, schedule.body.get("state").expect("a state")), "DISABLED");
            schedules += 1;
        }
    }
    // When it has checks, its schedule is enabled, and this test is removed.
    assert!(schedules > 0);
}

/// The function must know what `polder shop` knows: the same shop, and the queue of its own region.
#[test]
fn the_setup_runner_knows_the_shop_of_its_cell() {
    for (design, cloud) in examples::all() {
        for site in &design.sites {
            let cell = &design.cells[site.cell];
            let account = &design.accounts[site.account].name;
            let path = format!("{account}/{}/{}/functions", site.region, cell.name);
            let stack = cloud.by_path(&path).expect("a stack");
            let runner = stack.find("aws_lambda_function.setup_runner").expect("a function");
            let environment = runner.body.blocks("environment").next().expect("an environment");
            let Some(Value::Object(variables)) = environment.get("variables") else { panic!("{path}") };
            let brief = local_of(stack, variables.get("POLDER_SHOP").expect("a brief"));
            let read = polder_shop::read_brief(&json(brief).to_string()).expect("readable");
            let shop = polder_shop::shop(design, cell);
            assert_eq!(read.channels, shop.channels, "{path}");
            assert_eq!(read.tax_classes, shop.tax_classes, "{path}");
            let queue = shown(stack, variables.get("POLDER_EVENTS_QUEUE_URL").expect("a queue"));
            assert!(queue.contains("aws_sqs_queue.events") && !queue.contains("peer"), "{queue}");
        }
    }
}

/// The local that `jsonencode` writes.
fn local_of<'a>(stack: &'a Stack, value: &Value) -> &'a Value {
    let Value::Call(call) = value else { panic!("{value:?}") };
    let Some(Value::Local(name)) = call.arguments.first() else { panic!("{call:?}") };
    stack.locals.iter().find(|local| local.name == *name).map(|local| &local.value).expect("a local")
}

fn json(value: &Value) -> serde_json::Value {
    match value {
        Value::Integer(number) => (*number).into(),
        Value::Text(text) => text.as_str().into(),
        Value::List(items) => items.iter().map(json).collect(),
        Value::Object(body) => body
            .items
            .iter()
            .map(|item| match &item.content {
                polder_cloud::Content::Attribute(value) => (item.key.to_string(), json(value)),
                other => panic!("{other:?}"),
            })
            .collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn only_the_setup_runner_reads_the_token_of_the_shop() {
    let mut readers = 0;
    for stack in stacks() {
        for role in of_kind(stack, "aws_iam_role_policy") {
            let statements = &policy(role).statements;
            let mut actions = statements.iter().flat_map(|statement| &statement.actions);
            if actions.any(|action| action.starts_with("secretsmanager:")) {
                assert_eq!(&*role.address.name, "setup_runner");
                readers += 1;
            }
        }
    }
    assert!(readers > 0);
}
