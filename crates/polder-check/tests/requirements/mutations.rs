//! A selector no longer matches when what it requires is removed.

use std::collections::BTreeSet;
use std::sync::Arc;

use polder_check::{Condition, Row, requirements, table};
use polder_cloud::{Body, Cloud, Content, Document, Index, ResourceId, Stack, Value, View};

use crate::estate::owner;

#[test]
fn a_row_has_no_evidence_without_its_resources() {
    let (design, cloud) = owner();
    for row in table(design, cloud).iter().filter(|row| !row.evidence.is_empty()) {
        let mut less = cloud.clone();
        for stack in &mut less.stacks {
            let path = stack.key.to_string();
            let spoken: Vec<&str> = row
                .evidence
                .iter()
                .filter(|evidence| evidence.stack == path)
                .map(|evidence| evidence.address.as_str())
                .collect();
            if !spoken.is_empty() {
                stack.resources.retain(|resource| !spoken.contains(&resource.address.to_string().as_str()));
            }
        }
        let id = &row.requirement.id;
        let left = of(&table(design, &less), id).evidence.len();
        assert_eq!(left, 0, "{id}");
    }
}

#[test]
fn no_resource_is_selected_without_its_conditions() {
    let cloud = &owner().1;
    let index = Index::new(cloud);
    let mut broken = 0;
    for requirement in requirements(&owner().0) {
        for selector in requirement.selectors {
            let all = index.of_kind(selector.kind).iter().copied();
            let known: Vec<ResourceId> = all
                .filter(|id| {
                    let view = index.view(*id).expect("a resource");
                    selector.conditions.iter().all(|condition| condition.holds(view))
                })
                .collect();
            for condition in selector.conditions {
                let mut changed = cloud.clone();
                for id in &known {
                    let stack = &mut changed.stacks[id.stack.index()];
                    break_condition(Arc::make_mut(&mut stack.resources[id.index as usize].body), condition);
                }
                let changed = Index::new(&changed);
                for view in known.iter().filter_map(|id| changed.view(*id)) {
                    assert!(
                        !condition.holds(view),
                        "{}: {condition:?} of {}",
                        requirement.id,
                        view.address()
                    );
                    broken += 1;
                }
            }
        }
    }
    assert!(broken > 100, "{broken} conditions are too few");
}

/// Selectors without resources in the built-in example: other engines, Spot for services, functions.
const ELSEWHERE: [&str; 15] = [
    "aws_autoscaling_group",
    "aws_cloudwatch_event_target",
    "aws_ecs_capacity_provider",
    "aws_ecs_service",
    "aws_eks_cluster",
    "aws_eks_node_group",
    "aws_eks_pod_identity_association",
    "aws_lambda_event_source_mapping",
    "aws_lambda_function",
    "aws_lambda_function_event_invoke_config",
    "aws_launch_template",
    "aws_rds_cluster",
    "aws_rds_cluster_instance",
    "aws_rds_global_cluster",
    "aws_scheduler_schedule",
];

#[test]
fn selectors_hear_something_in_the_owners_platform() {
    let (design, cloud) = owner();
    let index = Index::new(cloud);
    let mut silent = BTreeSet::new();
    for requirement in requirements(design) {
        for selector in requirement.selectors.iter().filter(|selector| selector.kind != "*") {
            let own = index.of_kind(selector.kind).iter().filter_map(|id| index.view(*id));
            let heard = own.filter(View::is_managed).any(|resource| {
                let name = resource.address().name.as_ref();
                (selector.names.is_empty() || selector.names.contains(&name))
                    && selector.conditions.iter().all(|condition| condition.holds(resource))
            });
            if !heard && !ELSEWHERE.contains(&selector.kind) {
                silent.insert(format!("{} {} {:?}", requirement.id, selector.kind, selector.conditions));
            }
        }
    }
    assert_eq!(silent, BTreeSet::new());
}

