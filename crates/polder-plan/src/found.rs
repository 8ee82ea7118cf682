//! What an expression refers to: the words in which the resolver answers.

use polder_cloud::{InstanceKey, Segment, SmolStr, Value};
use serde_json::value::RawValue;

use crate::configuration::Expression;

/// A module in a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ModuleScope {
    pub(crate) document: usize,
    pub(crate) scope: usize,
}

/// What `each` and `count` mean in an expression.
#[derive(Clone, Debug)]
pub(crate) struct Each<'w> {
    pub(crate) for_each: Option<&'w Expression<'w>>,
    pub(crate) key: InstanceKey,
    /// What it is an instance of.
    pub(crate) of: Instances,
}

/// What has instances.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Instances {
    /// The resource: its document and group.
    Group(usize, usize),
    /// The module of which this is an instance.
    Module(ModuleScope),
}

/// A resource, or an attribute of one, that an expression refers to.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Leaf {
    pub(crate) document: usize,
    pub(crate) group: usize,
    /// The instance; `None` for all of several.
    pub(crate) entry: Option<usize>,
    /// Of all, the one whose key is that of who asks, where a key stands in the expression.
    pub(crate) paired: Option<usize>,
    /// Empty for the resource as a whole.
    pub(crate) attribute: SmolStr,
    /// Steps into the attribute.
    pub(crate) steps: Vec<Segment>,
}

/// All that an expression refers to.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Found {
    /// Each once, in the order of writing.
    pub(crate) leaves: Vec<Leaf>,
    /// Whether there is nothing else in the expression than the one leaf, as far as the document tells.
    pub(crate) single: bool,
    /// Something is in it that is known: it can be a part of the value.
    pub(crate) constant: bool,
    /// A key of an instance is in it.
    pub(crate) key: bool,
    /// Something is in it of which the document says no more.
    pub(crate) opaque: bool,
    /// It leads too far to be followed.
    pub(crate) cut: bool,
}

impl Leaf {
    /// A resource as a whole.
    pub(crate) fn whole(document: usize, group: usize, entry: Option<usize>) -> Leaf {
        Leaf { document, group, entry, paired: None, attribute: SmolStr::default(), steps: vec![] }
    }
}

impl Found {
    /// Something of which the document says no more.
    pub(crate) const OPAQUE: Found =
        Found { leaves: vec![], single: false, constant: false, key: false, opaque: true, cut: false };
}

/// A known value. What is null or decides between two things is no part of a text.
pub(crate) fn constant(raw: &RawValue) -> Found {
    let constant = !matches!(raw.get(), "null" | "true" | "false");
    Found { constant, ..Found::default() }
}

/// Where the state lies that a remote state reads, whatever the backend calls it.
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
