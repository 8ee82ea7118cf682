//! A value with locals, variables and references followed.

use std::borrow::Cow;

use crate::address::StackId;
use crate::document::Document;
use crate::value::{Segment, Unknown};

use super::ResourceId;

/// A resolved value.
#[derive(Clone, Debug, PartialEq)]
pub enum Resolved<'a> {
    /// Not set.
    Absent,
    /// A bool.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// A decimal number as it is written.
    Decimal(&'a str),
    /// A text.
    Text(Cow<'a, str>),
    /// A list.
    List(Vec<Resolved<'a>>),
    /// Named values, in the order of writing.
    Object(Vec<(&'a str, Resolved<'a>)>),
    /// An attribute of a resource that is known after apply.
    Attribute(Attribute<'a>),
    /// A template with pieces that are not all known: strings, attributes and unknown values.
    Pattern(Vec<Resolved<'a>>),
    /// A variable of a stack: where [`super::Variables::Named`] asks for it.
    Variable(StackId, &'a str),
    /// A typed document, and the stack of its values.
    Document(&'a Document, StackId),
    /// Not known, and why.
    Unknown(Unknown),
}

/// An attribute of a resource that is known after apply.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribute<'a> {
    /// The resource.
    pub resource: ResourceId,
    /// The attribute; empty for the resource as a whole.
    pub name: &'a str,
    /// Accesses into it.
    pub steps: Vec<&'a Segment>,
}

impl<'a> Resolved<'a> {
    /// Whether all of it is known.
    pub fn is_known(&self) -> bool {
        match self {
            Resolved::Absent
            | Resolved::Bool(_)
            | Resolved::Integer(_)
            | Resolved::Decimal(_)
            | Resolved::Text(_) => true,
            Resolved::List(items) => items.iter().all(Resolved::is_known),
            Resolved::Object(items) => items.iter().all(|(_, value)| value.is_known()),
            Resolved::Attribute(_)
            | Resolved::Pattern(_)
            | Resolved::Variable(..)
            | Resolved::Document(..)
            | Resolved::Unknown(_) => false,
        }
    }

    /// The text of a value in a template.
    pub fn as_plain(&self) -> Option<Cow<'a, str>> {
        match self {
            Resolved::Text(text) => Some(text.clone()),
            Resolved::Integer(value) => Some(value.to_string().into()),
            Resolved::Decimal(text) => Some(Cow::Borrowed(text)),
            Resolved::Bool(value) => Some(if *value { "true".into() } else { "false".into() }),
            _ => None,
        }
    }

    /// A known text.
    pub fn as_text(&self) -> Option<&str> {
        if let Resolved::Text(text) = self { Some(text) } else { None }
    }

    /// The value of an object's attribute.
    pub fn field(&self, name: &str) -> Option<&Resolved<'a>> {
        match self {
            Resolved::Object(items) => items.iter().find(|(key, _)| *key == name).map(|(_, value)| value),
            _ => None,
        }
    }
}

/// The pieces of a template; adjacent known ones are merged.
pub(super) fn joined(parts: Vec<Resolved<'_>>) -> Resolved<'_> {
    if parts.iter().all(|part| matches!(part, Resolved::Text(_))) {
        return Resolved::Text(Cow::Owned(parts.iter().filter_map(Resolved::as_text).collect()));
    }
    let mut pieces: Vec<Resolved<'_>> = vec![];
    for part in parts {
        let inner = if let Resolved::Pattern(inner) = part { inner } else { vec![part] };
        for piece in inner {
            match (pieces.last_mut(), piece.as_plain()) {
                (Some(Resolved::Text(before)), Some(after)) => before.to_mut().push_str(&after),
                (_, Some(text)) => pieces.push(Resolved::Text(text)),
                (_, None) => pieces.push(piece),
            }
        }
    }
    match pieces.as_slice() {
        [] => Resolved::Text(Cow::Borrowed("")),
        [Resolved::Text(_)] => pieces.remove(0),
        _ => Resolved::Pattern(pieces),
    }
}
