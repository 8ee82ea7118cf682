//! Items of bodies that were read from a document.

use polder_cloud::{Body, Content, Item, SmolStr, Value};

/// An attribute that was read.
pub(crate) fn attribute(key: SmolStr, value: Value) -> Item {
    Item { key, comment: None, content: Content::Attribute(value), at: None }
}

/// An object of such attributes.
pub(crate) fn object(items: Vec<Item>) -> Value {
    Value::Object(Box::new(Body { items }))
}
