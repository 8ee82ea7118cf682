//! How AWS builds the identifiers of resources, and which values are account IDs: for code that writes an ARN
//! before its resource exists, validates one, or parses one that is written as text.
//!
//! Source: AWS, Service Authorization Reference, "Resource types defined by …" of each service. What AWS
//! generates (six characters at the end of a secret's name, the key ID of a key) is unknown before the
//! resource is created.

mod table;

use polder_cloud::View;
use polder_cloud::provider::{AccountOf, IdentifierPart};

pub use table::{ARNS, Arn};

/// The parts of an attribute that identifies a resource of a kind.
pub fn identifier(kind: &str, attribute: &str) -> Option<Vec<IdentifierPart>> {
    let found = ARNS.iter().find(|arn| arn.kind() == kind && arn.attribute() == attribute);
    found.map(|arn| arn.parts().collect())
}

/// The partition of a region: `aws`, `aws-cn`, `aws-us-gov`.
pub fn partition(region: &str) -> &'static str {
    match region {
        region if region.starts_with("cn-") => "aws-cn",
        region if region.starts_with("us-gov-") => "aws-us-gov",
        _ => "aws",
    }
}

/// The account whose ID an attribute of a resource is. A member of an organization is named by its address,
/// since the organization may use another name for it.
pub fn account_of_attribute<'a>(view: View<'_, 'a>, attribute: &str) -> Option<AccountOf<'a>> {
    match (view.kind(), attribute) {
        ("aws_organizations_account", "id") => Some(AccountOf::Named(&view.address().name)),
        ("aws_caller_identity", "id" | "account_id")
        | ("aws_organizations_organization", "master_account_id")
        | ("aws_securityhub_account" | "aws_macie2_account", "id")
        | (_, "owner_id" | "registry_id") => Some(AccountOf::Stack),
        _ => None,
    }
}

/// The account whose ID a variable is: stacks that Polder writes have their own account's as `account_id`,
/// and those of others by their names.
pub fn account_of_variable(name: &str) -> Option<AccountOf<'_>> {
    if name == "account_id" {
        return Some(AccountOf::Stack);
    }
    name.strip_suffix("_account_id").map(AccountOf::Named)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arns_are_put_together_from_their_parts() {
        let parts = identifier("aws_iam_role", "arn").expect("roles have ARNs");
        let expected = [
            IdentifierPart::Text("arn:"),
            IdentifierPart::Partition,
            IdentifierPart::Text(":"),
            IdentifierPart::Text("iam"),
            IdentifierPart::Text(":"),
            IdentifierPart::Text(":"),
            IdentifierPart::Account,
            IdentifierPart::Text(":"),
            IdentifierPart::Text("role"),
            IdentifierPart::AttributeOr("path", "/"),
            IdentifierPart::Attribute("name"),
        ];
        assert_eq!(parts, expected);
        assert_eq!(identifier("aws_iam_role", "name"), None);
        assert!(identifier("aws_api_gateway_rest_api", "execution_arn").is_some());
    }

    #[test]
    fn each_attribute_has_one_form() {
        for (at, arn) in ARNS.iter().enumerate() {
            let same = |other: &&Arn| other.kind() == arn.kind() && other.attribute() == arn.attribute();
            assert_eq!(ARNS[..at].iter().find(same).map(Arn::kind), None, "{}", arn.kind());
        }
    }

    #[test]
    fn variables_are_account_ids_by_their_names() {
        assert_eq!(account_of_variable("account_id"), Some(AccountOf::Stack));
        assert_eq!(
            account_of_variable("shared_services_account_id"),
            Some(AccountOf::Named("shared_services"))
        );
        assert_eq!(account_of_variable("repository"), None);
    }
}
