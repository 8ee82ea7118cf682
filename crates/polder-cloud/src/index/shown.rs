//! Values as people read them.

use crate::body::{Body, Content};
use crate::stack::Stack;
use crate::value::{Segment, Value};

/// How many locals are followed one after the other.
const LOCALS_MAX: u32 = 16;

/// A value of a stack as people read it where it stands: locals filled in, references by their addresses
/// (`<aws_vpc.main.id>`), variables by their names (`<account_id>`), the elements of a list with commas between them.
pub fn shown(stack: &Stack, value: &Value) -> String {
    in_stack(stack, value, LOCALS_MAX)
}

fn in_stack(stack: &Stack, value: &Value, locals: u32) -> String {
    let one = |value: &Value| in_stack(stack, value, locals);
    let all = |values: &[Value], between: &str| values.iter().map(one).collect::<Vec<_>>().join(between);
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Integer(value) => value.to_string(),
        Value::Text(text) | Value::Expression(text) | Value::Decimal(text) => text.to_string(),
        Value::List(values) => all(values, ", "),
        Value::Template(values) => all(values, ""),
        Value::Object(body) => format!("{{{}}}", items(body, &one)),
        Value::Call(call) => format!("{}({})", call.name, all(&call.arguments, ", ")),
        Value::Local(name) => match stack.locals.iter().find(|local| local.name == *name) {
            Some(local) if locals > 0 => in_stack(stack, &local.value, locals - 1),
            _ => format!("<local.{name}>"),
        },
        Value::Variable(name) => format!("<{name}>"),
        Value::Reference(reference) => format!("<{}.{}>", reference.address, reference.attribute),
        Value::Element(element) => {
            let base = one(&element.base);
            match &element.segment {
                Segment::Index(index) => format!("{base}[{index}]"),
                Segment::Name(name) => format!("{base}.{name}"),
            }
        }
        Value::Binary(binary) => {
            format!("{} {} {}", one(&binary.left), binary.operator, one(&binary.right))
        }
        Value::Mention(mention) => one(&mention.text),
        Value::Sensitive(inner) => one(inner),
        Value::Document(_) => "<document>".to_owned(),
        Value::Unknown(_) => "<not known>".to_owned(),
    }
}

fn items(body: &Body, one: &dyn Fn(&Value) -> String) -> String {
    let item = |item: &crate::Item| match &item.content {
        Content::Attribute(value) => format!("{} = {}", item.key, one(value)),
        Content::Block(inner) => format!("{} {{{}}}", item.key, items(inner, one)),
    };
    body.items.iter().map(item).collect::<Vec<_>>().join("; ")
}
