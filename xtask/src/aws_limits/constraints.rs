//! The constraints of all attributes, as text.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use anyhow::{Context, Result};
use serde_json::{Map, Value, json};

use crate::provider_schema::UNTOLD;

use super::api::Api;
use super::cloudformation::CloudFormation;
use super::derived;
use super::kinds::{Kind, Kinds};
use super::limits::Limits;
use super::matching::Names;
use super::node::Node;

/// A list of accepted values, or a pattern, that is longer is written once, and referred to.
const VALUES_MAX: usize = 60;
const PATTERN_MAX: usize = 40;

/// The text, and what no schema has.
pub(super) struct Constraints {
    pub(super) text: String,
    pub(super) unmatched: String,
}

/// Reads all types of the table.
pub(super) fn text(
    kinds: &Kinds,
    terraform: &BTreeMap<String, Value>,
    schemas: &CloudFormation,
    api: &mut Api,
) -> Result<Constraints> {
    let mut shared = Shared::default();
    let (mut text, mut unmatched) = (String::new(), String::new());
    for (name, kind) in &kinds.kinds {
        let block = terraform.get(name).with_context(|| format!("the provider has no `{name}`"))?;
        let mut walk = Walk { name: name.clone(), ..Walk::default() };
        let context = || format!("in `{name}`");
        if let Some((schema, path)) = &kind.schema {
            walk.walk(kind, block, &at(&schemas.node(schema)?, path).with_context(context)?, Source::Schema);
        }
        if let Some((service, operation, path)) = &kind.api {
            let node = api.node(service, operation).with_context(context)?;
            walk.walk(kind, block, &at(&node, path).with_context(context)?, Source::Api);
        }
        walk.write(name, kind, &mut text, &mut shared)?;
        for path in walk.unmatched(block) {
            writeln!(unmatched, "{name} {path}")?;
        }
    }
    text.insert_str(0, &shared.text());
    Ok(Constraints { text, unmatched })
}

