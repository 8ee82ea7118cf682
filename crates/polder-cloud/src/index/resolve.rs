//! Resolves values: follows locals, variables and references.

use std::borrow::Cow;
use std::cell::Cell;

use crate::body::{Body, Content};
use crate::stack::Stack;
use crate::value::{Reference, Segment, Unknown, Value};

use super::function;
use super::resolved::{Attribute, Resolved, joined};
use super::{Index, ResourceId, Variables};

/// The maximum depth of references, locals and accesses. Real configurations are less deep; in a graph that refers to
/// itself, the value at this depth is unknown.
const DEPTH_MAX: u32 = 48;

/// The maximum number of values of one query; all further ones are unknown. The largest real value, a task definition,
/// has a few thousand; a graph that doubles a value at each of many levels would have too many.
const VALUES_MAX: u32 = 100_000;

impl<'a> Index<'a> {
    /// Resolves a value of `stack`.
    pub fn resolve(&self, stack: &'a Stack, value: &'a Value) -> Resolved<'a> {
        self.resolve_with(stack, value, self.variables)
    }

    /// The same, with the given treatment of variables.
    pub fn resolve_with(&self, stack: &'a Stack, value: &'a Value, variables: Variables) -> Resolved<'a> {
        Resolver { index: self, variables, left: Cell::new(VALUES_MAX) }.value(stack, value, 0)
    }

    /// The resources that a value of `stack` refers to, in order, without duplicates.
    pub(super) fn targets_of(&self, stack: &'a Stack, value: &'a Value) -> Vec<ResourceId> {
        let mut found = vec![];
        let mut locals = vec![];
        let mut waiting = vec![value];
        while let Some(value) = waiting.pop() {
            let at = waiting.len();
            value.walk(&mut |value| match value {
                Value::Reference(reference) => note(&mut found, self.target(stack, reference)),
                Value::Mention(mention) => note(&mut found, self.target(stack, &mention.of)),
                Value::Text(text) => self.holders(text).iter().for_each(|id| note(&mut found, Some(*id))),
                Value::Local(name) if !locals.contains(&name) => {
                    locals.push(name);
                    waiting.extend(self.local(stack.id, name).map(|(_, value)| value));
                }
                _ => {}
            });
            // Locals are processed in the order in which they were found.
            waiting[at..].reverse();
        }
        found
    }
}

pub(super) fn note(found: &mut Vec<ResourceId>, id: Option<ResourceId>) {
    if let Some(id) = id.filter(|id| !found.contains(id)) {
        found.push(id);
    }
}

struct Resolver<'i, 'a> {
    index: &'i Index<'a>,
    variables: Variables,
    /// The remaining number of values.
    left: Cell<u32>,
}

