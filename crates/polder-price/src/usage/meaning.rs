//! Which keys of a usage file give the amount of which item.

use polder_facts::Facts;
use polder_inventory::EntryId;
use polder_inventory::model::{Known, Text};

use super::items::{self, AREAS, per_area};
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
    ("aws_instance", "ec2", "instance", "monthly_hrs"),
    ("aws_instance", "ec2", "dedicated_instance", "monthly_hrs"),
    ("aws_instance", "ec2", "windows_instance", "monthly_hrs"),
    ("aws_instance", "ec2", "rhel_instance", "monthly_hrs"),
    ("aws_instance", "ec2", "suse_instance", "monthly_hrs"),
    ("", "vpn", "client_connection", "monthly_connection_hrs"),
    ("", "direct_connect", "data_out", "monthly_outbound_gb"),
    ("", "docdb", "storage", "storage_gb"),
    ("", "docdb", "io_requests", "monthly_io_requests"),
    ("", "docdb", "backup", "backup_storage_gb"),
    ("aws_neptune_cluster", "neptune", "storage", "storage_gb"),
    ("aws_neptune_cluster", "neptune", "io_requests", "monthly_io_requests"),
    ("", "neptune", "backup", "backup_storage_gb"),
    ("", "redshift", "managed_storage", "managed_storage_gb"),
    ("", "redshift", "serverless_rpu", "monthly_rpu_hrs"),
    ("", "dynamodb", "infrequent_access_read_request_units", "monthly_read_request_units"),
    ("", "dynamodb", "infrequent_access_write_request_units", "monthly_write_request_units"),
    ("", "dynamodb", "infrequent_access_replicated_write_request_units", "monthly_write_request_units"),
    ("", "fsx", "backup", "backup_storage_gb"),
    ("", "fsx", "ontap_capacity_pool", "capacity_pool_storage_gb"),
    ("", "efs", "infrequent_access_storage", "infrequent_access_storage_gb"),
    ("", "efs", "infrequent_access_reads", "monthly_infrequent_access_read_gb"),
    ("", "efs", "infrequent_access_writes", "monthly_infrequent_access_write_gb"),
    ("", "efs", "archive_storage", "archive_storage_gb"),
    ("", "efs", "reads", "monthly_read_gb"),
    ("", "efs", "writes", "monthly_write_gb"),
    ("", "memorydb", "data_written", "monthly_data_written_gb"),
    ("", "memorydb", "backup", "snapshot_storage_size_gb"),
    ("", "transfer_family", "data_downloaded", "monthly_data_downloaded_gb"),
    ("", "transfer_family", "data_uploaded", "monthly_data_uploaded_gb"),
    ("", "codebuild", "build", "monthly_build_mins"),
    ("", "mwaa", "meta_database", "meta_database_gb"),
    ("", "global_accelerator", "data_transfer_premium", "monthly_data_transfer_gb"),
    ("", "kms", "rsa_2048_requests", "monthly_requests"),
    ("", "wafv2", "bot_control_requests", "monthly_bot_control_requests"),
    ("", "wafv2", "fraud_control_requests", "monthly_fraud_control_requests"),
    ("", "s3", "express_storage", "express_one_zone.storage_gb"),
    ("", "s3", "express_put_copy_post_list", "express_one_zone.monthly_tier_1_requests"),
    ("", "s3", "express_get_and_other", "express_one_zone.monthly_tier_2_requests"),
    ("", "firehose", "format_conversion", "monthly_data_ingested_gb"),
    ("", "firehose", "dynamic_partitioning", "monthly_data_ingested_gb"),
    ("", "firehose", "vpc_data", "monthly_data_ingested_gb"),
    ("", "kinesis", "long_term_retention", "monthly_long_term_retention_gb"),
    ("", "kinesis", "fan_out_retrieval", "monthly_enhanced_fan_out_retrieval_gb"),
    ("", "kinesis", "on_demand_fan_out_retrieval", "monthly_enhanced_fan_out_retrieval_gb"),
    ("", "elasticache", "serverless_processing", "monthly_ecpus"),
    ("", "cloudwatch", "canary_run", "monthly_runs"),
    ("", "cloudwatch", "metric_stream_updates", "monthly_metric_updates"),
    ("", "cloudwatch", "logs_anomaly_detection", "monthly_data_ingested_gb"),
    ("", "cloudwatch", "custom_metric", "monthly_metrics"),
    ("", "macie", "data_inspected", "monthly_data_inspected_gb"),
    ("", "detective", "ingested", "monthly_data_ingested_gb"),
    ("", "msk", "serverless_in", "monthly_data_in_gb"),
    ("", "msk", "serverless_out", "monthly_data_out_gb"),
    ("", "xray", "traces_recorded", "monthly_traces"),
    ("", "acm_pca", "certificate", "monthly_requests"),
    ("", "cloudfront", "key_value_store_reads", "monthly_requests"),
    ("aws_route53_record", "route53", "ip_based_queries", "monthly_ip_based_queries"),
    ("", "route53", "resolver_firewall_queries", "monthly_queries"),
    ("aws_cloudwatch_log_group", "cloudwatch", "logs_ingest_delivery", "monthly_data_ingested_gb"),
    ("", "cloudwatch", "logs_ingest_vended", "monthly_data_ingested_gb"),
    ("", "cloudwatch", "logs_delivered_to_s3", "monthly_data_ingested_gb"),
    ("", "cloudwatch", "logs_delivered_to_firehose", "monthly_data_ingested_gb"),
    ("", "config", "conformance_pack_evaluation", "monthly_rule_evaluations"),
    ("", "config", "daily_configuration_item", "monthly_config_items"),
    ("", "eventbridge", "scheduler_invocations", "monthly_invocations"),
    ("", "eventbridge", "api_destination_invocations", "monthly_events"),
    ("aws_cloudwatch_event_target", "eventbridge", "custom_events", "monthly_events"),
    ("", "data_transfer", "inter_region", "monthly_inter_region_gb"),
    ("", "s3", "replication_put", "monthly_replicated_objects"),
    ("", "s3", "replication_time_control_surcharge", "monthly_inter_region_gb"),
    ("", "s3", "transfer_acceleration", "monthly_accelerated_gb"),
    ("", "rds", "snapshot_storage", "snapshot_storage_gb"),
    ("", "aurora", "snapshot_storage", "snapshot_storage_gb"),
    ("", "rds_proxy", "provisioned_per_vcpu", "monthly_vcpu_hrs"),
    ("", "backup", "restore", "monthly_restore_gb"),
    ("", "backup", "restore_test", "monthly_restore_tests"),
    ("", "backup", "audit_evaluation", "monthly_evaluations"),
    ("", "elasticache", "global_datastore_data_out", "monthly_inter_region_gb"),
    ("", "cloudtrail", "lake_ingested", "monthly_data_ingested_gb"),
    ("", "cloudtrail", "lake_scanned", "monthly_data_scanned_gb"),
    ("", "shield", "data_out", "monthly_data_out_gb"),
    ("", "access_analyzer", "unused_access", "principals"),
    ("", "access_analyzer", "internal_access", "monitored_resources"),
    ("", "guardduty", "cloudtrail_events", "monthly_events"),
    ("", "guardduty", "flow_and_dns_logs", "monthly_logs_gb"),
    ("", "guardduty", "s3_data_events", "monthly_events"),
    ("", "guardduty", "eks_audit_logs", "monthly_events"),
    ("", "guardduty", "malware_scan", "monthly_scanned_gb"),
    ("", "guardduty", "rds_protection", "vcpus"),
    ("", "guardduty", "runtime_monitoring", "vcpus"),
    ("", "guardduty", "lambda_protection", "monthly_logs_gb"),
    ("", "guardduty", "s3_malware_scanned", "monthly_scanned_gb"),
    ("", "guardduty", "s3_malware_objects", "monthly_scanned_objects"),
    ("", "security_hub", "check", "monthly_checks"),
    ("", "security_hub", "finding_ingested", "monthly_findings"),
    ("", "inspector", "instance", "instances"),
    ("", "inspector", "image_scan", "monthly_images"),
    ("", "inspector", "image_rescan", "monthly_rescans"),
    ("", "inspector", "lambda_function", "functions"),
    ("", "inspector", "lambda_code", "functions"),
    ("", "macie", "bucket", "buckets"),
    ("", "macie", "object_monitored", "monitored_objects"),
    ("aws_api_gateway_stage", "api_gateway", "rest_api", "monthly_requests"),
    ("aws_apigatewayv2_stage", "api_gateway", "http_api", "monthly_requests"),
    ("aws_apigatewayv2_stage", "api_gateway", "websocket_messages", "monthly_messages"),
    ("aws_apigatewayv2_stage", "api_gateway", "websocket_minutes", "monthly_connection_mins"),
    ("", "s3", "standard_storage", "standard.storage_gb"),
    ("", "s3", "put_copy_post_list", "standard.monthly_tier_1_requests"),
    ("", "s3", "get_and_other", "standard.monthly_tier_2_requests"),
    ("", "dynamodb", "storage", "storage_gb"),
    ("", "dynamodb", "read_request_units", "monthly_read_request_units"),
    ("", "dynamodb", "write_request_units", "monthly_write_request_units"),
    ("", "dynamodb", "replicated_write_request_units", "monthly_write_request_units"),
    ("", "dynamodb", "point_in_time_recovery", "pitr_backup_storage_gb"),
    ("", "dynamodb", "stream_reads", "monthly_streams_read_request_units"),
    ("", "kms", "symmetric_requests", "monthly_requests"),
    ("", "kms", "asymmetric_requests", "monthly_requests"),
    ("", "secrets_manager", "api_calls", "monthly_requests"),
    ("", "ses", "messages", "monthly_messages"),
    ("", "ssm", "api_calls", "monthly_api_interactions"),
    ("", "route53", "standard_queries", "monthly_standard_queries"),
    ("", "route53", "latency_queries", "monthly_latency_based_queries"),
    ("", "route53", "geo_queries", "monthly_geo_queries"),
    ("", "route53", "resolver_queries", "monthly_queries"),
    ("aws_cloudwatch_log_group", "cloudwatch", "logs_ingest_standard", "monthly_data_ingested_gb"),
    ("aws_cloudwatch_log_group", "cloudwatch", "logs_ingest_infrequent_access", "monthly_data_ingested_gb"),
    ("aws_cloudwatch_log_group", "cloudwatch", "logs_storage", "storage_gb"),
    ("aws_cloudwatch_log_group", "cloudwatch", "logs_insights_scanned", "monthly_data_scanned_gb"),
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
        ("lambda", "ephemeral_storage") => {
            Some(lambda_seconds(get)?.product(attribute(asked, "gib")?.parse().ok()?))
        }
        ("efs", "provisioned_throughput") => {
            let asked: Amount = attribute(asked, "provisioned")?.parse().ok()?;
            Some(asked.minus(get("storage_gb")?.times(1, EFS_GB_OF_A_MIB)))
        }
        ("elasticache", "backup") => {
            // One snapshot of each cache is free. Source: Amazon ElastiCache pricing.
            let days: Amount = attribute(asked, "days")?.parse().ok()?;
            Some(get("snapshot_storage_size_gb")?.product(days.minus(Amount::whole(1))))
        }
        // Those of DocumentDB and Neptune are stated for all vCPUs together.
        ("ec2" | "rds" | "aurora", "cpu_credits") => {
            Some(get("monthly_cpu_credit_hrs")?.product(vcpus(asked, get)?))
        }
        ("sqs", _) | ("sns", "api_requests" | "fifo_publish") => {
            // Each 64 KiB of a request are one.
            let chunks = get("request_size_kb").unwrap_or(Amount::whole(64)).0.max(1);
            let chunks = (chunks + 63_999_999) / 64_000_000;
            Some(in_unit(get("monthly_requests")?.times(chunks, 1)))
        }
        ("cloudfront", "origin_shield_requests") => Some(in_unit(all("monthly_shield_requests", get)?)),
        ("cloudfront", item) if per_area(item).is_some() => {
            let (_, path) = per_area(item)?;
            Some(in_unit(of_area(path, attribute(asked, "area"), get)?))
        }
        (_, "io_requests") if kind == "aws_rds_cluster" => {
            let per_second = get("read_requests_per_sec").into_iter().chain(get("write_requests_per_sec"));
            let per_second = per_second.reduce(Amount::plus)?;
            Some(in_unit(per_second.times(i128::from(HOURS) * 3600, 1)))
        }
        ("backup", "warm_storage") => {
            let kinds =
                ["efs_warm_backup", "ebs_snapshot", "rds_snapshot", "aurora_snapshot", "dynamodb_backup"];
            kinds.iter().filter_map(|kind| get(&format!("monthly_{kind}_gb"))).reduce(Amount::plus)
        }
        _ => match HELD.iter().find(|it| it.1 == item && (it.0.is_empty() || it.0 == service)) {
            Some((_, _, path)) => Some(get(path)?.times(HOURS.into(), 1)),
            None => Some(in_unit(get(path_of(kind, service, item)?)?)),
        },
    }
}

