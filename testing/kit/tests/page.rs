//! The README of a build names every step that no stack can do, in an order in which each can be done.

use std::collections::{BTreeMap, BTreeSet};

use polder::Compiled;
use polder_cloud::{Layer, Stack, Value};
use polder_testkit::{EXAMPLES, compiled, files};

fn page(compiled: &Compiled) -> String {
    files(compiled).remove("README.md").expect("a README")
}

/// A section by its heading, up to the next one of its level.
fn section<'a>(page: &'a str, heading: &str) -> &'a str {
    let start = page.find(&format!("\n## {heading}\n")).unwrap_or_else(|| panic!("no section {heading}"));
    let rest = page.get(start + 1..).unwrap_or_default();
    rest.find("\n## ").map_or(rest, |end| rest.get(..end).unwrap_or(rest))
}

/// The numbered steps of the bootstrap.
fn steps(page: &str) -> Vec<&str> {
    let bootstrap = section(page, "Bootstrap");
    let mut starts: Vec<usize> = vec![];
    while let Some(at) = bootstrap.find(&format!("\n{}. ", starts.len() + 1)) {
        starts.push(at);
    }
    let end = bootstrap.find("\nFrom then on").expect("an end");
    let ends = starts.iter().skip(1).copied().chain([end]);
    starts.iter().zip(ends).map(|(start, end)| bootstrap.get(*start..end).unwrap_or_default()).collect()
}

/// The wave of each stack in the table of the page.
fn waves(page: &str) -> BTreeMap<String, u32> {
    let rows = section(page, "Order").lines().filter_map(|line| {
        let mut cells = line.split('|').map(str::trim).skip(1);
        let wave = cells.next()?.parse().ok()?;
        Some((cells.next()?.trim_matches('`').to_owned(), wave))
    });
    rows.collect()
}

#[test]
fn what_people_apply_is_wave_zero_and_everything_else_comes_later() {
    for (name, text) in EXAMPLES {
        let compiled = compiled(name, text);
        let (page, cloud) = (page(&compiled), &compiled.cloud);
        let (waves, steps) = (waves(&page), steps(&page));
        assert_eq!(waves.len(), cloud.stacks.len(), "{name}");
        let first = |stack: &&Stack| stack.key.layer.is_applied_by_hand();
        for stack in &cloud.stacks {
            let wave = waves.get(&stack.key.to_string());
            assert_eq!(wave == Some(&0), first(&stack), "{name}: {} is in wave {wave:?}", stack.key);
            for before in stack.imports.iter().chain(&stack.after).filter_map(|id| cloud.stack(*id)) {
                // A mention is no dependency: its resource may be created later.
                let needed = polder_cloud::foreign(cloud, stack).any(|(id, _)| id == before.id);
                if (needed || stack.after.contains(&before.id)) && !first(&stack) {
                    assert!(
                        waves.get(&before.key.to_string()) < wave,
                        "{name}: {} needs {}",
                        stack.key,
                        before.key
                    );
                }
            }
        }
        // The order of the steps is one in which they can be done.
        let step = |stack: &Stack| {
            let path = format!("`{}`", stack.key);
            let all = steps.iter().enumerate().filter(|(_, step)| step.contains(&path));
            let all: Vec<usize> = all.map(|(at, _)| at).collect();
            assert_eq!(all.len(), 1, "{name}: {path} is in the steps {all:?}");
            all[0]
        };
        for stack in cloud.stacks.iter().filter(first) {
            for before in stack.after.iter().filter_map(|id| cloud.stack(*id)) {
                assert!(step(before) < step(stack), "{name}: {} before {}", before.key, stack.key);
            }
        }
    }
}

