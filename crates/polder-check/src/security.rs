//! Security and compliance.

use crate::requirement::Requirement;
use crate::selector::{ANY, Condition, Selector, Subject, selector, texts};

pub(crate) fn rows() -> Vec<Requirement> {
    let row = Requirement::new;
    vec![
        row(
            "SEC-GDPR",
            "personal data stay in GDPR jurisdictions, and are processed accordingly",
            "no store, replica, log, backup or cache of personal data is outside the residency that the platform file \
             declares, as data flow analysis shows, except logs that global services of the provider deliver in a region of theirs; \
             retention is limited, and data can be erased",
            RESIDENCY,
        ),
        row(
            "SEC-PCI",
            "PCI DSS",
            "the requirements of version 4.0.1 that infrastructure can show, each with its evidence",
            CARDS,
        ),
        row(
            "SEC-ENC",
            "encryption at rest and in transit",
            "each store of personal data, orders and credentials has a customer managed key, every other store is encrypted; each flow \
             uses TLS 1.2 or newer, except inside a network from load balancers to processes, which speak HTTP only",
            ENCRYPTION,
        ),
        row(
            "SEC-NET",
            "private networks",
            "processes and stores are reachable from the internet only through the intended entries",
            NETWORK,
        ),
        row(
            "SEC-IAM",
            "strict access, with MFA",
            "engineers sign in through IAM Identity Center with MFA; there are no long-lived access keys",
            ACCESS,
        ),
        row(
            "SEC-SCAN",
            "automatic security scanning",
            "Inspector, GuardDuty, Security Hub, Config and image scanning are enabled in each account and region, and \
             Polder's own audit runs on a schedule",
            SCANNING,
        ),
    ]
}

const RESIDENCY: &[Selector] = &[
    selector(ANY, "stores personal data, and is tagged so").fits(is_personal),
    selector("aws_organizations_policy", "allows no other region"),
    selector("aws_s3_bucket_lifecycle_configuration", "limits the retention of objects"),
    selector("aws_cloudwatch_log_group", "limits the retention of a log")
        .conditions(&[Condition::AtLeast("retention_in_days", 1)]),
    selector("aws_macie2_classification_job", "finds personal data where none should be"),
];

const CARDS: &[Selector] = &[
    selector("aws_securityhub_standards_subscription", "checks a standard continuously"),
    selector("aws_config_conformance_pack", "checks rules continuously"),
    selector("aws_security_group", "is a network control (requirement 1)"),
    selector("aws_network_acl", "is a network control (requirement 1)"),
    selector("aws_kms_key", "is a key with yearly rotation (requirement 3)")
        .conditions(&[Condition::Is("enable_key_rotation", "true")]),
    selector("aws_lb_listener", "speaks TLS (requirement 4)").conditions(&[Condition::Has("ssl_policy")]),
    selector("aws_guardduty_detector", "detects malware and intrusions (requirements 5 and 11)"),
    selector("aws_wafv2_web_acl", "protects web applications (requirement 6)"),
    selector("aws_ecr_registry_scanning_configuration", "finds known vulnerabilities (requirement 6)"),
    selector("aws_iam_role_policy", "grants least privilege (requirement 7)"),
    selector("aws_iam_account_password_policy", "enforces a password policy (requirement 8)"),
    selector("aws_cloudtrail", "records API calls (requirement 10)"),
    selector("aws_flow_log", "records network flows (requirement 10)"),
];