/// Items of which the file has the number that is held at each time: service, item, path.
const HELD: &[(&str, &str, &str)] = &[
    ("", "serverless_v1_acu", "capacity_units_per_hr"),
    ("", "serverless_v2_acu", "capacity_units_per_hr"),
    ("", "serverless_v2_acu_io_optimized", "capacity_units_per_hr"),
    ("aurora", "extended_support_year_1_2_acu", "capacity_units_per_hr"),
    ("aurora", "extended_support_year_3_acu", "capacity_units_per_hr"),
    ("docdb", "serverless_dcu", "capacity_units_per_hr"),
    ("neptune", "serverless_ncu", "capacity_units_per_hr"),
    ("elasticache", "serverless_data", "storage_gb"),
    ("msk", "serverless_partition", "partitions"),
    ("mwaa", "worker", "additional_workers"),
    ("mwaa", "scheduler", "additional_schedulers"),
];

/// The path of the number of an item.
fn path_of(kind: &str, service: &str, item: &str) -> Option<&'static str> {
    let named = |it: &&(&str, &str, &str, &str)| {
        it.2 == item && (it.0.is_empty() || it.0 == kind) && (it.1.is_empty() || it.1 == service)
    };
    match KEYS.iter().find(named) {
        Some((_, _, _, path)) => Some(path),
        None => items::path(kind, service, item),
    }
}

