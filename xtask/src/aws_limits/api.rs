//! The models of AWS's APIs, as `botocore` carries them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::limits::{Limits, Range};
use super::node::Node;
use super::strings;
use super::values::{matched, pattern};

/// Shapes refer to themselves.
const DEPTH_MAX: usize = 9;

/// The folder of the models, and those that were read.
pub(super) struct Api {
    folder: PathBuf,
    services: BTreeMap<String, Value>,
}

impl Api {
    pub(super) fn open(folder: &Path) -> Api {
        Api { folder: folder.to_owned(), services: BTreeMap::new() }
    }

    /// The form of an operation's input.
    pub(super) fn node(&mut self, service: &str, operation: &str) -> Result<Node> {
        if !self.services.contains_key(service) {
            let model = self.model(service).with_context(|| format!("in the model of `{service}`"))?;
            self.services.insert(service.to_owned(), model);
        }
        let model = &self.services[service];
        let input = model["operations"][operation]["input"]["shape"].as_str();
        let input =
            input.with_context(|| format!("`{service}` has no operation `{operation}` with an input"))?;
        Ok(node(&model["shapes"], input, DEPTH_MAX))
    }

    /// The prefix of a service's endpoints, if its model was read.
    pub(super) fn endpoint_prefix(&self, service: &str) -> Option<&str> {
        self.services.get(service)?["metadata"]["endpointPrefix"].as_str()
    }

    /// The regions of services, by the prefix of their endpoints.
    pub(super) fn endpoints(&self) -> Result<Value> {
        let path = self.folder.join("endpoints.json");
        let text = fs::read_to_string(&path).with_context(|| format!("cannot read `{}`", path.display()))?;
        Ok(serde_json::from_str(&text)?)
    }

    /// The newest model of a service.
    fn model(&self, service: &str) -> Result<Value> {
        let folder = self.folder.join(service);
        let entries = fs::read_dir(&folder).with_context(|| format!("cannot read `{}`", folder.display()))?;
        let mut versions: Vec<PathBuf> =
            entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
        versions.sort();
        let newest = versions.pop().context("it has no version")?.join("service-2.json.gz");
        let output = Command::new("gzip").arg("-dc").arg(&newest).output().context("cannot run `gzip`")?;
        ensure!(output.status.success(), "cannot unpack `{}`", newest.display());
        Ok(serde_json::from_slice(&output.stdout)?)
    }
}

fn node(shapes: &Value, name: &str, depth: usize) -> Node {
    let shape = &shapes[name];
    let inner = |member: &Value| match member["shape"].as_str() {
        Some(name) if depth > 0 => node(shapes, name, depth - 1),
        _ => Node::Other,
    };
    let range = Range::of(shape.get("min"), shape.get("max"));
    match shape["type"].as_str().unwrap_or_default() {
        "structure" => {
            let members = shape["members"].as_object();
            let members = members.into_iter().flatten().map(|(name, member)| (name.clone(), inner(member)));
            Node::Object(members.collect(), vec![])
        }
        "list" => {
            let limits = Limits { items: range, ..Limits::default() };
            Node::List(limits, Box::new(inner(&shape["member"])))
        }
        "map" => {
            let key = match inner(&shape["key"]) {
                Node::Text(limits) => limits,
                _ => Limits::default(),
            };
            Node::Map(key, Box::new(inner(&shape["value"])))
        }
        "string" => Node::Text(text(shape, range)),
        "integer" | "long" | "float" | "double" => Node::Number(Limits { range, ..Limits::default() }),
        "boolean" => Node::Bool,
        _ => Node::Other,
    }
}

fn text(shape: &Value, length: Range) -> Limits {
    let values = strings(&shape["enum"]).collect();
    let pattern = shape["pattern"].as_str().and_then(pattern).map(|it| matched(&it));
    Limits { pattern, length, values, ..Limits::default() }
}
