//! A problem of a document.

use serde_json::Value;

/// What is wrong, and what AWS accepts.
pub(super) type Problem = (String, String);

/// A problem with what is accepted instead.
pub(super) fn wrong(problem: impl Into<String>, accepts: impl Into<String>) -> Problem {
    (problem.into(), accepts.into())
}

/// One text, or the texts of a list.
pub(in crate::checks) fn texts(value: &Value) -> impl Iterator<Item = &str> {
    let one = value.as_str().into_iter();
    one.chain(value.as_array().into_iter().flatten().filter_map(Value::as_str))
}

/// The statements of a policy, which may be one.
pub(in crate::checks) fn statements(json: &Value) -> impl Iterator<Item = &Value> {
    let statement = &json["Statement"];
    let one = Some(statement).filter(|statement| statement.is_object());
    one.into_iter().chain(statement.as_array().into_iter().flatten())
}
