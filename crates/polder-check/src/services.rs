//! Services: what the platform is made of.

use crate::requirement::Requirement;
use crate::speaker::{Need, Part, Speaker, speaker};

pub(crate) fn rows() -> Vec<Requirement> {
    [inside(), entries(), around()].into_iter().flatten().collect()
}

/// What serves and keeps.
fn inside() -> Vec<Requirement> {
    let row = Requirement::new;
    vec![
        row(
            "SVC-EC2",
            "containers on EC2, ECS or EKS, of sizes that fit Saleor",
            "each of the three engines can be chosen, and sizes follow from what Saleor needs and the forecast of the load",
            CONTAINERS,
        ),
        row(
            "SVC-RDS",
            "RDS for PostgreSQL over several zones, with read replicas",
            "the database that takes writes has a standby in another zone, a read replica beside it and a replica in the \
             other region; Aurora can be chosen",
            DATABASE,
        ),
        row(
            "SVC-CACHE",
            "ElastiCache in cluster mode",
            "several shards with a replica each, automatic failover, encryption on the way and at rest; and Saleor, which \
             knows no clusters, reaches it through a proxy that does",
            CACHE,
        ),
        row(
            "SVC-S3",
            "S3 for media, copied to another region",
            "buckets of pictures keep versions and are copied to the backup region, deletions and encrypted objects \
             included",
            OBJECTS,
        ),
    ]
}

/// What visitors and partners reach.
fn entries() -> Vec<Requirement> {
    let row = Requirement::new;
    vec![
        row(
            "SVC-CDN",
            "CloudFront at the edge, routing by region",
            "each market's host is a distribution that asks its own cell, and an origin group takes over when a bucket fails",
            EDGE,
        ),
        row(
            "SVC-DNS",
            "Route 53 with routing by latency",
            "shared hosts answer from the nearest region that is well; origins of cells move by failover records with \
             health checks",
            NAMES,
        ),
        row(
            "SVC-APIGW",
            "API Gateway with regional endpoints",
            "each production region has a regional API with a name of its own, throttling, access log and web ACL",
            GATEWAY,
        ),
    ]
}

/// What works on events, watches and guards.
fn around() -> Vec<Requirement> {
    let row = Requirement::new;
    vec![
        row(
            "SVC-LAMBDA",
            "Lambda for work on events",
            "functions in Rust, started by queues and by the clock, with dead-letter queues",
            FUNCTIONS,
        ),
        row(
            "SVC-MSG",
            "SQS and SNS for messages",
            "Saleor's events go over encrypted queues with dead-letter queues to who handles them, alarms and domain \
             events go over topics, and so do tasks over queues where the Saleor release can",
            MESSAGES,
        ),
        row(
            "SVC-CW",
            "CloudWatch with metrics of everything",
            "each component has its key metrics, alarms that follow from the objectives, logs that are kept, a dashboard \
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
            "each role may do what its work needs on the resources that it needs, and nothing else",
            PERMISSIONS,
        ),
        row(
            "SVC-WAF",
            "a web application firewall before everything public",
            "no public entry is without a web ACL",
            FIREWALL,
        ),
    ]
}

const CONTAINERS: &[Speaker] = &[
    speaker("aws_ecs_cluster", "is where containers run"),
    speaker("aws_ecs_service", "keeps containers running"),
    speaker("aws_ecs_task_definition", "says which containers, and of which size").needs(&[Need::Has("cpu")]),
    speaker("aws_ecs_capacity_provider", "adds machines as containers need them"),
    speaker("aws_autoscaling_group", "is a group of machines for containers"),
    speaker("aws_launch_template", "says of which kind the machines are"),
    speaker("aws_eks_cluster", "is where containers run"),
    speaker("aws_eks_node_group", "is a group of machines for containers"),
    speaker("aws_eks_pod_identity_association", "gives a process its role"),
];

const DATABASE: &[Speaker] = &[
    speaker("aws_db_instance", "takes writes, with a standby in another zone")
        .part(Part::Primary)
        .needs(&[Need::Is("multi_az", "true"), Need::Lacks("replicate_source_db")]),
    speaker("aws_db_instance", "is a read replica in the region of the writer")
        .part(Part::Primary)
        .needs(&[Need::Has("replicate_source_db")]),
    speaker("aws_db_instance", "is a replica in the other region")
        .part(Part::Backup)
        .needs(&[Need::Has("replicate_source_db")]),
    speaker("aws_db_instance", "is a database on one machine"),
    speaker("aws_rds_global_cluster", "spans both regions"),
    speaker("aws_rds_cluster", "keeps the data in three zones"),
    speaker("aws_rds_cluster_instance", "is a machine of the cluster"),
];

const CACHE: &[Speaker] = &[
    speaker(
        "aws_elasticache_replication_group",
        "is a clustered cache that fails over by itself, encrypted throughout",
    )
    .named(&["cache"])
    .needs(&[
        Need::Is("cluster_mode", "enabled"),
        Need::AtLeast("num_node_groups", 2),
        Need::Is("automatic_failover_enabled", "true"),
        Need::Is("transit_encryption_enabled", "true"),
        Need::Is("at_rest_encryption_enabled", "true"),
    ]),
    speaker("aws_elasticache_replication_group", "is a clustered cache of one shard")
        .named(&["cache"])
        .needs(&[Need::Is("cluster_mode", "enabled")]),
    speaker("aws_elasticache_parameter_group", "turns the cluster mode on")
        .named(&["cache"])
        .needs(&[Need::Is("parameter.name", "cluster-enabled")]),
];

