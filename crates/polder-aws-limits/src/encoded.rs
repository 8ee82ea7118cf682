//! The text of documents and of `jsonencode`: AWS limits what is written, and the graph has what it is written from.

use polder_cloud::index::{Resolved, View};
use polder_cloud::{Body, Call, Content, Document, Value};
use serde_json::Value as Json;

/// The text that a value becomes, if it is a call of `jsonencode` or a document of JSON of which everything is known.
pub(crate) fn text<'a>(view: &View<'_, 'a>, value: &'a Value) -> Option<String> {
    let json = match value {
        Value::Call(call) => json(&view.resolve(argument(call)?))?,
        Value::Document(document) => match &**document {
            Document::Json(body) => object(view, body)?,
            _ => return None,
        },
        _ => return None,
    };
    Some(escaped(&json.to_string()))
}

fn argument(call: &Call) -> Option<&Value> {
    match call.arguments.as_slice() {
        [argument] if call.name == "jsonencode" => Some(argument),
        _ => None,
    }
}

fn object<'a>(view: &View<'_, 'a>, body: &'a Body) -> Option<Json> {
    let members = body.items.iter().map(|item| {
        let value = match &item.content {
            Content::Attribute(value) => json(&view.resolve(value))?,
            Content::Block(inner) => object(view, inner)?,
        };
        Some((item.key.to_string(), value))
    });
    members.collect::<Option<_>>().map(Json::Object)
}

/// A value of which everything is known.
fn json(value: &Resolved<'_>) -> Option<Json> {
    Some(match value {
        Resolved::Absent => Json::Null,
        Resolved::Bool(value) => (*value).into(),
        Resolved::Integer(value) => (*value).into(),
        Resolved::Decimal(text) => Json::Number(text.parse().ok()?),
        Resolved::Text(text) => text.as_ref().into(),
        Resolved::List(items) => Json::Array(items.iter().map(json).collect::<Option<_>>()?),
        Resolved::Object(members) => {
            let member = |(key, value): &(&str, Resolved<'_>)| Some(((*key).to_owned(), json(value)?));
            Json::Object(members.iter().map(member).collect::<Option<_>>()?)
        }
        Resolved::Attribute(_)
        | Resolved::Pattern(_)
        | Resolved::Variable(..)
        | Resolved::Document(..)
        | Resolved::Unknown(_) => return None,
    })
}

/// Terraform escapes these characters, too.
fn escaped(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for character in json.chars() {
        match character {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                out.push_str(&format!("\\u{:04x}", u32::from(character)));
            }
            _ => out.push(character),
        }
    }
    out
}
