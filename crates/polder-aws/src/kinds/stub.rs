//! Plausible values for what is known only after apply, for tests and for plans of a single stack.

use polder_cloud::{Body, Value, body, list};

use super::find;

/// The account ID of stubs.
const ACCOUNT: &str = "111111111111";

/// The region of stubs.
pub(super) const REGION: &str = "eu-central-1";

/// A value that AWS accepts wherever a reference to this attribute of this kind of resource is used.
pub(super) fn stub(kind: &str, name: &str, attribute: &str) -> Value {
    match (kind, attribute) {
        ("aws_acm_certificate", "domain_validation_options") => list![validation_option()],
        ("aws_secretsmanager_random_password", "random_password") => {
            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMN".into()
        }
        ("aws_secretsmanager_secret_version", "secret_string") => "stub-of-a-secret".into(),
        ("aws_secretsmanager_secret_version", "secret_string_wo_version") => 1.into(),
        ("aws_route53_zone", "name_servers") => ["ns-1.example.net", "ns-2.example.net"].into(),
        ("aws_db_instance", "port") => 5432.into(),
        ("aws_elasticache_replication_group", "port") => 6379.into(),
        ("aws_eks_addon_version", "version") => "v1.0.0-eksbuild.1".into(),
        ("aws_eks_node_group", "resources") => list![node_group_resources(name)],
        ("aws_launch_template", "latest_version") => 1.into(),
        ("aws_ssm_parameter", "insecure_value") => "ami-0123456789abcdef0".into(),
        ("aws_sqs_queue", "id" | "url") => {
            format!("https://sqs.{REGION}.amazonaws.com/{ACCOUNT}/{name}").into()
        }
        ("aws_organizations_organization", "roots") => list![root()],
        ("aws_organizations_organization", "id") => "o-stub123456".into(),
        ("aws_organizations_organizational_unit", "id") => "ou-stub-12345678".into(),
        ("aws_organizations_account" | "aws_securityhub_account", "id") => ACCOUNT.into(),
        ("aws_organizations_policy", "id") => "p-stub1234".into(),
        ("aws_identitystore_group", "group_id") => uuid(kind, name).into(),
        ("aws_organizations_account", "email") => format!("{name}@example.com").into(),
        ("aws_ssoadmin_instances", "arns") => list!["arn:aws:sso:::instance/ssoins-0123456789abcdef"],
        ("aws_ssoadmin_instances", "identity_store_ids") => list!["d-0123456789"],
        (_, "account_id" | "master_account_id") => ACCOUNT.into(),
        (_, "arn" | "stream_arn" | "version_arn") => arn(kind, name).into(),
        (_, text) if text.ends_with("_arn") => arn(kind, name).into(),
        (_, "zone_id" | "hosted_zone_id" | "regional_zone_id" | "cloudfront_zone_id") => {
            format!("Z{:016X}STUB", digits(kind, name)).into()
        }
        (_, "repository_url") => format!("{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/{name}").into(),
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

/// An ARN of the right form; where AWS validates ARNs by name, the catalog has the form.
fn arn(kind: &str, name: &str) -> String {
    let dashed = name.replace('_', "-");
    match find(kind).map(|known| known.arn).filter(|form| !form.is_empty()) {
        Some(form) => form
            .replace("{name}", &dashed)
            .replace("{account}", ACCOUNT)
            .replace("{uuid}", &uuid(kind, name))
            .replace("{digits}", &format!("{:012X}", digits(kind, name) >> 16)),
        None => {
            let kind = kind.strip_prefix("aws_").unwrap_or(kind);
            format!("arn:aws:{}:{REGION}:{ACCOUNT}:{kind}/{dashed}", kind.replace('_', "-"))
        }
    }
}

fn id(kind: &str, name: &str) -> String {
    match find(kind).map(|known| known.id).filter(|prefix| !prefix.is_empty()) {
        Some(prefix) => format!("{prefix}-0{:016x}", digits(kind, name)),
        None => name.replace('_', "-"),
    }
}

/// The random part of an identifier.
fn uuid(kind: &str, name: &str) -> String {
    let digits = digits(kind, name);
    format!("{:08x}-0000-4000-8000-{:012x}", digits >> 48, digits & 0xffff_ffff_ffff)
}

/// Digits that are unique to this resource among those that a stack reads from others: the reader of a plan
/// can tell from a stub which resource is meant. This is FNV-1a, which needs no tables.
fn digits(kind: &str, name: &str) -> u64 {
    let bytes = kind.bytes().chain([0]).chain(name.bytes());
    bytes
        .fold(0xcbf2_9ce4_8422_2325, |digits, byte| (digits ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
