//! `aws_config_configuration_recorder`: the configuration history of every resource, and the rules that are
//! evaluated.

use polder_cloud::{Body, Document, Handle, Value, body, text};

use crate::draft::Draft;
use crate::handles::accounts::Logging;
use crate::names::{account, named};

/// AWS managed rules, and whether the CIS and PCI DSS benchmarks require them.
const RULES: [(&str, &str, bool, bool); 30] = [
    ("access-keys-rotated", "ACCESS_KEYS_ROTATED", true, true),
    ("alb-http-to-https", "ALB_HTTP_TO_HTTPS_REDIRECTION_CHECK", false, true),
    ("alb-waf", "ALB_WAF_ENABLED", false, true),
    ("backup-plan-frequency", "BACKUP_PLAN_MIN_FREQUENCY_AND_MIN_RETENTION_CHECK", false, false),
    ("cloudfront-https", "CLOUDFRONT_VIEWER_POLICY_HTTPS", false, true),
    ("cloudtrail-encrypted", "CLOUD_TRAIL_ENCRYPTION_ENABLED", true, true),
    ("cloudtrail-on", "MULTI_REGION_CLOUD_TRAIL_ENABLED", true, true),
    ("cloudtrail-validated", "CLOUD_TRAIL_LOG_FILE_VALIDATION_ENABLED", true, true),
    ("cmk-rotated", "CMK_BACKING_KEY_ROTATION_ENABLED", true, true),
    ("default-group-closed", "VPC_DEFAULT_SECURITY_GROUP_CLOSED", true, true),
    ("ebs-encrypted", "EC2_EBS_ENCRYPTION_BY_DEFAULT", true, true),
    ("ecr-scanned", "ECR_PRIVATE_IMAGE_SCANNING_ENABLED", false, true),
    ("ecs-no-plain-secrets", "ECS_NO_ENVIRONMENT_SECRETS", false, true),
    ("ecs-read-only-root", "ECS_CONTAINERS_READONLY_ACCESS", false, true),
    ("elasticache-backed-up", "ELASTICACHE_REDIS_CLUSTER_AUTOMATIC_BACKUP_CHECK", false, false),
    ("flow-logs", "VPC_FLOW_LOGS_ENABLED", true, true),
    ("guardduty-on", "GUARDDUTY_ENABLED_CENTRALIZED", false, true),
    ("iam-no-admin", "IAM_POLICY_NO_STATEMENTS_WITH_ADMIN_ACCESS", true, true),
    ("iam-no-users", "IAM_USER_NO_POLICIES_CHECK", true, true),
    ("iam-password-policy", "IAM_PASSWORD_POLICY", true, true),
    ("instances-metadata", "EC2_IMDSV2_CHECK", true, true),
    ("rds-encrypted", "RDS_STORAGE_ENCRYPTED", true, true),
    ("rds-minor-upgrades", "RDS_AUTOMATIC_MINOR_VERSION_UPGRADE_ENABLED", true, true),
    ("rds-private", "RDS_INSTANCE_PUBLIC_ACCESS_CHECK", true, true),
    ("root-no-keys", "IAM_ROOT_ACCESS_KEY_CHECK", true, true),
    ("s3-account-closed", "S3_ACCOUNT_LEVEL_PUBLIC_ACCESS_BLOCKS_PERIODIC", true, true),
    ("s3-tls-only", "S3_BUCKET_SSL_REQUESTS_ONLY", true, true),
    ("s3-versioned", "S3_BUCKET_VERSIONING_ENABLED", false, true),
    ("secrets-rotated", "SECRETSMANAGER_ROTATION_ENABLED_CHECK", false, true),
    ("security-hub-on", "SECURITYHUB_ENABLED", true, true),
];

