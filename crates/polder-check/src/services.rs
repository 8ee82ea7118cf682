//! Services of the platform.

use crate::requirement::Requirement;
use crate::selector::{Condition, Selector, SiteRole, selector};

pub(crate) fn rows() -> Vec<Requirement> {
    [inside(), entries(), around()].into_iter().flatten().collect()
}

/// Compute and stores.
fn inside() -> Vec<Requirement> {
    let row = Requirement::new;
    vec![
        row(
            "SVC-EC2",
            "containers on EC2, ECS or EKS, sized for Saleor",
            "each of the three engines can be chosen, and sizes follow from Saleor's resource needs and the load forecast",
            CONTAINERS,
        ),
        row(
            "SVC-RDS",
            "RDS for PostgreSQL, Multi-AZ, with read replicas",
            "the writer database has a standby in another zone, a read replica in the region and a replica in the \
             other region; Aurora can be chosen",
            DATABASE,
        ),
        row(
            "SVC-CACHE",
            "ElastiCache in cluster mode",
            "several shards with a replica each, automatic failover, encryption in transit and at rest; and Saleor, which \
             does not support cluster mode, uses it through a proxy that does",
            CACHE,
        ),
        row(
            "SVC-S3",
            "S3 for media, replicated to another region",
            "media buckets are versioned and replicated to the backup region, delete markers and encrypted objects \
             included",
            OBJECTS,
        ),
    ]
}

/// Entries for visitors and partners.
fn entries() -> Vec<Requirement> {
    let row = Requirement::new;
    vec![
        row(
            "SVC-CDN",
            "CloudFront at the edge, routing by region",
            "each market's host is a distribution with its cell as origin, and an origin group fails over between buckets",
            EDGE,
        ),
        row(
            "SVC-DNS",
            "Route 53 with latency-based routing",
            "shared hosts resolve to the nearest healthy region; origins of cells use failover records with \
             health checks",
            NAMES,
        ),
        row(
            "SVC-APIGW",
            "API Gateway with regional endpoints",
            "each production region has a regional API with a custom domain, throttling, access log and web ACL",
            GATEWAY,
        ),
    ]
}

/// Events, monitoring and security.
fn around() -> Vec<Requirement> {
    let row = Requirement::new;
    vec![
        row(
            "SVC-LAMBDA",
            "Lambda for event processing",
            "functions in Rust, triggered by queues and schedules, with dead-letter queues",
            FUNCTIONS,
        ),
        row(
            "SVC-MSG",
            "SQS and SNS for messages",
            "Saleor's events go through encrypted queues with dead-letter queues to their consumers, alarms and domain \
             events through topics, and tasks through queues if the Saleor release supports it",
            MESSAGES,
        ),
        row(
            "SVC-CW",
            "CloudWatch with metrics of all components",
            "each component has its key metrics, alarms derived from the objectives, logs with a retention period, a dashboard \
             for each site, and all accounts report to management",
            WATCH,
        ),
        row(
            "SVC-ACM",
            "certificates for all endpoints",
            "each public host has a validated certificate in the region that serves it",
            CERTIFICATES,
        ),
        row(
            "SVC-IAM",
            "least privilege",
            "each role has the permissions that its work needs on the resources that it needs, and no others",
            PERMISSIONS,
        ),
        row(
            "SVC-WAF",
            "a web application firewall for every public entry",
            "every public entry has a web ACL",
            FIREWALL,
        ),
    ]
}

const CONTAINERS: &[Selector] = &[
    selector("aws_ecs_cluster", "runs containers"),
    selector("aws_ecs_service", "keeps tasks running"),
    selector("aws_ecs_task_definition", "defines containers and their sizes")
        .conditions(&[Condition::Has("cpu")]),
    selector("aws_ecs_capacity_provider", "adds instances as containers need them"),
    selector("aws_autoscaling_group", "is a group of instances for containers"),
    selector("aws_launch_template", "defines the instances"),
    selector("aws_eks_cluster", "runs containers"),
    selector("aws_eks_node_group", "is a group of instances for containers"),
    selector("aws_eks_pod_identity_association", "gives a process its role"),
];

