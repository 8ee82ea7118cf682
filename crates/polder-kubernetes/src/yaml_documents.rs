//! Typed resources as YAML.

use polder_emit::File;
use polder_yaml::{Map, Yaml, document};
use serde::Serialize;
use serde_json::Value;

/// Some documents of one file.
#[derive(Debug, Default)]
pub(crate) struct Documents {
    all: Vec<Map>,
}

impl Documents {
    /// Adds a resource.
    pub(crate) fn push(&mut self, resource: &impl Serialize) {
        // All resources are structs with text as keys: what they become is an object.
        if let Ok(Value::Object(entries)) = serde_json::to_value(resource) {
            self.all.push(entries.into_iter().fold(Map::new(), with));
        }
    }

    /// Adds some resources.
    pub(crate) fn extend(&mut self, resources: impl IntoIterator<Item = impl Serialize>) {
        resources.into_iter().for_each(|resource| self.push(&resource));
    }

    /// The file with what stands above everything.
    pub(crate) fn file(self, path: String, head: &str) -> File {
        let mut content = String::new();
        for (at, map) in self.all.iter().enumerate() {
            if at > 0 {
                content.push_str("---\n");
            }
            content.push_str(&document(if at == 0 { head } else { "" }, map));
        }
        File { path, content }
    }
}

/// Adds an entry to a map; nothing is not written.
fn with(map: Map, (key, value): (String, Value)) -> Map {
    match yaml(value) {
        Some(value) => map.with(key, value),
        None => map,
    }
}

fn yaml(value: Value) -> Option<Yaml> {
    Some(match value {
        Value::Null => return None,
        Value::Bool(truth) => Yaml::Bool(truth),
        // The types hold whole numbers only.
        Value::Number(number) => Yaml::Integer(number.as_i64().unwrap_or_default()),
        Value::String(text) => Yaml::from(text),
        Value::Array(items) => Yaml::List(items.into_iter().filter_map(yaml).collect()),
        Value::Object(entries) => Yaml::Map(entries.into_iter().fold(Map::new(), with)),
    })
}
