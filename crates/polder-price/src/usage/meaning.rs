//! Which keys of a usage file give the amount of which item.

use polder_inventory::EntryId;
use polder_inventory::model::Known;

use crate::amount::Amount;
use crate::bill::{Asked, HOURS};

/// Looks up a number by its path.
type Get<'a> = dyn Fn(&str) -> Option<Amount> + 'a;

/// Items whose amount is one number of the file: type of resource, service, item, path. The number is divided by the
/// unit. An empty type is any.
const KEYS: &[(&str, &str, &str, &str)] = &[
    ("", "nat_gateway", "data_processed", "monthly_data_processed_gb"),
    ("", "vpc", "interface_endpoint_data", "monthly_data_processed_gb"),
    ("", "vpc", "gateway_load_balancer_endpoint_data", "monthly_data_processed_gb"),
    ("", "clb", "data_processed", "monthly_data_processed_gb"),
    ("", "transit_gateway", "data_processed", "monthly_data_processed_gb"),
    ("", "network_firewall", "data_processed", "monthly_data_processed_gb"),
    ("", "lambda", "requests", "monthly_requests"),
    ("aws_api_gateway_stage", "api_gateway", "rest_api", "monthly_requests"),
    ("aws_apigatewayv2_stage", "api_gateway", "http_api", "monthly_requests"),
    ("aws_apigatewayv2_stage", "api_gateway", "websocket_messages", "monthly_messages"),
    ("aws_apigatewayv2_stage", "api_gateway", "websocket_minutes", "monthly_connection_mins"),
    ("", "s3", "standard_storage", "standard.storage_gb"),
    ("", "s3", "put_copy_post_list", "standard.monthly_tier_1_requests"),
    ("", "s3", "get_and_other", "standard.monthly_tier_2_requests"),
    ("", "s3", "standard_ia_storage", "standard_infrequent_access.storage_gb"),
    ("", "s3", "onezone_ia_storage", "one_zone_infrequent_access.storage_gb"),
    ("", "s3", "glacier_storage", "glacier_flexible_retrieval.storage_gb"),
    ("", "s3", "deep_archive_storage", "glacier_deep_archive.storage_gb"),
    ("", "s3", "intelligent_tiering_storage", "intelligent_tiering.frequent_access_storage_gb"),
    ("", "dynamodb", "storage", "storage_gb"),
    ("", "dynamodb", "read_request_units", "monthly_read_request_units"),
    ("", "dynamodb", "write_request_units", "monthly_write_request_units"),
    ("", "dynamodb", "replicated_write_request_units", "monthly_write_request_units"),
    ("", "dynamodb", "point_in_time_recovery", "pitr_backup_storage_gb"),
    ("", "dynamodb", "stream_reads", "monthly_streams_read_request_units"),
    ("", "kms", "symmetric_requests", "monthly_requests"),
    ("", "kms", "asymmetric_requests", "monthly_requests"),
    ("", "secrets_manager", "api_calls", "monthly_requests"),
    ("", "ssm", "api_calls", "monthly_api_interactions"),
    ("", "route53", "standard_queries", "monthly_standard_queries"),
    ("", "route53", "latency_queries", "monthly_latency_based_queries"),
    ("", "route53", "geo_queries", "monthly_geo_queries"),
    ("", "route53", "resolver_queries", "monthly_queries"),
    ("aws_cloudwatch_log_group", "cloudwatch", "logs_ingest_standard", "monthly_data_ingested_gb"),
    ("aws_cloudwatch_log_group", "cloudwatch", "logs_ingest_infrequent_access", "monthly_data_ingested_gb"),
    ("aws_cloudwatch_log_group", "cloudwatch", "logs_storage", "storage_gb"),
    ("aws_cloudwatch_log_group", "cloudwatch", "logs_insights_scanned", "monthly_data_scanned_gb"),
    ("aws_flow_log", "cloudwatch", "logs_ingest_vended", "monthly_data_ingested_gb"),
    ("aws_flow_log", "cloudwatch", "logs_delivered_to_s3", "monthly_data_ingested_gb"),
    ("", "eventbridge", "custom_events", "monthly_custom_events"),
    ("", "eventbridge", "archive_processed", "monthly_archive_processing_gb"),
    ("", "eventbridge", "archive_stored", "archive_storage_gb"),
    ("", "cloudtrail", "management_event_copies", "monthly_additional_management_events"),
    ("", "cloudtrail", "data_events", "monthly_data_events"),
    ("", "cloudtrail", "insight_events", "monthly_insight_events"),
    ("", "config", "rule_evaluation", "monthly_rule_evaluations"),
    ("", "config", "configuration_item", "monthly_config_items"),
    ("", "ecr", "storage", "storage_gb"),
    ("", "efs", "storage", "storage_gb"),
    ("aws_db_instance", "", "backup_beyond_free", "additional_backup_storage_gb"),
    ("aws_db_instance", "", "magnetic_io", "monthly_standard_io_requests"),
    ("aws_rds_cluster", "", "storage", "storage_gb"),
    ("aws_rds_cluster", "", "storage_io_optimized", "storage_gb"),
    ("aws_rds_cluster", "", "backup", "backup_snapshot_size_gb"),
    ("", "elasticache", "backup", "snapshot_storage_size_gb"),
    ("", "ebs", "snapshot_storage", "storage_gb"),
    ("aws_ebs_volume", "ebs", "io_requests", "monthly_standard_io_requests"),
    ("", "wafv2", "requests", "monthly_requests"),
    ("", "sfn", "standard_transition", "monthly_transitions"),
    ("", "step_functions", "standard_transition", "monthly_transitions"),
    ("", "step_functions", "express_requests", "monthly_requests"),
    ("", "kinesis", "put_payload_units", "monthly_provisioned_put_units"),
    ("", "kinesis", "on_demand_in", "monthly_on_demand_data_in_gb"),
    ("", "kinesis", "on_demand_out", "monthly_on_demand_data_out_gb"),
    ("", "firehose", "ingested", "monthly_data_ingested_gb"),
    ("", "mq", "storage", "storage_size_gb"),
    ("aws_sns_topic_subscription", "sns", "http_notifications", "monthly_requests"),
    ("aws_sns_topic_subscription", "sns", "email_notifications", "monthly_requests"),
    ("", "cloudfront", "function_invocations", "monthly_requests"),
    ("", "cloudfront", "invalidation_paths", "monthly_invalidation_requests"),
    ("", "cloudfront", "realtime_log_lines", "monthly_log_lines"),
];

