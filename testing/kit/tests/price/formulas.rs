//! Small plans of others at given prices: each bill is a sum of products that was written down by hand.

use polder::bill::{Book, Money, UsageFile, own_prices, usage_file};

use crate::formula::Case;
use crate::{foreign, formulas_of_databases, formulas_of_services, formulas_of_types};

/// The cases of all files.
pub(crate) fn cases() -> impl Iterator<Item = &'static Case> {
    [CASES, formulas_of_types::CASES, formulas_of_databases::CASES, formulas_of_services::CASES]
        .into_iter()
        .flatten()
}

const CASES: &[Case] = &[
    Case {
        name: "an instance with disks: 3,000 IOPS and 125 MiB/s of gp3 are included",
        resources: r#"{"aws_instance.a":{"instance_type":"m5.large","root_block_device":[{"volume_type":"gp3","volume_size":80,"iops":5000,"throughput":200}],"ebs_block_device":[{"device_name":"/dev/sdf","volume_type":"st1","volume_size":500}]}}"#,
        usage: "",
        prices: &[
            "ec2.instance/m5.large hour 0.111",
            "ebs.storage/gp3 gb-month 0.09",
            "ebs.iops/gp3 iops-month 0.006",
            "ebs.throughput/gp3 mbps-month 0.05",
            "ebs.storage/st1 gb-month 0.051",
        ],
        terms: &[("730", "0.111"), ("80", "0.09"), ("2000", "0.006"), ("75", "0.05"), ("500", "0.051")],
    },
    Case {
        name: "volumes of every class",
        resources: r#"{"aws_ebs_volume.g2":{"availability_zone":"eu-west-1a","size":100,"type":"gp2"},"aws_ebs_volume.g3":{"availability_zone":"eu-west-1a","size":100,"type":"gp3"},"aws_ebs_volume.i1":{"availability_zone":"eu-west-1a","size":50,"type":"io1","iops":700},"aws_ebs_volume.s":{"availability_zone":"eu-west-1a","size":1000,"type":"sc1"},"aws_ebs_volume.d":{"availability_zone":"eu-west-1a","size":8}}"#,
        usage: "",
        prices: &[
            "ebs.storage/gp2 gb-month 0.11",
            "ebs.storage/gp3 gb-month 0.09",
            "ebs.storage/io1 gb-month 0.14",
            "ebs.iops/io1 iops-month 0.07",
            "ebs.storage/sc1 gb-month 0.017",
        ],
        terms: &[
            ("100", "0.11"),
            ("100", "0.09"),
            ("50", "0.14"),
            ("700", "0.07"),
            ("1000", "0.017"),
            ("8", "0.11"),
        ],
    },
    Case {
        name: "a group of instances from a launch template",
        resources: r#"{"aws_launch_template.t":{"name":"t","instance_type":"t3.medium","block_device_mappings":[{"device_name":"/dev/xvda","ebs":[{"volume_size":30,"volume_type":"gp3"}]}]},"aws_autoscaling_group.g":{"min_size":2,"max_size":6,"desired_capacity":3,"launch_template":[{"id":"$aws_launch_template.t.id","version":"1"}]}}"#,
        usage: "",
        prices: &["ec2.instance/t3.medium hour 0.05", "ebs.storage/gp3 gb-month 0.1"],
        terms: &[("2190", "0.05"), ("90", "0.1")],
    },
    Case {
        name: "PostgreSQL with a standby, a replica and provisioned IOPS",
        resources: r#"{"aws_db_instance.w":{"engine":"postgres","instance_class":"db.m5.xlarge","multi_az":true,"allocated_storage":200,"storage_type":"io1","iops":3000,"backup_retention_period":7},"aws_db_instance.r":{"instance_class":"db.m5.large","replicate_source_db":"$aws_db_instance.w.identifier","storage_type":"gp3","allocated_storage":200}}"#,
        usage: "  aws_db_instance.w:\n    additional_backup_storage_gb: 150\n",
        prices: &[
            "rds-postgres.instance/db.m5.xlarge/Multi-AZ hour 0.8",
            "rds-postgres.storage-io1-multi-az gb-month 0.28",
            "rds-postgres.io1-iops-multi-az iops-month 0.22",
            "rds-postgres.backup-beyond-free gb-month 0.095",
            "rds-postgres.instance/db.m5.large/Single-AZ hour 0.2",
            "rds-postgres.storage-gp3-single-az gb-month 0.13",
        ],
        terms: &[
            ("730", "0.8"),
            ("200", "0.28"),
            ("3000", "0.22"),
            ("150", "0.095"),
            ("730", "0.2"),
            ("200", "0.13"),
        ],
    },
    Case {
        name: "MySQL in one zone: another engine has its own prices",
        resources: r#"{"aws_db_instance.m":{"engine":"mysql","instance_class":"db.t3.small","allocated_storage":20,"storage_type":"gp2"}}"#,
        usage: "",
        prices: &[
            "rds-mysql.instance/db.t3.small/Single-AZ hour 0.036",
            "rds-mysql.storage-gp2-single-az gb-month 0.127",
        ],
        terms: &[("730", "0.036"), ("20", "0.127")],
    },
    Case {
        name: "gp3 of a database: IOPS and throughput beyond what 400 GiB include",
        resources: r#"{"aws_db_instance.g":{"engine":"postgres","instance_class":"db.r6g.large","multi_az":true,"allocated_storage":400,"storage_type":"gp3","iops":14000,"storage_throughput":650}}"#,
        usage: "",
        prices: &[
            "rds-postgres.instance/db.r6g.large/Multi-AZ hour 0.5",
            "rds-postgres.storage-gp3-multi-az gb-month 0.25",
            "rds-postgres.gp3-extra-iops-multi-az iops-month 0.04",
            "rds-postgres.gp3-extra-throughput-multi-az mbps-month 0.18",
        ],
        terms: &[("730", "0.5"), ("400", "0.25"), ("2000", "0.04"), ("150", "0.18")],
    },
    Case {
        name: "Aurora with two instances",
        resources: r#"{"aws_rds_cluster.c":{"engine":"aurora-postgresql","backup_retention_period":7},"aws_rds_cluster_instance.a":{"cluster_identifier":"$aws_rds_cluster.c.id","engine":"aurora-postgresql","instance_class":"db.r6g.large"},"aws_rds_cluster_instance.b":{"cluster_identifier":"$aws_rds_cluster.c.id","engine":"aurora-postgresql","instance_class":"db.r6g.large"}}"#,
        usage: "  aws_rds_cluster.c:\n    storage_gb: 120\n    read_requests_per_sec: 10\n    write_requests_per_sec: 5\n    backup_snapshot_size_gb: 40\n",
        prices: &[
            "aurora-postgres.instance/db.r6g.large/standard hour 0.3",
            "aurora-postgres.storage gb-month 0.11",
            "aurora-postgres.io-requests million 0.22",
            "aurora-postgres.backup gb-month 0.023",
        ],
        terms: &[("1460", "0.3"), ("120", "0.11"), ("39.42", "0.22"), ("40", "0.023")],
    },
    Case {
        name: "Aurora serverless",
        resources: r#"{"aws_rds_cluster.c":{"engine":"aurora-mysql","serverlessv2_scaling_configuration":[{"min_capacity":0.5,"max_capacity":8}]},"aws_rds_cluster_instance.a":{"cluster_identifier":"$aws_rds_cluster.c.id","engine":"aurora-mysql","instance_class":"db.serverless"}}"#,
        usage: "  aws_rds_cluster_instance.a:\n    capacity_units_per_hr: 3\n",
        prices: &["aurora-mysql.serverless-v2-acu acu-hour 0.14"],
        terms: &[("2190", "0.14")],
    },
    Case {
        name: "caches of three engines",
        resources: r#"{"aws_elasticache_replication_group.v":{"replication_group_id":"v","description":"d","engine":"valkey","node_type":"cache.m7g.large","num_node_groups":3,"replicas_per_node_group":2},"aws_elasticache_replication_group.r":{"replication_group_id":"r","description":"d","engine":"redis","node_type":"cache.t4g.small","num_cache_clusters":2},"aws_elasticache_cluster.m":{"cluster_id":"m","engine":"memcached","node_type":"cache.t3.micro","num_cache_nodes":4}}"#,
        usage: "",
        prices: &[
            "elasticache.node/cache.m7g.large/Valkey hour 0.13",
            "elasticache.node/cache.t4g.small/Redis~OSS hour 0.034",
            "elasticache.node/cache.t3.micro/Memcached hour 0.018",
        ],
        terms: &[("6570", "0.13"), ("1460", "0.034"), ("2920", "0.018")],
    },
    Case {
        name: "services on Fargate with ARM and x86",
        resources: r#"{"aws_ecs_cluster.c":{"name":"c"},"aws_ecs_task_definition.a":{"family":"a","cpu":"512","memory":"1024","requires_compatibilities":["FARGATE"],"network_mode":"awsvpc","runtime_platform":[{"cpu_architecture":"ARM64","operating_system_family":"LINUX"}],"container_definitions":"[]"},"aws_ecs_task_definition.x":{"family":"x","cpu":"1024","memory":"4096","requires_compatibilities":["FARGATE"],"network_mode":"awsvpc","ephemeral_storage":[{"size_in_gib":50}],"container_definitions":"[]"},"aws_ecs_service.a":{"name":"a","cluster":"$aws_ecs_cluster.c.id","task_definition":"$aws_ecs_task_definition.a.arn","desired_count":4,"launch_type":"FARGATE"},"aws_ecs_service.x":{"name":"x","cluster":"$aws_ecs_cluster.c.id","task_definition":"$aws_ecs_task_definition.x.arn","desired_count":2,"launch_type":"FARGATE"}}"#,
        usage: "",
        prices: &[
            "fargate.linux-arm-vcpu hour 0.03",
            "fargate.linux-arm-gb hour 0.004",
            "fargate.linux-x86-vcpu hour 0.05",
            "fargate.linux-x86-gb hour 0.005",
            "fargate.ephemeral-storage-gb-beyond-20 hour 0.0001",
        ],
        terms: &[
            ("1460", "0.03"),
            ("2920", "0.004"),
            ("1460", "0.05"),
            ("5840", "0.005"),
            ("43800", "0.0001"),
        ],
    },
    Case {
        name: "a service on spare capacity",
        resources: r#"{"aws_ecs_cluster.c":{"name":"c"},"aws_ecs_task_definition.t":{"family":"t","cpu":"256","memory":"512","requires_compatibilities":["FARGATE"],"network_mode":"awsvpc","runtime_platform":[{"cpu_architecture":"ARM64"}],"container_definitions":"[]"},"aws_ecs_service.s":{"name":"s","cluster":"$aws_ecs_cluster.c.id","task_definition":"$aws_ecs_task_definition.t.arn","desired_count":2,"capacity_provider_strategy":[{"capacity_provider":"FARGATE_SPOT","weight":1}]}}"#,
        usage: "",
        prices: &["fargate.spot-arm-vcpu hour 0.011", "fargate.spot-arm-gb hour 0.0012"],
        terms: &[("365", "0.011"), ("730", "0.0012")],
    },
    Case {
        name: "a Kubernetes cluster with nodes: the class of their disks is a matter of the image, so that they are not billed",
        resources: r#"{"aws_eks_cluster.k":{"name":"k","version":"1.35","role_arn":"r"},"aws_eks_node_group.n":{"cluster_name":"k","node_role_arn":"r","subnet_ids":["subnet-1"],"instance_types":["t3.large"],"disk_size":40,"scaling_config":[{"desired_size":3,"min_size":2,"max_size":5}]}}"#,
        usage: "",
        prices: &["eks.cluster hour 0.1", "ec2.instance/t3.large hour 0.09"],
        terms: &[("730", "0.1"), ("2190", "0.09")],
    },
    Case {
        name: "a NAT gateway with its address",
        resources: r#"{"aws_eip.a":{"domain":"vpc"},"aws_nat_gateway.n":{"allocation_id":"$aws_eip.a.id","subnet_id":"subnet-1"}}"#,
        usage: "  aws_nat_gateway.n:\n    monthly_data_processed_gb: 333.3\n",
        prices: &[
            "vpc.public-ipv4 hour 0.005",
            "nat-gateway.hour hour 0.05",
            "nat-gateway.data-processed gb 0.049",
        ],
        terms: &[("730", "0.005"), ("730", "0.05"), ("333.3", "0.049")],
    },
    Case {
        name: "load balancers of three kinds: the largest dimension counts",
        resources: r#"{"aws_lb.a":{"name":"a","load_balancer_type":"application","internal":true,"subnets":["subnet-1"]},"aws_lb.n":{"name":"n","load_balancer_type":"network","internal":true,"subnets":["subnet-1"]},"aws_lb.g":{"name":"g","load_balancer_type":"gateway","subnets":["subnet-1"]}}"#,
        usage: "  aws_lb.a:\n    new_connections: 100\n    active_connections: 3000\n    processed_bytes_gb: 100\n    rule_evaluations: 500\n  aws_lb.n:\n    processed_bytes_gb: 250\n  aws_lb.g:\n    processed_bytes_gb: 10\n",
        prices: &[
            "alb.hour hour 0.025",
            "alb.lcu lcu-hour 0.008",
            "nlb.hour hour 0.026",
            "nlb.nlcu lcu-hour 0.006",
            "gwlb.hour hour 0.0125",
            "gwlb.glcu lcu-hour 0.004",
        ],
        terms: &[
            ("730", "0.025"),
            ("2920", "0.008"),
            ("730", "0.026"),
            ("250", "0.006"),
            ("730", "0.0125"),
            ("10", "0.004"),
        ],
    },
    Case {
        name: "functions: milliseconds are rounded up",
        resources: r#"{"aws_lambda_function.x":{"function_name":"x","memory_size":1024,"role":"r"},"aws_lambda_function.a":{"function_name":"a","memory_size":256,"architectures":["arm64"],"role":"r"}}"#,
        usage: "  aws_lambda_function.x:\n    monthly_requests: 1000000\n    request_duration_ms: 120\n  aws_lambda_function.a:\n    monthly_requests: 4000000\n    request_duration_ms: 50\n",
        prices: &[
            "lambda.requests million-requests 0.2",
            "lambda.gb-second/x86_64 gb-second 0.00002",
            "lambda.gb-second/arm64 gb-second 0.000013",
        ],
        terms: &[("5", "0.2"), ("120000", "0.00002"), ("50000", "0.000013")],
    },
    Case {
        name: "APIs of both kinds",
        resources: r#"{"aws_api_gateway_stage.r":{"rest_api_id":"a","stage_name":"s","deployment_id":"d"},"aws_apigatewayv2_api.h":{"name":"h","protocol_type":"HTTP"},"aws_apigatewayv2_stage.h":{"api_id":"$aws_apigatewayv2_api.h.id","name":"s"}}"#,
        usage: "  aws_api_gateway_stage.r:\n    monthly_requests: 20000000\n  aws_apigatewayv2_stage.h:\n    monthly_requests: 30000000\n",
        prices: &["api-gateway.rest-api million-requests 3.6", "api-gateway.http-api million-requests 1.1"],
        terms: &[("20", "3.6"), ("30", "1.1")],
    },
    Case {
        name: "a distribution",
        resources: r#"{"aws_cloudfront_distribution.d":{"enabled":true,"price_class":"PriceClass_100","origin":[{"domain_name":"o.example.com","origin_id":"o"}]}}"#,
        usage: "  aws_cloudfront_distribution.d:\n    monthly_data_transfer_to_internet_gb:\n      europe: 700\n    monthly_https_requests:\n      europe: 4000000\n    monthly_data_transfer_to_origin_gb:\n      europe: 30\n",
        prices: &[
            "cloudfront.out@europe gb 0.08",
            "cloudfront.https-requests@europe 10000-requests 0.012",
            "cloudfront.out-to-origin@europe gb 0.02",
        ],
        terms: &[("700", "0.08"), ("400", "0.012"), ("30", "0.02")],
    },
    Case {
        name: "a bucket with four classes",
        resources: r#"{"aws_s3_bucket.b":{"bucket":"b"},"aws_s3_bucket_lifecycle_configuration.l":{"bucket":"$aws_s3_bucket.b.id","rule":[{"id":"r","status":"Enabled","transition":[{"days":30,"storage_class":"STANDARD_IA"},{"days":90,"storage_class":"GLACIER"},{"days":180,"storage_class":"DEEP_ARCHIVE"}]}]}}"#,
        usage: "  aws_s3_bucket.b:\n    standard:\n      storage_gb: 400\n      monthly_tier_1_requests: 50000\n      monthly_tier_2_requests: 900000\n    standard_infrequent_access:\n      storage_gb: 300\n    glacier_flexible_retrieval:\n      storage_gb: 200\n    glacier_deep_archive:\n      storage_gb: 100\n",
        prices: &[
            "s3.standard-storage gb-month 0.023",
            "s3.put-copy-post-list 1000-requests 0.005",
            "s3.get-and-other 1000-requests 0.0004",
            "s3.standard-ia-storage gb-month 0.0125",
            "s3.glacier-storage gb-month 0.0036",
            "s3.deep-archive-storage gb-month 0.00099",
        ],
        terms: &[
            ("400", "0.023"),
            ("50", "0.005"),
            ("900", "0.0004"),
            ("300", "0.0125"),
            ("200", "0.0036"),
            ("100", "0.00099"),
        ],
    },
    Case {
        name: "tables on demand and provisioned",
        resources: r#"{"aws_dynamodb_table.o":{"name":"o","billing_mode":"PAY_PER_REQUEST","hash_key":"id","point_in_time_recovery":[{"enabled":true}]},"aws_dynamodb_table.p":{"name":"p","billing_mode":"PROVISIONED","read_capacity":20,"write_capacity":10,"hash_key":"id"}}"#,
        usage: "  aws_dynamodb_table.o:\n    monthly_write_request_units: 2000000\n    monthly_read_request_units: 6000000\n    storage_gb: 50\n    pitr_backup_storage_gb: 50\n  aws_dynamodb_table.p:\n    storage_gb: 10\n",
        prices: &[
            "dynamodb.write-request-units million 0.7",
            "dynamodb.read-request-units million 0.14",
            "dynamodb.storage/STANDARD gb-month 0.28",
            "dynamodb.point-in-time-recovery gb-month 0.22",
            "dynamodb.read-capacity-units unit-hour 0.00015",
            "dynamodb.write-capacity-units unit-hour 0.00074",
        ],
        terms: &[
            ("2", "0.7"),
            ("6", "0.14"),
            ("60", "0.28"),
            ("50", "0.22"),
            ("14600", "0.00015"),
            ("7300", "0.00074"),
        ],
    },
    Case {
        name: "queues and topics: each 64 KiB are one request",
        resources: r#"{"aws_sqs_queue.q":{"name":"q"},"aws_sqs_queue.f":{"name":"f.fifo","fifo_queue":true},"aws_sns_topic.t":{"name":"t"},"aws_sns_topic_subscription.h":{"topic_arn":"$aws_sns_topic.t.arn","protocol":"https","endpoint":"https://example.com"}}"#,
        usage: "  aws_sqs_queue.q:\n    monthly_requests: 3000000\n    request_size_kb: 130\n  aws_sqs_queue.f:\n    monthly_requests: 2000000\n  aws_sns_topic.t:\n    monthly_requests: 1000000\n    request_size_kb: 64\n  aws_sns_topic_subscription.h:\n    monthly_requests: 1000000\n",
        prices: &[
            "sqs.standard million-requests 0.4",
            "sqs.fifo million-requests 0.5",
            "sns.api-requests million-requests 0.5",
            "sns.http-notifications million 0.6",
        ],
        terms: &[("9", "0.4"), ("2", "0.5"), ("1", "0.5"), ("1", "0.6")],
    },
    Case {
        name: "keys: symmetric, asymmetric and a replica",
        resources: r#"{"aws_kms_key.s":{"description":"s"},"aws_kms_key.r":{"description":"r","customer_master_key_spec":"RSA_2048","key_usage":"SIGN_VERIFY"},"aws_kms_key.t":{"description":"t","customer_master_key_spec":"RSA_3072","key_usage":"SIGN_VERIFY"},"aws_kms_replica_key.c":{"primary_key_arn":"arn:aws:kms:eu-central-1:111122223333:key/mrk-1"}}"#,
        usage: "  aws_kms_key.s:\n    monthly_requests: 200000\n  aws_kms_key.r:\n    monthly_requests: 10000\n  aws_kms_key.t:\n    monthly_requests: 20000\n  aws_kms_replica_key.c:\n    monthly_requests: 20000\n",
        prices: &[
            "kms.customer-key key-month 1.1",
            "kms.symmetric-requests 10000-requests 0.03",
            "kms.asymmetric-requests 10000-requests 0.15",
            "kms.rsa-2048-requests 10000-requests 0.035",
        ],
        terms: &[("4", "1.1"), ("22", "0.03"), ("1", "0.035"), ("2", "0.15")],
    },
    Case {
        name: "secrets and parameters",
        resources: r#"{"aws_secretsmanager_secret.s":{"name":"s"},"aws_ssm_parameter.a":{"name":"a","type":"SecureString","tier":"Advanced"},"aws_ssm_parameter.f":{"name":"f","type":"String","tier":"Standard"}}"#,
        usage: "  aws_secretsmanager_secret.s:\n    monthly_requests: 30000\n  aws_ssm_parameter.a:\n    monthly_api_interactions: 40000\n",
        prices: &[
            "secrets-manager.secret secret-month 0.41",
            "secrets-manager.api-calls 10000-requests 0.05",
            "ssm.advanced-parameter parameter-month 0.05",
            "ssm.api-calls 10000-requests 0.05",
        ],
        terms: &[("1", "0.41"), ("3", "0.05"), ("1", "0.05"), ("4", "0.05")],
    },
    Case {
        name: "names, health checks and resolvers",
        resources: r#"{"aws_route53_zone.z":{"name":"example.com"},"aws_route53_record.l":{"zone_id":"Z1","name":"l.example.com","type":"A","ttl":60,"set_identifier":"x","latency_routing_policy":[{"region":"eu-west-1"}],"records":["192.0.2.1"]},"aws_route53_health_check.h":{"type":"HTTP","fqdn":"www.example.org","port":80,"request_interval":10},"aws_route53_resolver_endpoint.r":{"direction":"OUTBOUND","security_group_ids":["sg-1"],"ip_address":[{"subnet_id":"subnet-1"},{"subnet_id":"subnet-2"}]}}"#,
        usage: "  aws_route53_record.l:\n    monthly_latency_based_queries: 10000000\n  aws_route53_resolver_endpoint.r:\n    monthly_queries: 5000000\n",
        prices: &[
            "route53.hosted-zone@global zone-month 0.5",
            "route53.latency-queries@global million-queries 0.6",
            "route53.health-check/non_aws@global check-month 0.75",
            "route53.health-check-optional-feature/non_aws@global feature-month 2",
            "route53.resolver-interface hour 0.125",
            "route53.resolver-queries million-queries 0.4",
        ],
        terms: &[("1", "0.5"), ("10", "0.6"), ("1", "0.75"), ("1", "2"), ("1460", "0.125"), ("5", "0.4")],
    },
    Case {
        name: "a web ACL with a group, a limit and Bot Control",
        resources: r#"{"aws_wafv2_web_acl.w":{"name":"w","scope":"REGIONAL","default_action":[{"allow":[{}]}],"visibility_config":[{}],"rule":[{"name":"a","priority":1,"statement":[{"managed_rule_group_statement":[{"name":"AWSManagedRulesSQLiRuleSet","vendor_name":"AWS"}]}],"visibility_config":[{}]},{"name":"r","priority":2,"action":[{"block":[{}]}],"statement":[{"rate_based_statement":[{"limit":100}]}],"visibility_config":[{}]}]}}"#,
        usage: "  aws_wafv2_web_acl.w:\n    monthly_requests: 7000000\n",
        prices: &[
            "wafv2.web-acl acl-month 5",
            "wafv2.managed-rule-group group-month 1",
            "wafv2.rule rule-month 1.5",
            "wafv2.requests million-requests 0.6",
        ],
        terms: &[("1", "5"), ("1", "1"), ("1", "1.5"), ("7", "0.6")],
    },
    Case {
        name: "logs of both classes, alarms, dashboards and metrics",
        resources: r#"{"aws_cloudwatch_log_group.s":{"name":"s"},"aws_cloudwatch_log_group.i":{"name":"i","log_group_class":"INFREQUENT_ACCESS"},"aws_cloudwatch_metric_alarm.m":{"alarm_name":"m","comparison_operator":"GreaterThanThreshold","evaluation_periods":1,"metric_query":[{"id":"e","expression":"a+b","return_data":true},{"id":"a","metric":[{"metric_name":"x","namespace":"n","period":60,"stat":"Sum"}]},{"id":"b","metric":[{"metric_name":"y","namespace":"n","period":60,"stat":"Sum"}]}]},"aws_cloudwatch_composite_alarm.c":{"alarm_name":"c","alarm_rule":"ALARM(m)"},"aws_cloudwatch_dashboard.d":{"dashboard_name":"d","dashboard_body":"{}"},"aws_cloudwatch_log_metric_filter.f":{"name":"f","log_group_name":"s","pattern":"x","metric_transformation":[{"name":"n","namespace":"n","value":"1"}]}}"#,
        usage: "  aws_cloudwatch_log_group.s:\n    storage_gb: 12\n    monthly_data_ingested_gb: 30\n    monthly_data_scanned_gb: 5\n  aws_cloudwatch_log_group.i:\n    storage_gb: 40\n    monthly_data_ingested_gb: 100\n",
        prices: &[
            "cloudwatch.logs-ingest-standard gb 0.57",
            "cloudwatch.logs-ingest-infrequent-access gb 0.285",
            "cloudwatch.logs-storage gb-month 0.03",
            "cloudwatch.logs-insights-scanned gb 0.0057",
            "cloudwatch.alarm-standard alarm-month 0.1",
            "cloudwatch.alarm-composite alarm-month 0.5",
            "cloudwatch.dashboard dashboard-month 3",
            "cloudwatch.custom-metric metric-month 0.3",
        ],
        terms: &[
            ("30", "0.57"),
            ("100", "0.285"),
            ("52", "0.03"),
            ("5", "0.0057"),
            ("2", "0.1"),
            ("1", "0.5"),
            ("1", "3"),
            ("1", "0.3"),
        ],
    },
    Case {
        name: "a recorder and rules",
        resources: r#"{"aws_config_configuration_recorder.r":{"name":"r","role_arn":"r"},"aws_config_config_rule.a":{"name":"a","source":[{"owner":"AWS","source_identifier":"X"}]}}"#,
        usage: "  aws_config_configuration_recorder.r:\n    monthly_config_items: 4000\n  aws_config_config_rule.a:\n    monthly_rule_evaluations: 9000\n",
        prices: &["config.configuration-item record 0.003", "config.rule-evaluation evaluation 0.0011"],
        terms: &[("4000", "0.003"), ("9000", "0.0011")],
    },
    Case {
        name: "a trail with data events and Insights",
        resources: r#"{"aws_cloudtrail.t":{"name":"t","s3_bucket_name":"b","event_selector":[{"read_write_type":"All","data_resource":[{"type":"AWS::S3::Object","values":["arn:aws:s3"]}]}],"insight_selector":[{"insight_type":"ApiCallRateInsight"}]}}"#,
        usage: "  aws_cloudtrail.t:\n    monthly_additional_management_events: 200000\n    monthly_data_events: 500000\n    monthly_insight_events: 300000\n",
        prices: &[
            "cloudtrail.management-event-copies 100000-events 2",
            "cloudtrail.data-events 100000-events 0.1",
            "cloudtrail.insight-events 100000-events 0.35",
        ],
        terms: &[("2", "2"), ("5", "0.1"), ("3", "0.35")],
    },
    Case {
        name: "a vault of backups",
        resources: r#"{"aws_backup_vault.v":{"name":"v"}}"#,
        usage: "  aws_backup_vault.v:\n    monthly_rds_snapshot_gb: 80\n    monthly_efs_warm_backup_gb: 20\n",
        prices: &["backup.warm-storage gb-month 0.06"],
        terms: &[("100", "0.06")],
    },
    Case {
        name: "a VPN over a transit gateway",
        resources: r#"{"aws_vpn_connection.v":{"customer_gateway_id":"c","type":"ipsec.1","transit_gateway_id":"tgw-1"},"aws_ec2_transit_gateway_vpc_attachment.a":{"subnet_ids":["subnet-1"],"transit_gateway_id":"tgw-1","vpc_id":"vpc-1"},"aws_ec2_transit_gateway_vpc_attachment.b":{"subnet_ids":["subnet-2"],"transit_gateway_id":"tgw-1","vpc_id":"vpc-2"}}"#,
        usage: "  aws_ec2_transit_gateway_vpc_attachment.a:\n    monthly_data_processed_gb: 70\n  aws_ec2_transit_gateway_vpc_attachment.b:\n    monthly_data_processed_gb: 30\n  aws_vpn_connection.v:\n    monthly_data_processed_gb: 5\n",
        prices: &[
            "vpn.connection hour 0.05",
            "transit-gateway.attachment hour 0.06",
            "transit-gateway.data-processed gb 0.02",
        ],
        terms: &[("730", "0.05"), ("2190", "0.06"), ("105", "0.02")],
    },
    Case {
        name: "endpoints of both kinds",
        resources: r#"{"aws_vpc_endpoint.i":{"service_name":"com.amazonaws.eu-west-1.logs","vpc_endpoint_type":"Interface","subnet_ids":["subnet-1","subnet-2"],"vpc_id":"vpc-1"},"aws_vpc_endpoint.g":{"service_name":"com.amazonaws.eu-west-1.s3","vpc_endpoint_type":"Gateway","vpc_id":"vpc-1"},"aws_vpc_endpoint.d":{"service_name":"com.amazonaws.eu-west-1.dynamodb","vpc_id":"vpc-1"}}"#,
        usage: "  aws_vpc_endpoint.i:\n    monthly_data_processed_gb: 40\n",
        prices: &["vpc.interface-endpoint-per-az hour 0.011", "vpc.interface-endpoint-data gb 0.01"],
        terms: &[("1460", "0.011"), ("40", "0.01")],
    },
    Case {
        name: "file systems",
        resources: r#"{"aws_efs_file_system.f":{"creation_token":"t"}}"#,
        usage: "  aws_efs_file_system.f:\n    storage_gb: 230\n",
        prices: &["efs.storage/all gb-month 0.33"],
        terms: &[("230", "0.33")],
    },
    Case {
        name: "a search domain with masters",
        resources: r#"{"aws_opensearch_domain.o":{"domain_name":"o","cluster_config":[{"instance_type":"m6g.large.search","instance_count":3,"dedicated_master_enabled":true,"dedicated_master_type":"t3.small.search","dedicated_master_count":3}],"ebs_options":[{"ebs_enabled":true,"volume_size":100,"volume_type":"gp3"}]}}"#,
        usage: "",
        prices: &[
            "opensearch.instance/m6g.large.search hour 0.14",
            "opensearch.instance/t3.small.search hour 0.04",
            "opensearch.storage/gp3 gb-month 0.12",
        ],
        terms: &[("2190", "0.14"), ("2190", "0.04"), ("300", "0.12")],
    },
    Case {
        name: "streams",
        resources: r#"{"aws_kinesis_stream.s":{"name":"s","shard_count":3,"retention_period":24},"aws_kinesis_firehose_delivery_stream.f":{"name":"f","destination":"extended_s3"}}"#,
        usage: "  aws_kinesis_stream.s:\n    monthly_provisioned_put_units: 8000000\n  aws_kinesis_firehose_delivery_stream.f:\n    monthly_data_ingested_gb: 90\n",
        prices: &[
            "kinesis.shard hour 0.017",
            "kinesis.put-payload-units million 0.0165",
            "firehose.ingested gb 0.031",
        ],
        terms: &[("2190", "0.017"), ("8", "0.0165"), ("90", "0.031")],
    },
    Case {
        name: "brokers of messages",
        resources: r#"{"aws_mq_broker.b":{"broker_name":"b","engine_type":"ActiveMQ","engine_version":"5.18","host_instance_type":"mq.t3.micro","deployment_mode":"ACTIVE_STANDBY_MULTI_AZ","user":[{"username":"u","password":"p"}]},"aws_msk_cluster.k":{"cluster_name":"k","kafka_version":"3.7","number_of_broker_nodes":2,"broker_node_group_info":[{"instance_type":"kafka.m5.large","client_subnets":["subnet-1"],"storage_info":[{"ebs_storage_info":[{"volume_size":500}]}]}]}}"#,
        usage: "  aws_mq_broker.b:\n    storage_size_gb: 20\n",
        prices: &[
            "mq.broker/mq.t3.micro/ActiveMQ hour 0.03",
            "mq.storage gb-month 0.33",
            "msk.broker/kafka.m5.large hour 0.23",
            "msk.storage gb-month 0.11",
        ],
        terms: &[("1460", "0.03"), ("20", "0.33"), ("1460", "0.23"), ("1000", "0.11")],
    },
    Case {
        name: "images, state machines and events",
        resources: r#"{"aws_ecr_repository.r":{"name":"r"},"aws_sfn_state_machine.s":{"name":"s","definition":"{}","role_arn":"r","type":"STANDARD"},"aws_cloudwatch_event_bus.e":{"name":"e"}}"#,
        usage: "  aws_ecr_repository.r:\n    storage_gb: 15\n  aws_sfn_state_machine.s:\n    monthly_transitions: 60000\n  aws_cloudwatch_event_bus.e:\n    monthly_custom_events: 4000000\n",
        prices: &[
            "ecr.storage gb-month 0.1",
            "step-functions.standard-transition transition 0.000025",
            "eventbridge.custom-events million 1",
        ],
        terms: &[("15", "0.1"), ("60000", "0.000025"), ("4", "1")],
    },
];

