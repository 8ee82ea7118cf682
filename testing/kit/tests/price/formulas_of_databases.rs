//! Small plans of others at given prices, continued: databases, and what of them is paid beside machines and storage. Each bill is
//! a sum of products that was written down by hand.

use crate::formula::Case;

pub(crate) const CASES: &[Case] = &[
    Case {
        name: "extended support of a database with a standby: that of both machines",
        resources: r#"{"aws_db_instance.p":{"engine":"postgres","engine_version":"12.19","instance_class":"db.m5.xlarge","multi_az":true,"allocated_storage":20,"storage_type":"gp2"}}"#,
        usage: "",
        prices: &[
            "rds-postgres.instance/db.m5.xlarge/Multi-AZ hour 0.8",
            "rds-postgres.storage-gp2-multi-az gb-month 0.24",
            "rds.extended-support-year-1-2/postgresql vcpu-hour 0.1",
        ],
        terms: &[("730", "0.8"), ("20", "0.24"), ("5840", "0.1")],
    },
    Case {
        name: "extended support of Aurora Serverless: that of its capacity",
        resources: r#"{"aws_rds_cluster.c":{"engine":"aurora-postgresql","engine_version":"13.14","serverlessv2_scaling_configuration":[{"min_capacity":2,"max_capacity":16}]},"aws_rds_cluster_instance.a":{"cluster_identifier":"$aws_rds_cluster.c.id","engine":"aurora-postgresql","instance_class":"db.serverless"}}"#,
        usage: "  aws_rds_cluster_instance.a:\n    capacity_units_per_hr: 3\n",
        prices: &[
            "aurora-postgres.serverless-v2-acu acu-hour 0.14",
            "aurora.extended-support-year-1-2-acu/postgresql acu-hour 0.05",
        ],
        terms: &[("2190", "0.14"), ("2190", "0.05")],
    },
    Case {
        name: "the Advanced mode of Database Insights includes 465 days of Performance Insights",
        resources: r#"{"aws_db_instance.a":{"engine":"postgres","engine_version":"16.4","instance_class":"db.r6g.2xlarge","allocated_storage":20,"storage_type":"gp3","database_insights_mode":"advanced","performance_insights_enabled":true,"performance_insights_retention_period":465},"aws_db_instance.b":{"engine":"postgres","engine_version":"16.4","instance_class":"db.r6g.2xlarge","allocated_storage":20,"storage_type":"gp3","database_insights_mode":"advanced","performance_insights_enabled":true,"performance_insights_retention_period":731},"aws_db_instance.s":{"engine":"postgres","engine_version":"16.4","instance_class":"db.r6g.2xlarge","allocated_storage":20,"storage_type":"gp3","database_insights_mode":"standard","performance_insights_enabled":true,"performance_insights_retention_period":7}}"#,
        usage: "",
        prices: &[
            "rds-postgres.instance/db.r6g.2xlarge/Single-AZ hour 0.9",
            "rds-postgres.storage-gp3-single-az gb-month 0.13",
            "cloudwatch.database-insights vcpu-hour 0.0125",
            "rds.performance-insights/r6g vcpu-month 3",
        ],
        terms: &[("2190", "0.9"), ("60", "0.13"), ("11680", "0.0125"), ("8", "3")],
    },
    Case {
        name: "insights of Aurora: the mode is that of the cluster, and so are settings that an instance leaves out",
        resources: r#"{"aws_rds_cluster.a":{"engine":"aurora-postgresql","engine_version":"16.4","database_insights_mode":"advanced","performance_insights_enabled":true,"performance_insights_retention_period":465},"aws_rds_cluster_instance.a":{"cluster_identifier":"$aws_rds_cluster.a.id","engine":"aurora-postgresql","instance_class":"db.r6g.large"},"aws_rds_cluster.b":{"engine":"aurora-postgresql","engine_version":"16.4","performance_insights_enabled":true,"performance_insights_retention_period":93},"aws_rds_cluster_instance.b":{"cluster_identifier":"$aws_rds_cluster.b.id","engine":"aurora-postgresql","instance_class":"db.r6g.large"},"aws_rds_cluster_instance.c":{"cluster_identifier":"$aws_rds_cluster.b.id","engine":"aurora-postgresql","instance_class":"db.r6g.large","performance_insights_enabled":false}}"#,
        usage: "",
        prices: &[
            "aurora-postgres.instance/db.r6g.large/standard hour 0.3",
            "cloudwatch.database-insights vcpu-hour 0.0125",
            "rds.performance-insights/r6g vcpu-month 3",
        ],
        terms: &[("2190", "0.3"), ("1460", "0.0125"), ("2", "3")],
    },
    Case {
        name: "insights of a Multi-AZ cluster: of its three machines",
        resources: r#"{"aws_rds_cluster.c":{"engine":"postgres","engine_version":"16.4","db_cluster_instance_class":"db.r6gd.large","storage_type":"io1","allocated_storage":100,"iops":1000,"performance_insights_enabled":true,"performance_insights_retention_period":731,"database_insights_mode":"advanced"}}"#,
        usage: "",
        prices: &[
            "rds-postgres.instance/db.r6gd.large/Multi-AZ-cluster hour 0.8",
            "rds-postgres.multi-az-cluster-io1-storage gb-month 0.4",
            "rds-postgres.multi-az-cluster-io1-iops iops-month 0.3",
            "cloudwatch.database-insights vcpu-hour 0.0125",
            "rds.performance-insights/r6gd vcpu-month 4",
        ],
        terms: &[("730", "0.8"), ("100", "0.4"), ("1000", "0.3"), ("4380", "0.0125"), ("6", "4")],
    },
    Case {
        name: "credits of databases: hours of each vCPU, those of the class unless the file has their number",
        resources: r#"{"aws_db_instance.m":{"engine":"mysql","engine_version":"8.4.3","instance_class":"db.t3.xlarge","allocated_storage":20,"storage_type":"gp2"},"aws_rds_cluster.c":{"engine":"aurora-mysql"},"aws_rds_cluster_instance.i":{"cluster_identifier":"$aws_rds_cluster.c.id","engine":"aurora-mysql","instance_class":"db.t3.medium"}}"#,
        usage: "  aws_db_instance.m:\n    monthly_cpu_credit_hrs: 10\n  aws_rds_cluster_instance.i:\n    monthly_cpu_credit_hrs: 10\n    vcpu_count: 3\n",
        prices: &[
            "rds-mysql.instance/db.t3.xlarge/Single-AZ hour 0.3",
            "rds-mysql.storage-gp2-single-az gb-month 0.13",
            "rds.cpu-credits vcpu-hour 0.075",
            "aurora-mysql.instance/db.t3.medium/standard hour 0.09",
            "aurora.cpu-credits vcpu-hour 0.09",
        ],
        terms: &[("730", "0.3"), ("20", "0.13"), ("40", "0.075"), ("730", "0.09"), ("30", "0.09")],
    },
    Case {
        name: "a table with a replica: what only the usage file tells is on the bill once",
        resources: r#"{"aws_dynamodb_table.t":{"name":"t","billing_mode":"PAY_PER_REQUEST","hash_key":"id","replica":[{"region_name":"eu-central-1"}]}}"#,
        usage: "  aws_dynamodb_table.t:\n    storage_gb: 10\n    on_demand_backup_storage_gb: 20\n    monthly_data_restored_gb: 5\n",
        prices: &[
            "dynamodb.storage/STANDARD gb-month 0.28",
            "dynamodb.storage/STANDARD@eu-central-1 gb-month 0.3",
            "dynamodb.on-demand-backup gb-month 0.1",
            "dynamodb.restored gb 0.15",
        ],
        terms: &[("10", "0.28"), ("10", "0.3"), ("20", "0.1"), ("5", "0.15")],
    },
    Case {
        name: "serverless instances of DocumentDB and Neptune: units of their own, which cost more where I/O is included",
        resources: r#"{"aws_docdb_cluster.d":{"cluster_identifier":"d","storage_type":"iopt1","serverless_v2_scaling_configuration":[{"min_capacity":1,"max_capacity":8}]},"aws_docdb_cluster_instance.d":{"cluster_identifier":"$aws_docdb_cluster.d.id","instance_class":"db.serverless"},"aws_neptune_cluster.n":{"cluster_identifier":"n","serverless_v2_scaling_configuration":[{"min_capacity":2,"max_capacity":8}]},"aws_neptune_cluster_instance.n":{"cluster_identifier":"$aws_neptune_cluster.n.id","instance_class":"db.serverless"}}"#,
        usage: "  aws_docdb_cluster_instance.d:\n    capacity_units_per_hr: 4\n",
        prices: &[
            "docdb.serverless-dcu/io_optimized dcu-hour 0.09",
            "neptune.serverless-ncu/standard ncu-hour 0.16",
        ],
        terms: &[("2920", "0.09"), ("1460", "0.16")],
    },
];
