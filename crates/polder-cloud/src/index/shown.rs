//! Values as text for diagrams, reports and tests.

use crate::body::{Body, Content};
use crate::stack::Stack;
use crate::value::{Segment, Value};

/// The maximum number of locals that refer to one another; a longer chain is not resolved.
const LOCALS_MAX: u32 = 16;

/// A value of a stack as text: locals are replaced by their values, references by addresses (`<aws_vpc.main.id>`) and
/// variables by names (`<account_id>`); elements of a list are separated by commas.
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
        Value::Unknown(_) => "<unknown>".to_owned(),
    }
}

fn items(body: &Body, one: &dyn Fn(&Value) -> String) -> String {
    let item = |item: &crate::Item| match &item.content {
        Content::Attribute(value) => format!("{} = {}", item.key, one(value)),
        Content::Block(inner) => format!("{} {{{}}}", item.key, items(inner, one)),
    };
    body.items.iter().map(item).collect::<Vec<_>>().join("; ")
}
