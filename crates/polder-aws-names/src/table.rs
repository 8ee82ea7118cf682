//! The form of the ARNs of each kind of resource.

use polder_cloud::provider::IdentifierPart;

/// The form of the ARNs of a kind of resource.
#[derive(Clone, Copy, Debug)]
pub struct Arn {
    kind: &'static str,
    attribute: &'static str,
    service: &'static str,
    scope: Scope,
    /// The form of the resource part.
    resource: &'static [IdentifierPart],
}

/// Whether an ARN contains region and account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scope {
    /// Both.
    Region,
    /// The account only.
    Account,
    /// The region only.
    RegionOnly,
    /// None: names are globally unique.
    World,
}

use IdentifierPart::{
    Attribute as Name, AttributeOr as Or, AttributeUnless as Unless, AttributeWithout as Without, Made,
    NameOf as Last, Text,
};
use Scope::{Account, Region, RegionOnly, World};

impl Arn {
    /// The kind of resource.
    pub fn kind(&self) -> &'static str {
        self.kind
    }

    /// The attribute that has the ARN: `arn`, or the name of another where a kind has several.
    pub fn attribute(&self) -> &'static str {
        self.attribute
    }

    /// The service, as ARNs write it.
    pub fn service(&self) -> &'static str {
        self.service
    }

    /// All parts, from `arn:` on.
    pub fn parts(&self) -> impl Iterator<Item = IdentifierPart> + use<> {
        let region = matches!(self.scope, Region | RegionOnly).then_some(IdentifierPart::Region);
        let account = matches!(self.scope, Region | Account).then_some(IdentifierPart::Account);
        let begin = [Text("arn:"), IdentifierPart::Partition, Text(":"), Text(self.service), Text(":")];
        let place = region.into_iter().chain([Text(":")]).chain(account).chain([Text(":")]);
        begin.into_iter().chain(place).chain(self.resource.iter().copied())
    }
}

const fn arn(
    kind: &'static str,
    service: &'static str,
    scope: Scope,
    resource: &'static [IdentifierPart],
) -> Arn {
    Arn { kind, attribute: "arn", service, scope, resource }
}

