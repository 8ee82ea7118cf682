//! Values of which nothing depends on a module any more: what calls and stacks are compared in.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use polder_cloud::{Address, Segment, SmolStr, StackId};

/// A value of which nothing depends on a module any more.
#[derive(Clone, Debug, PartialEq)]
pub enum Plain {
    /// Nothing.
    Null,
    /// A truth value.
    Bool(bool),
    /// A number as it is written.
    Number(SmolStr),
    /// Text.
    Text(SmolStr),
    /// What is written as it is.
    Raw(SmolStr),
    /// What only the user knows.
    Asked(SmolStr),
    /// An attribute of a resource.
    Attribute(StackId, Arc<Address>, SmolStr),
    /// Values in order.
    List(Vec<Plain>),
    /// Named values.
    Object(BTreeMap<SmolStr, Plain>),
    /// Texts and values joined.
    Joined(Vec<Plain>),
    /// A call of a function.
    Call(SmolStr, Vec<Plain>),
    /// A step into a value.
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
pub struct Plainly {
    /// Resources by address.
    pub resources: BTreeMap<String, PlainBody>,
    /// Outputs by name.
    pub outputs: BTreeMap<SmolStr, Plain>,
}

/// Puts what a resource waits for into one order, without what does not exist.
pub(super) fn drop_needless(body: &mut PlainBody, made: &BTreeSet<String>) {
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

/// Texts that have come together are one, and a single part is what it is.
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
