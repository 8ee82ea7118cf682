//! A problem of a document.

use serde_json::Value;

/// What is wrong, and what AWS accepts.
pub(super) type Problem = (String, String);

/// A problem with what is accepted instead.
pub(super) fn wrong(problem: impl Into<String>, accepts: impl Into<String>) -> Problem {
    (problem.into(), accepts.into())
}

/// One text, or the texts of a list.
pub(super) fn texts(value: &Value) -> impl Iterator<Item = &str> {
    let one = value.as_str().into_iter();
    one.chain(value.as_array().into_iter().flatten().filter_map(Value::as_str))
}
