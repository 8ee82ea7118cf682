//! The types of the elements of a policy, and which of them must not be empty.

use serde_json::Value;

use super::problem::{Problem, wrong};

/// An identifier that is not a text.
pub(super) fn identifier(object: &Value, key: &str) -> Option<Problem> {
    let is_wrong = object.get(key).is_some_and(|value| !value.is_string());
    is_wrong.then(|| wrong(format!("`{key}` is not a text"), "a text"))
}

/// Actions or resources that are not a text or a list of texts, or an empty list.
pub(super) fn lists(statement: &Value) -> Option<Problem> {
    ["Action", "NotAction", "Resource", "NotResource"].into_iter().find_map(|key| {
        match statement.get(key)? {
            Value::String(_) => None,
            Value::Array(items) if items.is_empty() => {
                Some(wrong(format!("`{key}` is an empty list"), "at least one text"))
            }
            Value::Array(items) if items.iter().all(Value::is_string) => None,
            _ => {
                Some(wrong(format!("`{key}` is not a text or a list of texts"), "a text, or a list of texts"))
            }
        }
    })
}
