//! Ways to break where data are, how long they are kept, and how they are encrypted.

use crate::edit::Edit::{self, Add, Block, Region, Remove, Set, Statement, Unset, Without};
use crate::mutant::Mutant;

const DATA: &str = "eu-west-1/main/data";
const BASE: &str = "eu-west-1/main/base";
const APP: &str = "eu-west-1/main/app";
const EDGE: &str = "eu-west-1/main/edge";
const COPIES: &str = "eu-central-1/main/data";
const COPIES_BASE: &str = "eu-central-1/main/base";
const GLOBAL: &str = "global/edge";

const RETENTION: &str = "residency.retention";
const ERASURE: &str = "residency.erasure";
const RECIPIENTS: &str = "residency.recipients";
const REST: &str = "encryption.at-rest";
const KEYS: &str = "encryption.keys";
const ROTATION: &str = "encryption.rotation";
const POLICIES: &str = "encryption.key-policies";
const STORES: &str = "encryption.transit.stores";
const LISTENERS: &str = "encryption.transit.listeners";
const TARGETS: &str = "encryption.transit.targets";
const VIEWERS: &str = "encryption.transit.viewers";
const ORIGINS: &str = "encryption.transit.origins";
const APIS: &str = "encryption.transit.apis";

const NO_KEY: (&str, &str) = (KEYS, "what is not encrypted has no key of the owner");

const CELLS: (&str, &str) = ("residency.cells", "the cell states its two regions");
const LOGS: (&str, &str) = ("residency.logs", "the logs of the stack move with it");
const OUTSIDERS: (&str, &str) = ("access.outsiders", "who may use the key is outside of the organization");

const fn plain(name: &'static str, stack: &'static str, edits: &'static [Edit]) -> Mutant {
    Mutant::new(name, stack, REST, edits).also(&[NO_KEY])
}

const fn own_key(name: &'static str, stack: &'static str, edits: &'static [Edit]) -> Mutant {
    Mutant::new(name, stack, KEYS, edits)
}

const fn kept(name: &'static str, stack: &'static str, edits: &'static [Edit]) -> Mutant {
    Mutant::new(name, stack, RETENTION, edits)
}