/// All kinds, by service.
pub const ARNS: &[Arn] = &[
    arn(
        "aws_accessanalyzer_analyzer",
        "access-analyzer",
        Region,
        &[Text("analyzer/"), Name("analyzer_name")],
    ),
    arn("aws_acm_certificate", "acm", Region, &[Text("certificate/"), Made]),
    arn("aws_acmpca_certificate_authority", "acm-pca", Region, &[Text("certificate-authority/"), Made]),
    arn("aws_api_gateway_rest_api", "apigateway", RegionOnly, &[Text("/restapis/"), Made]),
    // Methods of an API have other ARNs than the API itself.
    Arn { attribute: "execution_arn", ..arn("aws_api_gateway_rest_api", "execute-api", Region, &[Made]) },
    arn("aws_apigatewayv2_api", "apigateway", RegionOnly, &[Text("/apis/"), Made]),
    Arn { attribute: "execution_arn", ..arn("aws_apigatewayv2_api", "execute-api", Region, &[Made]) },
    arn(
        "aws_autoscaling_group",
        "autoscaling",
        Region,
        &[Text("autoScalingGroup:"), Made, Text(":autoScalingGroupName/"), Name("name")],
    ),
    arn("aws_backup_plan", "backup", Region, &[Text("backup-plan:"), Made]),
    arn("aws_backup_vault", "backup", Region, &[Text("backup-vault:"), Name("name")]),
    arn("aws_budgets_budget", "budgets", Account, &[Text("budget/"), Name("name")]),
    arn("aws_cloudfront_distribution", "cloudfront", Account, &[Text("distribution/"), Made]),
    arn("aws_cloudfront_function", "cloudfront", Account, &[Text("function/"), Name("name")]),
    arn("aws_cloudfront_key_value_store", "cloudfront", Account, &[Text("key-value-store/"), Made]),
    arn("aws_cloudtrail", "cloudtrail", Region, &[Text("trail/"), Name("name")]),
    arn("aws_cloudwatch_composite_alarm", "cloudwatch", Region, &[Text("alarm:"), Name("alarm_name")]),
    arn("aws_cloudwatch_metric_alarm", "cloudwatch", Region, &[Text("alarm:"), Name("alarm_name")]),
    arn("aws_cloudwatch_event_bus", "events", Region, &[Text("event-bus/"), Name("name")]),
    arn(
        "aws_cloudwatch_event_rule",
        "events",
        Region,
        &[Text("rule/"), Unless("event_bus_name", "default"), Name("name")],
    ),
    arn("aws_cloudwatch_log_group", "logs", Region, &[Text("log-group:"), Name("name")]),
    arn("aws_db_instance", "rds", Region, &[Text("db:"), Name("identifier")]),
    arn("aws_rds_cluster", "rds", Region, &[Text("cluster:"), Name("cluster_identifier")]),
    arn("aws_rds_cluster_instance", "rds", Region, &[Text("db:"), Name("identifier")]),
    arn(
        "aws_rds_global_cluster",
        "rds",
        Account,
        &[Text("global-cluster:"), Name("global_cluster_identifier")],
    ),
    arn("aws_docdb_cluster", "rds", Region, &[Text("cluster:"), Name("cluster_identifier")]),
    arn("aws_neptune_cluster", "rds", Region, &[Text("cluster:"), Name("cluster_identifier")]),
    arn("aws_dynamodb_table", "dynamodb", Region, &[Text("table/"), Name("name")]),
    arn("aws_ebs_volume", "ec2", Region, &[Text("volume/"), Made]),
    arn("aws_instance", "ec2", Region, &[Text("instance/"), Made]),
    arn("aws_internet_gateway", "ec2", Region, &[Text("internet-gateway/"), Made]),
    arn("aws_nat_gateway", "ec2", Region, &[Text("natgateway/"), Made]),
    arn("aws_network_acl", "ec2", Region, &[Text("network-acl/"), Made]),
    arn("aws_route_table", "ec2", Region, &[Text("route-table/"), Made]),
    arn("aws_security_group", "ec2", Region, &[Text("security-group/"), Made]),
    arn("aws_subnet", "ec2", Region, &[Text("subnet/"), Made]),
    arn("aws_vpc", "ec2", Region, &[Text("vpc/"), Made]),
    arn("aws_vpc_endpoint", "ec2", Region, &[Text("vpc-endpoint/"), Made]),
    arn("aws_ecr_repository", "ecr", Region, &[Text("repository/"), Name("name")]),
    arn("aws_ecs_cluster", "ecs", Region, &[Text("cluster/"), Name("name")]),
    arn("aws_ecs_service", "ecs", Region, &[Text("service/"), Last("cluster"), Text("/"), Name("name")]),
    arn("aws_efs_file_system", "elasticfilesystem", Region, &[Text("file-system/"), Made]),
    arn("aws_eks_cluster", "eks", Region, &[Text("cluster/"), Name("name")]),
    arn(
        "aws_eks_node_group",
        "eks",
        Region,
        &[Text("nodegroup/"), Last("cluster_name"), Text("/"), Name("node_group_name"), Text("/"), Made],
    ),
    arn("aws_elasticache_cluster", "elasticache", Region, &[Text("cluster:"), Name("cluster_id")]),
    arn(
        "aws_elasticache_replication_group",
        "elasticache",
        Region,
        &[Text("replicationgroup:"), Name("replication_group_id")],
    ),
    arn("aws_elasticache_serverless_cache", "elasticache", Region, &[Text("serverlesscache:"), Name("name")]),
    arn("aws_guardduty_detector", "guardduty", Region, &[Text("detector/"), Made]),
    arn("aws_iam_group", "iam", Account, &[Text("group"), Or("path", "/"), Name("name")]),
    arn(
        "aws_iam_openid_connect_provider",
        "iam",
        Account,
        &[Text("oidc-provider/"), Without("url", "https://")],
    ),
    arn("aws_iam_policy", "iam", Account, &[Text("policy"), Or("path", "/"), Name("name")]),
    arn("aws_iam_role", "iam", Account, &[Text("role"), Or("path", "/"), Name("name")]),
    arn("aws_iam_saml_provider", "iam", Account, &[Text("saml-provider/"), Name("name")]),
    arn(
        "aws_iam_service_linked_role",
        "iam",
        Account,
        &[Text("role/aws-service-role/"), Name("aws_service_name"), Text("/"), Made],
    ),
    arn("aws_iam_user", "iam", Account, &[Text("user"), Or("path", "/"), Name("name")]),
    arn("aws_kinesis_firehose_delivery_stream", "firehose", Region, &[Text("deliverystream/"), Name("name")]),
    arn("aws_kinesis_stream", "kinesis", Region, &[Text("stream/"), Name("name")]),
    arn("aws_kms_external_key", "kms", Region, &[Text("key/"), Made]),
    arn("aws_kms_key", "kms", Region, &[Text("key/"), Made]),
    arn("aws_kms_replica_external_key", "kms", Region, &[Text("key/"), Made]),
    arn("aws_kms_replica_key", "kms", Region, &[Text("key/"), Made]),
    arn("aws_lambda_function", "lambda", Region, &[Text("function:"), Name("function_name")]),
    arn("aws_lb", "elasticloadbalancing", Region, &[Text("loadbalancer/"), Made]),
    arn("aws_lb_listener", "elasticloadbalancing", Region, &[Text("listener/"), Made]),
    arn(
        "aws_lb_target_group",
        "elasticloadbalancing",
        Region,
        &[Text("targetgroup/"), Name("name"), Text("/"), Made],
    ),
    arn("aws_opensearch_domain", "es", Region, &[Text("domain/"), Name("domain_name")]),
    arn("aws_elasticsearch_domain", "es", Region, &[Text("domain/"), Name("domain_name")]),
    arn("aws_organizations_organizational_unit", "organizations", Account, &[Text("ou/"), Made]),
    arn("aws_organizations_policy", "organizations", Account, &[Text("policy/"), Made]),
    arn("aws_redshift_cluster", "redshift", Region, &[Text("cluster:"), Name("cluster_identifier")]),
    arn("aws_route53_health_check", "route53", World, &[Text("healthcheck/"), Made]),
    arn("aws_route53_zone", "route53", World, &[Text("hostedzone/"), Made]),
    arn("aws_s3_bucket", "s3", World, &[Name("bucket")]),
    arn(
        "aws_scheduler_schedule",
        "scheduler",
        Region,
        &[Text("schedule/"), Or("group_name", "default"), Text("/"), Name("name")],
    ),
    arn(
        "aws_secretsmanager_secret",
        "secretsmanager",
        Region,
        &[Text("secret:"), Name("name"), Text("-"), Made],
    ),
    arn(
        "aws_sesv2_configuration_set",
        "ses",
        Region,
        &[Text("configuration-set/"), Name("configuration_set_name")],
    ),
    arn("aws_sesv2_email_identity", "ses", Region, &[Text("identity/"), Name("email_identity")]),
    arn("aws_sns_topic", "sns", Region, &[Name("name")]),
    arn("aws_sqs_queue", "sqs", Region, &[Name("name")]),
    arn("aws_ssm_parameter", "ssm", Region, &[Text("parameter/"), Without("name", "/")]),
    arn("aws_wafv2_web_acl", "wafv2", Region, &[Made]),
];