const ENCRYPTION: &[Selector] = &[
    selector("aws_kms_key", "is a customer managed key with yearly rotation")
        .conditions(&[Condition::Is("enable_key_rotation", "true")]),
    selector("aws_db_instance", "is encrypted at rest")
        .conditions(&[Condition::Is("storage_encrypted", "true")]),
    selector("aws_rds_cluster", "is encrypted at rest")
        .conditions(&[Condition::Is("storage_encrypted", "true")]),
    selector("aws_db_parameter_group", "rejects connections without TLS")
        .conditions(&[Condition::Is("parameter.name", "rds.force_ssl")]),
    selector("aws_elasticache_replication_group", "is encrypted at rest and in transit").conditions(&[
        Condition::Is("at_rest_encryption_enabled", "true"),
        Condition::Is("transit_encryption_enabled", "true"),
    ]),
    selector("aws_s3_bucket_server_side_encryption_configuration", "encrypts a bucket"),
    selector("aws_sqs_queue", "is encrypted at rest").conditions(&[Condition::Has("kms_master_key_id")]),
    selector("aws_sns_topic", "is encrypted at rest").conditions(&[Condition::Has("kms_master_key_id")]),
    selector("aws_secretsmanager_secret", "is encrypted at rest").conditions(&[Condition::Has("kms_key_id")]),
    selector("aws_backup_vault", "is encrypted at rest").conditions(&[Condition::Has("kms_key_arn")]),
    selector("aws_cloudwatch_log_group", "is encrypted at rest").conditions(&[Condition::Has("kms_key_id")]),
    selector("aws_ecr_repository", "is encrypted at rest")
        .conditions(&[Condition::Is("encryption_configuration.encryption_type", "KMS")]),
    selector("aws_ebs_encryption_by_default", "encrypts all volumes"),
    selector("aws_lb_listener", "speaks TLS").conditions(&[Condition::Has("ssl_policy")]),
    selector("aws_cloudfront_distribution", "speaks TLS")
        .conditions(&[Condition::Has("viewer_certificate.minimum_protocol_version")]),
    selector("aws_api_gateway_domain_name", "speaks TLS").conditions(&[Condition::Has("security_policy")]),
];

const NETWORK: &[Selector] = &[
    selector("aws_vpc", "is a separate network"),
    selector("aws_subnet", "is a subnet of one tier and one zone")
        .conditions(&[Condition::Is("map_public_ip_on_launch", "false")]),
    selector("aws_route_table", "defines the routes of a tier"),
    selector("aws_network_acl", "filters traffic of a tier"),
    selector("aws_security_group", "groups network interfaces"),
    selector("aws_vpc_security_group_ingress_rule", "admits one source"),
    selector("aws_vpc_security_group_egress_rule", "admits one destination"),
    selector("aws_vpc_endpoint", "connects to AWS without the internet"),
    selector("aws_flow_log", "records network flows"),
    selector("aws_default_security_group", "is closed, so that nothing uses it by accident"),
];

const ACCESS: &[Selector] = &[
    selector("aws_ssoadmin_permission_set", "grants permissions for a limited session"),
    selector("aws_ssoadmin_account_assignment", "assigns permissions to a group in an account"),
    selector("aws_iam_account_password_policy", "enforces a password policy"),
    selector("aws_iam_openid_connect_provider", "gives the pipeline access without access keys"),
    selector("aws_organizations_policy", "denies long-lived access keys"),
    selector("aws_accessanalyzer_analyzer", "finds external and unused access"),
    selector("aws_iam_role", "is assumed for a limited session")
        .conditions(&[Condition::Has("assume_role_policy")]),
];

const SCANNING: &[Selector] = &[
    selector("aws_inspector2_enabler", "scans for known vulnerabilities"),
    selector("aws_guardduty_detector", "detects threats"),
    selector("aws_guardduty_member", "detects threats in another account"),
    selector("aws_securityhub_account", "gathers findings"),
    selector("aws_securityhub_standards_subscription", "checks a standard"),
    selector("aws_config_configuration_recorder", "records configuration changes"),
    selector("aws_config_conformance_pack", "checks rules"),
    selector("aws_macie2_account", "scans for personal data"),
    selector("aws_accessanalyzer_analyzer", "finds external access"),
    selector("aws_ecr_registry_scanning_configuration", "scans images").conditions(&[Condition::Has("rule")]),
    selector("aws_lambda_function", "is Polder's own audit").named(&["auditor"]),
];

/// Whether a resource says of itself that it holds data of people.
fn is_personal(subject: &Subject<'_, '_>) -> bool {
    let classes = texts(subject.resource, "tags.data-class");
    classes.iter().any(|classes| classes.split(' ').any(|class| class == "personal"))
}
