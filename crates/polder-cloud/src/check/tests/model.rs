//! A provider model for the tests of checks. It uses resource types of AWS, since their schema is available; the
//! catalogue of AWS has its own tests.

use crate::provider::{
    AccountOf, After, DelegationModel, IdentifierPart, KindModel, PolicyRole, Prepared, ProviderModel,
};
use crate::schema::Schema;

/// The provider.
pub(super) static PROVIDER: ProviderModel = ProviderModel {
    name: "AWS",
    schema: Schema::aws,
    kind: |kind| KINDS.iter().find(|known| known.kind == kind),
    delegation: Some(DelegationModel {
        waits: "aws_acm_certificate_validation",
        validation_records: "validation_record_fqdns",
        record: "aws_route53_record",
        zone: "zone_id",
        record_type: "type",
        delegates: "NS",
        servers: "records",
    }),
    identifier,
    partition: |_| "aws",
    account_of_variable: |name| match name.strip_suffix("account_id")? {
        "" => Some(AccountOf::Stack),
        of => Some(AccountOf::Named(of.trim_end_matches('_'))),
    },
    trust_policy: "assume_role_policy",
    ..ProviderModel::UNKNOWN
};

/// How it puts identifiers together.
fn identifier(kind: &str, attribute: &str) -> Option<Vec<IdentifierPart>> {
    use IdentifierPart::{Account, Attribute, Made, Partition, Region, Text};
    let parts: &[IdentifierPart] = match (kind, attribute) {
        ("aws_iam_role", "arn") => {
            &[Text("arn:"), Partition, Text(":iam::"), Account, Text(":role/"), Attribute("name")]
        }
        ("aws_sqs_queue", "arn") => &[
            Text("arn:"),
            Partition,
            Text(":sqs:"),
            Region,
            Text(":"),
            Account,
            Text(":"),
            Attribute("name"),
        ],
        ("aws_secretsmanager_secret", "arn") => &[
            Text("arn:"),
            Partition,
            Text(":secretsmanager:"),
            Region,
            Text(":"),
            Account,
            Text(":secret:"),
            Attribute("name"),
            Text("-"),
            Made,
        ],
        _ => return None,
    };
    Some(parts.to_vec())
}

const fn kind(kind: &'static str) -> KindModel {
    KindModel::new(kind, "")
}

const INTERNET: &[After] = &[After { first: "aws_internet_gateway", with: "" }];

const ROLE: Prepared = Prepared { by: &["aws_iam_role_policy"], of: "role" };

const BUCKET: Prepared = Prepared { by: &["aws_s3_bucket_policy"], of: "bucket" };

const SERVICE: &[After] = &[
    After { first: "aws_ecs_cluster_capacity_providers", with: "capacity_provider_strategy" },
    After { first: "aws_lb_listener", with: "load_balancer" },
];

static KINDS: [KindModel; 7] = [
    KindModel { after: SERVICE, works_with: &[ROLE], ..kind("aws_ecs_service") },
    KindModel { after: INTERNET, ..kind("aws_nat_gateway") },
    KindModel { after: INTERNET, ..kind("aws_eip") },
    KindModel { works_with: &[BUCKET], ..kind("aws_lb") },
    KindModel { policies: PolicyRole::Identity, ..kind("aws_iam_role_policy") },
    KindModel { policies: PolicyRole::Identity, ..kind("aws_iam_role") },
    KindModel { policies: PolicyRole::UnnamedResource, ..kind("aws_ecr_repository_policy") },
];
