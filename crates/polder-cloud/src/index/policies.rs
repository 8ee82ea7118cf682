//! All policies of a cloud with their owners.

use std::borrow::Cow;

use crate::body::{Body, Content};
use crate::document::Document;
use crate::policy::Policy;
use crate::policy_json;
use crate::value::Value;

use super::{Index, ResourceId, ids};

/// A policy and its owner.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnedPolicy<'a> {
    /// The resource.
    pub owner: ResourceId,
    /// Its attribute, or its block and the block's attribute: `inline_policy.policy`.
    pub attribute: Cow<'a, str>,
    /// The policy. Its references are relative to the owner's stack.
    pub policy: Cow<'a, Policy>,
}

impl<'a> Index<'a> {
    /// All policies, in the order of stacks: typed ones, and strings that are policies.
    pub fn policies(&self) -> Vec<OwnedPolicy<'a>> {
        let mut found = vec![];
        for (owner, resource) in ids(self.cloud()) {
            in_body(owner, "", &resource.body, &mut found);
        }
        found
    }
}

fn in_body<'a>(owner: ResourceId, before: &str, body: &'a Body, found: &mut Vec<OwnedPolicy<'a>>) {
    for item in &body.items {
        let path = || -> Cow<'a, str> {
            if before.is_empty() { item.key.as_str().into() } else { format!("{before}.{}", item.key).into() }
        };
        match &item.content {
            Content::Block(inner) => in_body(owner, &path(), inner, found),
            Content::Attribute(value) => {
                if let Some(policy) = policy(value) {
                    found.push(OwnedPolicy { owner, attribute: path(), policy });
                }
            }
        }
    }
}

/// The value as a policy, if it is one.
fn policy(value: &Value) -> Option<Cow<'_, Policy>> {
    match value {
        Value::Document(document) => match document.as_ref() {
            Document::Policy(policy) => Some(Cow::Borrowed(policy)),
            Document::Json(_) | Document::Containers(_) | Document::EdgeFunction(_) | Document::Text(_) => {
                None
            }
        },
        Value::Text(text) if text.starts_with('{') && text.contains("\"Statement\"") => {
            policy_json::parse_text(text).ok().map(Cow::Owned)
        }
        Value::Sensitive(inner) => policy(inner),
        _ => None,
    }
}
