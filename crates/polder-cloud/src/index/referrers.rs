//! References to a resource, by attribute.

use std::fmt;

use crate::body::{Body, Content};
use crate::document::Document;
use crate::foreign::Dependency;
use crate::stack::Stack;
use crate::value::{Reference, Segment, Value};

use super::{Index, ResourceId, ids};

/// A reference to a resource.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Referrer<'a> {
    /// The referring resource.
    pub from: ResourceId,
    /// The location in it.
    pub path: Path<'a>,
    /// The attribute that it refers to; empty for the resource as a whole, and for a known identifier of it.
    pub attribute: &'a str,
}

/// The path of a value in a resource: `rule.destination.bucket`, `subnets[2]`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Path<'a>(pub Vec<Step<'a>>);

/// One step of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step<'a> {
    /// An attribute or block.
    Key(&'a str),
    /// An element of a list, or one of several blocks of a name.
    Index(u32),
}

impl<'a> Path<'a> {
    /// Its first step: the resource's own attribute or block.
    pub fn first(&self) -> &'a str {
        match self.0.first() {
            Some(Step::Key(key)) => key,
            _ => "",
        }
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, step) in self.0.iter().enumerate() {
            match step {
                Step::Key(key) if at == 0 => f.write_str(key)?,
                Step::Key(key) => write!(f, ".{key}")?,
                Step::Index(index) => write!(f, "[{index}]")?,
            }
        }
        Ok(())
    }
}

impl<'a> Index<'a> {
    /// References to a resource and mentions of it, in order. References through locals count where the local is used,
    /// and those of a plan's configuration at the value.
    pub fn referrers(&self, id: ResourceId) -> &[Referrer<'a>] {
        let all = self.referrers.get_or_init(|| {
            let found = vec![vec![]; self.count()];
            let mut walker = Walker { index: self, found, path: vec![], locals: vec![] };
            for (from, resource) in ids(self.cloud()) {
                if let Some(stack) = self.cloud().stack(from.stack) {
                    walker.body(from, stack, &resource.body);
                    walker.dependencies(from, stack);
                }
            }
            walker.found
        });
        all.get(self.number(id)).map_or(&[], Vec::as_slice)
    }
}

struct Walker<'i, 'a> {
    index: &'i Index<'a>,
    /// By the numbers of the resources that are referred to.
    found: Vec<Vec<Referrer<'a>>>,
    path: Vec<Step<'a>>,
    /// The locals that are being followed, to detect recursion.
    locals: Vec<&'a str>,
}

impl<'a> Walker<'_, 'a> {
    /// Also the references apart from the body.
    fn dependencies(&mut self, from: ResourceId, stack: &'a Stack) {
        for Dependency { path, reference, .. } in self.index.dependencies(from) {
            let step = |segment: &'a Segment| match segment {
                Segment::Name(name) => Step::Key(name),
                Segment::Index(index) => Step::Index(*index),
            };
            let path = Path(path.iter().map(step).collect());
            let referrer = Referrer { from, path, attribute: &reference.attribute };
            for id in self.index.all_targets(stack, reference) {
                let number = self.index.number(id);
                let Some(found) = self.found.get_mut(number) else { continue };
                if !found.iter().rev().take_while(|it| it.from == from).any(|it| *it == referrer) {
                    found.push(referrer.clone());
                }
            }
        }
    }

    fn body(&mut self, from: ResourceId, stack: &'a Stack, body: &'a Body) {
        for (at, item) in body.items.iter().enumerate() {
            self.path.push(Step::Key(&item.key));
            match &item.content {
                Content::Attribute(value) => self.value(from, stack, value),
                Content::Block(inner) => {
                    let index = body.block_index(at);
                    self.path.extend(index.map(Step::Index));
                    self.body(from, stack, inner);
                    if index.is_some() {
                        self.path.pop();
                    }
                }
            }
            self.path.pop();
        }
    }

    fn note(&mut self, from: ResourceId, stack: &'a Stack, reference: &'a Reference) {
        if let Some(id) = self.index.target(stack, reference) {
            let path = Path(self.path.clone());
            let referrer = Referrer { from, path, attribute: &reference.attribute };
            self.push(id, referrer);
        }
    }

    fn push(&mut self, to: ResourceId, referrer: Referrer<'a>) {
        let number = self.index.number(to);
        if let Some(found) = self.found.get_mut(number) {
            found.push(referrer);
        }
    }

    fn value(&mut self, from: ResourceId, stack: &'a Stack, value: &'a Value) {
        match value {
            Value::Reference(reference) => self.note(from, stack, reference),
            Value::List(items) => {
                for (index, item) in (0_u32..).zip(items) {
                    self.path.push(Step::Index(index));
                    self.value(from, stack, item);
                    self.path.pop();
                }
            }
            Value::Object(body) => self.body(from, stack, body),
            Value::Template(items) => items.iter().for_each(|item| self.value(from, stack, item)),
            Value::Call(call) => call.arguments.iter().for_each(|item| self.value(from, stack, item)),
            Value::Element(element) => self.value(from, stack, &element.base),
            Value::Binary(binary) => {
                self.value(from, stack, &binary.left);
                self.value(from, stack, &binary.right);
            }
            Value::Mention(mention) => {
                self.value(from, stack, &mention.text);
                self.note(from, stack, &mention.of);
            }
            Value::Sensitive(inner) => self.value(from, stack, inner),
            Value::Local(name) => {
                if let Some((_, value)) = self.index.local(stack.id, name)
                    && !self.locals.contains(&name.as_str())
                {
                    self.locals.push(name);
                    self.value(from, stack, value);
                    self.locals.pop();
                }
            }
            Value::Document(document) => match document.as_ref() {
                Document::Json(body) => self.body(from, stack, body),
                // There are no paths into typed documents, whose form is known only when they are written.
                other => other.walk(&mut |inner| {
                    if matches!(inner, Value::Reference(_) | Value::Local(_) | Value::Mention(_)) {
                        self.value(from, stack, inner);
                    }
                }),
            },
            Value::Text(text) => {
                for id in self.index.holders(text).iter().filter(|id| **id != from) {
                    let referrer = Referrer { from, path: Path(self.path.clone()), attribute: "" };
                    self.push(*id, referrer);
                }
            }
            Value::Null
            | Value::Bool(_)
            | Value::Integer(_)
            | Value::Decimal(_)
            | Value::Variable(_)
            | Value::Expression(_)
            | Value::Unknown(_) => {}
        }
    }
}