/// Writes the recorder of a region and its delivery channel. `role` is its role in the account.
pub(crate) fn recorder(s: &Draft, role: &Handle, logging: &Logging) -> Handle {
    s.file(
        "config_recorder",
        "The configuration history of every resource. IAM resources are recorded in every region, so that\n\
         each can show by itself what applied; they change rarely and cost little.",
    );
    let recorder = s.resource(
        "aws_config_configuration_recorder",
        "main",
        body! {
            name = "main";
            role_arn = role.arn();
            recording_group {
                all_supported = true;
                include_global_resource_types = true;
            }
            recording_mode {
                recording_frequency = "CONTINUOUS";
            }
        },
    );
    s.resource(
        "aws_config_delivery_channel",
        "main",
        body! {
            name = "main";
            s3_bucket_name = logging.configurations.id();
            s3_kms_key_arn = logging.key.arn();
            snapshot_delivery_properties {
                delivery_frequency = "TwentyFour_Hours";
            }
            depends_on = [Value::expression("aws_config_configuration_recorder.main")];
        },
    );
    let on = s.resource(
        "aws_config_configuration_recorder_status",
        "main",
        body! {
            name = recorder.name();
            is_enabled = true;
            depends_on = [Value::expression("aws_config_delivery_channel.main")];
        },
    );
    s.resource(
        "aws_config_retention_configuration",
        "main",
        body! {
            /// Seven years, the maximum: the history may be needed long after.
            retention_period_in_days = 2557;
        },
    );
    s.expect("the recorder does not run", on.get("is_enabled"), true);
    on
}

/// Writes the rules of the region.
pub(crate) fn conformance_packs(s: &Draft) {
    s.file(
        "conformance_pack",
        "Rules that AWS evaluates whenever something changes, one conformance pack for each framework.\n\
         Security Hub checks more; a pack is what an auditor asks for by name.",
    );
    let cis = RULES.iter().filter(|rule| rule.2);
    let pci = RULES.iter().filter(|rule| rule.3);
    pack(s, "cis", cis);
    pack(s, "pci_dss", pci);
}

fn pack<'a>(
    s: &Draft,
    name: &'static str,
    rules: impl Iterator<Item = &'a (&'static str, &'static str, bool, bool)>,
) {
    let dashed = name.replace('_', "-");
    let mut resources = Body::default();
    for (rule, identifier, _, _) in rules {
        let id: String = rule.split('-').map(capitalized).collect();
        let rule = body! {
            Type = "AWS::Config::ConfigRule";
            Properties = {
                ConfigRuleName = format!("{dashed}-{rule}");
                Source = { Owner = "AWS"; SourceIdentifier = *identifier; };
            };
        };
        resources.set(None, id, rule);
    }
    s.resource(
        "aws_config_conformance_pack",
        name,
        body! {
            name = named(format!("-{dashed}"));
            template_body = Document::Json(body! { Resources = resources; });
            depends_on = [Value::expression("aws_config_configuration_recorder_status.main")];
        },
    );
}

fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect()
}

/// Writes the aggregator for all accounts and regions.
pub(crate) fn aggregator(s: &Draft) {
    s.file("config_aggregator", "Configuration of all accounts and regions.");
    let role = s.resource(
        "aws_iam_role",
        "aggregator",
        body! {
            name = crate::names::named_worldwide("-gather");
            description = "Lets the aggregator list the accounts of the organization";
            assume_role_policy = polder_cloud::Policy::of([
                polder_cloud::allow("Aggregator")
                    .to_service("config.amazonaws.com")
                    .actions(["sts:AssumeRole"])
                    .when("StringEquals", "aws:SourceAccount", [account()]),
            ]);
        },
    );
    s.resource(
        "aws_iam_role_policy_attachment",
        "aggregator",
        body! {
            role = role.name();
            policy_arn = "arn:aws:iam::aws:policy/service-role/AWSConfigRoleForOrganizations";
        },
    );
    let aggregator = s.resource(
        "aws_config_configuration_aggregator",
        "main",
        body! {
            name = text![named("-organization")];
            organization_aggregation_source {
                all_regions = true;
                role_arn = role.arn();
            }
            depends_on = [Value::expression("aws_iam_role_policy_attachment.aggregator")];
        },
    );
    let source = aggregator.get("organization_aggregation_source").at(0).field("all_regions");
    s.expect("the aggregator must include all regions", source, true);
}
