//! The owner's platform as plain JSON, for peers that write the same: stacks, resources, attributes.
//! References are texts in the form of Terraform's JSON syntax, so that a peer writes the same amount.

use polder_cloud::{Body, Content, Value};
use serde_json::{Map, Value as Json, json};

/// All stacks with their resources.
pub(crate) fn json() -> String {
    let compiled = polder::compile(polder::EXAMPLE).sound().expect("the built-in example is sound");
    let stack = |stack: &polder_cloud::Stack| {
        let resources: Vec<Json> = stack
            .managed()
            .map(|it| json!({ "kind": &*it.address.kind, "name": &*it.address.name, "body": body(&it.body) }))
            .collect();
        json!({ "name": stack.key.to_string().replace('/', "-"), "resources": resources })
    };
    Json::Array(compiled.cloud.stacks.iter().map(stack).collect()).to_string()
}

fn body(body: &Body) -> Json {
    let mut object: Map<String, Json> = Map::new();
    for item in &body.items {
        let value = match &item.content {
            Content::Attribute(value) => self::value(value),
            Content::Block(inner) => self::body(inner),
        };
        match (object.get_mut(item.key.as_str()), &item.content) {
            // Several blocks with the same name are a list.
            (Some(Json::Array(items)), Content::Block(_)) => items.push(value),
            (None, Content::Block(_)) => {
                object.insert(item.key.to_string(), Json::Array(vec![value]));
            }
            _ => {
                object.insert(item.key.to_string(), value);
            }
        }
    }
    Json::Object(object)
}

fn value(value: &Value) -> Json {
    match value {
        Value::Bool(value) => (*value).into(),
        Value::Integer(value) => (*value).into(),
        Value::Text(text) => text.as_str().into(),
        Value::List(items) => items.iter().map(self::value).collect(),
        Value::Object(inner) => body(inner),
        other => format!("${{{other:?}}}").chars().take(120).collect::<String>().into(),
    }
}
