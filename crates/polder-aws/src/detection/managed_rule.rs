//! Managed rules of AWS Config: the regions that have them, and the parameters that they require.
//!
//! A conformance pack with a rule that its region does not have, or without a parameter that a rule requires, is refused
//! as a whole. The source of each row is the rule's page in the AWS Config Developer Guide, read 2026-11.

use polder_cloud::{Body, body};

use crate::detection::offered::Regions;
use crate::names::GLOBAL_REGION;

/// A managed rule.
pub(super) struct ManagedRule {
    /// Its name in a pack.
    pub(super) name: &'static str,
    /// Its identifier at AWS.
    pub(super) identifier: &'static str,
    /// The frameworks that require it.
    frameworks: &'static [Framework],
    /// The regions that have it.
    regions: Regions,
    /// Its input parameters.
    parameters: Parameters,
}

/// A framework with a conformance pack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Framework {
    /// CIS AWS Foundations.
    Cis,
    /// PCI DSS.
    Pci,
}

/// The input parameters of a rule.
#[derive(Clone, Copy, Debug)]
pub(super) enum Parameters {
    /// None, or optional ones whose defaults are right.
    Default,
    /// These.
    Are(&'static [(&'static str, &'static str)]),
    /// `secretKeys`: the names of environment variables that must not have a value in plain text.
    SecretKeys,
}

impl ManagedRule {
    /// Whether the pack of a framework has it in a region.
    pub(super) fn belongs(&self, framework: Framework, region: &str) -> bool {
        self.frameworks.contains(&framework) && self.regions.include(region)
    }

    /// Its input parameters, if it has any. `secrets` are the names of environment variables with a secret, separated by
    /// commas.
    pub(super) fn input(&self, secrets: &str) -> Option<Body> {
        match self.parameters {
            Parameters::Default => None,
            Parameters::Are(given) => Some(body! { for (name, value) in given => { (*name) = *value; } }),
            Parameters::SecretKeys => Some(body! { secretKeys = secrets.to_owned(); }),
        }
    }
}

const BOTH: &[Framework] = &[Framework::Cis, Framework::Pci];
const PCI: &[Framework] = &[Framework::Pci];

/// IAM is global. Rules about it run once in an account: several regions, Zurich and Spain among them, have none of these
/// rules, and AWS advises against running them in more than one.
const IAM: Regions = Regions::Only(&[GLOBAL_REGION]);

/// CloudFront is global too, and its rules exist in one region.
const EDGE: Regions = Regions::Only(&[GLOBAL_REGION]);

/// Of the regions that Polder knows, the page of this rule lists these.
const DEFAULT_GROUP: Regions = Regions::Only(&["eu-central-1", "eu-west-1", "us-east-1"]);

const KEY_AGE: Parameters = Parameters::Are(&[("maxAccessKeyAge", "90")]);

const fn rule(name: &'static str, identifier: &'static str, frameworks: &'static [Framework]) -> ManagedRule {
    ManagedRule { name, identifier, frameworks, regions: Regions::All, parameters: Parameters::Default }
}

impl ManagedRule {
    const fn of(mut self, regions: Regions) -> ManagedRule {
        self.regions = regions;
        self
    }

    const fn with(mut self, parameters: Parameters) -> ManagedRule {
        self.parameters = parameters;
        self
    }
}

/// All managed rules of the packs.
pub(super) const RULES: [ManagedRule; 28] = [
    rule("access-keys-rotated", "ACCESS_KEYS_ROTATED", BOTH).of(IAM).with(KEY_AGE),
    rule("alb-http-to-https", "ALB_HTTP_TO_HTTPS_REDIRECTION_CHECK", PCI),
    rule("alb-waf", "ALB_WAF_ENABLED", PCI),
    rule("cloudfront-https", "CLOUDFRONT_VIEWER_POLICY_HTTPS", PCI).of(EDGE),
    rule("cloudtrail-encrypted", "CLOUD_TRAIL_ENCRYPTION_ENABLED", BOTH),
    rule("cloudtrail-on", "MULTI_REGION_CLOUD_TRAIL_ENABLED", BOTH),
    rule("cloudtrail-validated", "CLOUD_TRAIL_LOG_FILE_VALIDATION_ENABLED", BOTH),
    rule("cmk-rotated", "CMK_BACKING_KEY_ROTATION_ENABLED", BOTH),
    rule("default-group-closed", "VPC_DEFAULT_SECURITY_GROUP_CLOSED", BOTH).of(DEFAULT_GROUP),
    rule("ebs-encrypted", "EC2_EBS_ENCRYPTION_BY_DEFAULT", BOTH),
    rule("ecr-scanned", "ECR_PRIVATE_IMAGE_SCANNING_ENABLED", PCI),
    rule("ecs-no-plain-secrets", "ECS_NO_ENVIRONMENT_SECRETS", PCI).with(Parameters::SecretKeys),
    rule("ecs-read-only-root", "ECS_CONTAINERS_READONLY_ACCESS", PCI),
    rule("flow-logs", "VPC_FLOW_LOGS_ENABLED", BOTH),
    rule("guardduty-on", "GUARDDUTY_ENABLED_CENTRALIZED", PCI),
    rule("iam-no-admin", "IAM_POLICY_NO_STATEMENTS_WITH_ADMIN_ACCESS", BOTH).of(IAM),
    rule("iam-no-users", "IAM_USER_NO_POLICIES_CHECK", BOTH).of(IAM),
    rule("iam-password-policy", "IAM_PASSWORD_POLICY", BOTH).of(IAM),
    rule("instances-metadata", "EC2_IMDSV2_CHECK", BOTH),
    rule("rds-encrypted", "RDS_STORAGE_ENCRYPTED", BOTH),
    rule("rds-minor-upgrades", "RDS_AUTOMATIC_MINOR_VERSION_UPGRADE_ENABLED", BOTH),
    rule("rds-private", "RDS_INSTANCE_PUBLIC_ACCESS_CHECK", BOTH),
    rule("root-no-keys", "IAM_ROOT_ACCESS_KEY_CHECK", BOTH).of(IAM),
    rule("s3-account-closed", "S3_ACCOUNT_LEVEL_PUBLIC_ACCESS_BLOCKS_PERIODIC", BOTH),
    rule("s3-tls-only", "S3_BUCKET_SSL_REQUESTS_ONLY", BOTH),
    rule("s3-versioned", "S3_BUCKET_VERSIONING_ENABLED", PCI),
    rule("secrets-rotated", "SECRETSMANAGER_ROTATION_ENABLED_CHECK", PCI),
    rule("security-hub-on", "SECURITYHUB_ENABLED", BOTH),
];
