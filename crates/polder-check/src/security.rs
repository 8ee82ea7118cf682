//! Security and compliance.

use crate::requirement::Requirement;
use crate::speaker::{ANY, Need, Speaker, Subject, speaker, texts};

pub(crate) fn rows() -> Vec<Requirement> {
    let row = Requirement::new;
    vec![
        row(
            "SEC-GDPR",
            "personal data stay where the GDPR rules, and are treated as it says",
            "no store, replica, log, backup or cache of personal data is outside the residency that the platform file \
             names, as following the classes of data shows; what is kept has an end, and what is to be erased can be",
            RESIDENCY,
        ),
        row(
            "SEC-PCI",
            "PCI DSS",
            "the requirements of version 4.0.1 that an infrastructure can show, each with its evidence",
            CARDS,
        ),
        row(
            "SEC-ENC",
            "encryption at rest and on the way",
            "each store has a key of the owner's, each flow TLS 1.2 or better",
            ENCRYPTION,
        ),
        row(
            "SEC-NET",
            "private networks",
            "from the internet no way leads to processes or stores but through the entries that are meant",
            NETWORK,
        ),
        row(
            "SEC-IAM",
            "strict access, with a second factor",
            "people come in through Identity Center with a second factor; there are no keys that live long",
            ACCESS,
        ),
        row(
            "SEC-SCAN",
            "security is scanned for by itself",
            "Inspector, GuardDuty, Security Hub, Config and the scan of images are on in each account and region, and \
             Polder's own audit runs by the clock",
            SCANNING,
        ),
    ]
}

const RESIDENCY: &[Speaker] = &[
    speaker(ANY, "holds data of people, and says so").fits(is_personal),
    speaker("aws_organizations_policy", "allows no other region"),
    speaker("aws_s3_bucket_lifecycle_configuration", "ends how long objects are kept"),
    speaker("aws_cloudwatch_log_group", "ends how long a log is kept")
        .needs(&[Need::AtLeast("retention_in_days", 1)]),
    speaker("aws_macie2_classification_job", "looks for data of people where none should be"),
];

const CARDS: &[Speaker] = &[
    speaker("aws_securityhub_standards_subscription", "checks a standard all the time"),
    speaker("aws_config_conformance_pack", "checks rules all the time"),
    speaker("aws_security_group", "is a network control (requirement 1)"),
    speaker("aws_network_acl", "is a network control (requirement 1)"),
    speaker("aws_kms_key", "is a key that is changed each year (requirement 3)")
        .needs(&[Need::Is("enable_key_rotation", "true")]),
    speaker("aws_lb_listener", "speaks TLS (requirement 4)").needs(&[Need::Has("ssl_policy")]),
    speaker("aws_guardduty_detector", "finds malware and intruders (requirements 5 and 11)"),
    speaker("aws_wafv2_web_acl", "guards web applications (requirement 6)"),
    speaker("aws_ecr_registry_scanning_configuration", "finds known weaknesses (requirement 6)"),
    speaker("aws_iam_role_policy", "gives what the work needs (requirement 7)"),
    speaker("aws_iam_account_password_policy", "is strict on passwords (requirement 8)"),
    speaker("aws_cloudtrail", "records who did what (requirement 10)"),
    speaker("aws_flow_log", "records who talked to whom (requirement 10)"),
];

