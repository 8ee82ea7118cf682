//! Services in words that need no glossary.

/// What a service of the price book is for, and its name in words. A service that is not listed has its own name and belongs
/// to the rest.
pub(crate) fn words(service: &str) -> (&'static str, &str) {
    let found = SERVICES.iter().find(|(start, _, _)| match start.strip_suffix('*') {
        Some(start) => service.starts_with(start),
        None => service == *start,
    });
    found.map_or(("Everything else", service), |(_, purpose, name)| (*purpose, *name))
}

const DATABASES: &str = "Databases";
const CACHES: &str = "Caches and message brokers";
const COMPUTE: &str = "Containers and machines";
const NETWORK: &str = "Private networks";
const EDGE: &str = "Web traffic";
const SECURITY: &str = "Security and audit";
const MONITORING: &str = "Monitoring and logs";
const STORAGE: &str = "Files and backups";
const MESSAGES: &str = "Queues and notifications";

const SERVICES: &[(&str, &str, &str)] = &[
    ("rds-postgres", DATABASES, "PostgreSQL"),
    ("rds-mysql", DATABASES, "MySQL"),
    ("rds-mariadb", DATABASES, "MariaDB"),
    ("rds-proxy", DATABASES, "database proxies"),
    ("rds*", DATABASES, "RDS"),
    ("aurora*", DATABASES, "Aurora"),
    ("dynamodb", DATABASES, "DynamoDB"),
    ("opensearch", DATABASES, "OpenSearch"),
    ("docdb", DATABASES, "DocumentDB"),
    ("neptune", DATABASES, "Neptune"),
    ("redshift", DATABASES, "Redshift"),
    ("dms", DATABASES, "database migration"),
    ("memorydb", CACHES, "MemoryDB"),
    ("elasticache", CACHES, "ElastiCache"),
    ("mq", CACHES, "Amazon MQ"),
    ("msk", CACHES, "Kafka"),
    ("fargate", COMPUTE, "Fargate containers"),
    ("ec2", COMPUTE, "EC2 machines"),
    ("eks", COMPUTE, "Kubernetes"),
    ("lambda", COMPUTE, "functions"),
    ("ecr", COMPUTE, "container images"),
    ("codebuild", COMPUTE, "builds"),
    ("vpc", NETWORK, "endpoints and addresses"),
    ("nat-gateway", NETWORK, "NAT gateways"),
    ("data-transfer", NETWORK, "data transfer"),
    ("transit-gateway", NETWORK, "transit gateways"),
    ("vpn", NETWORK, "VPN"),
    ("direct-connect", NETWORK, "Direct Connect"),
    ("cloudfront", EDGE, "CloudFront"),
    ("route53", EDGE, "DNS and health checks"),
    ("wafv2", EDGE, "web firewall"),
    ("api-gateway", EDGE, "API for partners"),
    ("acm*", EDGE, "certificates"),
    ("global-accelerator", EDGE, "Global Accelerator"),
    ("alb", EDGE, "load balancers"),
    ("nlb", EDGE, "network load balancers"),
    ("clb", EDGE, "classic load balancers"),
    ("gwlb", NETWORK, "gateway load balancers"),
    ("network-firewall", SECURITY, "network firewall"),
    ("security-hub", SECURITY, "Security Hub"),
    ("guardduty", SECURITY, "GuardDuty"),
    ("inspector", SECURITY, "Inspector"),
    ("macie", SECURITY, "Macie"),
    ("config", SECURITY, "AWS Config"),
    ("cloudtrail", SECURITY, "CloudTrail"),
    ("access-analyzer", SECURITY, "Access Analyzer"),
    ("shield", SECURITY, "Shield"),
    ("kms", SECURITY, "encryption keys"),
    ("cloudhsm", SECURITY, "CloudHSM"),
    ("secrets-manager", SECURITY, "secrets"),
    ("directory-service", SECURITY, "directories"),
    ("cloudwatch", MONITORING, "CloudWatch"),
    ("xray", MONITORING, "traces"),
    ("s3", STORAGE, "S3"),
    ("ebs", STORAGE, "disks"),
    ("efs", STORAGE, "EFS"),
    ("fsx", STORAGE, "FSx"),
    ("transfer-family", STORAGE, "file transfer"),
    ("backup", STORAGE, "backups"),
    ("sqs", MESSAGES, "queues"),
    ("sns", MESSAGES, "notifications"),
    ("ses", MESSAGES, "mail"),
    ("eventbridge", MESSAGES, "events"),
    ("step-functions", MESSAGES, "workflows"),
    ("mwaa", MESSAGES, "Airflow"),
    ("kinesis", MESSAGES, "Kinesis"),
    ("firehose", MESSAGES, "Firehose"),
];