/// All steps of the bootstrap for what no stack creates.
#[test]
fn the_bootstrap_names_what_no_stack_creates() {
    for (name, text) in EXAMPLES {
        let compiled = compiled(name, text);
        let page = page(&compiled);
        let bootstrap = section(&page, "Bootstrap");
        let has = |layer: Layer| compiled.cloud.stacks.iter().find(|stack| stack.key.layer == layer);
        // Without `-f` a shell stops at the backup, which need not be there.
        assert!(bootstrap.contains("rm -f terraform.tfstate terraform.tfstate.backup"), "{name}");
        assert_eq!(bootstrap.contains("IAM Identity Center"), has(Layer::Identity).is_some(), "{name}");
        assert_eq!(bootstrap.contains("access to billing"), has(Layer::Billing).is_some(), "{name}");
        let groups = has(Layer::Identity).into_iter().flat_map(|stack| &stack.variables);
        for group in groups.filter(|variable| variable.name.starts_with("group_")) {
            let Value::Text(default) = &group.default else { panic!("{}", group.name) };
            assert!(bootstrap.contains(&format!("`{default}`")), "{name}: {default}");
        }
        // Whoever the policy of the bucket would lock out learns it before.
        assert!(bootstrap.contains("If you work with another role"), "{name}");
        assert!(bootstrap.contains("open a case with AWS Support"), "{name}");
        let regions: BTreeSet<String> = compiled
            .cloud
            .stacks
            .iter()
            .filter(|stack| compiled.design.region_has(&stack.region, |traits| traits.must_be_enabled))
            .map(|stack| format!("`{}`", stack.region))
            .collect();
        for region in regions {
            assert!(bootstrap.contains(&region), "{name}: {region}");
        }
    }
}

/// The workflow reads from the plan which images, packages and secrets a stack needs: they are known then.
#[test]
fn what_people_supply_is_known_in_a_plan_and_between_two_waves() {
    for (name, text) in EXAMPLES {
        let compiled = compiled(name, text);
        let mut seen = 0;
        for stack in &compiled.cloud.stacks {
            for resource in stack.managed() {
                let read = match resource.address.kind.as_str() {
                    "aws_ecs_task_definition" => &["container_definitions"][..],
                    "aws_lambda_function" => &["s3_bucket", "s3_key"],
                    _ => continue,
                };
                let locals = stack.locals.iter().map(|local| &local.value);
                for value in read.iter().filter_map(|attribute| resource.body.get(attribute)).chain(locals) {
                    value.walk(&mut |value| {
                        let Value::Reference(reference) = value else { return };
                        if stack.target(reference) == Some(stack.id) {
                            let target = stack.find(&reference.address.to_string()).expect("a resource");
                            let known = target.body.get(&reference.attribute).is_some();
                            assert!(known, "{name}: {}: {resource:?} reads {reference:?}", stack.key);
                        }
                    });
                    seen += 1;
                }
            }
        }
        assert!(seen > 0, "{name}: {seen}");
        let page = page(&compiled);
        let manual = section(&page, "Manual steps");
        assert!(manual.contains("\n| delegate the domain | "), "{name}");
        let has_tasks =
            |stack: &Stack| stack.managed().any(|it| it.address.kind == "aws_ecs_task_definition");
        let has_tasks = compiled.cloud.stacks.iter().any(has_tasks);
        assert_eq!(manual.contains("\n| push the images | "), has_tasks, "{name}");
    }
}