/// How many are one unit: `million_requests` are a million.
fn in_one(unit: &str) -> i128 {
    let first = unit.split('_').next().unwrap_or_default();
    match first {
        "million" => 1_000_000,
        "thousand" => 1_000,
        number => number.parse().unwrap_or(1),
    }
}

/// The largest of the dimensions of a capacity unit, over a month. Source: AWS, Elastic Load Balancing pricing.
fn capacity_units(service: &str, get: &Get<'_>) -> Option<Amount> {
    let (connections, active) = match service {
        "nlb" => (800, 100_000),
        "gwlb" => (600, 60_000),
        _ => (25, 3_000),
    };
    let hours = i128::from(HOURS);
    let dimensions = [
        get("new_connections").map(|it| it.times(hours, connections)),
        get("active_connections").map(|it| it.times(hours, active)),
        get("processed_bytes_gb"),
        get("rule_evaluations").map(|it| it.times(hours, 1_000)),
    ];
    dimensions.into_iter().flatten().max()
}

/// GB of stored data that include one MiB/s of throughput. Source: Amazon EFS User Guide, "Amazon EFS performance".
const EFS_GB_OF_A_MIB: i128 = 20;

/// An attribute of the billed item.
fn attribute<'a>(asked: &Asked<'a>, name: &str) -> Option<&'a str> {
    asked.billable.attribute(name)?.value().map(Text::as_str)
}

