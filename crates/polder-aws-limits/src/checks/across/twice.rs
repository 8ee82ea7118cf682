//! Keys that several resources, or several blocks of one, must not share.

use std::collections::BTreeMap;

use crate::codes;
use crate::context::Context;
use crate::report::Report;
use crate::subject::{Fault, Subject, shown};
use crate::tree::Tree;

/// Where a key must be unique.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Scope {
    /// One account in one region.
    Region,
    /// One account.
    Account,
    /// All accounts.
    Global,
}

/// Attributes that identify a resource of a type.
const KEYS: &[(&str, Scope, &[&str])] = &[
    ("aws_s3_bucket", Scope::Global, &["bucket"]),
    ("aws_iam_role", Scope::Account, &["name"]),
    ("aws_iam_user", Scope::Account, &["name"]),
    ("aws_iam_group", Scope::Account, &["name"]),
    ("aws_iam_policy", Scope::Account, &["name", "path"]),
    ("aws_iam_instance_profile", Scope::Account, &["name"]),
    ("aws_lambda_function", Scope::Region, &["function_name"]),
    ("aws_db_instance", Scope::Region, &["identifier"]),
    ("aws_rds_cluster", Scope::Region, &["cluster_identifier"]),
    ("aws_db_subnet_group", Scope::Region, &["name"]),
    ("aws_db_parameter_group", Scope::Region, &["name"]),
    ("aws_elasticache_replication_group", Scope::Region, &["replication_group_id"]),
    ("aws_elasticache_subnet_group", Scope::Region, &["name"]),
    ("aws_dynamodb_table", Scope::Region, &["name"]),
    ("aws_sqs_queue", Scope::Region, &["name"]),
    ("aws_sns_topic", Scope::Region, &["name"]),
    ("aws_kms_alias", Scope::Region, &["name"]),
    ("aws_ecr_repository", Scope::Region, &["name"]),
    ("aws_ecs_cluster", Scope::Region, &["name"]),
    ("aws_eks_cluster", Scope::Region, &["name"]),
    ("aws_lb", Scope::Region, &["name"]),
    ("aws_lb_target_group", Scope::Region, &["name"]),
    ("aws_autoscaling_group", Scope::Region, &["name"]),
    ("aws_launch_template", Scope::Region, &["name"]),
    ("aws_key_pair", Scope::Region, &["key_name"]),
    ("aws_cloudwatch_log_group", Scope::Region, &["name"]),
    ("aws_cloudwatch_metric_alarm", Scope::Region, &["alarm_name"]),
    ("aws_cloudwatch_event_rule", Scope::Region, &["name", "event_bus_name"]),
    ("aws_secretsmanager_secret", Scope::Region, &["name"]),
    ("aws_ssm_parameter", Scope::Region, &["name"]),
    ("aws_backup_vault", Scope::Region, &["name"]),
    ("aws_kinesis_stream", Scope::Region, &["name"]),
    ("aws_sfn_state_machine", Scope::Region, &["name"]),
    ("aws_cloudtrail", Scope::Region, &["name"]),
    ("aws_wafv2_web_acl", Scope::Region, &["name", "scope"]),
    ("aws_wafv2_ip_set", Scope::Region, &["name", "scope"]),
    ("aws_cloudfront_function", Scope::Account, &["name"]),
    ("aws_cloudfront_cache_policy", Scope::Account, &["name"]),
    ("aws_cloudfront_origin_access_control", Scope::Account, &["name"]),
    ("aws_efs_file_system", Scope::Region, &["creation_token"]),
    ("aws_codebuild_project", Scope::Region, &["name"]),
];

/// What identifies a rule of a security group.
const RULE: &[&str] = &[
    "ip_protocol",
    "from_port",
    "to_port",
    "cidr_ipv4",
    "cidr_ipv6",
    "prefix_list_id",
    "referenced_security_group_id",
];

/// Attributes that identify a resource among those of another one, which the first of them names.
const CHILDREN: &[(&str, &str, &[&str])] = &[
    ("aws_lb_listener_rule", "listener_arn", &["priority"]),
    ("aws_lb_listener", "load_balancer_arn", &["port"]),
    ("aws_network_acl_rule", "network_acl_id", &["rule_number", "egress"]),
    ("aws_security_group", "vpc_id", &["name"]),
    ("aws_vpc_security_group_ingress_rule", "security_group_id", RULE),
    ("aws_vpc_security_group_egress_rule", "security_group_id", RULE),
    ("aws_route53_record", "zone_id", &["name", "type", "set_identifier"]),
    (
        "aws_route",
        "route_table_id",
        &["destination_cidr_block", "destination_ipv6_cidr_block", "destination_prefix_list_id"],
    ),
    ("aws_cloudwatch_event_target", "rule", &["target_id"]),
    ("aws_ecs_service", "cluster", &["name"]),
    ("aws_efs_mount_target", "file_system_id", &["subnet_id"]),
    ("aws_iam_role_policy", "role", &["name"]),
    ("aws_api_gateway_method", "resource_id", &["http_method"]),
    ("aws_api_gateway_stage", "rest_api_id", &["stage_name"]),
    ("aws_api_gateway_resource", "parent_id", &["path_part"]),
    ("aws_apigatewayv2_route", "api_id", &["route_key"]),
    ("aws_lambda_alias", "function_name", &["name"]),
    ("aws_lambda_permission", "function_name", &["statement_id"]),
    ("aws_autoscaling_policy", "autoscaling_group_name", &["name"]),
];

