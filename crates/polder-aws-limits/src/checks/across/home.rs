//! Resources that a service takes only from its own region.

use crate::codes;
use crate::context::Context;
use crate::report::Report;
use crate::subject::{Fault, Subject, shown};
use crate::tree::Tree;

/// Attributes whose value is of the region of the resource: an ARN, or the address of an image.
static ATTRIBUTES: &[(&str, &[&str])] = &[
    ("aws_apigatewayv2_domain_name", &["domain_name_configuration.certificate_arn"]),
    ("aws_api_gateway_domain_name", &["regional_certificate_arn"]),
    ("aws_autoscaling_group", &["target_group_arns"]),
    ("aws_autoscaling_lifecycle_hook", &["notification_target_arn"]),
    ("aws_autoscaling_notification", &["topic_arn"]),
    ("aws_backup_vault", &["kms_key_arn"]),
    ("aws_backup_vault_notifications", &["sns_topic_arn"]),
    ("aws_cloudwatch_composite_alarm", &["alarm_actions", "ok_actions", "insufficient_data_actions"]),
    ("aws_cloudwatch_event_target", &["arn", "dead_letter_config.arn"]),
    ("aws_cloudwatch_log_group", &["kms_key_id"]),
    ("aws_cloudwatch_log_subscription_filter", &["destination_arn"]),
    ("aws_cloudwatch_metric_alarm", &["alarm_actions", "ok_actions", "insufficient_data_actions"]),
    ("aws_db_event_subscription", &["sns_topic"]),
    ("aws_db_instance", &["kms_key_id", "performance_insights_kms_key_id", "master_user_secret_kms_key_id"]),
    ("aws_docdb_cluster", &["kms_key_id"]),
    ("aws_dynamodb_table", &["server_side_encryption.kms_key_arn"]),
    ("aws_ebs_volume", &["kms_key_id"]),
    ("aws_ecr_repository", &["encryption_configuration.kms_key"]),
    ("aws_ecs_service", &["load_balancer.target_group_arn", "service_registries.registry_arn"]),
    ("aws_efs_file_system", &["kms_key_id"]),
    ("aws_eks_cluster", &["encryption_config.provider.key_arn"]),
    ("aws_elasticache_replication_group", &["kms_key_id", "notification_topic_arn"]),
    ("aws_kinesis_stream", &["kms_key_id"]),
    ("aws_kms_alias", &["target_key_id"]),
    ("aws_lambda_event_source_mapping", &["event_source_arn"]),
    (
        "aws_lambda_function",
        &["layers", "kms_key_arn", "image_uri", "code_signing_config_arn", "dead_letter_config.target_arn"],
    ),
    ("aws_lb_listener", &["certificate_arn", "default_action.target_group_arn"]),
    ("aws_lb_listener_certificate", &["certificate_arn"]),
    ("aws_lb_listener_rule", &["action.target_group_arn"]),
    ("aws_msk_cluster", &["encryption_info.encryption_at_rest_kms_key_arn"]),
    ("aws_opensearch_domain", &["encrypt_at_rest.kms_key_id"]),
    ("aws_rds_cluster", &["kms_key_id", "performance_insights_kms_key_id", "master_user_secret_kms_key_id"]),
    ("aws_rds_cluster_instance", &["performance_insights_kms_key_id"]),
    ("aws_redshift_cluster", &["kms_key_id"]),
    (
        "aws_s3_bucket_notification",
        &["queue.queue_arn", "topic.topic_arn", "lambda_function.lambda_function_arn"],
    ),
    (
        "aws_s3_bucket_server_side_encryption_configuration",
        &["rule.apply_server_side_encryption_by_default.kms_master_key_id"],
    ),
    ("aws_secretsmanager_secret", &["kms_key_id"]),
    ("aws_secretsmanager_secret_rotation", &["rotation_lambda_arn"]),
    ("aws_securityhub_standards_subscription", &["standards_arn"]),
    ("aws_sfn_state_machine", &["logging_configuration.log_destination"]),
    ("aws_sns_topic", &["kms_master_key_id"]),
    ("aws_sqs_queue", &["kms_master_key_id"]),
    ("aws_ssm_parameter", &["key_id"]),
    ("aws_wafv2_web_acl_association", &["resource_arn", "web_acl_arn"]),
];

/// Reports values and references of another region.
pub(super) fn check(context: &Context<'_, '_>, report: &mut Report) {
    for (kind, attributes) in ATTRIBUTES {
        for item in context.of_kind(kind) {
            for attribute in *attributes {
                one(context, &item, attribute, report);
            }
        }
    }
}

fn one(context: &Context<'_, '_>, item: &Subject<'_, '_>, attribute: &str, report: &mut Report) {
    let values: Vec<String> =
        item.tree.at(attribute).iter().flat_map(|tree| tree.elements()).filter_map(Tree::text).collect();
    let Some(own) = item.region else {
        if values.iter().any(|value| region(value).is_some()) {
            item.undecided(report, &codes::REFERENCE, attribute);
        }
        return;
    };
    for value in &values {
        // Buses forward events to buses of other regions.
        let is_bus = value.contains(":event-bus/");
        if let Some(other) = region(value).filter(|region| *region != own && !is_bus) {
            let message = format!("`{attribute}` is {} in {other}, and the resource in {own}", shown(value));
            return find(item, attribute, message, own, report);
        }
    }
    for target in references(context, item, attribute) {
        if let Some(other) = target.region.filter(|region| *region != own) {
            let message = format!(
                "`{attribute}` refers to `{}` in {other}, and the resource is in {own}",
                target.view.address()
            );
            return find(item, attribute, message, own, report);
        }
    }
}

/// The regional resources that an attribute refers to.
fn references<'c, 'a>(
    context: &'c Context<'_, 'a>,
    item: &Subject<'_, '_>,
    attribute: &str,
) -> Vec<Subject<'c, 'a>> {
    // Global resources, and those that forward to other regions.
    const ELSEWHERE: [&str; 6] = [
        "aws_iam_role",
        "aws_cloudfront_distribution",
        "aws_cloudwatch_event_bus",
        "aws_route53_zone",
        "aws_globalaccelerator_accelerator",
        "aws_organizations_organization",
    ];
    let all = context.referred(item, attribute).into_iter();
    all.filter(|target| !ELSEWHERE.contains(&target.kind())).collect()
}

/// The region of an ARN, or of the address of an image.
fn region(text: &str) -> Option<&str> {
    let region = match text.strip_prefix("arn:") {
        Some(rest) => rest.split(':').nth(2)?,
        None => text.split_once(".dkr.ecr.")?.1.split('.').next()?,
    };
    (!region.is_empty()).then_some(region)
}

fn find(item: &Subject<'_, '_>, attribute: &str, message: String, own: &str, report: &mut Report) {
    let fault = Fault {
        attribute: attribute.to_owned(),
        message,
        accepts: format!("resources in {own}"),
        source: "the reference of the API, which takes resources of the same region".to_owned(),
    };
    item.find(report, &codes::REFERENCE, fault);
}
