//! Locations in a module, and names of variables there.

use std::sync::Arc;

use polder_cloud::{Address, SmolStr, Value};

use crate::module_stacks::identifier;

/// The maximum length of a name.
const NAME_MAX: usize = 32;

/// The location in a module where a variable is needed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Location {
    /// The resource, if it is in one.
    pub(crate) resource: Option<Arc<Address>>,
    /// The path, from the outside in.
    pub(crate) path: Vec<PathStep>,
}

/// A step into a resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PathStep {
    /// An attribute, or a block.
    Key(SmolStr),
    /// One of several blocks or elements, by its name.
    Named(SmolStr),
}

/// The context of a condition: the location, and the values that depend on it.
pub(crate) struct ConditionContext<'a> {
    /// The place.
    pub(crate) location: &'a Location,
    /// The values.
    pub(crate) values: Vec<&'a Value>,
}

impl ConditionContext<'_> {
    /// Whether a word is part of a name here.
    pub(crate) fn mentions(&self, word: &str) -> bool {
        let within = |name: &str| name.split(|it: char| !it.is_ascii_alphanumeric()).any(|part| part == word);
        let address = |address: &Address| within(&address.kind) || within(&address.name);
        let step = |place: &PathStep| match place {
            PathStep::Key(name) | PathStep::Named(name) => within(&identifier(name)),
        };
        let mut found =
            self.location.resource.as_deref().is_some_and(address) || self.location.path.iter().any(step);
        for value in &self.values {
            value.walk(&mut |value| {
                found |= match value {
                    Value::Reference(reference) => address(&reference.address),
                    Value::Local(name) | Value::Variable(name) => within(name),
                    // A short string, which can be a name; sentences cannot.
                    Value::Text(text) => {
                        text.len() <= NAME_MAX && !text.contains(' ') && within(&identifier(text))
                    }
                    _ => false,
                };
            });
        }
        found
    }
}

impl Location {
    /// Candidate names of a variable, the shortest first.
    pub(crate) fn names(&self) -> impl Iterator<Item = String> + '_ {
        let (kind, name) = match &self.resource {
            Some(address) => (short(&address.kind), identifier(&address.name)),
            None => (SmolStr::default(), SmolStr::default()),
        };
        let main = name == "main";
        let own = if main { SmolStr::default() } else { name };
        let step = |place: &PathStep| match place {
            PathStep::Key(name) | PathStep::Named(name) => identifier(name),
        };
        let last = self.path.last().map(step).unwrap_or_default();
        let called = self.path.iter().rev().find_map(|place| match place {
            PathStep::Named(name) => Some(identifier(name)),
            PathStep::Key(_) => None,
        });
        let called = called.unwrap_or_default();
        let parent = self.path.iter().rev().nth(1).map(step).unwrap_or_default();
        let front = if main || self.path.is_empty() { kind.clone() } else { SmolStr::default() };
        let names = [
            joined([&front, &own, &called, &last]),
            joined([&front, &own, &parent, &last]),
            joined([&kind, &own, &called, &last]),
        ];
        let nameless = names.iter().all(String::is_empty);
        names.into_iter().filter(|name| !name.is_empty()).chain(nameless.then(|| "value".to_owned()))
    }

    /// The path, for display: `origin["storefront"].domain_name`.
    pub(crate) fn written(&self) -> String {
        let mut out = String::new();
        for place in &self.path {
            match place {
                PathStep::Key(name) => {
                    out.push_str(if out.is_empty() { "" } else { "." });
                    out.push_str(name);
                }
                PathStep::Named(name) => out.push_str(&format!("[\"{name}\"]")),
            }
        }
        out
    }

    /// Whether another location is the same attribute of the same kind of resource.
    pub(crate) fn like(&self, other: &Location) -> bool {
        let kind = |location: &Location| location.resource.as_ref().map(|address| address.kind.clone());
        self.path.last() == other.path.last() && kind(self) == kind(other)
    }
}

/// Joins names, without duplicates.
fn joined<const N: usize>(parts: [&SmolStr; N]) -> String {
    let mut kept: Vec<&str> = vec![];
    for part in parts.into_iter().map(SmolStr::as_str).filter(|part| !part.is_empty()) {
        if kept.last() != Some(&part) {
            kept.push(part);
        }
    }
    kept.join("_")
}

/// A resource type without its provider: `db_instance`.
pub(crate) fn short(kind: &str) -> SmolStr {
    kind.split_once('_').map_or(kind, |(_, rest)| rest).into()
}