impl<'a> Resolver<'_, 'a> {
    fn value(&self, stack: &'a Stack, value: &'a Value, depth: u32) -> Resolved<'a> {
        let left = self.left.get().checked_sub(1).filter(|_| depth <= DEPTH_MAX);
        let Some(left) = left else { return Resolved::Unknown(Unknown::TooLarge) };
        self.left.set(left);
        let all =
            |values: &'a [Value]| values.iter().map(|value| self.value(stack, value, depth + 1)).collect();
        match value {
            Value::Null => Resolved::Absent,
            Value::Bool(value) => Resolved::Bool(*value),
            Value::Integer(value) => Resolved::Integer(*value),
            Value::Decimal(text) => Resolved::Decimal(text),
            Value::Text(text) => Resolved::Text(Cow::Borrowed(text)),
            Value::List(items) => Resolved::List(all(items)),
            Value::Object(body) => Resolved::Object(self.body(stack, body, depth)),
            Value::Template(parts) => joined(all(parts)),
            Value::Call(call) => function::call(&call.name, all(&call.arguments)),
            Value::Reference(reference) => self.reference(stack, reference, depth),
            Value::Local(name) => match self.index.local(stack.id, name) {
                Some((_, value)) => self.value(stack, value, depth + 1),
                None => Resolved::Unknown(Unknown::NoValue),
            },
            Value::Variable(name) => self.variable(stack, name, depth),
            Value::Element(element) => step(self.value(stack, &element.base, depth + 1), &element.segment),
            Value::Binary(binary) => {
                let left = self.value(stack, &binary.left, depth + 1);
                let right = self.value(stack, &binary.right, depth + 1);
                match binary.operator.as_str() {
                    "==" if left.is_known() && right.is_known() => Resolved::Bool(left == right),
                    _ => Resolved::Unknown(Unknown::Expression),
                }
            }
            Value::Document(document) => Resolved::Document(document, stack.id),
            Value::Mention(mention) => self.value(stack, &mention.text, depth + 1),
            Value::Sensitive(inner) => self.value(stack, inner, depth + 1),
            Value::Expression(_) => Resolved::Unknown(Unknown::Expression),
            Value::Unknown(why) => Resolved::Unknown(*why),
        }
    }

    fn body(&self, stack: &'a Stack, body: &'a Body, depth: u32) -> Vec<(&'a str, Resolved<'a>)> {
        let item = |item: &'a crate::Item| {
            let value = match &item.content {
                Content::Attribute(value) => self.value(stack, value, depth + 1),
                Content::Block(inner) => Resolved::Object(self.body(stack, inner, depth + 1)),
            };
            (item.key.as_str(), value)
        };
        body.items.iter().map(item).collect()
    }

    /// The attribute's value in the resource if it is set; otherwise it is known after apply.
    fn reference(&self, stack: &'a Stack, reference: &'a Reference, depth: u32) -> Resolved<'a> {
        let Some(id) = self.index.target(stack, reference) else {
            return Resolved::Unknown(Unknown::NoValue);
        };
        let holder = self.index.cloud().stack(id.stack);
        if let (Some(holder), Some(resource)) = (holder, self.index.resource(id))
            && let Some(value) = resource.body.get(&reference.attribute)
            && !value.is_unknown()
        {
            match self.value(holder, value, depth + 1) {
                // An attribute that is computed from another resource's identifier: readers still need to know which
                // resource has it.
                Resolved::Unknown(Unknown::Expression) => {}
                resolved => return resolved,
            }
        }
        Resolved::Attribute(Attribute { resource: id, name: &reference.attribute, steps: vec![] })
    }

    fn variable(&self, stack: &'a Stack, name: &str, depth: u32) -> Resolved<'a> {
        let Some(variable) = stack.variables.iter().find(|variable| variable.name == name) else {
            return Resolved::Unknown(Unknown::NoValue);
        };
        match (&variable.default, self.variables) {
            (_, Variables::Named) => Resolved::Variable(stack.id, &variable.name),
            (_, Variables::Examples) => Resolved::Text(Cow::Borrowed(&variable.example)),
            (Value::Null, Variables::Unknown) => Resolved::Unknown(Unknown::NoValue),
            (default, Variables::Unknown) => self.value(stack, default, depth + 1),
        }
    }
}

fn step<'a>(base: Resolved<'a>, segment: &'a Segment) -> Resolved<'a> {
    match (base, segment) {
        (Resolved::List(mut items), Segment::Index(index)) => match usize::try_from(*index) {
            Ok(index) if index < items.len() => items.swap_remove(index),
            _ => Resolved::Unknown(Unknown::Expression),
        },
        (Resolved::Object(items), Segment::Name(name)) => {
            let found = items.into_iter().find(|(key, _)| *key == name.as_str());
            found.map_or(Resolved::Unknown(Unknown::Expression), |(_, value)| value)
        }
        (Resolved::Attribute(mut attribute), segment) => {
            attribute.steps.push(segment);
            Resolved::Attribute(attribute)
        }
        (Resolved::Unknown(why), _) => Resolved::Unknown(why),
        _ => Resolved::Unknown(Unknown::Expression),
    }
}
