//! The actions that create, read, update and delete each kind of resource in use.
//!
//! CloudFormation's handlers list the permissions that they need. Terraform calls the same APIs, but reads other parts of
//! some resources: `actions-own.txt` has what is missing.

use std::collections::BTreeSet;
use std::fmt::Write;

use anyhow::Result;

use super::cloudformation::CloudFormation;
use super::kinds::Kinds;
use super::strings;

/// The operations of Terraform. CloudFormation's `list` has no counterpart.
const OPERATIONS: [&str; 4] = ["create", "read", "update", "delete"];

/// A line for each type and operation, of the types that `used` names in quotation marks: `aws_sqs_queue create sqs:CreateQueue sqs:TagQueue`.
pub(super) fn text(kinds: &Kinds, schemas: &CloudFormation, used: &str) -> Result<String> {
    let mut text = String::new();
    for (name, kind) in kinds.kinds.iter().filter(|(name, _)| used.contains(&format!("(\"{name}\""))) {
        let Some((schema, _)) = &kind.schema else { continue };
        let handlers = schemas.handlers(schema)?;
        for operation in OPERATIONS {
            let listed = strings(&handlers[operation]["permissions"]);
            let actions: BTreeSet<String> = listed.filter_map(|it| action(&it)).collect();
            if !actions.is_empty() {
                let actions: Vec<String> = actions.into_iter().collect();
                writeln!(text, "{name} {operation} {}", actions.join(" "))?;
            }
        }
    }
    Ok(text)
}

/// An action as IAM writes it: the prefix of a service has no capitals. A few entries are no actions.
fn action(listed: &str) -> Option<String> {
    let (service, name) = listed.trim().split_once(':')?;
    let known = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '*');
    known.then(|| format!("{}:{name}", service.to_ascii_lowercase()))
}