const DATABASE: &[Selector] = &[
    selector("aws_db_instance", "is the writer, with a standby in another zone")
        .site_role(SiteRole::Primary)
        .conditions(&[Condition::Is("multi_az", "true"), Condition::Lacks("replicate_source_db")]),
    selector("aws_db_instance", "is a read replica in the region of the writer")
        .site_role(SiteRole::Primary)
        .conditions(&[Condition::Has("replicate_source_db")]),
    selector("aws_db_instance", "is a replica in the other region")
        .site_role(SiteRole::Backup)
        .conditions(&[Condition::Has("replicate_source_db")]),
    selector("aws_db_instance", "is an instance of the database"),
    selector("aws_rds_global_cluster", "spans both regions"),
    selector("aws_rds_cluster", "stores the data in three zones"),
    selector("aws_rds_cluster_instance", "is an instance of the cluster"),
];

const CACHE: &[Selector] = &[
    selector(
        "aws_elasticache_replication_group",
        "is a clustered cache with automatic failover, encrypted at rest and in transit",
    )
    .named(&["cache"])
    .conditions(&[
        Condition::Is("cluster_mode", "enabled"),
        Condition::AtLeast("num_node_groups", 2),
        Condition::Is("automatic_failover_enabled", "true"),
        Condition::Is("transit_encryption_enabled", "true"),
        Condition::Is("at_rest_encryption_enabled", "true"),
    ]),
    selector("aws_elasticache_replication_group", "is a clustered cache of one shard")
        .named(&["cache"])
        .conditions(&[Condition::Is("cluster_mode", "enabled")]),
    selector("aws_elasticache_parameter_group", "enables cluster mode")
        .named(&["cache"])
        .conditions(&[Condition::Is("parameter.name", "cluster-enabled")]),
];

const OBJECTS: &[Selector] = &[
    selector("aws_s3_bucket", "holds pictures").named(&["media"]),
    selector("aws_s3_bucket_versioning", "keeps versions")
        .named(&["media"])
        .conditions(&[Condition::Is("versioning_configuration.status", "Enabled")]),
    selector(
        "aws_s3_bucket_replication_configuration",
        "replicates pictures to the other region, including delete markers and encrypted objects",
    )
    .named(&["media"])
    .conditions(&[
        Condition::Is("rule.delete_marker_replication.status", "Enabled"),
        Condition::Is("rule.source_selection_criteria.sse_kms_encrypted_objects.status", "Enabled"),
    ]),
];

const EDGE: &[Selector] = &[
    selector("aws_cloudfront_distribution", "fails over between buckets")
        .conditions(&[Condition::Has("origin_group")]),
    selector("aws_cloudfront_distribution", "serves a host from edge locations"),
    selector("aws_cloudfront_cache_policy", "defines edge caching"),
    selector("aws_cloudfront_function", "redirects visitors to their market and language"),
    selector("aws_cloudfront_origin_access_control", "restricts buckets to CloudFront"),
];

const NAMES: &[Selector] = &[
    selector("aws_route53_record", "resolves to the nearest healthy region")
        .conditions(&[Condition::Has("latency_routing_policy"), Condition::Has("health_check_id")]),
    selector("aws_route53_record", "fails over when its region is unhealthy")
        .conditions(&[Condition::Has("failover_routing_policy")]),
    selector("aws_route53_health_check", "checks the health of an endpoint"),
    selector("aws_route53_zone", "is the domain"),
];