/// Costs come last: tags can be activated when resources have them, and nothing waits for it.
#[test]
fn costs_are_the_last_wave_and_what_they_need_is_on_the_page() {
    for (name, text) in EXAMPLES {
        let compiled = compiled(name, text);
        let page = page(&compiled);
        let stacks = &compiled.cloud.stacks;
        let Some(billing) = stacks.iter().find(|stack| stack.key.layer == Layer::Billing) else { continue };
        let waves = waves(&page);
        let last = waves[&billing.key.to_string()];
        assert!(waves.iter().all(|(path, wave)| *wave < last || *path == billing.key.to_string()), "{name}");
        let manual = section(&page, "Manual steps");
        let tags =
            billing.managed().find(|it| it.address.kind == "aws_ce_cost_allocation_tag").expect("tags");
        let Some(Value::Call(chosen)) = tags.body.get("for_each") else { panic!("{name}: {tags:?}") };
        assert!(format!("{chosen:?}").contains("Variable(\"cost_allocation_tags\")"), "{name}: {chosen:?}");
        for variable in ["cost_allocation_tags", "existing_service_monitor"] {
            let found = billing.variables.iter().find(|it| it.name == variable).expect("a variable");
            assert_eq!(found.default, Value::from(""), "{name}: {variable}");
            assert!(manual.contains(&format!("variable `{variable}`")), "{name}: {variable}");
        }
        assert!(section(&page, "Bootstrap").contains("Cost Explorer"), "{name}");
    }
}

#[test]
fn the_page_names_the_record_of_a_signed_zone_and_the_packages_of_functions() {
    for (name, text) in EXAMPLES {
        let compiled = compiled(name, text);
        let page = page(&compiled);
        let manual = section(&page, "Manual steps");
        assert!(
            manual.contains("enter the DS record of the zone there (`terraform output -raw ds_record`)"),
            "{name}"
        );
        let functions = compiled.design.sites.iter().flat_map(|site| &site.functions);
        for function in functions {
            assert!(manual.contains(&format!("`{}.zip`", function.kind.name())), "{name}");
        }
    }
}

/// Logs of the edge are in us-east-1, whatever the residency is: they are declared, and contain as little as possible.
#[test]
fn personal_data_outside_of_the_residency_are_declared_and_few() {
    for (name, text) in EXAMPLES {
        let compiled = compiled(name, text);
        let page = page(&compiled);
        let declared = section(&page, "Personal data outside of the platform's regions");
        let edge = compiled.cloud.stacks.iter().filter(|stack| &*stack.region == "us-east-1");
        let mut seen = 0;
        for (stack, store) in edge.flat_map(|stack| stack.managed().map(move |it| (stack, it))) {
            let tags = store.body.get("tags").map(|tags| format!("{tags:?}")).unwrap_or_default();
            if tags.contains("personal") {
                let row = format!("| `{}` | `{}` |", stack.key, store.address);
                assert!(declared.contains(&row), "{name}: {row}");
                seen += 1;
            }
            if store.address.kind == "aws_wafv2_web_acl_logging_configuration" {
                let filter = format!("{:?}", store.body.blocks("logging_filter").next());
                assert!(filter.contains("BLOCK") && !filter.contains("COUNT"), "{name}: {}", stack.key);
                let group = stack.find("aws_cloudwatch_log_group.web_acl_edge").expect("a log group");
                let Some(Value::Integer(days)) = group.body.get("retention_in_days") else { panic!("days") };
                assert!(*days <= 90, "{name}: {days} days");
                seen += 1;
            }
        }
        assert!(seen >= 2, "{name}");
    }
}

/// Terraform destroys what a test has applied, and refuses that for what no plan may destroy.
#[test]
fn tests_of_modules_apply_nothing_that_cannot_be_destroyed() {
    let (name, text) = EXAMPLES[0];
    let files = files(&compiled(name, text));
    let (mut planned, mut applied) = (0, 0);
    for (path, test) in files.iter().filter(|(path, _)| path.ends_with(".tftest.hcl")) {
        let module = path.split("/tests/").next().expect("a module");
        let protects = files.iter().any(|(path, content)| {
            path.starts_with(&format!("{module}/"))
                && path.ends_with(".tf")
                && content.contains("prevent_destroy = true")
        });
        assert_eq!(test.contains("command = plan"), protects, "{path}");
        assert_eq!(test.contains("command = apply"), !protects, "{path}");
        planned += usize::from(protects);
        applied += usize::from(!protects);
    }
    assert!(planned > 3 && applied > 3, "{planned} planned, {applied} applied");
}