const ENCRYPTION: &[Speaker] = &[
    speaker("aws_kms_key", "is a key of the owner's, changed each year")
        .needs(&[Need::Is("enable_key_rotation", "true")]),
    speaker("aws_db_instance", "is encrypted at rest").needs(&[Need::Is("storage_encrypted", "true")]),
    speaker("aws_rds_cluster", "is encrypted at rest").needs(&[Need::Is("storage_encrypted", "true")]),
    speaker("aws_db_parameter_group", "refuses connections without TLS")
        .needs(&[Need::Is("parameter.name", "rds.force_ssl")]),
    speaker("aws_elasticache_replication_group", "is encrypted at rest and on the way").needs(&[
        Need::Is("at_rest_encryption_enabled", "true"),
        Need::Is("transit_encryption_enabled", "true"),
    ]),
    speaker("aws_s3_bucket_server_side_encryption_configuration", "encrypts a bucket"),
    speaker("aws_sqs_queue", "is encrypted at rest").needs(&[Need::Has("kms_master_key_id")]),
    speaker("aws_sns_topic", "is encrypted at rest").needs(&[Need::Has("kms_master_key_id")]),
    speaker("aws_secretsmanager_secret", "is encrypted at rest").needs(&[Need::Has("kms_key_id")]),
    speaker("aws_backup_vault", "is encrypted at rest").needs(&[Need::Has("kms_key_arn")]),
    speaker("aws_cloudwatch_log_group", "is encrypted at rest").needs(&[Need::Has("kms_key_id")]),
    speaker("aws_ecr_repository", "is encrypted at rest")
        .needs(&[Need::Is("encryption_configuration.encryption_type", "KMS")]),
    speaker("aws_ebs_encryption_by_default", "encrypts all disks"),
    speaker("aws_lb_listener", "speaks TLS").needs(&[Need::Has("ssl_policy")]),
    speaker("aws_cloudfront_distribution", "speaks TLS")
        .needs(&[Need::Has("viewer_certificate.minimum_protocol_version")]),
    speaker("aws_api_gateway_domain_name", "speaks TLS").needs(&[Need::Has("security_policy")]),
];

const NETWORK: &[Speaker] = &[
    speaker("aws_vpc", "is a network of its own"),
    speaker("aws_subnet", "is a part of it, private to a tier and a zone")
        .needs(&[Need::Is("map_public_ip_on_launch", "false")]),
    speaker("aws_route_table", "says where a tier can go"),
    speaker("aws_network_acl", "says what a tier lets in and out"),
    speaker("aws_security_group", "says who belongs together"),
    speaker("aws_vpc_security_group_ingress_rule", "lets one party in"),
    speaker("aws_vpc_security_group_egress_rule", "lets one party out"),
    speaker("aws_vpc_endpoint", "reaches AWS without the internet"),
    speaker("aws_flow_log", "records who talked to whom"),
    speaker("aws_default_security_group", "is closed, so that nothing is in it by chance"),
];

const ACCESS: &[Speaker] = &[
    speaker("aws_ssoadmin_permission_set", "says what people may do, and for how long"),
    speaker("aws_ssoadmin_account_assignment", "says who may do it where"),
    speaker("aws_iam_account_password_policy", "is strict on passwords"),
    speaker("aws_iam_openid_connect_provider", "lets the pipeline in without keys"),
    speaker("aws_organizations_policy", "forbids keys that live long"),
    speaker("aws_accessanalyzer_analyzer", "finds access from outside and access that nobody uses"),
    speaker("aws_iam_role", "is taken on for a while").needs(&[Need::Has("assume_role_policy")]),
];

const SCANNING: &[Speaker] = &[
    speaker("aws_inspector2_enabler", "looks for known weaknesses"),
    speaker("aws_guardduty_detector", "looks for intruders"),
    speaker("aws_guardduty_member", "looks for intruders in another account"),
    speaker("aws_securityhub_account", "gathers findings"),
    speaker("aws_securityhub_standards_subscription", "checks a standard"),
    speaker("aws_config_configuration_recorder", "records each change of a setting"),
    speaker("aws_config_conformance_pack", "checks rules"),
    speaker("aws_macie2_account", "looks for data of people"),
    speaker("aws_accessanalyzer_analyzer", "looks for access from outside"),
    speaker("aws_ecr_registry_scanning_configuration", "scans images").needs(&[Need::Has("rule")]),
    speaker("aws_lambda_function", "is Polder's own audit").named(&["auditor"]),
];

/// Whether a resource says of itself that it holds data of people.
fn is_personal(subject: &Subject<'_, '_>) -> bool {
    let classes = texts(subject.resource, "tags.data-class");
    classes.iter().any(|classes| classes.split(' ').any(|class| class == "personal"))
}
