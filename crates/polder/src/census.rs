//! How many of what: the numbers of the first screen.

use std::collections::BTreeMap;

use polder_cloud::Cloud;

/// Counts over all stacks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Census {
    /// Stacks.
    pub stacks: usize,
    /// Resources that are made.
    pub resources: usize,
    /// Resources by service, the largest first: `("VPC", 120)`.
    pub services: Vec<(&'static str, usize)>,
}

/// Which service a resource belongs to, by the first words of its kind. The first that fits counts.
const SERVICES: [(&str, &str); 55] = [
    ("aws_acm_", "Certificate Manager"),
    ("aws_api_gateway_", "API Gateway"),
    ("aws_appautoscaling_", "Auto Scaling"),
    ("aws_backup_", "Backup"),
    ("aws_cloudfront_", "CloudFront"),
    ("aws_cloudwatch_event_", "EventBridge"),
    ("aws_cloudwatch_log_", "CloudWatch Logs"),
    ("aws_cloudwatch_", "CloudWatch"),
    ("aws_db_", "RDS"),
    ("aws_rds_", "RDS"),
    ("aws_dynamodb_", "DynamoDB"),
    ("aws_ebs_", "EC2"),
    ("aws_ec2_", "EC2"),
    ("aws_launch_template", "EC2"),
    ("aws_autoscaling_", "EC2"),
    ("aws_ecr_", "ECR"),
    ("aws_ecs_", "ECS"),
    ("aws_eks_", "EKS"),
    ("aws_elasticache_", "ElastiCache"),
    ("aws_iam_", "IAM"),
    ("aws_kms_", "KMS"),
    ("aws_lambda_", "Lambda"),
    ("aws_lb", "Load Balancing"),
    ("aws_route53_", "Route 53"),
    ("aws_s3", "S3"),
    ("aws_secretsmanager_", "Secrets Manager"),
    ("aws_scheduler_", "EventBridge"),
    ("aws_signer_", "Lambda"),
    ("aws_sns_", "SNS"),
    ("aws_sqs_", "SQS"),
    ("aws_wafv2_", "WAF"),
    ("aws_organizations_", "Organizations"),
    ("aws_ssoadmin_", "Identity Center"),
    ("aws_identitystore_", "Identity Center"),
    ("aws_cloudtrail", "CloudTrail"),
    ("aws_config_", "Config"),
    ("aws_guardduty_", "GuardDuty"),
    ("aws_securityhub_", "Security Hub"),
    ("aws_inspector2_", "Inspector"),
    ("aws_macie2_", "Macie"),
    ("aws_accessanalyzer_", "Access Analyzer"),
    ("aws_budgets_", "Budgets"),
    ("aws_ce_", "Cost Explorer"),
    ("aws_vpc", "VPC"),
    ("aws_default_", "VPC"),
    ("aws_subnet", "VPC"),
    ("aws_route", "VPC"),
    ("aws_internet_gateway", "VPC"),
    ("aws_nat_gateway", "VPC"),
    ("aws_eip", "VPC"),
    ("aws_network_", "VPC"),
    ("aws_security_group", "VPC"),
    ("aws_flow_log", "VPC"),
    ("aws_synthetics_", "CloudWatch"),
    ("aws_oam_", "CloudWatch"),
];

/// Counts what is in a cloud.
pub fn census(cloud: &Cloud) -> Census {
    let mut services: BTreeMap<&'static str, usize> = BTreeMap::new();
    for resource in cloud.stacks.iter().flat_map(polder_cloud::Stack::managed) {
        *services.entry(service(&resource.address.kind)).or_default() += 1;
    }
    let mut services: Vec<_> = services.into_iter().collect();
    services.sort_by_key(|(name, count)| (std::cmp::Reverse(*count), *name));
    Census { stacks: cloud.stacks.len(), resources: cloud.resource_count(), services }
}

/// The service that a kind of resource belongs to.
fn service(kind: &str) -> &'static str {
    SERVICES.iter().find(|(prefix, _)| kind.starts_with(prefix)).map_or("other", |(_, name)| name)
}
