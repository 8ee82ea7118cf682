//! The services of the platform: what the pipeline applies and reads in an account, service by service.
//!
//! AWS's own `PowerUserAccess` and `ReadOnlyAccess` are not used. The first includes services that act with roles of
//! their own in all accounts, such as CloudFormation's stack sets. The second reads what customers and secrets contain.

use polder_design::{Account, Design, Environment, MailService};

/// A service.
#[derive(Clone, Copy)]
pub(crate) struct Service {
    /// The prefix of its actions.
    pub(crate) prefix: &'static str,
    /// The actions that a plan needs, none of which reads the content of a store, a message or a log.
    reads: &'static [&'static str],
}

impl Service {
    /// The actions that read its configuration.
    pub(crate) fn reads(&self) -> impl Iterator<Item = String> {
        self.reads.iter().map(|action| format!("{}:{action}", self.prefix))
    }

    /// All its actions.
    pub(crate) fn all(&self) -> String {
        format!("{}:*", self.prefix)
    }
}

const fn service(prefix: &'static str, reads: &'static [&'static str]) -> Service {
    Service { prefix, reads }
}

/// The services that every account may use. Where a service can return contents, the actions are listed one by one.
pub(crate) const EVERYWHERE: [Service; 37] = [
    service("access-analyzer", &["Get*", "List*"]),
    service("acm", &["DescribeCertificate", "List*"]),
    service("apigateway", &["GET"]),
    service("application-autoscaling", &["Describe*", "ListTagsForResource"]),
    service("autoscaling", &["Describe*"]),
    service("backup", &["Describe*", "Get*", "List*"]),
    service("backup-storage", &[]),
    service("cloudfront", &["Describe*", "Get*", "List*"]),
    service("cloudwatch", &["DescribeAlarms", "GetDashboard", "ListTagsForResource"]),
    service("config", &["Describe*", "Get*", "List*"]),
    service("dynamodb", &["Describe*", "GetResourcePolicy", "List*"]),
    service("ec2", &["Describe*", "GetEbs*", "GetManagedPrefix*"]),
    service(
        "ecr",
        &["Describe*", "GetLifecyclePolicy", "GetRegistry*", "GetRepositoryPolicy", "ListTagsForResource"],
    ),
    service("ecs", &["Describe*", "List*"]),
    service("eks", &["Describe*", "List*"]),
    service("elasticache", &["Describe*", "ListTagsForResource"]),
    service("elasticloadbalancing", &["Describe*"]),
    service("events", &["Describe*", "List*"]),
    service("guardduty", &["Describe*", "Get*", "List*"]),
    service("inspector2", &["BatchGetAccountStatus", "Describe*", "Get*", "List*"]),
    service("kms", &["DescribeKey", "GetKeyPolicy", "GetKeyRotationStatus", "List*"]),
    service("lambda", &["Get*", "List*"]),
    service(
        "logs",
        &["Describe*", "GetDataProtectionPolicy", "GetDelivery*", "ListTagsForResource", "ListTagsLogGroup"],
    ),
    service(
        "macie2",
        &[
            "Describe*",
            "GetAdministratorAccount",
            "GetClassificationExportConfiguration",
            "GetMacieSession",
            "GetMember",
            "List*",
        ],
    ),
    service("oam", &["Get*", "List*"]),
    service("rds", &["Describe*", "ListTagsForResource"]),
    service("route53", &["Get*", "List*"]),
    service(
        "s3",
        &[
            "GetAccelerate*",
            "GetAccountPublic*",
            "GetAnalytics*",
            "GetBucket*",
            "GetEncryption*",
            "GetIntelligent*",
            "GetInventory*",
            "GetLifecycle*",
            "GetMetrics*",
            "GetReplication*",
            "ListAllMyBuckets",
            "ListBucket",
            "ListTagsForResource",
        ],
    ),
    service("scheduler", &["Get*", "List*"]),
    // `GetRandomPassword` is for a data source: it generates a value and reads no stored one.
    service("secretsmanager", &["DescribeSecret", "GetRandomPassword", "GetResourcePolicy", "List*"]),
    service(
        "securityhub",
        &[
            "Describe*",
            "GetAdministratorAccount",
            "GetEnabledStandards",
            "GetFindingAggregator",
            "GetMembers",
            "List*",
        ],
    ),
    service("servicequotas", &["Get*", "List*"]),
    service("signer", &["Get*", "List*"]),
    service("sns", &["Get*", "List*"]),
    service("sqs", &["GetQueueAttributes", "GetQueueUrl", "List*"]),
    service("wafv2", &["Describe*", "GetIPSet", "GetLogging*", "GetWebACL*", "List*"]),
    service("xray", &[]),
];

/// The services that the management account uses besides.
const MANAGEMENT: [Service; 4] = [
    service("budgets", &["ListTagsForResource", "ViewBudget"]),
    service("ce", &["GetAnomaly*", "List*"]),
    service("cloudtrail", &["DescribeTrails", "GetEvent*", "GetInsightSelectors", "GetTrail*", "ListTags"]),
    service("compute-optimizer", &["GetEnrollmentStatus*"]),
];

/// The services that the account uses besides that collects the findings of all.
const FINDINGS: [Service; 1] = [service("states", &["Describe*", "List*", "ValidateStateMachineDefinition"])];

/// The services that an account with a shop uses besides. Values are the markets of hosts, which the edge reads: nothing of customers.
const SHOPS: [Service; 1] =
    [service("cloudfront-keyvaluestore", &["DescribeKeyValueStore", "GetKey", "ListKeys"])];

/// The service that an account with a shop uses besides if it sends the shop's mail. Neither addresses nor mail are read.
const MAIL: [Service; 1] = [service(
    "ses",
    &[
        "DescribeConfigurationSet",
        "GetConfigurationSet",
        "GetConfigurationSetEventDestinations",
        "GetEmailIdentity",
        "ListTagsForResource",
    ],
)];

/// The services that an account uses for the organization, or for its shops.
pub(crate) fn of_account(design: &Design, of: &Account) -> Vec<Service> {
    let manages = of.environment == Environment::Management;
    let collects = design.security_administrator() == Some(of.id);
    let management = MANAGEMENT.into_iter().filter(|_| manages);
    let sells = design.cells.iter().any(|cell| cell.account == of.id);
    let findings = FINDINGS.into_iter().filter(|_| collects);
    let mails = sells && design.mail == MailService::Provider;
    let shops = SHOPS.into_iter().filter(|_| sells).chain(MAIL.into_iter().filter(|_| mails));
    management.chain(findings).chain(shops).collect()
}

/// The services that it only reads: the billing view of budgets.
pub(crate) const MANAGEMENT_READS: [Service; 1] = [service("billing", &["GetBillingViewData"])];