const GATEWAY: &[Selector] = &[
    selector("aws_api_gateway_rest_api", "is a regional API")
        .conditions(&[Condition::Is("endpoint_configuration.types", "REGIONAL")]),
    selector("aws_api_gateway_domain_name", "is its custom domain")
        .conditions(&[Condition::Has("regional_certificate_arn")]),
    selector("aws_api_gateway_stage", "writes an access log")
        .conditions(&[Condition::Has("access_log_settings")]),
    selector("aws_api_gateway_usage_plan", "throttles partners")
        .conditions(&[Condition::Has("throttle_settings")]),
    selector("aws_api_gateway_method_settings", "throttles everybody")
        .conditions(&[Condition::Has("settings.throttling_rate_limit")]),
    selector("aws_wafv2_web_acl_association", "protects the API")
        .conditions(&[Condition::RefersTo("resource_arn", "aws_api_gateway_stage")]),
];

const FUNCTIONS: &[Selector] = &[
    selector("aws_lambda_function", "processes events, with a dead-letter queue")
        .conditions(&[Condition::Has("dead_letter_config")]),
    selector("aws_lambda_event_source_mapping", "invokes a function for messages of a queue"),
    selector("aws_scheduler_schedule", "starts a function on a schedule")
        .conditions(&[Condition::RefersTo("target.arn", "aws_lambda_function")]),
    selector("aws_lambda_function_event_invoke_config", "sets retries of a function"),
    selector("aws_lambda_code_signing_config", "rejects unsigned code"),
];

const MESSAGES: &[Selector] = &[
    selector("aws_sqs_queue", "is an encrypted queue with a dead-letter queue")
        .conditions(&[Condition::Has("kms_master_key_id"), Condition::Has("redrive_policy")]),
    selector("aws_sqs_queue", "is a dead-letter queue").conditions(&[Condition::Lacks("redrive_policy")]),
    selector("aws_sns_topic", "publishes alarms and domain events")
        .conditions(&[Condition::Has("kms_master_key_id")]),
    selector("aws_sns_topic_subscription", "matches a topic"),
    selector("aws_elasticache_replication_group", "is the broker if the Saleor release cannot use SQS")
        .named(&["broker"]),
];

const WATCH: &[Selector] = &[
    selector("aws_cloudwatch_composite_alarm", "monitors an objective"),
    selector("aws_cloudwatch_metric_alarm", "monitors a key metric"),
    selector("aws_cloudwatch_dashboard", "is the dashboard of a site"),
    selector("aws_cloudwatch_log_group", "stores a log for a retention period")
        .conditions(&[Condition::AtLeast("retention_in_days", 1)]),
    selector("aws_cloudwatch_log_metric_filter", "counts log events"),
    selector("aws_oam_sink", "receives the metrics and logs of all accounts"),
    selector("aws_oam_link", "sends metrics and logs to management"),
];

const CERTIFICATES: &[Selector] = &[
    selector("aws_acm_certificate_validation", "waits for validation of the certificate"),
    selector("aws_acm_certificate", "is the certificate of a host")
        .conditions(&[Condition::Is("validation_method", "DNS")]),
];

const PERMISSIONS: &[Selector] = &[
    selector("aws_iam_role", "is the role of one process"),
    selector("aws_iam_role_policy", "grants permissions on specific resources"),
    selector("aws_iam_policy", "limits the permissions of a role"),
    selector("aws_kms_key", "grants access to a key").conditions(&[Condition::Has("policy")]),
    selector("aws_s3_bucket_policy", "grants access to a bucket"),
    selector("aws_secretsmanager_secret_policy", "grants access to a secret"),
    selector("aws_sqs_queue_policy", "grants access to a queue"),
    selector("aws_sns_topic_policy", "grants access to a topic"),
];

const FIREWALL: &[Selector] = &[
    selector("aws_wafv2_web_acl", "filters requests"),
    selector("aws_wafv2_web_acl_association", "protects a regional entry"),
    selector("aws_cloudfront_distribution", "is an entry with a web ACL")
        .conditions(&[Condition::RefersTo("web_acl_id", "aws_wafv2_web_acl")]),
];
