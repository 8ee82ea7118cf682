//! Keys of usage files that Infracost does not have: each is on the bill of a case, and documented.

use std::collections::{BTreeMap, BTreeSet};

use crate::cases::CASES;
use crate::formulas;

/// The keys of Infracost that cases use, by type. Source: github infracost/infracost infracost-usage-example.yml @95ba4f49.
const INFRACOST: &[(&str, &[&str])] = &[
    ("aws_acmpca_certificate_authority", &["monthly_requests"]),
    ("aws_alb", &["processed_bytes_gb"]),
    ("aws_autoscaling_group", &["instances"]),
    ("aws_backup_vault", &["monthly_efs_warm_backup_gb", "monthly_rds_snapshot_gb"]),
    (
        "aws_cloudfront_distribution",
        &[
            "monthly_data_transfer_to_internet_gb.europe",
            "monthly_data_transfer_to_internet_gb.japan",
            "monthly_data_transfer_to_internet_gb.us",
            "monthly_data_transfer_to_origin_gb.europe",
            "monthly_encryption_requests",
            "monthly_http_requests.europe",
            "monthly_https_requests.europe",
            "monthly_https_requests.us",
        ],
    ),
    (
        "aws_cloudtrail",
        &["monthly_additional_management_events", "monthly_data_events", "monthly_insight_events"],
    ),
    ("aws_cloudwatch_event_bus", &["monthly_custom_events"]),
    ("aws_cloudwatch_log_group", &["monthly_data_ingested_gb", "monthly_data_scanned_gb", "storage_gb"]),
    ("aws_codebuild_project", &["monthly_build_mins"]),
    ("aws_config_config_rule", &["monthly_rule_evaluations"]),
    ("aws_config_configuration_recorder", &["monthly_config_items"]),
    ("aws_config_organization_managed_rule", &["monthly_rule_evaluations"]),
    ("aws_db_instance", &["additional_backup_storage_gb", "monthly_cpu_credit_hrs"]),
    ("aws_docdb_cluster", &["backup_storage_gb"]),
    ("aws_docdb_cluster_instance", &["monthly_cpu_credit_hrs"]),
    ("aws_docdb_cluster_snapshot", &["backup_storage_gb"]),
    ("aws_dx_gateway_association", &["monthly_data_processed_gb"]),
    (
        "aws_dynamodb_table",
        &[
            "monthly_data_restored_gb",
            "monthly_read_request_units",
            "monthly_write_request_units",
            "on_demand_backup_storage_gb",
            "pitr_backup_storage_gb",
            "storage_gb",
        ],
    ),
    ("aws_ec2_transit_gateway_vpc_attachment", &["monthly_data_processed_gb"]),
    ("aws_ecr_repository", &["storage_gb"]),
    (
        "aws_efs_file_system",
        &[
            "infrequent_access_storage_gb",
            "monthly_infrequent_access_read_gb",
            "monthly_infrequent_access_write_gb",
            "storage_gb",
        ],
    ),
    ("aws_elasticache_replication_group", &["snapshot_storage_size_gb"]),
    ("aws_elb", &["monthly_data_processed_gb"]),
    ("aws_instance", &["monthly_cpu_credit_hrs", "monthly_hrs", "operating_system", "vcpu_count"]),
    ("aws_kinesis_firehose_delivery_stream", &["monthly_data_ingested_gb"]),
    ("aws_kinesis_stream", &["monthly_provisioned_put_units"]),
    ("aws_lambda_function", &["monthly_requests", "request_duration_ms"]),
    ("aws_lb", &["active_connections", "new_connections", "processed_bytes_gb", "rule_evaluations"]),
    ("aws_mq_broker", &["storage_size_gb"]),
    ("aws_mwaa_environment", &["additional_schedulers", "additional_workers", "meta_database_gb"]),
    ("aws_nat_gateway", &["monthly_data_processed_gb"]),
    ("aws_neptune_cluster", &["storage_gb"]),
    ("aws_neptune_cluster_snapshot", &["backup_storage_gb"]),
    ("aws_networkfirewall_firewall", &["monthly_data_processed_gb"]),
    (
        "aws_rds_cluster",
        &["backup_snapshot_size_gb", "read_requests_per_sec", "storage_gb", "write_requests_per_sec"],
    ),
    ("aws_rds_cluster_instance", &["capacity_units_per_hr", "monthly_cpu_credit_hrs", "vcpu_count"]),
    (
        "aws_redshift_cluster",
        &[
            "backup_storage_gb",
            "excess_concurrency_scaling_secs",
            "managed_storage_gb",
            "spectrum_data_scanned_tb",
        ],
    ),
    ("aws_route53_record", &["monthly_latency_based_queries", "monthly_standard_queries"]),
    ("aws_route53_resolver_endpoint", &["monthly_queries"]),
    (
        "aws_s3_bucket",
        &[
            "glacier_deep_archive.storage_gb",
            "glacier_flexible_retrieval.storage_gb",
            "intelligent_tiering.frequent_access_storage_gb",
            "intelligent_tiering.infrequent_access_storage_gb",
            "intelligent_tiering.monitored_objects",
            "object_tags",
            "one_zone_infrequent_access.storage_gb",
            "standard.monthly_tier_1_requests",
            "standard.monthly_tier_2_requests",
            "standard.storage_gb",
            "standard_infrequent_access.monthly_data_retrieval_gb",
            "standard_infrequent_access.monthly_tier_1_requests",
            "standard_infrequent_access.monthly_tier_2_requests",
            "standard_infrequent_access.storage_gb",
        ],
    ),
    ("aws_secretsmanager_secret", &["monthly_requests"]),
    ("aws_sfn_state_machine", &["monthly_transitions"]),
    ("aws_sns_topic", &["monthly_requests", "request_size_kb"]),
    ("aws_sns_topic_subscription", &["monthly_requests"]),
    ("aws_sqs_queue", &["monthly_requests", "request_size_kb"]),
    ("aws_ssm_parameter", &["monthly_api_interactions"]),
    ("aws_transfer_server", &["monthly_data_downloaded_gb", "monthly_data_uploaded_gb"]),
    ("aws_vpc_endpoint", &["monthly_data_processed_gb"]),
    ("aws_vpn_connection", &["monthly_data_processed_gb"]),
    ("aws_wafv2_web_acl", &["monthly_requests"]),
];