/// A price as an entry of a file of own prices.
fn entry(price: &str) -> String {
    let [name, unit, usd] = price.split(' ').collect::<Vec<_>>()[..] else { panic!("{price}") };
    let (name, region) = name.split_once('@').unwrap_or((name, "eu-west-1"));
    let (name, variant) = name.split_once('/').unwrap_or((name, ""));
    let (service, item) = name.split_once('.').expect("service and item");
    let variant = variant.replace('~', " ");
    format!(
        "[[price]]\nservice = \"{service}\"\nitem = \"{item}\"\nvariant = \"{variant}\"\nregion = \"{region}\"\n\
         unit = \"{unit}\"\nusd = \"{usd}\"\n"
    )
}

/// A decimal as an integer of 10 to the power of `-places`.
fn scaled(text: &str, places: usize) -> i128 {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    assert!(part.len() <= places, "{text}");
    format!("{whole}{part:0<places$}").parse().expect("a decimal")
}

#[test]
fn plans_of_others_cost_what_the_formulas_say() {
    let mut wrong = vec![];
    for case in cases() {
        let text: String = case.prices.iter().map(|price| entry(price)).collect();
        let own = own_prices(&format!("version = 1\n{text}"), Book::embedded(false));
        let messages: Vec<String> = own.findings.iter().map(|it| it.message.clone()).collect();
        let Some(book) = own.value.filter(|_| messages.is_empty()) else {
            wrong.push(format!("{}: {messages:?}", case.name));
            continue;
        };
        let usage = match case.usage {
            "" => UsageFile::default(),
            usage => usage_file(&format!("resource_usage:\n{usage}")).sound().expect("a usage file"),
        };
        let priced = foreign::priced(case.resources, &usage, &book);
        let month = priced.bill.month().expected;
        let wanted: i128 =
            case.terms.iter().map(|(many, usd)| scaled(many, 6) * scaled(usd, 12) / 1_000_000).sum();
        let lines = || -> Vec<String> {
            let lines = priced.bill.lines.iter().filter(|line| line.month.expected > Money::ZERO);
            lines
                .map(|it| {
                    format!(
                        "{} {} {}: {}",
                        it.key,
                        it.unit,
                        it.quantity.expected,
                        it.month.expected.to_decimal()
                    )
                })
                .collect()
        };
        let unused: Vec<String> = usage.unused().iter().map(|it| it.message.clone()).collect();
        if month != Money(wanted)
            || !priced.bill.missing.is_empty()
            || !unused.is_empty()
            || !priced.unsupported.is_empty()
        {
            wrong.push(format!(
                "{}: {} instead of {}, missing {:?}, unused {unused:?}, unsupported {:?}, {:#?}",
                case.name,
                month.to_decimal(),
                Money(wanted).to_decimal(),
                priced.bill.missing,
                priced.unsupported,
                lines()
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_range_is_from_the_least_to_the_most_although_the_amount_falls_while_the_number_rises() {
    let resources = r#"{"aws_efs_file_system.f":{"creation_token":"f","throughput_mode":"provisioned","provisioned_throughput_in_mibps":100}}"#;
    let usage = "resource_usage:\n  aws_efs_file_system.f:\n    storage_gb: { low: 200, expected: 400, high: 1000 }\n";
    let usage = usage_file(usage).sound().expect("a usage file");
    let priced = foreign::priced(resources, &usage, &Book::embedded(true));
    let quantity = |item: &str| {
        let line = priced.bill.lines.iter().find(|line| line.key.item == item).expect("a line");
        [line.quantity.low, line.quantity.expected, line.quantity.high].map(|it| it.to_string())
    };
    assert_eq!(quantity("storage"), ["200", "400", "1,000"]);
    // A MiB/s is included in 20 GB.
    assert_eq!(quantity("provisioned-throughput"), ["50", "80", "90"]);
}