const OBJECTS: &[Speaker] = &[
    speaker("aws_s3_bucket", "holds pictures").named(&["media"]),
    speaker("aws_s3_bucket_versioning", "keeps versions")
        .named(&["media"])
        .needs(&[Need::Is("versioning_configuration.status", "Enabled")]),
    speaker(
        "aws_s3_bucket_replication_configuration",
        "copies pictures to the other region, deletions and encrypted ones too",
    )
    .named(&["media"])
    .needs(&[
        Need::Is("rule.delete_marker_replication.status", "Enabled"),
        Need::Is("rule.source_selection_criteria.sse_kms_encrypted_objects.status", "Enabled"),
    ]),
];

const EDGE: &[Speaker] = &[
    speaker("aws_cloudfront_distribution", "takes over from a bucket that fails")
        .needs(&[Need::Has("origin_group")]),
    speaker("aws_cloudfront_distribution", "serves a host near its visitors"),
    speaker("aws_cloudfront_cache_policy", "says what is kept at the edge"),
    speaker("aws_cloudfront_function", "leads visitors to their market and language"),
    speaker("aws_cloudfront_origin_access_control", "keeps buckets closed to all but the edge"),
];

const NAMES: &[Speaker] = &[
    speaker("aws_route53_record", "leads to the nearest region that is well")
        .needs(&[Need::Has("latency_routing_policy"), Need::Has("health_check_id")]),
    speaker("aws_route53_record", "moves when its region is ill")
        .needs(&[Need::Has("failover_routing_policy")]),
    speaker("aws_route53_health_check", "tells what is well"),
    speaker("aws_route53_zone", "is the domain"),
];

const GATEWAY: &[Speaker] = &[
    speaker("aws_api_gateway_rest_api", "is a regional API")
        .needs(&[Need::Is("endpoint_configuration.types", "REGIONAL")]),
    speaker("aws_api_gateway_domain_name", "is its own name").needs(&[Need::Has("regional_certificate_arn")]),
    speaker("aws_api_gateway_stage", "writes an access log").needs(&[Need::Has("access_log_settings")]),
    speaker("aws_api_gateway_usage_plan", "throttles partners").needs(&[Need::Has("throttle_settings")]),
    speaker("aws_api_gateway_method_settings", "throttles everybody")
        .needs(&[Need::Has("settings.throttling_rate_limit")]),
    speaker("aws_wafv2_web_acl_association", "guards the API")
        .needs(&[Need::From("resource_arn", "aws_api_gateway_stage")]),
];

const FUNCTIONS: &[Speaker] = &[
    speaker("aws_lambda_function", "works on events, and keeps what it could not work on")
        .needs(&[Need::Has("dead_letter_config")]),
    speaker("aws_lambda_event_source_mapping", "hands messages of a queue to a function"),
    speaker("aws_scheduler_schedule", "starts a function by the clock")
        .needs(&[Need::From("target.arn", "aws_lambda_function")]),
    speaker("aws_lambda_function_event_invoke_config", "says how often a run is tried"),
    speaker("aws_lambda_code_signing_config", "lets nothing run that nobody released"),
];

const MESSAGES: &[Speaker] = &[
    speaker("aws_sqs_queue", "carries messages, encrypted, with a dead-letter queue")
        .needs(&[Need::Has("kms_master_key_id"), Need::Has("redrive_policy")]),
    speaker("aws_sqs_queue", "keeps messages that nobody could handle")
        .needs(&[Need::Lacks("redrive_policy")]),
    speaker("aws_sns_topic", "spreads alarms and domain events").needs(&[Need::Has("kms_master_key_id")]),
    speaker("aws_sns_topic_subscription", "hears a topic"),
    speaker("aws_elasticache_replication_group", "carries tasks where the Saleor release cannot use queues")
        .named(&["broker"]),
];

const WATCH: &[Speaker] = &[
    speaker("aws_cloudwatch_composite_alarm", "speaks for an objective"),
    speaker("aws_cloudwatch_metric_alarm", "watches a key metric"),
    speaker("aws_cloudwatch_dashboard", "shows a site at a glance"),
    speaker("aws_cloudwatch_log_group", "keeps a log for a set time")
        .needs(&[Need::AtLeast("retention_in_days", 1)]),
    speaker("aws_cloudwatch_log_metric_filter", "counts what logs say"),
    speaker("aws_oam_sink", "takes in the metrics and logs of all accounts"),
    speaker("aws_oam_link", "sends metrics and logs to management"),
];

const CERTIFICATES: &[Speaker] = &[
    speaker("aws_acm_certificate_validation", "waits until the certificate is validated"),
    speaker("aws_acm_certificate", "proves who answers at a host")
        .needs(&[Need::Is("validation_method", "DNS")]),
];

const PERMISSIONS: &[Speaker] = &[
    speaker("aws_iam_role", "is what one process may act as"),
    speaker("aws_iam_role_policy", "says what a role may do, on which resources"),
    speaker("aws_iam_policy", "says what a role may do at most"),
    speaker("aws_kms_key", "says who may use it").needs(&[Need::Has("policy")]),
    speaker("aws_s3_bucket_policy", "says who may read and write a bucket"),
    speaker("aws_secretsmanager_secret_policy", "says who may read a secret"),
    speaker("aws_sqs_queue_policy", "says who may use a queue"),
    speaker("aws_sns_topic_policy", "says who may use a topic"),
];

const FIREWALL: &[Speaker] = &[
    speaker("aws_wafv2_web_acl", "says what is let through"),
    speaker("aws_wafv2_web_acl_association", "guards an entry of a region"),
    speaker("aws_cloudfront_distribution", "is an entry with a web ACL")
        .needs(&[Need::From("web_acl_id", "aws_wafv2_web_acl")]),
];
