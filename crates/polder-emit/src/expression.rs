//! Values as expressions of the Terraform language.

use polder_cloud::{Body, Cloud, Content, Links, Mode, Reference, Segment, Stack, Value, alias, output_name};

use crate::document;

/// Writes the values of one stack.
pub(crate) struct Writer<'a> {
    /// All stacks.
    pub(crate) cloud: &'a Cloud,
    /// Links between them.
    pub(crate) links: &'a Links,
    /// The stack that is written.
    pub(crate) stack: &'a Stack,
}

impl Writer<'_> {
    /// A value whose first line has `room` columns left and whose further lines start at `indent`.
    pub(crate) fn expression(&self, value: &Value, indent: usize, room: usize) -> String {
        match value {
            Value::Null => "null".into(),
            Value::Bool(value) => value.to_string(),
            Value::Integer(value) => value.to_string(),
            Value::Decimal(text) | Value::Keyword(text) => (*text).to_owned(),
            Value::Text(text) => quoted(text),
            Value::List(items) => self.list(items, indent, room),
            Value::Object(body) => self.object(body, indent, room),
            Value::Reference(reference) => self.reference(reference),
            Value::Local(name) => format!("local.{name}"),
            Value::Variable(name) => format!("var.{name}"),
            Value::Template(parts) => self.template(parts),
            Value::Call(name, arguments) => {
                let room = room.saturating_sub(name.len() + 2);
                let arguments = arguments
                    .iter()
                    .map(|argument| self.expression(argument, indent, room))
                    .collect::<Vec<_>>();
                format!("{name}({})", arguments.join(", "))
            }
            Value::Element(base, segment) => {
                let base = self.expression(base, indent, room);
                match segment {
                    Segment::Index(index) => format!("{base}[{index}]"),
                    Segment::Name(name) => format!("{base}.{name}"),
                }
            }
            Value::Binary(left, operator, right) => {
                let left = self.expression(left, indent, room);
                let right =
                    self.expression(right, indent, room.saturating_sub(left.len() + operator.len() + 2));
                format!("{left} {operator} {right}")
            }
            Value::Document(inner) => self.expression(&document::value(inner), indent, room),
        }
    }

    fn reference(&self, reference: &Reference) -> String {
        if reference.stack != self.stack.id {
            let producer = self.cloud.stack(reference.stack);
            let alias = producer.map_or_else(|| "unknown".into(), |producer| alias(self.stack, producer));
            debug_assert!(self.links.imports[self.stack.id.index()].contains_key(&alias));
            return format!("data.terraform_remote_state.{alias}.outputs.{}", output_name(reference));
        }
        let data = if reference.address.mode == Mode::Data { "data." } else { "" };
        let (kind, name) = (reference.address.kind, &reference.address.name);
        match reference.attribute {
            "" => format!("{data}{kind}.{name}"),
            attribute => format!("{data}{kind}.{name}.{attribute}"),
        }
    }

    fn template(&self, parts: &[Value]) -> String {
        let mut out = String::from("\"");
        for part in parts {
            match part {
                Value::Text(text) => escape(&mut out, text),
                other => {
                    out.push_str("${");
                    out.push_str(&self.expression(other, 0, usize::MAX));
                    out.push('}');
                }
            }
        }
        out.push('"');
        out
    }

    fn list(&self, items: &[Value], indent: usize, room: usize) -> String {
        if items.is_empty() {
            return "[]".into();
        }
        let inner = room.saturating_sub(2);
        let single =
            items.iter().map(|item| self.expression(item, indent, inner)).collect::<Vec<_>>().join(", ");
        let nested = items.iter().any(|item| matches!(item, Value::Object(body) if body.items.len() > 1));
        if !nested && !single.contains('\n') && single.chars().count() + 2 <= room {
            return format!("[{single}]");
        }
        let deeper = indent + 2;
        let mut out = String::from("[\n");
        for item in items {
            let item = self.expression(item, deeper, crate::hcl::WIDTH.saturating_sub(deeper + 1));
            out.push_str(&format!("{:deeper$}{item},\n", ""));
        }
        out.push_str(&format!("{:indent$}]", ""));
        out
    }

    fn object(&self, body: &Body, indent: usize, room: usize) -> String {
        if body.items.is_empty() {
            return "{}".into();
        }
        if let [item] = body.items.as_slice()
            && item.comment.is_none()
            && let Content::Attribute(value) = &item.content
        {
            let value = self.expression(value, indent, room.saturating_sub(item.key.len() + 7));
            let single = format!("{{ {} = {value} }}", key(&item.key));
            if !single.contains('\n') && single.chars().count() <= room {
                return single;
            }
        }
        format!("{{\n{}{:indent$}}}", crate::hcl::body(self, body, indent + 2), "")
    }
}

/// A key as an identifier, or quoted when it is none.
pub(crate) fn key(name: &str) -> String {
    let mut characters = name.chars();
    let starts = characters.next().is_some_and(|first| first.is_ascii_alphabetic() || first == '_');
    let plain = |character: char| character.is_ascii_alphanumeric() || character == '_' || character == '-';
    if starts && characters.all(plain) { name.to_owned() } else { quoted(name) }
}

/// A text in quotes, with nothing in it interpreted.
pub(crate) fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    escape(&mut out, text);
    out.push('"');
    out
}

fn escape(out: &mut String, text: &str) {
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
            control if control.is_control() => out.push_str(&format!("\\u{:04x}", control as u32)),
            other => out.push(other),
        }
    }
}
