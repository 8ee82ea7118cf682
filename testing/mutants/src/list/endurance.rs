//! Ways to break what a market endures.

use crate::edit::Edit::{Remove, Set, Unset};
use crate::mutant::Mutant;

const NETWORK: &str = "eu-west-1/main/network";
const DATA: &str = "eu-west-1/main/data";
const EDGE: &str = "eu-west-1/main/edge";
const APP: &str = "eu-west-1/main/app";
const BACKUP_DATA: &str = "eu-central-1/main/data";
const BACKUP_EDGE: &str = "eu-central-1/main/edge";
const GLOBAL: &str = "global/edge";

const ZONE: &str = "endurance.zone";
const SINGLE: &str = "endurance.single";
const TIME_ZONE: &str = "endurance.rto-zone";
const TIME_REGION: &str = "endurance.rto-region";
const BACKUP: &str = "endurance.backup";

const REGION: (&str, &str) = (SINGLE, "the first region alone then stops the market");
const STEPS: (&str, &str) = ("endurance.steps", "without the check, failover is a step by hand");

/// The mutants.
pub(crate) const MUTANTS: &[Mutant] = &[
    Mutant::new(
        "the database has no standby",
        DATA,
        ZONE,
        &[Set("aws_db_instance.main", "multi_az", "false")],
    ),
    Mutant::new(
        "the reader has no standby",
        DATA,
        ZONE,
        &[Set("aws_db_instance.reader_1", "multi_az", "false")],
    ),
    Mutant::new(
        "the database may be in one zone only",
        DATA,
        ZONE,
        &[Set(
            "aws_db_subnet_group.main",
            "subnet_ids",
            r#"["$eu-west-1/main/network:aws_subnet.data_a.id"]"#,
        )],
    ),
    Mutant::new(
        "the shards of the cache have no replicas",
        DATA,
        ZONE,
        &[Set("aws_elasticache_replication_group.cache", "replicas_per_node_group", "0")],
    ),
    Mutant::new(
        "the cache does not fail over",
        DATA,
        ZONE,
        &[Set("aws_elasticache_replication_group.cache", "automatic_failover_enabled", "false")],
    ),
    Mutant::new(
        "the cache is in one zone",
        DATA,
        ZONE,
        &[Set("aws_elasticache_replication_group.cache", "multi_az_enabled", "false")],
    ),
    Mutant::new(
        "the broker does not fail over",
        DATA,
        ZONE,
        &[
            Set("aws_elasticache_replication_group.broker", "automatic_failover_enabled", "false"),
            Set("aws_elasticache_replication_group.broker", "multi_az_enabled", "false"),
        ],
    ),
    Mutant::new(
        "the broker has one node",
        DATA,
        ZONE,
        &[Set("aws_elasticache_replication_group.broker", "num_cache_clusters", "1")],
    ),
    Mutant::new(
        "the API runs one copy",
        APP,
        ZONE,
        &[
            Set("aws_ecs_service.api", "desired_count", "1"),
            Set("aws_appautoscaling_target.api", "min_capacity", "1"),
        ],
    ),
    Mutant::new(
        "the API runs in one zone",
        APP,
        ZONE,
        &[Set(
            "aws_ecs_service.api",
            "network_configuration.subnets",
            r#"["$eu-west-1/main/network:aws_subnet.app_a.id"]"#,
        )],
    ),
    Mutant::new(
        "the subnets of the application are in one zone",
        NETWORK,
        ZONE,
        &[
            Set("aws_subnet.app_a", "availability_zone", "\"eu-west-1a\""),
            Set("aws_subnet.app_b", "availability_zone", "\"eu-west-1a\""),
            Set("aws_subnet.app_c", "availability_zone", "\"eu-west-1a\""),
        ],
    ),
    Mutant::new(
        "the zones share a NAT gateway",
        NETWORK,
        ZONE,
        &[
            Set("aws_route.app_b_internet", "nat_gateway_id", "\"$aws_nat_gateway.a.id\""),
            Set("aws_route.app_c_internet", "nat_gateway_id", "\"$aws_nat_gateway.a.id\""),
        ],
    ),
    Mutant::new(
        "the load balancer is in one zone",
        EDGE,
        ZONE,
        &[Set("aws_lb.main", "subnets", r#"["$eu-west-1/main/network:aws_subnet.public_a.id"]"#)],
    ),
    Mutant::new(
        "the copies of the API are not checked",
        EDGE,
        ZONE,
        &[Set("aws_lb_target_group.api", "health_check.enabled", "false")],
    ),
    Mutant::new(
        "the endpoint for secrets is in one zone",
        NETWORK,
        ZONE,
        &[Set("aws_vpc_endpoint.secretsmanager", "subnet_ids", r#"["$aws_subnet.app_a.id"]"#)],
    ),
    Mutant::new(
        "failed copies get requests for an hour",
        EDGE,
        TIME_ZONE,
        &[
            Set("aws_lb_target_group.api", "health_check.interval", "300"),
            Set("aws_lb_target_group.api", "health_check.unhealthy_threshold", "10"),
        ],
    ),
    Mutant::new(
        "the other site has a database of its own",
        BACKUP_DATA,
        BACKUP,
        &[Unset("aws_db_instance.main", "replicate_source_db")],
    )
    .also(&[REGION]),
    Mutant::new(
        "the sites share the key of the cache",
        BACKUP_DATA,
        BACKUP,
        &[Set(
            "aws_elasticache_replication_group.cache",
            "kms_key_id",
            "\"$eu-west-1/main/base:aws_kms_key.cache.arn\"",
        )],
    )
    .also(&[REGION]),
    Mutant::new(
        "the sites share the key of the database",
        BACKUP_DATA,
        BACKUP,
        &[Set("aws_db_instance.main", "kms_key_id", "\"$eu-west-1/main/base:aws_kms_key.database.arn\"")],
    )
    .also(&[REGION]),
    Mutant::new(
        "the origin has no health check",
        EDGE,
        BACKUP,
        &[Unset("aws_route53_record.origin", "health_check_id")],
    )
    .also(&[REGION, STEPS]),
    Mutant::new(
        "the health check of the origin is disabled",
        EDGE,
        BACKUP,
        &[Set("aws_route53_health_check.origin", "disabled", "true")],
    )
    .also(&[REGION, STEPS]),
    Mutant::new(
        "storefronts are returned whatever their health",
        EDGE,
        BACKUP,
        &[Unset("aws_route53_record.storefront", "health_check_id")],
    )
    .also(&[REGION]),
    Mutant::new(
        "the origin has no second record",
        BACKUP_EDGE,
        BACKUP,
        &[Set("aws_route53_record.origin", "name", "\"elsewhere.example.nl\"")],
    )
    .also(&[REGION]),
    Mutant::new(
        "the health check of the API waits for an hour",
        EDGE,
        TIME_REGION,
        &[
            Set("aws_cloudwatch_metric_alarm.database_gone", "period", "3600"),
            Set("aws_route53_health_check.api", "failure_threshold", "10"),
            Set("aws_route53_health_check.api", "request_interval", "600"),
        ],
    ),
    Mutant::new(
        "the certificate of the CDN is renewed by hand",
        GLOBAL,
        SINGLE,
        &[Unset("aws_acm_certificate.nl", "validation_method")],
    ),
    Mutant::new(
        "the certificate of the CDN has no validation record",
        GLOBAL,
        SINGLE,
        &[
            Remove("aws_route53_record.nl_validation"),
            Remove("aws_acm_certificate_validation.nl"),
            Set(
                "aws_cloudfront_distribution.nl",
                "viewer_certificate.acm_certificate_arn",
                "\"$aws_acm_certificate.nl.arn\"",
            ),
        ],
    ),
];
