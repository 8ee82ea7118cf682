//! Patterns of events and of messages.

use serde_json::Value;

use super::problem::{Problem, wrong};

/// What a value can be compared by.
const OPERATORS: [&str; 8] =
    ["prefix", "suffix", "anything-but", "numeric", "exists", "cidr", "equals-ignore-case", "wildcard"];

/// How many keys a filter of a subscription has at most.
const KEYS_MAX: usize = 5;

/// The first problem of a pattern, which may be nested.
pub(super) fn problem(json: &Value, is_nested: bool) -> Option<Problem> {
    let Some(fields) = json.as_object() else {
        return Some(wrong("it is not a JSON object", "an object"));
    };
    if fields.is_empty() {
        return Some(wrong("it matches nothing in particular", "at least one field"));
    }
    fields.iter().find_map(|(name, value)| field(name, value, is_nested))
}

fn field(name: &str, value: &Value, is_nested: bool) -> Option<Problem> {
    match value {
        Value::Array(alternatives) if name == "$or" => {
            alternatives.iter().find_map(|alternative| problem(alternative, is_nested))
        }
        Value::Array(values) if values.is_empty() => {
            Some(wrong(format!("`{name}` is an empty list"), "at least one value"))
        }
        Value::Array(values) => values.iter().find_map(|value| matched(name, value)),
        Value::Object(_) if is_nested => problem(value, is_nested),
        Value::Object(_) => {
            let accepts = "lists of values, or `filter_policy_scope = \"MessageBody\"`";
            Some(wrong(format!("`{name}` is nested"), accepts))
        }
        other => Some(wrong(format!("`{name}` is `{other}`, and not a list"), "a list of values")),
    }
}

fn matched(name: &str, value: &Value) -> Option<Problem> {
    let Some(operators) = value.as_object() else {
        return value.is_array().then(|| wrong(format!("`{name}` is a list in a list"), "a list of values"));
    };
    let unknown = operators.keys().find(|key| !OPERATORS.contains(&key.as_str()))?;
    let accepts = OPERATORS.map(|operator| format!("`{operator}`")).join(", ");
    Some(wrong(format!("`{name}` is compared by `{unknown}`"), accepts))
}

/// A filter has few keys.
pub(super) fn keys(json: &Value) -> Option<Problem> {
    let count = json.as_object().map_or(0, serde_json::Map::len);
    (count > KEYS_MAX).then(|| wrong(format!("it has {count} keys"), format!("at most {KEYS_MAX} keys")))
}