fn at(node: &Node, path: &[String]) -> Result<Node> {
    let path: Vec<&str> = path.iter().map(String::as_str).collect();
    let found = node.at(&path).with_context(|| format!("there is nothing at `{}`", path.join("/")))?;
    Ok(found.element().clone())
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Source {
    Schema,
    Api,
}

/// What was found for one Terraform type, by path.
#[derive(Default)]
struct Walk {
    name: String,
    found: BTreeMap<String, (Limits, Limits)>,
    excluded: BTreeMap<String, BTreeSet<String>>,
    seen: BTreeSet<String>,
}

impl Walk {
    fn walk(&mut self, kind: &Kind, block: &Value, node: &Node, source: Source) {
        let schema = kind.schema.as_ref().map_or("", |(name, _)| name);
        let operation = kind.api.as_ref().map_or("", |(_, operation, _)| operation);
        let names = Names::new(schema, operation, &kind.exceptions);
        self.block(&names, block, node, "", source);
    }

    fn block(&mut self, names: &Names<'_>, block: &Value, node: &Node, path: &str, source: Source) {
        let Node::Object(members, exclusions) = node.element() else { return };
        let mut ours: BTreeMap<&str, String> = BTreeMap::new();
        for (name, kind) in attributes(block) {
            let path = joined(path, name);
            let Some((member, node)) = names.find(&path, name, members) else { continue };
            ours.insert(member, path.clone());
            self.attribute(names, kind, node, &path, source);
        }
        for (name, nested) in blocks(block) {
            let path = joined(path, name);
            let Some((member, node)) = names.find(&path, name, members) else { continue };
            ours.insert(member, path.clone());
            self.seen.insert(path.clone());
            if let Node::List(limits, _) = node {
                self.note(&path, limits, source);
            }
            // The bindings have no content of blocks that are too deep for them: the provider names it as AWS does.
            let derived = (nested[UNTOLD] == json!(true)).then(|| derived::block(node, &self.name));
            self.block(names, derived.as_ref().unwrap_or(&nested["block"]), node, &path, source);
        }
        for exclusion in exclusions {
            let Some(member) = ours.get(exclusion.member.as_str()) else { continue };
            let others = exclusion.others.iter().filter_map(|other| ours.get(other.as_str()));
            let others: Vec<String> = others.filter(|other| *other != member).cloned().collect();
            if !others.is_empty() {
                self.excluded.entry(member.clone()).or_default().extend(others);
            }
        }
    }

    fn attribute(&mut self, names: &Names<'_>, kind: &Value, node: &Node, path: &str, source: Source) {
        self.seen.insert(path.to_owned());
        match (kind, node) {
            (Value::String(kind), Node::Text(limits)) if kind == "string" => self.note(path, limits, source),
            (Value::String(kind), Node::Number(limits)) if kind == "number" || kind == "string" => {
                self.note(path, limits, source);
            }
            (Value::String(kind), Node::List(_, element)) if kind == "string" => {
                if let Node::Text(limits) = &**element {
                    self.note(path, limits, source);
                }
            }
            (Value::Array(outer), _) => match (outer[0].as_str(), node) {
                (Some("map"), Node::Map(key, value)) => {
                    let value =
                        if let Node::Text(limits) = &**value { limits.clone() } else { Limits::default() };
                    let key = (!key.is_empty()).then(|| Box::new(key.clone()));
                    self.note(path, &Limits { key, ..value }, source);
                }
                (Some("list" | "set"), Node::List(limits, element)) => {
                    self.note(path, limits, source);
                    self.attribute(names, &outer[1], element, path, source);
                }
                (Some("object"), Node::Object(..)) => self.block(names, &outer[1], node, path, source),
                _ => {}
            },
            _ => {}
        }
    }

    fn note(&mut self, path: &str, limits: &Limits, source: Source) {
        if limits.is_empty() {
            return;
        }
        let found = self.found.entry(path.to_owned()).or_default();
        let side = if source == Source::Schema { &mut found.0 } else { &mut found.1 };
        *side = std::mem::take(side).or(limits.clone());
    }

    fn write(&self, name: &str, kind: &Kind, text: &mut String, shared: &mut Shared) -> Result<()> {
        let mut lines = String::new();
        for (path, (schema, api)) in &self.found {
            let mut json = schema.clone().or(api.clone()).json();
            if json.is_empty() {
                continue;
            }
            for (key, longest) in [("values", VALUES_MAX), ("pattern", PATTERN_MAX)] {
                if let Some(value) = json.get(key).filter(|it| it.to_string().len() > longest) {
                    let number = shared.number(value);
                    json.insert(key.into(), json!(number));
                }
            }
            if schema.is_empty() || api.is_empty() {
                let by = if schema.is_empty() { "api" } else { "schema" };
                json.insert("by".into(), json!(by));
            }
            writeln!(lines, " {path} {}", Value::Object(json))?;
        }
        for (path, others) in &self.excluded {
            let json: Map<String, Value> = [("excludes".to_owned(), json!(others))].into_iter().collect();
            writeln!(lines, " {path} {}", Value::Object(json))?;
        }
        if lines.is_empty() {
            return Ok(());
        }
        let schema = kind.schema.as_ref().map_or("-", |(name, _)| name);
        let api = kind
            .api
            .as_ref()
            .map_or("-".to_owned(), |(service, operation, _)| format!("{service}:{operation}"));
        write!(text, "{name} {schema} {api}\n{lines}")?;
        Ok(())
    }

    /// The attributes that can be set, and that no schema has.
    fn unmatched(&self, block: &Value) -> Vec<String> {
        let ours = ["id", "region", "tags", "tags_all", "timeouts"];
        let names = attributes(block).map(|(name, _)| name).chain(blocks(block).map(|(name, _)| name));
        names.filter(|name| !ours.contains(name) && !self.seen.contains(*name)).map(str::to_owned).collect()
    }
}

/// Lists and patterns that are written once.
#[derive(Default)]
struct Shared {
    lists: Vec<String>,
}

impl Shared {
    fn number(&mut self, values: &Value) -> usize {
        let values = values.to_string();
        let known = self.lists.iter().position(|list| *list == values);
        known.unwrap_or_else(|| {
            self.lists.push(values);
            self.lists.len() - 1
        })
    }

    fn text(&self) -> String {
        self.lists.iter().enumerate().map(|(number, list)| format!("shared {number} {list}\n")).collect()
    }
}

fn joined(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

/// The attributes that can be set, with their types. An object of a type has members instead.
fn attributes(block: &Value) -> impl Iterator<Item = (&str, &Value)> {
    let of_block = block["attributes"].as_object().into_iter().flatten().filter_map(|(name, attribute)| {
        let settable = attribute["optional"] == json!(true) || attribute["required"] == json!(true);
        settable.then_some((name.as_str(), &attribute["type"]))
    });
    let is_block = block.get("attributes").is_some() || block.get("block_types").is_some();
    let of_object = block.as_object().filter(|_| !is_block).into_iter().flatten();
    of_block.chain(of_object.map(|(name, kind)| (name.as_str(), kind)))
}

fn blocks(block: &Value) -> impl Iterator<Item = (&str, &Value)> {
    let blocks = block["block_types"].as_object().into_iter().flatten();
    blocks.map(|(name, nested)| (name.as_str(), nested))
}
