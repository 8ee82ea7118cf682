//! Databases, caches, buckets, file systems, backups.

use super::source::{BACKUP, DEFAULTS, DYNAMODB, EFS, ELASTICACHE, RDS, S3};
use crate::measure::{data, iam};
use crate::quota::{Quota, Unit, account, each, items, number, of, own, region, sum, sum_grouped};

pub(super) static QUOTAS: &[Quota] = &[
    region("rds", "L-7B6409FD", "DB instances", 40, &RDS, &[
        each("aws_db_instance"),
        each("aws_rds_cluster_instance"),
        each("aws_docdb_cluster_instance"),
        each("aws_neptune_cluster_instance"),
    ]),
    region("rds", "L-952B80B8", "DB clusters", 40, &RDS, &[
        each("aws_rds_cluster"),
        each("aws_docdb_cluster"),
        each("aws_neptune_cluster"),
    ]),
    region("rds", "", "DB instances per Aurora cluster", 16, &RDS, &[
        of("aws_rds_cluster_instance", "cluster_identifier"),
    ]),
    region("rds", "L-5BC124EF", "Read replicas per primary", 15, &RDS, &[
        sum_grouped("aws_db_instance", data::source_of_replica, data::replica),
    ]),
    region("rds", "L-7ADDB58A", "Total storage for all DB instances", 100_000, &RDS, &[
        sum("aws_db_instance", data::storage),
    ]).unit(Unit::Gibibytes),
    region("rds", "L-DE55804A", "Parameter groups", 50, &RDS, &[each("aws_db_parameter_group")]),
    region("rds", "L-E4C808A8", "DB cluster parameter groups", 50, &RDS, &[each("aws_rds_cluster_parameter_group")]),
    region("rds", "L-9FA33840", "Option groups", 20, &RDS, &[each("aws_db_option_group")]),
    region("rds", "L-48C6BF61", "DB subnet groups", 50, &RDS, &[each("aws_db_subnet_group")]),
    region("rds", "", "Subnets per DB subnet group", 20, &RDS, &[items("aws_db_subnet_group", "subnet_ids")]),
    region("rds", "L-272F1212", "Manual DB instance snapshots", 100, &RDS, &[each("aws_db_snapshot")]),
    region("rds", "L-9B510759", "Manual DB cluster snapshots", 100, &RDS, &[each("aws_db_cluster_snapshot")]),
    region("rds", "L-A59F4C87", "Event subscriptions", 20, &RDS, &[each("aws_db_event_subscription")]),
    region("rds", "L-D94C7EA3", "Proxies", 20, &RDS, &[each("aws_db_proxy")]),
    region("rds", "L-DD2301CA", "IAM roles per DB instance", 5, &RDS, &[
        of("aws_db_instance_role_association", "db_instance_identifier"),
    ]),
    region("rds", "L-E094F43D", "IAM roles per DB cluster", 5, &RDS, &[
        items("aws_rds_cluster", "iam_roles"),
        of("aws_rds_cluster_role_association", "db_cluster_identifier"),
    ]),
    region("elasticache", "L-DFE45DF3", "Nodes per Region", 300, &ELASTICACHE, &[
        sum("aws_elasticache_cluster", data::cluster_nodes),
        sum("aws_elasticache_replication_group", data::group_nodes),
    ]),
    region("elasticache", "L-AF354865", "Nodes per cluster (cluster mode enabled)", 90, &ELASTICACHE, &[
        own("aws_elasticache_replication_group", data::group_nodes),
    ]),
    region("elasticache", "", "Replicas per shard", 5, &ELASTICACHE, &[
        number("aws_elasticache_replication_group", "replicas_per_node_group"),
    ]),
    region("elasticache", "L-3E7F7726", "Subnet groups per Region", 300, &ELASTICACHE, &[
        each("aws_elasticache_subnet_group"),
    ]),
    region("elasticache", "L-A87EE522", "Subnets per subnet group", 20, &ELASTICACHE, &[
        items("aws_elasticache_subnet_group", "subnet_ids"),
    ]),
    region("elasticache", "L-3F15A733", "Parameter groups per Region", 300, &ELASTICACHE, &[
        each("aws_elasticache_parameter_group"),
    ]),
    region("elasticache", "L-AD484FC5", "User Groups per Region", 100, &ELASTICACHE, &[
        each("aws_elasticache_user_group"),
    ]),
    region("elasticache", "L-943F0F1C", "Users per User Group", 100, &ELASTICACHE, &[
        items("aws_elasticache_user_group", "user_ids"),
    ]),
    account("s3", "L-DC2B2D3D", "General purpose buckets", 10_000, &S3, &[each("aws_s3_bucket")]),
    region("s3", "", "Bucket policy", 20 * 1024, &S3, &[own("aws_s3_bucket_policy", iam::resource_policy)])
        .unit(Unit::Bytes),
    region("s3", "", "Lifecycle rules", 1000, &S3, &[items("aws_s3_bucket_lifecycle_configuration", "rule")]),
    region("s3", "", "Replication rules", 1000, &S3, &[items("aws_s3_bucket_replication_configuration", "rule")]),
    region("s3", "", "CORS rules", 100, &S3, &[items("aws_s3_bucket_cors_configuration", "cors_rule")]),
    region("s3", "L-FAABEEBA", "Access Points", 10_000, &DEFAULTS, &[each("aws_s3_access_point")]),
    region("dynamodb", "L-F98FE922", "Maximum number of tables", 2500, &DYNAMODB, &[each("aws_dynamodb_table")]),
    region("dynamodb", "L-F7858A77", "Global Secondary Indexes per table", 20, &DYNAMODB, &[
        items("aws_dynamodb_table", "global_secondary_index"),
    ]),
    region("dynamodb", "", "Local Secondary Indexes per table", 5, &DYNAMODB, &[
        items("aws_dynamodb_table", "local_secondary_index"),
    ]),
    region("elasticfilesystem", "L-848C634D", "File systems per account", 1000, &EFS, &[each("aws_efs_file_system")]),
    region("elasticfilesystem", "", "Access points per file system", 10_000, &EFS, &[
        of("aws_efs_access_point", "file_system_id"),
    ]),
    region("backup", "L-7705D2CB", "Backup vaults per Region per account", 300, &BACKUP, &[each("aws_backup_vault")]),
    region("backup", "L-BD69F607", "Backup plans per Region per account", 300, &BACKUP, &[each("aws_backup_plan")]),
    region("backup", "", "Resource assignments per backup plan", 100, &BACKUP, &[of("aws_backup_selection", "plan_id")]),
    region("backup", "L-E43E0ED6", "Frameworks per Region per account", 15, &BACKUP, &[each("aws_backup_framework")]),
    region("backup", "L-C296F1F5", "Report plans per Region per account", 20, &BACKUP, &[
        each("aws_backup_report_plan"),
    ]),
];
