//! The references of an expression: the resolver's result.

use polder_cloud::{InstanceKey, Segment, SmolStr, Value};
use serde_json::value::RawValue;

use crate::configuration::Expression;

/// A module in a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ModuleScope {
    pub(crate) document: usize,
    pub(crate) scope: usize,
}

/// The meaning of `each` and `count` in an expression.
#[derive(Clone, Debug)]
pub(crate) struct Each<'w> {
    pub(crate) for_each: Option<&'w Expression<'w>>,
    pub(crate) key: InstanceKey,
    /// The resource or module that it is an instance of.
    pub(crate) of: Instances,
}

/// A resource or module with instances.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Instances {
    /// The resource: its document and group.
    Group(usize, usize),
    /// The module instance.
    Module(ModuleScope),
}

/// A resource, or an attribute of one, that an expression refers to.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Leaf {
    pub(crate) document: usize,
    pub(crate) group: usize,
    /// The instance; `None` for all of several.
    pub(crate) entry: Option<usize>,
    /// Of all instances, the one with the same key as the referring one, where a key is in the expression.
    pub(crate) paired: Option<usize>,
    /// Empty for the resource as a whole.
    pub(crate) attribute: SmolStr,
    /// The path into the attribute.
    pub(crate) steps: Vec<Segment>,
}

/// All references of an expression.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Found {
    /// Each once, in source order.
    pub(crate) leaves: Vec<Leaf>,
    /// Whether the expression is exactly the one leaf, as far as the document tells.
    pub(crate) single: bool,
    /// It contains something known, which can be a part of the value.
    pub(crate) constant: bool,
    /// It contains a key of an instance.
    pub(crate) key: bool,
    /// It contains something that the document does not resolve.
    pub(crate) opaque: bool,
    /// It has too many steps to be followed.
    pub(crate) cut: bool,
}

impl Leaf {
    /// A resource as a whole.
    pub(crate) fn whole(document: usize, group: usize, entry: Option<usize>) -> Leaf {
        Leaf { document, group, entry, paired: None, attribute: SmolStr::default(), steps: vec![] }
    }
}

impl Found {
    /// Something that the document does not resolve.
    pub(crate) const OPAQUE: Found =
        Found { leaves: vec![], single: false, constant: false, key: false, opaque: true, cut: false };
}

impl Found {
    /// Whether it contains nothing that the document resolves: locals only.
    pub(crate) fn is_nothing_but_opaque(&self) -> bool {
        self.opaque && self.leaves.is_empty() && !self.constant && !self.key && !self.cut
    }
}

/// A known value. Null and conditions are not part of a text.
pub(crate) fn constant(raw: &RawValue) -> Found {
    let constant = !matches!(raw.get(), "null" | "true" | "false");
    Found { constant, ..Found::default() }
}

/// The state location that a remote state reads, whatever the backend calls it.
pub(crate) fn state_key(config: Option<&Value>) -> Option<&str> {
    let body = match config? {
        Value::Object(body) => body,
        Value::Sensitive(inner) => return state_key(Some(inner)),
        _ => return None,
    };
    ["key", "path", "prefix"].iter().find_map(|name| body.get(name)?.as_text())
}

/// A step as the key of an instance.
pub(crate) fn instance_key(step: &Segment) -> InstanceKey {
    match step {
        Segment::Index(index) => InstanceKey::Index(u64::from(*index)),
        Segment::Name(name) => InstanceKey::Name(name.clone()),
    }
}
