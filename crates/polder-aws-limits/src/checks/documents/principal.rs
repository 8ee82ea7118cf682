//! Principals of a statement.

use serde_json::Value;

use super::problem::{Problem, texts, wrong};

/// The first principal that AWS does not accept.
pub(super) fn problem(statement: &Value) -> Option<Problem> {
    let principal = statement.get("Principal").or_else(|| statement.get("NotPrincipal"))?;
    if principal == "*" {
        return None;
    }
    let Some(object) = principal.as_object() else {
        return Some(wrong(
            format!("a principal is `{principal}`"),
            "`*`, or an object with `AWS` or `Service`",
        ));
    };
    for (kind, values) in object {
        let is_accepted: fn(&str) -> bool = match kind.as_str() {
            "AWS" => is_identity,
            "Service" => is_service,
            "Federated" | "CanonicalUser" => |_| true,
            _ => {
                let accepts = "`AWS`, `Service`, `Federated`, `CanonicalUser`";
                return Some(wrong(format!("a principal is of the kind `{kind}`"), accepts));
            }
        };
        if let Some(other) = texts(values).find(|text| !text.contains("${") && !is_accepted(text)) {
            let accepts = match kind.as_str() {
                "Service" => "a service, such as `ec2.amazonaws.com`",
                _ => "an account, or the ARN of a role, a user or an account, without wildcards",
            };
            return Some(wrong(format!("a principal is `{other}`"), accepts));
        }
    }
    None
}

fn is_service(text: &str) -> bool {
    let name = text.strip_suffix(".amazonaws.com").or_else(|| text.strip_suffix(".amazonaws.com.cn"));
    let letters = |letter: char| letter.is_ascii_alphanumeric() || "-._".contains(letter);
    name.is_some_and(|name| !name.is_empty() && name.chars().all(letters))
}

fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_identity(text: &str) -> bool {
    if text == "*" || is_account(text) {
        return true;
    }
    if let Some(start) = ["AROA", "AIDA", "AGPA", "ANPA"].into_iter().find(|start| text.starts_with(start)) {
        return text.len() > start.len() + 10;
    }
    let parts: Vec<&str> = text.splitn(6, ':').collect();
    let ["arn", _, "iam" | "sts", "", account, name] = parts.as_slice() else { return false };
    let is_known = is_account(account) || *account == "cloudfront" || *account == "aws";
    is_known && !name.is_empty() && !text.contains(['*', '?'])
}
