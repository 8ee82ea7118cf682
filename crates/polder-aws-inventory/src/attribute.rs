//! Classifies attributes of resources: identifier, name, host and others.

use polder_inventory::model::Attribute;

/// Kinds whose `id` is their ARN. Source: the attribute references of the provider's documentation.
const ARN_IS_ID: [&str; 22] = [
    "aws_acm_certificate",
    "aws_acmpca_certificate_authority",
    "aws_cloudtrail",
    "aws_ecs_capacity_provider",
    "aws_ecs_cluster",
    "aws_ecs_service",
    "aws_iam_openid_connect_provider",
    "aws_iam_policy",
    "aws_iam_saml_provider",
    "aws_iam_service_linked_role",
    "aws_kinesis_firehose_delivery_stream",
    "aws_kinesis_stream",
    "aws_lb",
    "aws_lb_listener",
    "aws_lb_listener_rule",
    "aws_lb_target_group",
    "aws_msk_cluster",
    "aws_oam_link",
    "aws_secretsmanager_secret",
    "aws_sfn_state_machine",
    "aws_sns_topic",
    "aws_sns_topic_subscription",
];

/// Kinds whose `id` is their user-defined name, with the attribute that sets it. Source: as above.
const NAME_IS_ID: [(&str, &str); 24] = [
    ("aws_accessanalyzer_analyzer", "analyzer_name"),
    ("aws_autoscaling_group", "name"),
    ("aws_backup_vault", "name"),
    ("aws_cloudwatch_composite_alarm", "alarm_name"),
    ("aws_cloudwatch_event_bus", "name"),
    ("aws_cloudwatch_log_group", "name"),
    ("aws_cloudwatch_metric_alarm", "alarm_name"),
    ("aws_db_subnet_group", "name"),
    ("aws_dynamodb_table", "name"),
    ("aws_ecr_repository", "name"),
    ("aws_eks_cluster", "name"),
    ("aws_elasticache_cluster", "cluster_id"),
    ("aws_elasticache_replication_group", "replication_group_id"),
    ("aws_iam_group", "name"),
    ("aws_iam_instance_profile", "name"),
    ("aws_iam_role", "name"),
    ("aws_iam_user", "name"),
    ("aws_kms_alias", "name"),
    ("aws_lambda_function", "function_name"),
    ("aws_rds_cluster", "cluster_identifier"),
    ("aws_rds_cluster_instance", "identifier"),
    ("aws_rds_global_cluster", "global_cluster_identifier"),
    ("aws_s3_bucket", "bucket"),
    ("aws_ssm_parameter", "name"),
];

/// The attribute that sets the name of resources of this kind, where their `id` is that name.
pub(crate) fn name_attribute(kind: &str) -> Option<&'static str> {
    let at = NAME_IS_ID.binary_search_by_key(&kind, |(kind, _)| kind).ok()?;
    Some(NAME_IS_ID[at].1)
}

/// Which text of an entry an attribute of a resource of this kind is.
pub(crate) fn attribute(kind: &str, name: &str) -> Attribute {
    match name {
        "arn" | "qualified_arn" => Attribute::Identifier,
        "id" if ARN_IS_ID.binary_search(&kind).is_ok() => Attribute::Identifier,
        "id" if name_attribute(kind).is_some() => Attribute::Name,
        // Of a queue, `id` is its URL.
        "id" if kind == "aws_sqs_queue" => Attribute::Url,
        "id" | "key_id" | "zone_id" | "group_id" | "detector_id" | "vpc_id" | "allocation_id"
        | "unique_id" => Attribute::Id,
        "name" | "bucket" | "function_name" | "identifier" | "cluster_identifier" | "alarm_name"
        | "user_name" => Attribute::Name,
        "dns_name"
        | "domain_name"
        | "bucket_domain_name"
        | "bucket_regional_domain_name"
        | "address"
        | "reader_endpoint"
        | "primary_endpoint_address"
        | "reader_endpoint_address"
        | "configuration_endpoint_address"
        | "cluster_address" => Attribute::Host,
        "url" | "repository_url" | "invoke_url" | "endpoint" => Attribute::Url,
        "port" => Attribute::Port,
        "private_ip" | "public_ip" | "ipv6_address" => Attribute::Address,
        _ => Attribute::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::{ARN_IS_ID, NAME_IS_ID, attribute};
    use polder_inventory::model::Attribute;

    #[test]
    fn lists_are_sorted_and_share_no_kind() {
        assert!(ARN_IS_ID.is_sorted() && NAME_IS_ID.is_sorted());
        assert!(ARN_IS_ID.iter().all(|kind| super::name_attribute(kind).is_none()));
    }

    #[test]
    fn what_an_id_is_depends_on_the_kind() {
        assert_eq!(attribute("aws_sns_topic", "id"), Attribute::Identifier);
        assert_eq!(attribute("aws_iam_role", "id"), Attribute::Name);
        assert_eq!(attribute("aws_vpc", "id"), Attribute::Id);
        assert_eq!(attribute("aws_sqs_queue", "id"), Attribute::Url);
        assert_eq!(attribute("aws_s3_bucket", "hosted_zone_id"), Attribute::Other);
    }
}
