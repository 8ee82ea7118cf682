//! The JSON Schema of the file, for editors. Generated from the same list of keys that the reader uses.

use serde_json::{Map, Value, json};

use crate::keys::{Key, Kind, section};

/// JSON Schema 2020-12 of a platform file that has been turned from TOML into JSON.
///
/// It knows keys, types, ranges and words. Names, references and constraints between keys are checked by the reader
/// only.
pub fn schema() -> Value {
    let mut schema = table("");
    if let Some(object) = schema.as_object_mut() {
        object.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
        object.insert("title".to_owned(), json!("polder.toml"));
    }
    schema
}

fn table(path: &str) -> Value {
    let section = section(path);
    let properties: Map<String, Value> =
        section.keys.iter().map(|key| (key.name.to_owned(), property(key))).collect();
    let required: Vec<&str> =
        section.keys.iter().filter(|key| key.default.is_empty()).map(|key| key.name).collect();
    let mut table = json!({
        "type": "object",
        "description": section.doc,
        "properties": properties,
        "additionalProperties": false,
    });
    if let Some(object) = table.as_object_mut().filter(|_| !required.is_empty()) {
        object.insert("required".to_owned(), json!(required));
    }
    table
}

fn property(key: &Key) -> Value {
    let mut value = kind(key.kind);
    if let Some(object) = value.as_object_mut() {
        let description = if key.default.is_empty() {
            key.doc.to_owned()
        } else {
            format!("{} Default: {}.", key.doc, key.default)
        };
        object.insert("description".to_owned(), json!(description));
        if let Some(default) = default(key) {
            object.insert("default".to_owned(), default);
        }
    }
    value
}

/// The default as a value, where it does not depend on anything.
fn default(key: &Key) -> Option<Value> {
    match key.kind {
        Kind::Flag => key.default.parse::<bool>().ok().map(Value::from),
        Kind::Whole(..) => key.default.parse::<u64>().ok().map(Value::from),
        Kind::Percent(..) => key.default.parse::<serde_json::Number>().ok().map(Value::Number),
        Kind::Duration => key.default.parse::<polder_units::Duration>().ok().map(|_| json!(key.default)),
        Kind::Choice(words) => words().contains(&key.default).then(|| json!(key.default)),
        _ => None,
    }
}

fn kind(kind: Kind) -> Value {
    match kind {
        Kind::Text => json!({ "type": "string" }),
        Kind::TextOrFalse => json!({ "anyOf": [{ "type": "string" }, { "const": false }] }),
        Kind::Flag => json!({ "type": "boolean" }),
        Kind::Whole(least, most) => json!({ "type": "integer", "minimum": least, "maximum": most }),
        Kind::Percent(least, most) => json!({ "type": "number", "minimum": least, "maximum": most }),
        Kind::Duration => json!({ "type": "string", "pattern": "^[0-9]+(ms|s|m|h|d)$" }),
        Kind::Choice(words) => json!({ "enum": words() }),
        Kind::Choices(words) => {
            json!({ "type": "array", "items": { "enum": words() }, "uniqueItems": true })
        }
        Kind::Texts => {
            json!({ "type": "array", "items": { "type": "string" }, "uniqueItems": true, "maxItems": 500 })
        }
        Kind::Table(path) => table(path),
        Kind::TableOrText(path, text) => {
            let text = section(path).key(text).map(property).unwrap_or_default();
            json!({ "anyOf": [text, table(path)] })
        }
        Kind::TableOrChoice(path, words) => json!({ "anyOf": [{ "enum": words() }, table(path)] }),
        Kind::Named(path) => {
            json!({ "type": "object", "additionalProperties": table(path), "maxProperties": 500 })
        }
        Kind::NamedTexts => json!({ "type": "object", "additionalProperties": { "type": "string" } }),
    }
}