/// Attributes that identify a block among those of its name.
const BLOCKS: &[(&str, &str, &[&str])] = &[
    ("aws_wafv2_web_acl", "rule", &["priority"]),
    ("aws_wafv2_web_acl", "rule", &["name"]),
    ("aws_wafv2_rule_group", "rule", &["priority"]),
    ("aws_wafv2_rule_group", "rule", &["name"]),
    ("aws_cloudfront_distribution", "origin", &["origin_id"]),
    ("aws_cloudfront_distribution", "ordered_cache_behavior", &["path_pattern"]),
    ("aws_cloudfront_distribution", "custom_error_response", &["error_code"]),
    ("aws_s3_bucket_lifecycle_configuration", "rule", &["id"]),
    ("aws_s3_bucket_replication_configuration", "rule", &["id"]),
    ("aws_s3_bucket_replication_configuration", "rule", &["priority"]),
    ("aws_dynamodb_table", "attribute", &["name"]),
    ("aws_dynamodb_table", "global_secondary_index", &["name"]),
    ("aws_dynamodb_table", "local_secondary_index", &["name"]),
    ("aws_ecs_task_definition", "volume", &["name"]),
    ("aws_network_acl", "ingress", &["rule_no"]),
    ("aws_network_acl", "egress", &["rule_no"]),
    ("aws_instance", "ebs_block_device", &["device_name"]),
    ("aws_launch_template", "block_device_mappings", &["device_name"]),
    ("aws_db_parameter_group", "parameter", &["name"]),
    ("aws_rds_cluster_parameter_group", "parameter", &["name"]),
    ("aws_elasticache_parameter_group", "parameter", &["name"]),
    ("aws_backup_plan", "rule", &["rule_name"]),
    ("aws_cloudwatch_metric_alarm", "metric_query", &["id"]),
    ("aws_cognito_user_pool", "schema", &["name"]),
    ("aws_codepipeline", "stage", &["name"]),
    ("aws_elb", "listener", &["lb_port"]),
];

/// Reports what AWS refuses because it exists already.
pub(super) fn check(context: &Context<'_, '_>, report: &mut Report) {
    for (kind, scope, names) in KEYS {
        let mut seen: BTreeMap<Vec<String>, String> = BTreeMap::new();
        for item in context.of_kind(kind) {
            if let Some(mut key) = key(&item, names) {
                let shown_key = key[0].clone();
                match scope {
                    Scope::Region => {
                        key.push(format!("{} {}", account(&item), item.region.unwrap_or_default()));
                    }
                    Scope::Account => key.push(account(&item)),
                    Scope::Global => {}
                }
                note(&mut seen, key, &shown_key, names[0], &item, report);
            }
        }
    }
    for (kind, parent, names) in CHILDREN {
        let mut seen: BTreeMap<Vec<String>, String> = BTreeMap::new();
        for item in context.of_kind(kind) {
            let Some(mut key) = key(&item, names) else { continue };
            let scope = format!("{} {}", account(&item), item.region.unwrap_or_default());
            let Some(parent) = item.parent(parent, &scope) else { continue };
            let shown_key = key.iter().find(|part| !part.is_empty()).cloned().unwrap_or_default();
            key.push(parent);
            note(&mut seen, key, &shown_key, names[0], &item, report);
        }
    }
    for (kind, block, names) in BLOCKS {
        for item in context.of_kind(kind) {
            blocks(&item, block, names, report);
        }
    }
}

/// The known values of attributes; what is not set is empty. `None` if one is not known, or all are empty.
fn key(item: &Subject<'_, '_>, names: &[&str]) -> Option<Vec<String>> {
    let part = |name: &&str| {
        let tree = item.tree.get(name);
        let text = plain(tree);
        // What is set and has no text, such as a reference, is not known.
        if tree.is_set()? && text.is_empty() { None } else { Some(text) }
    };
    let parts: Option<Vec<String>> = names.iter().map(part).collect();
    parts.filter(|parts| parts.iter().any(|part| !part.is_empty()))
}

fn plain(tree: &Tree<'_>) -> String {
    match tree {
        Tree::Leaf(value) => value.as_plain().map(std::borrow::Cow::into_owned).unwrap_or_default(),
        _ => String::new(),
    }
}

/// Stacks of one account share it; documents of others are accounts of their own.
fn account(item: &Subject<'_, '_>) -> String {
    let stack = item.view.stack();
    if stack.key.account.is_empty() { stack.key.to_string() } else { stack.key.account.to_string() }
}

fn note(
    seen: &mut BTreeMap<Vec<String>, String>,
    key: Vec<String>,
    shown_key: &str,
    attribute: &str,
    item: &Subject<'_, '_>,
    report: &mut Report,
) {
    let address = item.view.address().to_string();
    let Some(other) = seen.get(&key) else {
        seen.insert(key, address);
        return;
    };
    let fault = Fault {
        attribute: attribute.to_owned(),
        message: format!("`{attribute}` is {}, as that of `{other}`", shown(shown_key)),
        accepts: "one resource with this key".to_owned(),
        source: "the API of the service, which answers that it exists already".to_owned(),
    };
    item.find(report, &codes::TWICE, fault);
}

fn blocks(item: &Subject<'_, '_>, block: &str, names: &[&str], report: &mut Report) {
    let mut seen: Vec<Vec<String>> = vec![];
    for element in item.tree.get(block).elements() {
        let key: Vec<String> = names.iter().map(|name| plain(element.get(name))).collect();
        if key.iter().any(String::is_empty) {
            continue;
        }
        if seen.contains(&key) {
            let fault = Fault {
                attribute: format!("{block}.{}", names[0]),
                message: format!("two blocks `{block}` have {} as `{}`", shown(&key[0]), names[0]),
                accepts: "a value of its own for each".to_owned(),
                source: "the API of the service, which answers that it is given twice".to_owned(),
            };
            return item.find(report, &codes::TWICE, fault);
        }
        seen.push(key);
    }
}
