//! Services, functions and instances with what they refer to.

use serde_json::Value;

use super::{Rule, each};
use crate::codes;
use crate::context::Context;
use crate::report::Report;
use crate::subject::{Fault, Subject};

/// The rules in order.
const RULES: [(&str, Rule); 10] = [
    ("aws_ecs_service", container),
    ("aws_wafv2_web_acl", scope),
    ("aws_wafv2_rule_group", scope),
    ("aws_autoscaling_group", template),
    ("aws_instance", placement),
    ("aws_kms_replica_key", replica),
    ("aws_cloudfront_distribution", edge),
    ("aws_dynamodb_table_item", keys),
    ("aws_ecs_cluster_capacity_providers", strategy),
    ("aws_lambda_provisioned_concurrency_config", concurrency),
];

/// Reports what is not compatible.
pub(super) fn check(context: &Context<'_, '_>, report: &mut Report) {
    each(context, &RULES, report);
}

/// A service names a container of its task definition, and a port that it maps.
fn container(context: &Context<'_, '_>, item: &Subject<'_, '_>, report: &mut Report) {
    let page = "docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LoadBalancer.html";
    let Some(task) = context.target(&item.view, "task_definition", &["aws_ecs_task_definition"]) else {
        return;
    };
    let Some(text) = task.text("container_definitions") else { return };
    let Ok(Value::Array(containers)) = serde_json::from_str::<Value>(&text) else { return };
    for balancer in item.tree.get("load_balancer").elements() {
        let Some(name) = balancer.get("container_name").text() else { continue };
        let Some(container) = containers.iter().find(|it| it["name"].as_str() == Some(&name)) else {
            let message = format!("`container_name` is `{name}`, which the task definition does not have");
            item.find(
                report,
                &codes::REFERENCE,
                Fault::new("load_balancer.container_name", message, "a container of the task", page),
            );
            continue;
        };
        let Some(port) = balancer.get("container_port").text() else { continue };
        let mut mapped = container["portMappings"].as_array().into_iter().flatten();
        // A range of ports maps them all.
        let maps = mapped.any(|it| {
            !it["containerPortRange"].is_null() || it["containerPort"].to_string().trim_matches('"') == port
        });
        if !maps {
            let message = format!("`container_port` is {port}, which container `{name}` does not map");
            item.find(
                report,
                &codes::REFERENCE,
                Fault::new("load_balancer.container_port", message, "a port of `portMappings`", page),
            );
        }
    }
}

/// Sets of addresses and patterns have the scope of the web ACL.
fn scope(context: &Context<'_, '_>, item: &Subject<'_, '_>, report: &mut Report) {
    const STATEMENTS: [(&str, &str); 3] = [
        ("ip_set_reference_statement", "aws_wafv2_ip_set"),
        ("regex_pattern_set_reference_statement", "aws_wafv2_regex_pattern_set"),
        ("rule_group_reference_statement", "aws_wafv2_rule_group"),
    ];
    let page = "docs.aws.amazon.com/waf/latest/APIReference/API_CreateWebACL.html";
    let Some(own) = item.text("scope") else { return };
    for statement in item.view.blocks("rule").iter().flat_map(|rule| rule.blocks("statement")) {
        for (name, kind) in STATEMENTS {
            let Some(block) = statement.block(name) else { continue };
            let Some(target) = context.target(&block, "arn", &[kind]) else { continue };
            if let Some(of) = target.text("scope").filter(|of| *of != own) {
                let message =
                    format!("the scope is `{own}`, and that of `{}` is `{of}`", target.view.address());
                item.find(
                    report,
                    &codes::REFERENCE,
                    Fault::new(&format!("rule.statement.{name}.arn"), message, "one scope for both", page),
                );
            }
        }
    }
}

/// A group's launch template has an image, and a type unless the group names types.
fn template(context: &Context<'_, '_>, item: &Subject<'_, '_>, report: &mut Report) {
    let page = "docs.aws.amazon.com/autoscaling/ec2/userguide/create-launch-template.html";
    for block in item.view.blocks("launch_template") {
        let target = ["id", "name"]
            .iter()
            .find_map(|attribute| context.target(&block, attribute, &["aws_launch_template"]));
        let Some(target) = target.filter(|target| !target.exists()) else { continue };
        let missing = |name: &str| target.tree.get(name).is_absent();
        let problem = if missing("image_id") {
            "no `image_id`"
        } else if missing("instance_type") && missing("instance_requirements") {
            "no `instance_type`"
        } else {
            continue;
        };
        let message = format!("`{}` has {problem}", target.view.address());
        item.find(
            report,
            &codes::REFERENCE,
            Fault::new("launch_template", message, "a template with an image and a type", page),
        );
    }
}

/// Burstable instances cannot be in a cluster placement group.
fn placement(context: &Context<'_, '_>, item: &Subject<'_, '_>, report: &mut Report) {
    let page = "docs.aws.amazon.com/AWSEC2/latest/UserGuide/placement-strategies.html";
    let Some(group) = context.target(&item.view, "placement_group", &["aws_placement_group"]) else { return };
    let is_cluster = group.text("strategy").as_deref() == Some("cluster");
    let Some(class) = item.text("instance_type").filter(|_| is_cluster) else { return };
    if ["t1.", "t2.", "t3.", "t3a.", "t4g.", "mac"].iter().any(|start| class.starts_with(start)) {
        let message = format!("`instance_type` is `{class}` in a cluster placement group");
        item.find(
            report,
            &codes::REFERENCE,
            Fault::new("placement_group", message, "a type that is not burstable", page),
        );
    }
}

