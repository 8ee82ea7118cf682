//! Converts a stack of the graph.

use std::sync::Arc;

use polder_cloud::{Content as From, Document, Links, SmolStr, Stack, Target, Value};

use super::plain::{Plain, PlainBody, PlainStack, joined, normalize_depends_on};
use crate::module_stacks::json;
use crate::vocabulary::Vocabulary;

/// Converts a stack of the graph.
pub fn of_stack(links: &Links, vocabulary: &dyn Vocabulary, stack: &Stack) -> PlainStack {
    let concrete = Concrete { stack, vocabulary };
    let mut plain = PlainStack::default();
    let made = stack.resources.iter().map(|resource| resource.address.to_string()).collect();
    for resource in &stack.resources {
        let mut body = concrete.body(&resource.body);
        normalize_depends_on(&mut body, &made);
        plain.resources.insert(resource.address.to_string(), body);
    }
    for output in &stack.outputs {
        plain.outputs.insert(output.name.clone(), concrete.value(&output.value));
    }
    for (name, (address, attribute)) in links.exports.get(stack.id.index()).into_iter().flatten() {
        let value = Plain::Attribute(stack.id, Arc::clone(address), attribute.clone());
        plain.outputs.insert(name.into(), value);
    }
    plain
}

/// A stack of the graph, with all values inlined.
struct Concrete<'a> {
    stack: &'a Stack,
    vocabulary: &'a dyn Vocabulary,
}

impl Concrete<'_> {
    fn all(&self, values: &[Value]) -> Vec<Plain> {
        values.iter().map(|value| self.value(value)).collect()
    }

    fn value(&self, value: &Value) -> Plain {
        match value {
            Value::Null | Value::Unknown(_) => Plain::Null,
            Value::Bool(value) => Plain::Bool(*value),
            Value::Integer(value) => Plain::Number(value.to_string().into()),
            Value::Decimal(text) => Plain::Number(text.clone()),
            Value::Text(text) => Plain::Text(text.clone()),
            Value::Expression(text) => Plain::Raw(text.clone()),
            Value::Variable(name) => Plain::Asked(name.clone()),
            Value::Local(name) => {
                let local = self.stack.locals.iter().find(|local| local.name == *name);
                local.map_or(Plain::Null, |local| self.value(&local.value))
            }
            Value::Reference(reference) => {
                let stack = match reference.target {
                    Target::Own => self.stack.id,
                    Target::Stack(_) | Target::Import(_) => {
                        self.stack.target(reference).unwrap_or(self.stack.id)
                    }
                };
                Plain::Attribute(stack, Arc::clone(&reference.address), reference.attribute.clone())
            }
            Value::List(items) => Plain::List(self.all(items)),
            Value::Template(parts) => joined(self.all(parts)),
            Value::Call(call) => Plain::Call(call.name.clone(), self.all(&call.arguments)),
            Value::Element(element) => {
                Plain::Step(Box::new(self.value(&element.base)), element.segment.clone())
            }
            Value::Binary(binary) => Plain::Binary(
                Box::new(self.value(&binary.left)),
                binary.operator.clone(),
                Box::new(self.value(&binary.right)),
            ),
            Value::Sensitive(inner) => Plain::Sensitive(Box::new(self.value(inner))),
            Value::Object(body) => self.object(body),
            Value::Document(document) => self.document(document),
            Value::Mention(mention) => self.value(&mention.text),
        }
    }

    fn object(&self, body: &polder_cloud::Body) -> Plain {
        let value = |item: &polder_cloud::Item| match &item.content {
            From::Attribute(value) => Some((item.key.clone(), self.value(value))),
            From::Block(_) => None,
        };
        Plain::Object(body.items.iter().filter_map(value).collect())
    }

    fn document(&self, document: &Document) -> Plain {
        match (json(document), document) {
            (Some(value), _) => Plain::Call("jsonencode".into(), vec![self.value(&value)]),
            (None, Document::EdgeFunction(function)) => Plain::Text(self.vocabulary.code(function).into()),
            (None, Document::Text(text)) => Plain::Text(SmolStr::new(&text.content)),
            (None, _) => Plain::Null,
        }
    }

    fn body(&self, body: &polder_cloud::Body) -> PlainBody {
        let mut plain = PlainBody::default();
        for item in &body.items {
            match &item.content {
                From::Attribute(value) => {
                    let value = self.value(value);
                    if value != Plain::Null {
                        plain.attributes.insert(item.key.clone(), value);
                    }
                }
                From::Block(inner) => {
                    plain.blocks.entry(item.key.clone()).or_default().push(self.body(inner));
                }
            }
        }
        plain
    }
}
