//! Plausible values for what only exists after a deployment, for tests and for plans of a stack that stands alone.

use crate::body::Body;
use crate::value::Value;
use crate::{body, list};

/// The account that stubs pretend to belong to.
const ACCOUNT: &str = "111111111111";

/// A value that the provider accepts wherever a reference to this attribute of this kind of resource is used.
///
/// `name` is the resource's name in its stack, so that stubs of different resources differ.
pub fn stub(kind: &str, name: &str, attribute: &str) -> Value {
    match (kind, attribute) {
        ("aws_acm_certificate", "domain_validation_options") => list![validation_option()],
        ("aws_secretsmanager_random_password", "random_password") => {
            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMN".into()
        }
        ("aws_secretsmanager_secret_version", "secret_string") => "stub-of-a-secret".into(),
        ("aws_route53_zone", "name_servers") => ["ns-1.example.net", "ns-2.example.net"].into(),
        ("aws_db_instance", "port") => 5432.into(),
        ("aws_elasticache_replication_group", "port") => 6379.into(),
        ("aws_eks_addon_version", "version") => "v1.0.0-eksbuild.1".into(),
        ("aws_eks_node_group", "resources") => list![node_group_resources(name)],
        ("aws_launch_template", "latest_version") => 1.into(),
        ("aws_ssm_parameter", "insecure_value") => "ami-0123456789abcdef0".into(),
        ("aws_sqs_queue", "id" | "url") => {
            format!("https://sqs.eu-central-1.amazonaws.com/{ACCOUNT}/{name}").into()
        }
        ("aws_organizations_organization", "roots") => list![root()],
        ("aws_organizations_organization", "id") => "o-stub123456".into(),
        ("aws_organizations_organizational_unit", "id") => "ou-stub-12345678".into(),
        ("aws_organizations_account" | "aws_securityhub_account", "id") => ACCOUNT.into(),
        ("aws_organizations_policy", "id") => "p-stub1234".into(),
        ("aws_identitystore_group", "group_id") => "00000000-0000-4000-8000-000000000000".into(),
        ("aws_organizations_account", "email") => format!("{name}@example.com").into(),
        ("aws_ssoadmin_instances", "arns") => list!["arn:aws:sso:::instance/ssoins-0123456789abcdef"],
        ("aws_ssoadmin_instances", "identity_store_ids") => list!["d-0123456789"],
        ("aws_ssoadmin_permission_set", "arn") => {
            "arn:aws:sso:::permissionSet/ssoins-0123456789abcdef/ps-0123456789abcdef".into()
        }
        (_, "account_id" | "master_account_id") => ACCOUNT.into(),
        (_, "arn" | "stream_arn" | "version_arn") => arn(kind, name).into(),
        (_, text) if text.ends_with("_arn") => arn(kind, name).into(),
        (_, "zone_id" | "hosted_zone_id" | "regional_zone_id" | "cloudfront_zone_id") => {
            "Z0123456789ABCDEFGHIJ".into()
        }
        (_, "repository_url") => format!("{ACCOUNT}.dkr.ecr.eu-central-1.amazonaws.com/{name}").into(),
        (_, text) if is_host(text) => format!("{}.example.net", name.replace('_', "-")).into(),
        (kind, "id") => id(kind, name).into(),
        (_, _) => name.replace('_', "-").into(),
    }
}

fn validation_option() -> Body {
    body! {
        domain_name = "stub.example.com";
        resource_record_name = "_stub.example.com.";
        resource_record_type = "CNAME";
        resource_record_value = "_stub.acm-validations.aws.";
    }
}

fn node_group_resources(name: &str) -> Body {
    body! {
        autoscaling_groups = [body! { name = format!("eks-{name}"); }];
        remote_access_security_group_id = "sg-0123456789abcdef0";
    }
}

fn root() -> Body {
    body! {
        id = "r-stub";
        arn = format!("arn:aws:organizations::{ACCOUNT}:root/o-stub123456/r-stub");
        name = "Root";
        policy_types = list![];
    }
}

fn is_host(attribute: &str) -> bool {
    attribute.ends_with("dns_name")
        || attribute.ends_with("domain_name")
        || attribute.ends_with("endpoint_address")
        || matches!(
            attribute,
            "address" | "endpoint" | "fqdn" | "domain_name" | "bucket_regional_domain_name"
        )
}

/// An ARN of the right form; services that the provider checks by name get their own.
fn arn(kind: &str, name: &str) -> String {
    let kind = kind.strip_prefix("aws_").unwrap_or(kind);
    let dashed = name.replace('_', "-");
    match kind {
        "s3_bucket" => format!("arn:aws:s3:::{dashed}"),
        "iam_role" => format!("arn:aws:iam::{ACCOUNT}:role/{dashed}"),
        "iam_policy" => format!("arn:aws:iam::{ACCOUNT}:policy/{dashed}"),
        "cloudfront_distribution" => format!("arn:aws:cloudfront::{ACCOUNT}:distribution/E0123456789ABC"),
        "kms_key" => format!("arn:aws:kms:eu-central-1:{ACCOUNT}:key/00000000-0000-4000-8000-000000000000"),
        "lb" => format!(
            "arn:aws:elasticloadbalancing:eu-central-1:{ACCOUNT}:loadbalancer/app/{dashed}/0123456789abcdef"
        ),
        "lb_target_group" => {
            format!(
                "arn:aws:elasticloadbalancing:eu-central-1:{ACCOUNT}:targetgroup/{dashed}/0123456789abcdef"
            )
        }
        "lb_listener" => format!(
            "arn:aws:elasticloadbalancing:eu-central-1:{ACCOUNT}:listener/app/{dashed}/0123456789abcdef/0123456789abcdef"
        ),
        "wafv2_web_acl" => {
            format!(
                "arn:aws:wafv2:eu-central-1:{ACCOUNT}:regional/webacl/{dashed}/00000000-0000-4000-8000-000000000000"
            )
        }
        "cloudwatch_log_group" => format!("arn:aws:logs:eu-central-1:{ACCOUNT}:log-group:/{dashed}"),
        "acm_certificate" | "acm_certificate_validation" => {
            format!("arn:aws:acm:eu-central-1:{ACCOUNT}:certificate/00000000-0000-4000-8000-000000000000")
        }
        other => format!("arn:aws:{}:eu-central-1:{ACCOUNT}:{other}/{dashed}", other.replace('_', "-")),
    }
}

fn id(kind: &str, name: &str) -> String {
    let prefix = match kind {
        "aws_vpc" => "vpc",
        "aws_subnet" => "subnet",
        "aws_security_group" => "sg",
        "aws_vpc_endpoint" => "vpce",
        "aws_internet_gateway" => "igw",
        "aws_nat_gateway" => "nat",
        "aws_route_table" => "rtb",
        "aws_ec2_managed_prefix_list" => "pl",
        "aws_launch_template" => "lt",
        _ => return name.replace('_', "-"),
    };
    format!("{prefix}-0123456789abcdef0")
}