/// A replica is in another region than its multi-region key.
fn replica(context: &Context<'_, '_>, item: &Subject<'_, '_>, report: &mut Report) {
    let attribute = "primary_key_arn";
    let page = "docs.aws.amazon.com/kms/latest/APIReference/API_ReplicateKey.html";
    let key = context.target(&item.view, attribute, &["aws_kms_key", "aws_kms_external_key"]);
    if let Some(key) = &key
        && key.text_or("multi_region", "false").as_deref() == Some("false")
    {
        let message = format!("`{}` is not a multi-region key", key.view.address());
        return item.find(
            report,
            &codes::REFERENCE,
            Fault::new(attribute, message, "a key with `multi_region`", page),
        );
    }
    let text = item.text(attribute);
    let of = text.as_deref().and_then(|arn| arn.split(':').nth(3)).or(key.and_then(|key| key.region));
    if let (Some(of), Some(own)) = (of, item.region)
        && of == own
    {
        let message = format!("the replica is in {own}, as its key");
        item.find(
            report,
            &codes::REFERENCE,
            Fault::new(attribute, message, "a replica in another region", page),
        );
    }
}

/// A function at the edge has no variables, network, or processor of Arm.
fn edge(context: &Context<'_, '_>, item: &Subject<'_, '_>, report: &mut Report) {
    let page = "docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-at-edge-function-restrictions.html";
    for behavior in ["default_cache_behavior", "ordered_cache_behavior"] {
        let blocks = item.view.blocks(behavior);
        for block in blocks.iter().flat_map(|block| block.blocks("lambda_function_association")) {
            let Some(function) = context.target(&block, "lambda_arn", &["aws_lambda_function"]) else {
                continue;
            };
            let is_set = |path: &str| function.tree.at(path).iter().any(|tree| tree.is_set() == Some(true));
            let has = |path: &str, value: &str| function.text(path).as_deref() == Some(value);
            let problem = if is_set("environment.variables") {
                "has environment variables"
            } else if is_set("vpc_config") {
                "is in a VPC"
            } else if is_arm(&function) {
                "is for `arm64`"
            } else if has("package_type", "Image") {
                "is an image"
            } else if is_set("layers") {
                "has layers"
            } else if function.tree.get("timeout").number().is_some_and(|seconds| seconds > 30.0) {
                "may take more than 30 seconds"
            } else if function.region.is_some_and(|region| region != "us-east-1") {
                "is not in us-east-1"
            } else {
                continue;
            };
            let message = format!("`{}` {problem}", function.view.address());
            let attribute = format!("{behavior}.lambda_function_association.lambda_arn");
            item.find(
                report,
                &codes::REFERENCE,
                Fault::new(&attribute, message, "a function that can run at the edge", page),
            );
        }
    }
}

fn is_arm(function: &Subject<'_, '_>) -> bool {
    let architectures = function.tree.get("architectures").elements();
    architectures.iter().any(|tree| tree.text().as_deref() == Some("arm64"))
}

/// An item has the keys of its table.
fn keys(_: &Context<'_, '_>, item: &Subject<'_, '_>, report: &mut Report) {
    let page = "docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PutItem.html";
    let Some(Ok(Value::Object(values))) = item.text("item").map(|text| serde_json::from_str::<Value>(&text))
    else {
        return;
    };
    let keys = ["hash_key", "range_key"].into_iter().filter_map(|name| item.text(name));
    if let Some(missing) = { keys }.find(|key| !values.contains_key(key)) {
        let message = format!("the item has no `{missing}`, which is a key of the table");
        item.find(report, &codes::REFERENCE, Fault::new("item", message, "an item with all keys", page));
    }
}

/// A default strategy uses capacity providers of its cluster.
fn strategy(_: &Context<'_, '_>, item: &Subject<'_, '_>, report: &mut Report) {
    let page = "docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PutClusterCapacityProviders.html";
    let own = item.tree.get("capacity_providers");
    let known: Option<Vec<String>> = own.elements().iter().map(crate::tree::Tree::text).collect();
    let Some(known) = known else { return };
    let used = item.tree.at("default_capacity_provider_strategy.capacity_provider");
    if let Some(other) = used.iter().filter_map(|tree| tree.text()).find(|name| !known.contains(name)) {
        let message = format!("the strategy uses `{other}`, which the cluster does not have");
        let attribute = "default_capacity_provider_strategy.capacity_provider";
        item.find(
            report,
            &codes::REFERENCE,
            Fault::new(attribute, message, "one of `capacity_providers`", page),
        );
    }
}

/// Concurrency is provisioned for a version that is published.
fn concurrency(context: &Context<'_, '_>, item: &Subject<'_, '_>, report: &mut Report) {
    let page = "docs.aws.amazon.com/lambda/latest/api/API_PutProvisionedConcurrencyConfig.html";
    let Some(function) = context.target(&item.view, "qualifier", &["aws_lambda_function"]) else { return };
    if function.text_or("publish", "false").as_deref() == Some("false") && !function.exists() {
        let message = format!("`{}` publishes no version", function.view.address());
        item.find(
            report,
            &codes::REFERENCE,
            Fault::new("qualifier", message, "a function with `publish`, or an alias", page),
        );
    }
}
