//! Every resource of every example has the tags that it should.

use std::collections::{BTreeMap, BTreeSet};

use polder_cloud::{Content, Resource, Stack, Value};

use super::*;
use crate::examples;

/// The maximum number of tags of a resource.
const TAGS_MAX: usize = 50;

#[test]
fn every_stack_has_the_default_tags() {
    for (_, cloud) in examples::all() {
        for stack in &cloud.stacks {
            let tags = defaults(stack);
            for key in EVERYWHERE {
                assert!(tags.contains_key(key), "{key} in {}", stack.key);
            }
            let sited = matches!(stack.key.scope, StackScope::Site { .. });
            assert_eq!(tags.contains_key("cell"), sited, "{}", stack.key);
            assert_eq!(tags.contains_key("site"), sited, "{}", stack.key);
        }
    }
}

#[test]
fn tags_stay_within_the_limits() {
    for (_, cloud) in examples::all() {
        for stack in &cloud.stacks {
            let defaults = defaults(stack);
            for resource in
                stack.managed().filter(|resource| KindTraits::of(&resource.address.kind).takes_tags)
            {
                let mut tags = defaults.clone();
                tags.extend(own(resource));
                assert!(tags.len() <= TAGS_MAX, "{}", resource.address);
                for (key, value) in &tags {
                    assert!(!key.is_empty() && key.chars().count() <= 128, "{key}");
                    let Value::Text(value) = value else { continue };
                    assert!(value.chars().count() <= 256, "{key} of {}", resource.address);
                    let plain = |c: char| c.is_alphanumeric() || " _.:/=+-@".contains(c);
                    assert!(!value.is_empty() && value.chars().all(plain), "{key} = {value}");
                }
                let folded: BTreeSet<String> = tags.keys().map(|key| key.to_lowercase()).collect();
                assert_eq!(folded.len(), tags.len(), "keys of {} differ in case only", resource.address);
            }
        }
    }
}

/// The provider leaves out a tag that repeats a default tag, also where the default is overridden, and the next plan adds it.
#[test]
fn a_resource_without_default_tags_repeats_none_of_them() {
    let mut seen = 0;
    for (_, cloud) in examples::all() {
        for stack in &cloud.stacks {
            let defaults = defaults(stack);
            let overriding = stack.managed().filter(|it| it.body.blocks("override_provider").count() > 0);
            for resource in overriding {
                for (key, value) in own(resource) {
                    let (address, stack) = (&resource.address, &stack.key);
                    assert_ne!(defaults.get(&key), Some(&value), "{key} of {address} in {stack}");
                    assert!(
                        !matches!(value, Value::Element(_)),
                        "{key} of {address} in {stack} is a default"
                    );
                    seen += 1;
                }
            }
        }
    }
    assert!(seen > 10, "{seen}");
}

#[test]
fn resources_without_a_name_have_the_tag_name() {
    for resource in resources().filter(|resource| AWS.of(&resource.address.kind).named_by_tag) {
        assert!(own(resource).contains_key("Name"), "{}", resource.address);
    }
}

#[test]
fn stores_have_a_data_class() {
    for resource in resources().filter(|resource| AWS.of(&resource.address.kind).keeps_data) {
        let tags = own(resource);
        let Some(Value::Text(classes)) = tags.get("data-class") else {
            panic!("{} has no data class", resource.address)
        };
        let known = ["public", "catalogue", "personal", "commercial", "credentials", "operational"];
        assert!(classes.split(' ').all(|class| known.contains(&class)), "{classes}");
    }
}

#[test]
fn components_follow_from_kinds_and_names() {
    let processes: BTreeSet<String> = ["api", "api_export", "static"].map(str::to_owned).into();
    let part = |kind: &str, name: &str| component(&processes, KindTraits::of(kind), name).unwrap_or_default();
    assert_eq!(part("aws_ecs_service", "api"), "api");
    assert_eq!(part("aws_iam_role", "api_exec"), "api");
    assert_eq!(part("aws_iam_role", "api_export_task"), "api-export");
    assert_eq!(part("aws_iam_role", "apiary"), "");
    assert_eq!(part("aws_db_instance", "reader_1"), "database");
    assert_eq!(part("aws_cloudwatch_log_group", "reader_1_postgresql"), "database");
    assert_eq!(part("aws_cloudwatch_log_group", "web_acl_edge"), "firewall");
    assert_eq!(part("aws_sqs_queue", "events_dead"), "events");
    assert_eq!(part("aws_s3_bucket", "access_logs"), "access-logs");
    assert_eq!(part("aws_s3_bucket", "static"), "static");
    assert_eq!(part("aws_elasticache_replication_group", "broker"), "broker");
    assert_eq!(part("aws_vpc", "main"), "");
}

#[test]
fn instances_and_volumes_get_the_tags_of_their_group() {
    let mut group = body! { tag { key = "cell"; value = "x"; } };
    reach_machines(&mut group, &["cell".into(), "cost center".into()]);
    let tags: Vec<&Body> = group.blocks("tag").collect();
    assert_eq!(tags.len(), 2);
    assert_eq!(tags[1].get("key"), Some(&"cost center".into()));
    assert_eq!(tags[1].get("propagate_at_launch"), Some(&true.into()));
    let mut template = Body::default();
    reach_disks(&mut template);
    assert_eq!(template.blocks("tag_specifications").count(), 2);
}

#[test]
fn existing_tags_stay() {
    let mut resource = resources().find(|it| it.address.kind == "aws_vpc").expect("a network").clone();
    let before = own(&resource);
    add(Arc::make_mut(&mut resource.body), "Name", "another".into());
    assert_eq!(own(&resource), before);
}

#[test]
fn the_page_lists_the_tags() {
    let page = include_str!("../../../../docs/tags.md");
    for key in EVERYWHERE.into_iter().chain(["cell", "site", "data-class", "Name"]) {
        assert!(page.contains(&format!("| `{key}` |")), "{key}");
    }
    let parts = BY_KIND.iter().filter_map(|(_, part)| match part {
        Part::Is(part) => Some(*part),
        Part::Own => None,
    });
    for part in parts.chain(BY_NAME.iter().map(|(_, part)| *part)) {
        assert!(page.contains(&format!("`{part}`")), "{part}");
    }
}

fn resources() -> impl Iterator<Item = &'static Resource> {
    examples::all().iter().flat_map(|(_, cloud)| &cloud.stacks).flat_map(Stack::managed)
}

fn defaults(stack: &Stack) -> BTreeMap<String, Value> {
    let tags = stack.locals.iter().find(|local| local.name == "tags").expect("tags of the stack");
    let Value::Object(tags) = &tags.value else { panic!("tags are no object") };
    pairs(tags)
}

fn own(resource: &Resource) -> BTreeMap<String, Value> {
    match resource.body.get("tags") {
        Some(Value::Object(tags)) => pairs(tags),
        _ => BTreeMap::new(),
    }
}

fn pairs(tags: &Body) -> BTreeMap<String, Value> {
    let value = |item: &Item| match &item.content {
        Content::Attribute(value) => value.clone(),
        Content::Block(_) => Value::Null,
    };
    tags.items.iter().map(|item| (item.key.to_string(), value(item))).collect()
}
