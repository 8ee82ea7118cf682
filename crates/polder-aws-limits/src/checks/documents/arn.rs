//! ARNs of resources in policies of identities.

use super::problem::{Problem, wrong};

/// What the last part of an ARN of IAM starts with. Source: the message of `CreatePolicy` about other ones.
const PATHS_OF_IAM: [&str; 13] = [
    "user/",
    "federated-user/",
    "role/",
    "group/",
    "instance-profile/",
    "mfa/",
    "server-certificate/",
    "policy/",
    "sms-mfa/",
    "saml-provider/",
    "oidc-provider/",
    "report/",
    "access-report/",
];

/// How many parts an ARN has: its prefix, partition, service, region, account and resource.
const PARTS: usize = 6;

/// What IAM does not accept as a resource.
pub(super) fn problem(text: &str) -> Option<Problem> {
    if text == "*" || text.starts_with("${") {
        return None;
    }
    let parts: Vec<&str> = text.splitn(PARTS, ':').collect();
    let ["arn", partition, service, region, account, resource] = parts.as_slice() else {
        return Some(wrong(format!("a resource is `{text}`"), "an ARN or `*`"));
    };
    let other = |accepts: String| Some(wrong(format!("a resource is `{text}`"), accepts));
    if !partition.starts_with("aws") && !partition.contains(['*', '?', '$']) {
        return other("the partition `aws`".to_owned());
    }
    if service.is_empty() {
        return other("an ARN with a service".to_owned());
    }
    let is_regional = !region.is_empty() && !region.contains(['*', '$']);
    // Access points and jobs have a region and an account.
    let is_global = *service == "iam" || *service == "s3" && account.is_empty();
    if is_regional && is_global {
        return other(format!("an ARN of `{service}` without a region"));
    }
    if *service == "iam" && !is_path_of_iam(resource) {
        return other(format!(
            "`*`, or one of {} in the last part",
            PATHS_OF_IAM.map(|it| format!("`{it}`")).join(", ")
        ));
    }
    None
}

/// Whether a path is the root user or may start as one of IAM does. What follows a wildcard or a variable is not known.
fn is_path_of_iam(path: &str) -> bool {
    let (fixed, is_open) = match path.find(['*', '?', '$']) {
        Some(at) => (path.get(..at).unwrap_or(path), true),
        None => (path, false),
    };
    fixed == "root"
        || PATHS_OF_IAM.iter().any(|start| fixed.starts_with(start) || is_open && start.starts_with(fixed))
}
