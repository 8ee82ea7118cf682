//! Items that only a usage file adds, and the areas of content delivery.

/// An item that a resource of a type has if the file has its number: type, service, item, unit, path.
pub(super) type Further = (&'static str, &'static str, &'static str, &'static str, &'static str);

pub(super) const FURTHER: &[Further] = &[
    ("aws_instance", "ec2", "cpu_credits", "vcpu_hour", "monthly_cpu_credit_hrs"),
    ("aws_db_instance", "rds", "cpu_credits", "vcpu_hour", "monthly_cpu_credit_hrs"),
    ("aws_rds_cluster_instance", "aurora", "cpu_credits", "vcpu_hour", "monthly_cpu_credit_hrs"),
    ("aws_docdb_cluster_instance", "docdb", "cpu_credits", "vcpu_hour", "monthly_cpu_credit_hrs"),
    ("aws_docdb_cluster_instance", "docdb", "io_requests", "million", "monthly_io_requests"),
    ("aws_neptune_cluster_instance", "neptune", "cpu_credits", "vcpu_hour", "monthly_cpu_credit_hrs"),
    ("aws_s3_bucket", "s3", "standard_ia_storage", "gb_month", "standard_infrequent_access.storage_gb"),
    ("aws_s3_bucket", "s3", "onezone_ia_storage", "gb_month", "one_zone_infrequent_access.storage_gb"),
    ("aws_s3_bucket", "s3", "glacier_ir_storage", "gb_month", "glacier_instant_retrieval.storage_gb"),
    ("aws_s3_bucket", "s3", "glacier_storage", "gb_month", "glacier_flexible_retrieval.storage_gb"),
    ("aws_s3_bucket", "s3", "deep_archive_storage", "gb_month", "glacier_deep_archive.storage_gb"),
    (
        "aws_s3_bucket",
        "s3",
        "intelligent_tiering_storage",
        "gb_month",
        "intelligent_tiering.frequent_access_storage_gb",
    ),
    (
        "aws_s3_bucket",
        "s3",
        "intelligent_tiering_infrequent_storage",
        "gb_month",
        "intelligent_tiering.infrequent_access_storage_gb",
    ),
    (
        "aws_s3_bucket",
        "s3",
        "intelligent_tiering_monitoring",
        "1000_objects",
        "intelligent_tiering.monitored_objects",
    ),
    (
        "aws_s3_bucket",
        "s3",
        "standard_ia_put_copy_post_list",
        "1000_requests",
        "standard_infrequent_access.monthly_tier_1_requests",
    ),
    (
        "aws_s3_bucket",
        "s3",
        "standard_ia_get_and_other",
        "1000_requests",
        "standard_infrequent_access.monthly_tier_2_requests",
    ),
    (
        "aws_s3_bucket",
        "s3",
        "standard_ia_retrieval",
        "gb",
        "standard_infrequent_access.monthly_data_retrieval_gb",
    ),
    (
        "aws_s3_bucket",
        "s3",
        "onezone_ia_put_copy_post_list",
        "1000_requests",
        "one_zone_infrequent_access.monthly_tier_1_requests",
    ),
    (
        "aws_s3_bucket",
        "s3",
        "onezone_ia_get_and_other",
        "1000_requests",
        "one_zone_infrequent_access.monthly_tier_2_requests",
    ),
    (
        "aws_s3_bucket",
        "s3",
        "onezone_ia_retrieval",
        "gb",
        "one_zone_infrequent_access.monthly_data_retrieval_gb",
    ),
    ("aws_s3_bucket", "s3", "object_tags", "10000_tags", "object_tags"),
    ("aws_dynamodb_table", "dynamodb", "on_demand_backup", "gb_month", "on_demand_backup_storage_gb"),
    ("aws_dynamodb_table", "dynamodb", "restored", "gb", "monthly_data_restored_gb"),
    (
        "aws_cloudfront_distribution",
        "cloudfront",
        "field_level_encryption_requests",
        "10000_requests",
        "monthly_encryption_requests",
    ),
    ("aws_cloudfront_distribution", "cloudfront", "realtime_log_lines", "million", "monthly_log_lines"),
    (
        "aws_redshift_cluster",
        "redshift",
        "concurrency_scaling",
        "node_second",
        "excess_concurrency_scaling_secs",
    ),
    ("aws_redshift_cluster", "redshift", "spectrum_scanned", "tb", "spectrum_data_scanned_tb"),
    ("aws_redshift_cluster", "redshift", "backup", "gb_month", "backup_storage_gb"),
];

/// The path of the number of an item that only a usage file adds.
pub(super) fn path(kind: &str, service: &str, item: &str) -> Option<&'static str> {
    let found = FURTHER.iter().find(|it| it.0 == kind && it.1 == service && it.2 == item)?;
    Some(found.4)
}

/// The areas in which content delivery has its own prices, apart from Europe, as a usage file names them.
pub(super) const AREAS: [&str; 7] =
    ["us", "south_africa", "south_america", "japan", "australia", "asia_pacific", "india"];

/// The unit of an item of content delivery that is paid by the area of the viewers, and the path of its numbers.
pub(super) fn per_area(item: &str) -> Option<(&'static str, &'static str)> {
    let (_, unit, path) = PER_AREA.iter().find(|(name, ..)| *name == item)?;
    Some((unit, path))
}

/// Items of content delivery that are paid by the area of the viewers: item, unit, path.
pub(super) const PER_AREA: &[(&str, &str, &str)] = &[
    ("out", "gb", "monthly_data_transfer_to_internet_gb"),
    ("out_to_origin", "gb", "monthly_data_transfer_to_origin_gb"),
    ("https_requests", "10000_requests", "monthly_https_requests"),
    ("http_requests", "10000_requests", "monthly_http_requests"),
];
