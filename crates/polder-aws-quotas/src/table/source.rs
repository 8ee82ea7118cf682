//! Where defaults are documented. All pages were read in November 2026.

use crate::quota::Source;

macro_rules! sources {
    ($($name:ident: $document:literal, $address:literal;)*) => {
        $(pub(super) static $name: Source = Source { document: $document, address: $address };)*
    };
}

sources! {
    // The defaults and codes that the API of Service Quotas lists, as `list-aws-default-service-quotas` shows them.
    DEFAULTS: "AWS default service quotas, as listed by the API",
        "https://github.com/gruntwork-io/terraform-aws-utilities/blob/ea5c043/docs/quotas.md";
    VPC: "Amazon VPC User Guide, Amazon VPC quotas",
        "https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html";
    EC2: "AWS General Reference, Amazon EC2 endpoints and quotas",
        "https://docs.aws.amazon.com/general/latest/gr/ec2-service.html";
    TEMPLATES: "Amazon EC2 User Guide, Launch template restrictions",
        "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/launch-template-restrictions.html";
    FARGATE: "AWS General Reference, AWS Fargate service quotas",
        "https://docs.aws.amazon.com/general/latest/gr/fargate.html";
    ECS: "Amazon ECS Developer Guide, Amazon ECS service quotas",
        "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html";
    EKS: "Amazon EKS User Guide, View and manage Amazon EKS and Fargate service quotas",
        "https://docs.aws.amazon.com/eks/latest/userguide/service-quotas.html";
    ECR: "Amazon ECR User Guide, Amazon ECR service quotas",
        "https://docs.aws.amazon.com/AmazonECR/latest/userguide/service-quotas.html";
    LAMBDA: "AWS Lambda Developer Guide, Lambda quotas",
        "https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html";
    AUTO_SCALING: "Amazon EC2 Auto Scaling User Guide, Quotas",
        "https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-quotas.html";
    APPLICATION_AUTO_SCALING: "Application Auto Scaling User Guide, Quotas",
        "https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-limits.html";
    IAM: "AWS IAM User Guide, IAM and AWS STS quotas",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html";
    KMS: "AWS KMS Developer Guide, Resource quotas",
        "https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html";
    RDS: "Amazon RDS User Guide, Quotas and constraints",
        "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Limits.html";
    ELASTICACHE: "Amazon ElastiCache User Guide, Quotas",
        "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/quota-limits.html";
    S3: "AWS General Reference, Amazon S3 endpoints and quotas",
        "https://docs.aws.amazon.com/general/latest/gr/s3.html";
    DYNAMODB: "Amazon DynamoDB Developer Guide, Quotas",
        "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html";
    EFS: "Amazon EFS User Guide, Amazon EFS quotas",
        "https://docs.aws.amazon.com/efs/latest/ug/limits.html";
    SECRETS: "AWS Secrets Manager User Guide, Quotas",
        "https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html";
    SSM: "AWS General Reference, AWS Systems Manager endpoints and quotas",
        "https://docs.aws.amazon.com/general/latest/gr/ssm.html";
    CLOUDFRONT: "Amazon CloudFront Developer Guide, Quotas",
        "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html";
    WAF: "AWS WAF Developer Guide, AWS WAF quotas",
        "https://docs.aws.amazon.com/waf/latest/developerguide/limits.html";
    ACM: "AWS Certificate Manager User Guide, Quotas",
        "https://docs.aws.amazon.com/acm/latest/userguide/acm-limits.html";
    ROUTE_53: "Amazon Route 53 Developer Guide, Quotas",
        "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html";
    ALB: "Application Load Balancers User Guide, Quotas",
        "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html";
    NLB: "Network Load Balancers User Guide, Quotas",
        "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-limits.html";
    API_GATEWAY: "Amazon API Gateway Developer Guide, Quotas",
        "https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html";
    SQS: "Amazon SQS Developer Guide, Quotas related to policies",
        "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-policies.html";
    SNS: "AWS General Reference, Amazon SNS endpoints and quotas",
        "https://docs.aws.amazon.com/general/latest/gr/sns.html";
    EVENTBRIDGE: "Amazon EventBridge User Guide, Quotas",
        "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html";
    SCHEDULER: "EventBridge Scheduler User Guide, Quotas",
        "https://docs.aws.amazon.com/scheduler/latest/UserGuide/scheduler-quotas.html";
    CLOUDWATCH: "Amazon CloudWatch User Guide, Service quotas",
        "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html";
    COMPOSITE_ALARMS: "Amazon CloudWatch User Guide, Create a composite alarm",
        "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Create_Composite_Alarm.html";
    LOGS: "Amazon CloudWatch Logs User Guide, Quotas",
        "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html";
    CLOUDTRAIL: "AWS CloudTrail User Guide, Quotas",
        "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html";
    CONFIG: "AWS Config Developer Guide, Service limits",
        "https://docs.aws.amazon.com/config/latest/developerguide/configlimits.html";
    GUARDDUTY: "Amazon GuardDuty User Guide, Quotas",
        "https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_limits.html";
    ACCESS_ANALYZER: "AWS IAM User Guide, IAM Access Analyzer quotas",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-quotas.html";
    BACKUP: "AWS Backup Developer Guide, Quotas",
        "https://docs.aws.amazon.com/aws-backup/latest/devguide/aws-backup-limits.html";
    ORGANIZATIONS: "AWS Organizations User Guide, Quotas and service limits",
        "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html";
    IDENTITY_CENTER: "AWS IAM Identity Center User Guide, Quotas",
        "https://docs.aws.amazon.com/singlesignon/latest/userguide/limits.html";
}