/// The mutants.
pub(crate) const MUTANTS: &[Mutant] = &[
    Mutant::new(
        "the stores of the backup site are in the US",
        COPIES,
        "residency.personal",
        &[Region("us-east-1")],
    )
    .also(&[CELLS, LOGS]),
    Mutant::new(
        "buckets of the backup site are in the UK",
        COPIES_BASE,
        "residency.personal",
        &[Region("eu-west-2")],
    )
    .also(&[CELLS, LOGS]),
    Mutant::new("logs of the processes are in the US", APP, "residency.logs", &[Region("us-east-1")])
    .also(&[CELLS]),
    kept("a log is kept for ever", APP, &[Unset("aws_cloudwatch_log_group.api", "retention_in_days")]),
    kept(
        "a log is kept for ten years",
        APP,
        &[Set("aws_cloudwatch_log_group.worker", "retention_in_days", "3653")],
    ),
    kept("backups are kept for ever", DATA, &[Unset("aws_backup_plan.main", "rule.lifecycle")]),
    kept(
        "copies of backups are kept for ever",
        DATA,
        &[Unset("aws_backup_plan.main", "rule.copy_action.lifecycle")],
    ),
    kept(
        "backups are kept for ten years",
        DATA,
        &[Set("aws_backup_plan.main", "rule.lifecycle.delete_after", "3650")],
    ),
    kept(
        "access logs are never deleted",
        BASE,
        &[Unset("aws_s3_bucket_lifecycle_configuration.access_logs", "rule.expiration")],
    ),
    kept(
        "old versions of access logs are never deleted",
        BASE,
        &[Unset("aws_s3_bucket_lifecycle_configuration.access_logs", "rule.noncurrent_version_expiration")],
    ),
    kept(
        "access logs have no lifecycle",
        BASE,
        &[Remove("aws_s3_bucket_lifecycle_configuration.access_logs")],
    ),
    Mutant::new(
        "old versions of private files are never deleted",
        BASE,
        ERASURE,
        &[Unset("aws_s3_bucket_lifecycle_configuration.private", "rule.noncurrent_version_expiration")],
    ),
    Mutant::new(
        "old versions of media are never deleted",
        BASE,
        ERASURE,
        &[Unset("aws_s3_bucket_lifecycle_configuration.media", "rule.noncurrent_version_expiration")],
    ),
    Mutant::new(
        "deletions of private files are not replicated",
        DATA,
        ERASURE,
        &[Set(
            "aws_s3_bucket_replication_configuration.private",
            "rule.delete_marker_replication.status",
            "\"Disabled\"",
        )],
    ),
    Mutant::new(
        "private files are locked for ten years",
        BASE,
        ERASURE,
        &[
            Set("aws_s3_bucket.private", "object_lock_enabled", "true"),
            Add(
                "aws_s3_bucket_object_lock_configuration.private",
                r#"{"bucket": "$aws_s3_bucket.private.id", "rule": [{"default_retention": [{"mode": "COMPLIANCE", "years": 10}]}]}"#,
            ),
        ],
    ),
    Mutant::new(
        "domain events are mailed",
        BASE,
        RECIPIENTS,
        &[Add(
            "aws_sns_topic_subscription.mail",
            r#"{"topic_arn": "$aws_sns_topic.domain_events.arn", "protocol": "email", "endpoint": "a@example.org"}"#,
        )],
    ),
    Mutant::new(
        "domain events are sent to a URL",
        BASE,
        RECIPIENTS,
        &[Add(
            "aws_sns_topic_subscription.url",
            r#"{"topic_arn": "$aws_sns_topic.domain_events.arn", "protocol": "https", "endpoint": "https://example.org/in"}"#,
        )],
    ),
    plain(
        "the database is not encrypted",
        DATA,
        &[
            Set("aws_db_instance.main", "storage_encrypted", "false"),
            Unset("aws_db_instance.main", "kms_key_id"),
        ],
    ),
    plain(
        "the cache is not encrypted",
        DATA,
        &[
            Set("aws_elasticache_replication_group.cache", "at_rest_encryption_enabled", "false"),
            Unset("aws_elasticache_replication_group.cache", "kms_key_id"),
        ],
    ),
    plain(
        "the broker is not encrypted",
        DATA,
        &[
            Set("aws_elasticache_replication_group.broker", "at_rest_encryption_enabled", "false"),
            Unset("aws_elasticache_replication_group.broker", "kms_key_id"),
        ],
    ),
    plain(
        "the queue is not encrypted",
        DATA,
        &[
            Unset("aws_sqs_queue.events", "kms_master_key_id"),
            Set("aws_sqs_queue.events", "sqs_managed_sse_enabled", "false"),
        ],
    ),
    plain(
        "dead letters are not encrypted",
        DATA,
        &[
            Unset("aws_sqs_queue.events_dead", "kms_master_key_id"),
            Set("aws_sqs_queue.events_dead", "sqs_managed_sse_enabled", "false"),
        ],
    ),
    own_key(
        "the topic of events has no key",
        BASE,
        &[Unset("aws_sns_topic.domain_events", "kms_master_key_id")],
    ),
    own_key(
        "the queue has a key of the service",
        DATA,
        &[
            Unset("aws_sqs_queue.events", "kms_master_key_id"),
            Set("aws_sqs_queue.events", "sqs_managed_sse_enabled", "true"),
        ],
    ),
    own_key(
        "private files have a key of the service",
        BASE,
        &[Remove("aws_s3_bucket_server_side_encryption_configuration.private")],
    ),
    own_key(
        "media have a key of the service",
        BASE,
        &[
            Set(
                "aws_s3_bucket_server_side_encryption_configuration.media",
                "rule.apply_server_side_encryption_by_default.sse_algorithm",
                "\"AES256\"",
            ),
            Unset(
                "aws_s3_bucket_server_side_encryption_configuration.media",
                "rule.apply_server_side_encryption_by_default.kms_master_key_id",
            ),
        ],
    ),
    own_key("the database has a key that AWS manages", DATA, &[Unset("aws_db_instance.main", "kms_key_id")]),
    own_key(
        "the cache has a key of the service",
        DATA,
        &[Unset("aws_elasticache_replication_group.cache", "kms_key_id")],
    ),
    own_key(
        "a secret has a key that AWS manages",
        DATA,
        &[Unset("aws_secretsmanager_secret.secret_key", "kms_key_id")],
    ),
    own_key("backups have a key that AWS manages", BASE, &[Unset("aws_backup_vault.main", "kms_key_arn")]),
    own_key(
        "the key of the database is disabled",
        BASE,
        &[Set("aws_kms_key.database", "is_enabled", "false")],
    ),
    Mutant::new(
        "a key is never rotated",
        BASE,
        ROTATION,
        &[
            Set("aws_kms_key.database", "enable_key_rotation", "false"),
            Unset("aws_kms_key.database", "rotation_period_in_days"),
        ],
    ),
    Mutant::new(
        "a key is rotated every three years",
        BASE,
        ROTATION,
        &[Set("aws_kms_key.events", "rotation_period_in_days", "1095")],
    ),
    Mutant::new(
        "the key of secrets is never rotated",
        BASE,
        ROTATION,
        &[
            Set("aws_kms_key.secrets", "enable_key_rotation", "false"),
            Unset("aws_kms_key.secrets", "rotation_period_in_days"),
        ],
    ),
    Mutant::new(
        "another account may use a key",
        BASE,
        POLICIES,
        &[Statement(
            "aws_kms_key.events",
            "policy",
            r#"{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::210987654321:root"}, "Action": "kms:Decrypt", "Resource": "*"}"#,
        )],
    )
    .also(&[OUTSIDERS]),
    Mutant::new(
        "everyone may use a key",
        BASE,
        POLICIES,
        &[Statement(
            "aws_kms_key.database",
            "policy",
            r#"{"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "kms:Decrypt", "Resource": "*"}"#,
        )],
    )
    .also(&[OUTSIDERS]),
    Mutant::new(
        "the cache accepts plain connections",
        DATA,
        STORES,
        &[Set("aws_elasticache_replication_group.cache", "transit_encryption_mode", "\"preferred\"")],
    ),
    Mutant::new(
        "the broker has no TLS",
        DATA,
        STORES,
        &[
            Set("aws_elasticache_replication_group.broker", "transit_encryption_enabled", "false"),
            Unset("aws_elasticache_replication_group.broker", "transit_encryption_mode"),
        ],
    ),
    Mutant::new(
        "the policy of private files accepts plain requests",
        BASE,
        STORES,
        &[Without("aws_s3_bucket_policy.private", "policy", "OnlyOverTls")],
    ),
    Mutant::new(
        "the policy of the queue accepts plain requests",
        DATA,
        STORES,
        &[Without("aws_sqs_queue_policy.events", "policy", "OnlyOverTls")],
    ),
    Mutant::new(
        "the policy of the topic accepts plain requests",
        BASE,
        STORES,
        &[Without("aws_sns_topic_policy.domain_events", "policy", "OnlyOverTls")],
    ),
    Mutant::new(
        "the database accepts plain connections",
        DATA,
        STORES,
        &[
            Unset("aws_db_parameter_group.main", "parameter"),
            Block("aws_db_parameter_group.main", "parameter", r#"{"name": "rds.force_ssl", "value": "0"}"#),
        ],
    ),
    Mutant::new(
        "the listener accepts TLS 1.0",
        EDGE,
        LISTENERS,
        &[Set("aws_lb_listener.https", "ssl_policy", "\"ELBSecurityPolicy-2016-08\"")],
    ),
    Mutant::new(
        "the listener accepts TLS 1.1",
        EDGE,
        LISTENERS,
        &[Set("aws_lb_listener.https", "ssl_policy", "\"ELBSecurityPolicy-TLS-1-1-2017-01\"")],
    ),
    Mutant::new(
        "a listener serves plain HTTP",
        EDGE,
        LISTENERS,
        &[Add(
            "aws_lb_listener.http",
            r#"{"load_balancer_arn": "$aws_lb.main.arn", "port": 80, "protocol": "HTTP", "default_action": [{"type": "forward", "target_group_arn": "$aws_lb_target_group.storefront.arn"}]}"#,
        )],
    ),
    Mutant::new("plain targets in no network", EDGE, TARGETS, &[Unset("aws_lb_target_group.api", "vpc_id")]),
    Mutant::new(
        "viewers may use TLS 1.0",
        GLOBAL,
        VIEWERS,
        &[Set("aws_cloudfront_distribution.nl", "viewer_certificate.minimum_protocol_version", "\"TLSv1\"")],
    ),
    Mutant::new(
        "viewers may use plain HTTP",
        GLOBAL,
        VIEWERS,
        &[Set(
            "aws_cloudfront_distribution.media",
            "default_cache_behavior.viewer_protocol_policy",
            "\"allow-all\"",
        )],
    ),
    Mutant::new(
        "the dashboard may be used over plain HTTP",
        GLOBAL,
        VIEWERS,
        &[Set(
            "aws_cloudfront_distribution.dashboard",
            "default_cache_behavior.viewer_protocol_policy",
            "\"allow-all\"",
        )],
    ),
    Mutant::new(
        "the CDN calls the load balancer over plain HTTP",
        GLOBAL,
        ORIGINS,
        &[Set(
            "aws_cloudfront_distribution.dashboard",
            "origin.custom_origin_config.origin_protocol_policy",
            "\"http-only\"",
        )],
    ),
    Mutant::new(
        "the CDN calls the load balancer over TLS 1.0",
        GLOBAL,
        ORIGINS,
        &[Set(
            "aws_cloudfront_distribution.dashboard",
            "origin.custom_origin_config.origin_ssl_protocols",
            "[\"TLSv1\"]",
        )],
    ),
    Mutant::new(
        "the API for partners accepts TLS 1.0",
        "eu-west-1/shared/edge",
        APIS,
        &[Set("aws_api_gateway_domain_name.regional", "security_policy", "\"TLS_1_0\"")],
    ),
];
