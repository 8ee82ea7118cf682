//! Values as expressions of the Terraform language.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;

use polder_cloud::{
    Body, Cloud, Content, Links, Mode, Reference, Segment, Stack, StackId, Value, output_name,
};

use crate::document;

/// Writes the values of one stack.
pub(crate) struct Writer<'a> {
    /// All stacks.
    pub(crate) cloud: &'a Cloud,
    /// Links between them.
    pub(crate) links: &'a Links,
    /// The stack that is written.
    pub(crate) stack: &'a Stack,
    /// The names under which it knows those that it reads from.
    aliases: BTreeMap<StackId, &'a str>,
}

impl<'a> Writer<'a> {
    /// For one stack of a cloud.
    pub(crate) fn new(cloud: &'a Cloud, links: &'a Links, stack: &'a Stack) -> Writer<'a> {
        let imports = links.imports.get(stack.id.index()).into_iter().flatten();
        let aliases = imports.map(|(alias, producer)| (*producer, alias.as_str())).collect();
        Writer { cloud, links, stack, aliases }
    }

    /// Writes a value whose first line has `room` columns left and whose further lines start at `indent`.
    pub(crate) fn write(&self, out: &mut String, value: &Value, indent: usize, room: usize) {
        match value {
            Value::Null => out.push_str("null"),
            Value::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
            Value::Integer(value) => decimal(out, *value),
            Value::Decimal(text) | Value::Expression(text) => out.push_str(text),
            Value::Text(text) => quote(out, text),
            Value::List(items) => self.list(out, items, indent, room),
            Value::Object(body) => self.object(out, body, indent, room),
            Value::Reference(reference) => self.reference(out, reference),
            Value::Local(name) => out.extend(["local.", name.as_str()]),
            Value::Variable(name) => out.extend(["var.", name.as_str()]),
            Value::Template(parts) => self.template(out, parts),
            Value::Call(call) => {
                let room = room.saturating_sub(call.name.len() + 2);
                out.extend([call.name.as_str(), "("]);
                for (index, argument) in call.arguments.iter().enumerate() {
                    out.push_str(if index > 0 { ", " } else { "" });
                    self.write(out, argument, indent, room);
                }
                out.push(')');
            }
            Value::Element(element) => {
                self.write(out, &element.base, indent, room);
                match &element.segment {
                    Segment::Index(index) => {
                        out.push('[');
                        decimal(out, i64::from(*index));
                        out.push(']');
                    }
                    Segment::Name(name) => out.extend([".", name.as_str()]),
                }
            }
            Value::Binary(binary) => {
                let before = out.len();
                self.write(out, &binary.left, indent, room);
                out.extend([" ", &binary.operator, " "]);
                let room = room.saturating_sub(out.len() - before);
                self.write(out, &binary.right, indent, room);
            }
            Value::Mention(mention) => self.write(out, &mention.text, indent, room),
            Value::Sensitive(inner) => {
                out.push_str("sensitive(");
                self.write(out, inner, indent, room.saturating_sub("sensitive()".len()));
                out.push(')');
            }
            // Only graphs that were read have such values, and nobody writes those.
            Value::Unknown(_) => out.push_str("null"),
            Value::Document(inner) => self.write(out, &document::value(inner), indent, room),
        }
    }

    fn reference(&self, out: &mut String, reference: &Reference) {
        let producer = self.stack.target(reference);
        if producer != Some(self.stack.id) {
            let alias =
                producer.and_then(|producer| self.aliases.get(&producer).copied()).unwrap_or("unknown");
            out.extend(["data.terraform_remote_state.", alias, ".outputs.", &output_name(reference)]);
            return;
        }
        if reference.address.mode == Mode::Data {
            out.push_str("data.");
        }
        out.extend([reference.address.kind.as_str(), ".", &reference.address.name]);
        if !reference.attribute.is_empty() {
            out.extend([".", &reference.attribute]);
        }
    }

    fn template(&self, out: &mut String, parts: &[Value]) {
        out.push('"');
        for part in parts {
            match part {
                Value::Text(text) => escape(out, text),
                other => {
                    out.push_str("${");
                    self.write(out, other, 0, usize::MAX);
                    out.push('}');
                }
            }
        }
        out.push('"');
    }

    fn list(&self, out: &mut String, items: &[Value], indent: usize, room: usize) {
        if items.iter().all(fits_a_line) && self.single_line(out, items, indent, room.saturating_sub(2)) {
            return;
        }
        let deeper = indent + 2;
        out.push_str("[\n");
        for item in items {
            indented(out, deeper);
            self.write(out, item, deeper, crate::hcl::WIDTH.saturating_sub(deeper + 1));
            out.push_str(",\n");
        }
        indented(out, indent);
        out.push(']');
    }

    /// Writes a list in one line of at most `room` columns between its brackets, or nothing if it is longer.
    fn single_line(&self, out: &mut String, items: &[Value], indent: usize, room: usize) -> bool {
        let start = out.len();
        out.push('[');
        for (index, item) in items.iter().enumerate() {
            out.push_str(if index > 0 { ", " } else { "" });
            self.write(out, item, indent, room);
            if !short(&out[start + 1..], room) {
                out.truncate(start);
                return false;
            }
        }
        out.push(']');
        true
    }

    fn object(&self, out: &mut String, body: &Body, indent: usize, room: usize) {
        if body.items.is_empty() {
            return out.push_str("{}");
        }
        if let [item] = body.items.as_slice()
            && let Content::Attribute(value) = &item.content
            && item_fits_a_line(item)
        {
            let start = out.len();
            out.extend(["{ ", &key(&item.key), " = "]);
            self.write(out, value, indent, room.saturating_sub(item.key.len() + 7));
            out.push_str(" }");
            if short(&out[start..], room) {
                return;
            }
            out.truncate(start);
        }
        out.push_str("{\n");
        crate::hcl::body(self, out, body, indent + 2);
        indented(out, indent);
        out.push('}');
    }
}

/// Whether a text is one line of at most `room` columns.
fn short(text: &str, room: usize) -> bool {
    !text.contains('\n') && (text.len() <= room || text.chars().count() <= room)
}

/// Whether a value may stand in a line with others. What may not is never tried: trying at every level would write
/// the innermost values over and over.
fn fits_a_line(value: &Value) -> bool {
    match value {
        Value::Object(body) => body.items.len() <= 1 && body.items.iter().all(item_fits_a_line),
        Value::List(items) => items.iter().all(fits_a_line),
        Value::Document(_) => false,
        _ => true,
    }
}

fn item_fits_a_line(item: &polder_cloud::Item) -> bool {
    match &item.content {
        Content::Attribute(value) => item.comment.is_none() && fits_a_line(value),
        Content::Block(_) => false,
    }
}

/// Blanks to cut indentations from; hardly any is longer.
const BLANKS: &str = "                                                                ";

/// Writes `width` spaces.
pub(crate) fn indented(out: &mut String, width: usize) {
    insert_blanks(out, out.len(), width);
}

/// Puts `width` spaces at a place of `out`.
pub(crate) fn insert_blanks(out: &mut String, at: usize, mut width: usize) {
    while width > 0 {
        let some = width.min(BLANKS.len());
        out.insert_str(at, &BLANKS[..some]);
        width -= some;
    }
}

fn decimal(out: &mut String, value: i64) {
    // A text takes whatever is written into it.
    let _ = write!(out, "{value}");
}

/// A key as an identifier, or quoted when it is none.
pub(crate) fn key(name: &str) -> Cow<'_, str> {
    let starts = name.bytes().next().is_some_and(|first| first.is_ascii_alphabetic() || first == b'_');
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    if starts && name.bytes().all(plain) { Cow::Borrowed(name) } else { Cow::Owned(quoted(name)) }
}

/// A text in quotes, with nothing in it interpreted.
pub(crate) fn quoted(text: &str) -> String {
    let mut out = String::new();
    quote(&mut out, text);
    out
}

fn quote(out: &mut String, text: &str) {
    out.push('"');
    escape(out, text);
    out.push('"');
}

fn escape(out: &mut String, text: &str) {
    let special = |byte: u8| matches!(byte, b'"' | b'\\' | b'$' | b'%') || !(b' '..0x7f).contains(&byte);
    if !text.bytes().any(special) {
        return out.push_str(text);
    }
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '$' | '%' if characters.peek() == Some(&'{') => {
                out.push(character);
                out.push(character);
            }
            control if control.is_control() => {
                let _ = write!(out, "\\u{:04x}", control as u32);
            }
            other => out.push(other),
        }
    }
}
