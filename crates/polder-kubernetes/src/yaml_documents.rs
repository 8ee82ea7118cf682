//! Manifests as YAML.

use polder_emit::File;
use polder_yaml::{Map, Yaml, document};
use serde_json::Value;

use crate::manifest::{Manifest, ManifestFile};

/// A file of manifests, with its comment at the top. `folder` is the prefix of its path.
pub(crate) fn file(folder: &str, file: &ManifestFile) -> File {
    let mut content = String::new();
    for (at, map) in file.manifests.iter().filter_map(map).enumerate() {
        if at > 0 {
            content.push_str("---\n");
        }
        content.push_str(&document(if at == 0 { &file.comment } else { "" }, &map));
    }
    File { path: format!("{folder}/{}", file.path), content }
}

/// All resources are structs, which serialize to objects.
fn map(manifest: &Manifest) -> Option<Map> {
    match serde_json::to_value(manifest) {
        Ok(Value::Object(entries)) => Some(entries.into_iter().fold(Map::new(), with)),
        _ => None,
    }
}

/// Adds an entry to a map, unless it is null.
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
        // The types have integers only.
        Value::Number(number) => Yaml::Integer(number.as_i64().unwrap_or_default()),
        Value::String(text) => Yaml::from(text),
        Value::Array(items) => Yaml::List(items.into_iter().filter_map(yaml).collect()),
        Value::Object(entries) => Yaml::Map(entries.into_iter().fold(Map::new(), with)),
    })
}
