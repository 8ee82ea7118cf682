//! JSON as values of the graph.

use serde_json::Value as Json;
use smol_str::SmolStr;

use crate::body::{Body, Content, Item};
use crate::value::Value;

/// The value of a JSON text.
///
/// # Errors
/// If the text is not JSON, or is nested deeper than the parser's limit of 128 levels.
pub fn read(text: &str) -> Result<Value, serde_json::Error> {
    serde_json::from_str(text).map(value)
}

/// A JSON value as a value of the graph. Numbers keep their digits.
pub fn value(json: Json) -> Value {
    match json {
        Json::Null => Value::Null,
        Json::Bool(value) => Value::Bool(value),
        Json::Number(number) => {
            number.as_i64().map_or_else(|| Value::Decimal(number.to_string().into()), Value::Integer)
        }
        Json::String(text) => Value::Text(text.into()),
        Json::Array(items) => Value::List(items.into_iter().map(value).collect()),
        Json::Object(entries) => {
            let item = |(key, json): (String, Json)| item(key.into(), value(json));
            Value::Object(Box::new(Body { items: entries.into_iter().map(item).collect() }))
        }
    }
}

/// An attribute without a source line. Unlike [`Body::set`], it keeps nulls, which are significant in JSON.
fn item(key: SmolStr, value: Value) -> Item {
    Item { key, comment: None, content: Content::Attribute(value), at: None }
}
