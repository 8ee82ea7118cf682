//! Typed documents as the values that Terraform encodes.

use polder_cloud::{Document, Value, container_json, policy_json, text};

/// The expression that makes a document.
pub(crate) fn value(document: &Document) -> Value {
    match document {
        Document::Policy(policy) => encoded(policy_json::print(policy).into()),
        Document::Containers(containers) => encoded(container_json::print(containers)),
        Document::Json(body) => encoded(body.clone().into()),
        Document::EdgeFunction(function) => file(format!("functions/{}.js", function.name)),
        Document::Text(text) => file(text.path.to_string()),
    }
}

/// The text of a file beside the stack.
fn file(path: String) -> Value {
    Value::call("file", vec![text![Value::expression("path.module"), "/", path]])
}

fn encoded(value: Value) -> Value {
    Value::call("jsonencode", vec![value])
}