#[test]
fn a_market_that_leads_elsewhere_is_not_heard() {
    let (design, cloud) = owner();
    let mut changed = cloud.clone();
    for stack in &mut changed.stacks {
        for resource in stack
            .resources
            .iter_mut()
            .filter(|resource| resource.address.kind == "aws_cloudfront_distribution")
        {
            remove(Arc::make_mut(&mut resource.body), "aliases");
        }
    }
    let spoken = |rows: &[Row], id: &str| {
        of(rows, id)
            .evidence
            .iter()
            .filter(|evidence| evidence.address.contains("cloudfront_distribution"))
            .count()
    };
    let (before, after) = (table(design, cloud), table(design, &changed));
    for id in ["REGION-1", "REGION-2", "LANG-1"] {
        assert!(spoken(&before, id) > 0, "{id}");
        assert_eq!(spoken(&after, id), 0, "{id}");
    }
}

#[test]
fn accounts_and_functions_are_heard_of_by_their_names() {
    let (design, cloud) = owner();
    let renamed = ["aws_organizations_account", "aws_cloudfront_function"];
    let mut changed = cloud.clone();
    for stack in &mut changed.stacks {
        for resource in stack.resources.iter_mut().filter(|it| renamed.contains(&it.address.kind.as_str())) {
            let name = format!("other_{}", resource.address.name);
            Arc::make_mut(&mut resource.address).name = name.into();
        }
    }
    let (before, after) = (table(design, cloud), table(design, &changed));
    let spoken = |rows: &[Row], id: &str, kind: &str| {
        of(rows, id).evidence.iter().filter(|evidence| evidence.address.starts_with(kind)).count()
    };
    for (id, count) in [("ACCT-1", 1), ("ACCT-2", 1), ("ACCT-3", 1)] {
        assert_eq!(spoken(&before, id, "aws_organizations_account"), count, "{id}");
        assert_eq!(spoken(&after, id, "aws_organizations_account"), 0, "{id}");
    }
    assert!(spoken(&before, "LANG-1", "aws_cloudfront_function") > 0);
    assert_eq!(spoken(&after, "LANG-1", "aws_cloudfront_function"), 0);
}

#[test]
fn data_of_people_are_heard_of_by_their_tag() {
    let (design, cloud) = owner();
    let mut changed = cloud.clone();
    for stack in &mut changed.stacks {
        stack.resources.iter_mut().for_each(|resource| remove(Arc::make_mut(&mut resource.body), "tags"));
    }
    let spoken = |cloud: &Cloud| {
        let rows = table(design, cloud);
        let all = &of(&rows, "SEC-GDPR").evidence;
        all.iter().filter(|evidence| evidence.address.starts_with("aws_db_instance")).count()
    };
    assert!(spoken(cloud) > 0);
    assert_eq!(spoken(&changed), 0);
}

#[test]
fn a_stack_without_tags_is_not_counted_as_tagged() {
    let (design, cloud) = owner();
    let mut changed = cloud.clone();
    changed.stacks.iter_mut().for_each(|stack: &mut Stack| stack.locals.retain(|local| local.name != "tags"));
    let carried = |cloud: &Cloud| {
        let rows = table(design, cloud);
        of(&rows, "COST-TAG").evidence.iter().filter(|evidence| evidence.why == "carries tags").count()
    };
    assert!(carried(cloud) > 500);
    assert_eq!(carried(&changed), 0);
}

fn of<'a>(rows: &'a [Row], id: &str) -> &'a Row {
    rows.iter().find(|row| row.requirement.id == id).expect("a row of this number")
}

/// Removes what a condition requires, or adds what it forbids.
fn break_condition(body: &mut Body, condition: &Condition) {
    match *condition {
        Condition::Lacks(path) => body.set(None, path, "something"),
        Condition::Has(path)
        | Condition::Is(path, _)
        | Condition::AtLeast(path, _)
        | Condition::RefersTo(path, _) => {
            remove(body, path);
        }
    }
}

/// Removes everything at a path.
fn remove(body: &mut Body, path: &str) {
    let Some((first, rest)) = path.split_once('.') else {
        body.items.retain(|item| item.key != path);
        return;
    };
    for item in body.items.iter_mut().filter(|item| item.key == first) {
        match &mut item.content {
            Content::Block(inner) => remove(inner, rest),
            Content::Attribute(Value::Object(inner)) => remove(inner, rest),
            Content::Attribute(Value::Document(document)) => {
                if let Document::Json(inner) = document.as_mut() {
                    remove(inner, rest);
                }
            }
            Content::Attribute(_) => {}
        }
    }
}
