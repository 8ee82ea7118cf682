//! The schemas of CloudFormation's resource types, as `cfn-lint` carries them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::Value;

use super::limits::{Limits, Range};
use super::node::{Exclusion, Node};
use super::strings;
use super::values::pattern;

/// Definitions refer to themselves: rules of a web ACL, blocks of dashboards.
const DEPTH_MAX: usize = 9;

/// The folder of the schemas.
pub(super) struct CloudFormation {
    folder: PathBuf,
    /// The hash of each type's schema, in the region that has the most.
    types: BTreeMap<String, String>,
}

impl CloudFormation {
    pub(super) fn open(folder: &Path) -> Result<CloudFormation> {
        let mut schemas = CloudFormation { folder: folder.to_owned(), types: BTreeMap::new() };
        schemas.types = schemas.types("us-east-1")?;
        Ok(schemas)
    }

    /// The types that a region has.
    pub(super) fn types(&self, region: &str) -> Result<BTreeMap<String, String>> {
        let path = self.folder.join(format!("schemas/providers/{region}.json"));
        Ok(serde_json::from_value(read(&path)?)?)
    }

    /// A file of the corrections and additions.
    pub(super) fn extension(&self, path: &str) -> Result<Value> {
        read(&self.folder.join("schemas/extensions").join(path))
    }

    /// The phases of Lambda's runtimes.
    pub(super) fn runtimes(&self) -> Result<Value> {
        read(&self.folder.join("AdditionalSpecs/LmbdRuntimeLifecycle.json"))
    }

    /// What a type's operations need.
    pub(super) fn handlers(&self, kind: &str) -> Result<Value> {
        Ok(self.schema(kind)?["handlers"].clone())
    }

    fn schema(&self, kind: &str) -> Result<Value> {
        let hash = self.types.get(kind).with_context(|| format!("there is no resource type `{kind}`"))?;
        read(&self.folder.join(format!("schemas/resources/{hash}.json")))
    }

    /// The form of a type's properties.
    pub(super) fn node(&self, kind: &str) -> Result<Node> {
        let schema = self.schema(kind)?;
        Ok(Reader { root: &schema }.node(&schema, DEPTH_MAX))
    }
}

struct Reader<'s> {
    root: &'s Value,
}

impl<'s> Reader<'s> {
    fn node(&self, schema: &'s Value, depth: usize) -> Node {
        let Some(schema) = self.followed(schema).filter(|_| depth > 0) else { return Node::Other };
        if schema.get("properties").is_some() {
            return self.object(schema, depth);
        }
        for choice in ["anyOf", "oneOf"] {
            if let Some(choices) = schema.get(choice).and_then(Value::as_array) {
                return self.choice(choices, depth);
            }
        }
        match kind(schema) {
            "array" => {
                let items = schema.get("items").map_or(Node::Other, |items| self.node(items, depth - 1));
                let range = Range::of(schema.get("minItems"), schema.get("maxItems"));
                let unique = schema.get("uniqueItems") == Some(&Value::Bool(true));
                Node::List(Limits { items: range, unique, ..Limits::default() }, Box::new(items))
            }
            "object" => self.map(schema, depth),
            "string" => Node::Text(text(schema)),
            "integer" | "number" => Node::Number(number(schema)),
            "boolean" => Node::Bool,
            _ => Node::Other,
        }
    }

    /// The definition that a reference means.
    fn followed(&self, schema: &'s Value) -> Option<&'s Value> {
        let mut schema = schema;
        for _ in 0..DEPTH_MAX {
            let Some(reference) = schema.get("$ref").and_then(Value::as_str) else { return Some(schema) };
            schema = self.root.pointer(reference.strip_prefix('#')?)?;
        }
        None
    }

    fn object(&self, schema: &'s Value, depth: usize) -> Node {
        let properties = schema.get("properties").and_then(Value::as_object);
        let members = properties.into_iter().flatten();
        let members = members.map(|(name, schema)| (name.clone(), self.node(schema, depth - 1))).collect();
        Node::Object(members, exclusions(schema))
    }

    /// Named values: the names' pattern is that of their only group.
    fn map(&self, schema: &'s Value, depth: usize) -> Node {
        let groups = schema.get("patternProperties").and_then(Value::as_object);
        let Some((names, values)) = groups.filter(|groups| groups.len() == 1).and_then(|it| it.iter().next())
        else {
            return Node::Other;
        };
        let key = Limits { pattern: pattern(names), ..Limits::default() };
        Node::Map(key, Box::new(self.node(values, depth - 1)))
    }

    /// Alternatives of one value: what all of them say. Only lists of accepted values can be joined.
    fn choice(&self, choices: &'s [Value], depth: usize) -> Node {
        let mut joined: Option<Limits> = None;
        for choice in choices {
            let Node::Text(limits) = self.node(choice, depth - 1) else { return Node::Other };
            if limits.values.is_empty() {
                return Node::Text(Limits::default());
            }
            joined.get_or_insert_with(Limits::default).values.extend(limits.values);
        }
        joined.map_or(Node::Other, Node::Text)
    }
}

/// The one type of a value. Some may also be written as text, which is how Terraform writes all of them.
fn kind(schema: &Value) -> &str {
    match schema.get("type") {
        Some(Value::String(kind)) => kind,
        Some(Value::Array(kinds)) => {
            let names = || kinds.iter().filter_map(Value::as_str);
            names().find(|kind| *kind != "string").or_else(|| names().next()).unwrap_or_default()
        }
        _ if schema.get("enum").is_some() || schema.get("pattern").is_some() => "string",
        _ => "",
    }
}

fn text(schema: &Value) -> Limits {
    let values = schema.get("enum").or_else(|| schema.get("enumCaseInsensitive")).and_then(Value::as_array);
    let values = values.into_iter().flatten().map(plain).collect();
    let pattern = schema.get("pattern").and_then(Value::as_str).and_then(pattern);
    Limits {
        pattern,
        length: Range::of(schema.get("minLength"), schema.get("maxLength")),
        values,
        ..Limits::default()
    }
}

fn number(schema: &Value) -> Limits {
    let values = schema.get("enum").and_then(Value::as_array).into_iter().flatten().map(plain).collect();
    let range = Range::of(schema.get("minimum"), schema.get("maximum"));
    Limits { range, values, ..Limits::default() }
}

/// A value as text.
fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn exclusions(schema: &Value) -> Vec<Exclusion> {
    let mut found = vec![];
    if let Some(excluded) = schema.get("dependentExcluded").and_then(Value::as_object) {
        for (member, others) in excluded {
            found.push(Exclusion { member: member.clone(), others: strings(others).collect() });
        }
    }
    let alternatives = strings(&schema["requiredXor"]).collect::<Vec<_>>();
    for (at, member) in alternatives.iter().enumerate() {
        let others = alternatives[at + 1..].to_vec();
        if !others.is_empty() {
            found.push(Exclusion { member: member.clone(), others });
        }
    }
    found.sort();
    found
}

fn read(path: &Path) -> Result<Value> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read `{}`", path.display()))?;
    serde_json::from_str(&text).with_context(|| format!("`{}` is not JSON", path.display()))
}
