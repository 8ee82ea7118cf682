//! Evaluated values, for comparing calls with stacks.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use polder_cloud::{Address, Segment, SmolStr, StackId};

/// An evaluated value.
#[derive(Clone, Debug, PartialEq)]
pub enum Plain {
    /// Nothing.
    Null,
    /// A bool.
    Bool(bool),
    /// A number as it is written.
    Number(SmolStr),
    /// Text.
    Text(SmolStr),
    /// A keyword expression.
    Raw(SmolStr),
    /// Variables that the user sets.
    Asked(SmolStr),
    /// An attribute of a resource.
    Attribute(StackId, Arc<Address>, SmolStr),
    /// Values in order.
    List(Vec<Plain>),
    /// An object.
    Object(BTreeMap<SmolStr, Plain>),
    /// Texts and values joined.
    Joined(Vec<Plain>),
    /// A call of a function.
    Call(SmolStr, Vec<Plain>),
    /// An index or attribute access.
    Step(Box<Plain>, Segment),
    /// Two values with an operator between them.
    Binary(Box<Plain>, SmolStr, Box<Plain>),
    /// A value that is not printed.
    Sensitive(Box<Plain>),
}

/// A resource or a block: attributes by name, and blocks by name in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlainBody {
    /// Attributes that are not null.
    pub attributes: BTreeMap<SmolStr, Plain>,
    /// Blocks.
    pub blocks: BTreeMap<SmolStr, Vec<PlainBody>>,
}

/// The resources and outputs of a stack.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlainStack {
    /// Resources by address.
    pub resources: BTreeMap<String, PlainBody>,
    /// Outputs by name.
    pub outputs: BTreeMap<SmolStr, Plain>,
}

/// Sorts `depends_on`, without absent resources.
pub(super) fn normalize_depends_on(body: &mut PlainBody, made: &BTreeSet<String>) {
    let Some(Plain::List(needed)) = body.attributes.get_mut("depends_on") else { return };
    let address = |plain: &Plain| match plain {
        Plain::Attribute(_, address, _) => address.to_string(),
        Plain::Raw(text) => text.to_string(),
        other => format!("{other:?}"),
    };
    needed.retain(|plain| made.contains(&address(plain)));
    needed.sort_by_key(address);
    if needed.is_empty() {
        body.attributes.remove("depends_on");
    }
}

/// Adjacent strings are merged, and a single part is unwrapped.
pub(super) fn joined(parts: Vec<Plain>) -> Plain {
    let mut joined: Vec<Plain> = vec![];
    let flat = parts.into_iter().flat_map(|part| match part {
        Plain::Joined(inner) => inner,
        other => vec![other],
    });
    for part in flat {
        let text = match &part {
            Plain::Text(text) | Plain::Number(text) => Some(text.to_string()),
            Plain::Bool(value) => Some(value.to_string()),
            _ => None,
        };
        match (joined.last_mut(), text) {
            (Some(Plain::Text(before)), Some(after)) => *before = format!("{before}{after}").into(),
            (_, Some(text)) => joined.push(Plain::Text(text.into())),
            (_, None) => joined.push(part),
        }
    }
    match joined.as_slice() {
        [] => Plain::Text(SmolStr::default()),
        [Plain::Text(_)] => joined.remove(0),
        _ => Plain::Joined(joined),
    }
}
