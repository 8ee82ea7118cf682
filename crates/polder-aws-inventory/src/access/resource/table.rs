//! Which attributes hold policies of resources.

use polder_inventory::access::PolicyRole;

use crate::link::ByName;

/// A kind of resource that sets the policy of another, or of a whole account and region.
pub(crate) struct Setter {
    /// The kind.
    pub(crate) kind: &'static str,
    /// The attribute with the policy.
    pub(crate) policy: &'static str,
    /// Whose policy it is.
    pub(crate) of: Of,
}

/// Whose policy it is.
pub(crate) enum Of {
    /// The resource that an attribute refers to, or a resource of one of these kinds that it names.
    Attribute(&'static str, &'static [ByName]),
    /// The account.
    Account,
}

use Of::{Account, Attribute};

/// Kinds that set the policies of others.
pub(crate) const SETTERS: &[Setter] = &[
    Setter {
        kind: "aws_api_gateway_rest_api_policy",
        policy: "policy",
        of: Attribute("rest_api_id", &[("aws_api_gateway_rest_api", "id")]),
    },
    Setter {
        kind: "aws_backup_vault_policy",
        policy: "policy",
        of: Attribute("backup_vault_name", &[("aws_backup_vault", "name")]),
    },
    Setter {
        kind: "aws_cloudwatch_event_bus_policy",
        policy: "policy",
        of: Attribute("event_bus_name", &[("aws_cloudwatch_event_bus", "name")]),
    },
    Setter { kind: "aws_cloudwatch_log_resource_policy", policy: "policy_document", of: Account },
    Setter { kind: "aws_dynamodb_resource_policy", policy: "policy", of: Attribute("resource_arn", &[]) },
    Setter { kind: "aws_ecr_registry_policy", policy: "policy", of: Account },
    Setter {
        kind: "aws_ecr_repository_policy",
        policy: "policy",
        of: Attribute("repository", &[("aws_ecr_repository", "name")]),
    },
    Setter {
        kind: "aws_efs_file_system_policy",
        policy: "policy",
        of: Attribute("file_system_id", &[("aws_efs_file_system", "id")]),
    },
    Setter {
        kind: "aws_elasticsearch_domain_policy",
        policy: "access_policies",
        of: Attribute("domain_name", &[("aws_elasticsearch_domain", "domain_name")]),
    },
    Setter { kind: "aws_glue_resource_policy", policy: "policy", of: Account },
    Setter { kind: "aws_kinesis_resource_policy", policy: "policy", of: Attribute("resource_arn", &[]) },
    Setter { kind: "aws_oam_sink_policy", policy: "policy", of: Account },
    Setter {
        kind: "aws_opensearch_domain_policy",
        policy: "access_policies",
        of: Attribute("domain_name", &[("aws_opensearch_domain", "domain_name")]),
    },
    Setter { kind: "aws_organizations_resource_policy", policy: "content", of: Account },
    Setter {
        kind: "aws_s3_bucket_policy",
        policy: "policy",
        of: Attribute("bucket", &[("aws_s3_bucket", "bucket")]),
    },
    Setter { kind: "aws_secretsmanager_secret_policy", policy: "policy", of: Attribute("secret_arn", &[]) },
    Setter { kind: "aws_sns_topic_policy", policy: "policy", of: Attribute("arn", &[]) },
    Setter {
        kind: "aws_sqs_queue_policy",
        policy: "policy",
        of: Attribute("queue_url", &[("aws_sqs_queue", "url")]),
    },
    Setter {
        kind: "aws_vpc_endpoint_policy",
        policy: "policy",
        of: Attribute("vpc_endpoint_id", &[("aws_vpc_endpoint", "id")]),
    },
];

/// Kinds that hold their own policies, with the attribute and what the policy does. Where a separate resource
/// sets the policy, states repeat it in this attribute.
pub(crate) const HOLDERS: &[(&str, &str, PolicyRole)] = &[
    ("aws_api_gateway_rest_api", "policy", PolicyRole::Resource),
    ("aws_ecr_repository", "policy", PolicyRole::Resource),
    ("aws_elasticsearch_domain", "access_policies", PolicyRole::Resource),
    ("aws_opensearch_domain", "access_policies", PolicyRole::Resource),
    ("aws_s3_bucket", "policy", PolicyRole::Resource),
    ("aws_secretsmanager_secret", "policy", PolicyRole::Resource),
    ("aws_sns_topic", "policy", PolicyRole::Resource),
    ("aws_sqs_queue", "policy", PolicyRole::Resource),
    ("aws_vpc_endpoint", "policy", PolicyRole::Endpoint),
];