/// The amount of an item in its unit.
pub(super) fn amount(kind: &str, asked: &Asked<'_>, get: &Get<'_>) -> Option<Amount> {
    let (service, item) = (asked.billable.service.as_str(), asked.billable.item.as_str());
    let in_unit = |amount: Amount| amount.times(1, in_one(&asked.billable.unit));
    match (service, item) {
        ("alb" | "nlb" | "gwlb", "lcu" | "nlcu" | "glcu") => capacity_units(service, get),
        ("lambda", "gb_second" | "gb_second_in_provisioned") => lambda_time(asked, get),
        ("sqs", _) | ("sns", "api_requests" | "fifo_publish") => {
            // Each 64 KiB of a request are one.
            let chunks = get("request_size_kb").unwrap_or(Amount::whole(64)).0.max(1);
            let chunks = (chunks + 63_999_999) / 64_000_000;
            Some(in_unit(get("monthly_requests")?.times(chunks, 1)))
        }
        ("cloudfront", "out") => regions("monthly_data_transfer_to_internet_gb", get),
        ("cloudfront", "out_to_origin") => regions("monthly_data_transfer_to_origin_gb", get),
        ("cloudfront", "https_requests") => Some(in_unit(regions("monthly_https_requests", get)?)),
        ("cloudfront", "origin_shield_requests") => Some(in_unit(regions("monthly_shield_requests", get)?)),
        (_, "io_requests") if kind == "aws_rds_cluster" => {
            let per_second = get("read_requests_per_sec").into_iter().chain(get("write_requests_per_sec"));
            let per_second = per_second.reduce(Amount::plus)?;
            Some(in_unit(per_second.times(i128::from(HOURS) * 3600, 1)))
        }
        (_, "serverless_v2_acu" | "serverless_v1_acu") => {
            Some(get("capacity_units_per_hr")?.times(HOURS.into(), 1))
        }
        ("backup", "warm_storage") => {
            let kinds =
                ["efs_warm_backup", "ebs_snapshot", "rds_snapshot", "aurora_snapshot", "dynamodb_backup"];
            kinds.iter().filter_map(|kind| get(&format!("monthly_{kind}_gb"))).reduce(Amount::plus)
        }
        _ => {
            let named = |it: &&(&str, &str, &str, &str)| {
                it.2 == item && (it.0.is_empty() || it.0 == kind) && (it.1.is_empty() || it.1 == service)
            };
            let (_, _, _, path) = KEYS.iter().find(named)?;
            Some(in_unit(get(path)?))
        }
    }
}

/// How many are one unit: `million_requests` are a million.
fn in_one(unit: &str) -> i128 {
    let first = unit.split('_').next().unwrap_or_default();
    match first {
        "million" => 1_000_000,
        number => number.parse().unwrap_or(1),
    }
}

/// The largest of the dimensions of a capacity unit, over a month. Source: AWS, Elastic Load Balancing pricing.
fn capacity_units(service: &str, get: &Get<'_>) -> Option<Amount> {
    let (connections, active) = if service == "nlb" { (800, 100_000) } else { (25, 3_000) };
    let hours = i128::from(HOURS);
    let dimensions = [
        get("new_connections").map(|it| it.times(hours, connections)),
        get("active_connections").map(|it| it.times(hours, active)),
        get("processed_bytes_gb"),
        get("rule_evaluations").map(|it| it.times(hours, 1_000)),
    ];
    dimensions.into_iter().flatten().max()
}

/// Requests × duration × memory.
fn lambda_time(asked: &Asked<'_>, get: &Get<'_>) -> Option<Amount> {
    let Some(EntryId::Function(id)) = asked.billable.of.and_then(|link| link.id()) else { return None };
    let Known::Value(memory) = asked.inventory.compute.functions.get(id)?.memory else { return None };
    // Time is billed by the millisecond, rounded up.
    let duration = get("request_duration_ms")?.times(1, 1);
    let milliseconds = (duration.0 + 999_999) / 1_000_000;
    let seconds = get("monthly_requests")?.times(milliseconds, 1_000);
    Some(seconds.times(memory.0.into(), 1 << 30))
}

/// The sum over the areas of the content delivery network whose prices the book has.
fn regions(path: &str, get: &Get<'_>) -> Option<Amount> {
    let areas = ["europe", "us"];
    areas.iter().filter_map(|area| get(&format!("{path}.{area}"))).reduce(Amount::plus)
}