/// The vCPUs of a burstable machine: those that the file states, else those of its class.
fn vcpus(asked: &Asked<'_>, get: &Get<'_>) -> Option<Amount> {
    get("vcpu_count").or_else(|| {
        let (facts, class) = (Facts::embedded(), attribute(asked, "class")?);
        let machine = facts.machine_class(class).map(|it| it.vcpu);
        let number = machine.or_else(|| facts.database_class(class).map(|it| it.vcpu))?;
        Some(Amount::whole(number))
    })
}

/// Requests × duration × memory.
fn lambda_time(asked: &Asked<'_>, get: &Get<'_>) -> Option<Amount> {
    let Some(EntryId::Function(id)) = asked.billable.of.and_then(|link| link.id()) else { return None };
    let Known::Value(memory) = asked.inventory.compute.functions.get(id)?.memory else { return None };
    Some(lambda_seconds(get)?.times(memory.0.into(), 1 << 30))
}

/// Requests × duration. Time is billed by the millisecond, rounded up.
fn lambda_seconds(get: &Get<'_>) -> Option<Amount> {
    let milliseconds = (get("request_duration_ms")?.0 + 999_999) / 1_000_000;
    Some(get("monthly_requests")?.times(milliseconds, 1_000))
}

/// The number of an area. A line without an area is that of Europe, where nothing is used if the file names other areas only.
fn of_area(path: &str, area: Option<&str>, get: &Get<'_>) -> Option<Amount> {
    let of = |area: &str| get(&format!("{path}.{area}"));
    match area {
        Some(area) => of(area),
        None => of("europe").or_else(|| AREAS.into_iter().find_map(of).map(|_| Amount::ZERO)),
    }
}

/// The sum over all areas.
fn all(path: &str, get: &Get<'_>) -> Option<Amount> {
    let areas = ["europe", "singapore", "south_korea"].into_iter().chain(AREAS);
    areas.filter_map(|area| get(&format!("{path}.{area}"))).reduce(Amount::plus)
}
