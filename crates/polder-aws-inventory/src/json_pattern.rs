//! JSON documents as texts with references in them. They have no spaces and sorted keys, so that equal
//! documents are equal texts.

use std::fmt::Write;

use polder_cloud::{Body, Content, Document, Stack, Value, json};
use polder_inventory::model::{Known, Pattern, Piece, Reason};

use crate::pattern::{Syntax, local};
use crate::reader::Reader;
use crate::value::reason;

impl<'a> Reader<'_, 'a> {
    /// The JSON document that a value of a stack is.
    pub(crate) fn json_pattern(&self, stack: &'a Stack, value: &'a Value) -> Known<Pattern> {
        let mut pieces = vec![];
        match value {
            Value::Document(document) => match document.as_ref() {
                Document::Json(body) => object(body, &mut pieces, &|value| self.leaf(stack, value)),
                _ => return Known::Unknown(Reason::NotUnderstood),
            },
            Value::Text(text) => match json::read(text) {
                // A parsed value has no references.
                Ok(value) => any(&value, &mut pieces, &|_| Leaf::Pieces(vec![])),
                Err(_) => return Known::Unknown(Reason::NotUnderstood),
            },
            Value::Local(name) => match local(stack, name) {
                Some(value) if !matches!(value, Value::Local(_)) => return self.json_pattern(stack, value),
                _ => return Known::Unknown(Reason::NotGiven),
            },
            Value::Sensitive(inner) => return self.json_pattern(stack, inner),
            other => return Known::Unknown(reason(&self.index.resolve(stack, other))),
        }
        Known::Value(self.joined(pieces))
    }

    fn leaf(&self, stack: &'a Stack, value: &'a Value) -> Leaf<'a> {
        if let Value::Local(name) = value
            && let Some(inner @ (Value::List(_) | Value::Object(_))) = local(stack, name)
        {
            return Leaf::Value(inner);
        }
        Leaf::Pieces(self.value_pattern(stack, value, Syntax::PLAIN).pieces().to_vec())
    }
}

/// A value in a document that is not plain.
enum Leaf<'v> {
    /// A text.
    Pieces(Vec<Piece>),
    /// A list or object.
    Value(&'v Value),
}

fn any<'v>(value: &'v Value, pieces: &mut Vec<Piece>, leaf: &dyn Fn(&'v Value) -> Leaf<'v>) {
    match value {
        Value::Null => literal("null", pieces),
        Value::Bool(value) => literal(if *value { "true" } else { "false" }, pieces),
        Value::Integer(value) => literal(&value.to_string(), pieces),
        Value::Decimal(text) => literal(text, pieces),
        Value::Text(text) => literal(&quoted(text), pieces),
        Value::Object(body) => object(body, pieces, leaf),
        Value::List(items) => {
            literal("[", pieces);
            for (at, item) in items.iter().enumerate() {
                literal(if at > 0 { "," } else { "" }, pieces);
                any(item, pieces, leaf);
            }
            literal("]", pieces);
        }
        other => match leaf(other) {
            Leaf::Value(value) => any(value, pieces, leaf),
            Leaf::Pieces(inner) => {
                literal("\"", pieces);
                pieces.extend(inner.into_iter().map(|piece| match piece {
                    Piece::Literal(text) => {
                        let quoted = quoted(&text);
                        Piece::Literal(quoted[1..quoted.len() - 1].into())
                    }
                    other => other,
                }));
                literal("\"", pieces);
            }
        },
    }
}

fn object<'v>(body: &'v Body, pieces: &mut Vec<Piece>, leaf: &dyn Fn(&'v Value) -> Leaf<'v>) {
    let mut items: Vec<_> = body.items.iter().collect();
    items.sort_by(|one, other| one.key.cmp(&other.key));
    literal("{", pieces);
    for (at, item) in items.into_iter().enumerate() {
        literal(if at > 0 { "," } else { "" }, pieces);
        literal(&quoted(&item.key), pieces);
        literal(":", pieces);
        match &item.content {
            Content::Attribute(value) => any(value, pieces, leaf),
            Content::Block(inner) => object(inner, pieces, leaf),
        }
    }
    literal("}", pieces);
}

fn literal(text: &str, pieces: &mut Vec<Piece>) {
    pieces.push(Piece::Literal(text.into()));
}

/// A text as a JSON string, with quotation marks.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            control if control.is_control() && control.is_ascii() => {
                // Writing to a string cannot fail.
                let _ = write!(quoted, "\\u{:04x}", u32::from(control));
            }
            plain => quoted.push(plain),
        }
    }
    quoted.push('"');
    quoted
}