/// The keys below the addresses of a usage file, by type. The ends of a range are those of the key above them.
fn keys(text: &str, found: &mut BTreeSet<(String, String)>) {
    let mut path: Vec<&str> = vec![];
    for line in text.lines() {
        let Some((key, value)) = line.trim().split_once(':') else { continue };
        path.truncate(line.chars().take_while(|it| *it == ' ').count() / 2 - 1);
        path.push(key);
        if value.is_empty() {
            continue;
        }
        let is_end = |key: &&&str| ["low", "expected", "high"].contains(*key);
        let (address, names) = path.split_first().expect("an address");
        let names: Vec<&str> = names.iter().filter(|it| !is_end(it)).copied().collect();
        let kind = address.split('.').next().expect("a type");
        found.insert((kind.to_owned(), names.join(".")));
    }
}

#[test]
fn keys_that_infracost_does_not_have_are_documented() {
    let mut found = BTreeSet::new();
    for case in CASES.iter().filter(|case| !case.usage.is_empty()) {
        keys(&format!("  {}.x:\n    {}", case.kind, case.usage), &mut found);
    }
    for case in formulas::cases() {
        keys(case.usage, &mut found);
    }
    let infracost =
        |kind: &str, key: &str| INFRACOST.iter().any(|(of, keys)| *of == kind && keys.contains(&key));
    let mut kinds: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (kind, key) in found.iter().filter(|(kind, key)| !infracost(kind, key)) {
        kinds.entry(kind).or_default().push(key);
    }
    let cell = |names: &[&str]| names.iter().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(", ");
    let rows = kinds.iter().map(|(kind, keys)| format!("| `{kind}` | {} |\n", cell(keys)));
    let table = rows.collect::<String>();
    let page = include_str!("../../../../docs/price.md");
    assert!(
        page.contains(&format!("| --- | --- |\n{table}\n<!-- usage keys: end -->")),
        "docs/price.md should have\n{table}"
    );
}
