//! Values of plans as values of the graph: with references in place of the stubs of a standalone plan.
//!
//! The configuration section of the plan has the references of an expression to outputs of other stacks.
//! Where the stub of such an output is in the value, it is replaced by the reference: stubs of different
//! resources differ. Nothing is inserted that is not referred to. Account IDs, which are variables of the
//! stack, become those variables.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use polder_cloud::{
    Body, Content, Document, Form, Index, Item, Links, Segment, SmolStr, Stack, Value, json, policy_json,
};
use polder_emit::Stub;

use crate::json::{policy_values, values};
use crate::references::{Named, in_graph};

/// A reference of a resource's configuration.
#[derive(Clone, Debug)]
pub(crate) struct Depends {
    pub(crate) path: Vec<Segment>,
    pub(crate) of: Named,
    pub(crate) form: Form,
    /// Whether the plan contains the attribute; otherwise only the stack.
    pub(crate) exact: bool,
}

/// The stubs in the plans of one stack, for references to others and for variables.
pub(crate) struct Stubs {
    /// The longest first.
    stubs: Vec<(SmolStr, Vec<Named>)>,
    /// Stubs that are not texts.
    lists: Vec<(Value, Named)>,
    /// Stubs with another region instead of the producer's, and the two regions.
    moved: Vec<(SmolStr, Named, [Arc<str>; 2])>,
    numbers: Vec<(SmolStr, SmolStr)>,
}

/// Shorter stubs are words that can occur anywhere.
const INSIDE_MIN: usize = 12;

impl Stubs {
    /// Those of a stack of the graph.
    pub(crate) fn of<'a>(index: &Index<'a>, links: &'a Links, stack: &'a Stack) -> Stubs {
        let mut stubs: Vec<(SmolStr, Vec<Named>)> = vec![];
        let (mut lists, mut moved) = (vec![], vec![]);
        for Stub { producer, reference, value, .. } in polder_emit::stubs(index, links, stack) {
            let (address, attribute) = (in_graph(&reference.address), reference.attribute.clone());
            let named = Named { stack: producer, address, attribute };
            let Some(text) = plain(&value) else {
                lists.push((value, named));
                continue;
            };
            if let Some(of) = index.cloud().stack(producer)
                && text.contains(&format!(":{}:", of.region))
                && of.region != stack.region
            {
                let there = text.replace(&*of.region, &stack.region);
                moved.push((
                    there.into(),
                    named.clone(),
                    [Arc::clone(&of.region), Arc::clone(&stack.region)],
                ));
            }
            match stubs.iter_mut().find(|(known, _)| *known == text) {
                Some((_, all)) => all.push(named),
                None => stubs.push((text, vec![named])),
            }
        }
        stubs.sort_by_key(|(text, _)| std::cmp::Reverse(text.len()));
        let numbers = numbers(stack).into_iter().filter_map(|(number, names)| {
            let name = names.iter().find(|name| **name == "account_id").or(names.first())?;
            (names.len() == 1 || **name == "account_id").then(|| (number.into(), (*name).clone()))
        });
        Stubs { stubs, lists, moved, numbers: numbers.collect() }
    }
}

/// Restores the values of one resource.
pub(crate) struct Restorer<'s> {
    stubs: &'s Stubs,
    depends: &'s [Depends],
    path: Vec<Segment>,
    /// The number of references and variables that were restored.
    pub(crate) count: usize,
}

impl<'s> Restorer<'s> {
    pub(crate) fn new(stubs: &'s Stubs, depends: &'s [Depends]) -> Restorer<'s> {
        Restorer { stubs, depends, path: vec![], count: 0 }
    }

    pub(crate) fn body(&mut self, body: &Body) -> Body {
        let mut items = vec![];
        for (at, item) in body.items.iter().enumerate() {
            let depth = self.path.len();
            self.path.push(Segment::Name(item.key.clone()));
            let content = match &item.content {
                Content::Attribute(value) => Content::Attribute(self.value(value)),
                Content::Block(inner) => {
                    self.path.extend(body.block_index(at).map(Segment::Index));
                    Content::Block(self.body(inner))
                }
            };
            self.path.truncate(depth);
            items.push(Item { content, ..item.clone() });
        }
        Body { items }
    }

    fn value(&mut self, value: &Value) -> Value {
        match value {
            Value::Text(text) => self.text(text),
            Value::Integer(number) => match self.whole(&number.to_string()) {
                Some(named) => named,
                None => value.clone(),
            },
            Value::List(items) => match self.list(value) {
                Some(named) => named,
                None => self.items(items),
            },
            Value::Object(body) => Value::Object(Box::new(self.body(body))),
            Value::Sensitive(inner) => Value::Sensitive(Box::new(self.value(inner))),
            Value::Reference(reference) => {
                let address = in_graph(&reference.address);
                let mut same = self
                    .depends
                    .iter()
                    .filter(|it| it.of.address == address && it.of.attribute == reference.attribute);
                let inside = same.clone().find(|it| self.path.starts_with(&it.path));
                inside.or(same.next()).map_or_else(|| value.clone(), |it| it.of.value())
            }
            Value::Element(element) => {
                let mut element = element.clone();
                element.base = self.value(&element.base);
                Value::Element(element)
            }
            other => other.clone(),
        }
    }

    fn items(&mut self, items: &[Value]) -> Value {
        let each = items.iter().zip(0..).map(|(item, index)| {
            self.path.push(Segment::Index(index));
            let item = self.value(item);
            self.path.pop();
            item
        });
        Value::List(each.collect())
    }

    /// A text; of a document the texts in it.
    fn text(&mut self, text: &SmolStr) -> Value {
        if let Some(named) = self.whole(text) {
            return named;
        }
        if text.starts_with(['{', '[']) {
            let before = self.count;
            if let Ok(mut policy) = policy_json::parse_text(text)
                && !policy.statements.is_empty()
            {
                policy_values(&mut policy, &mut |value| self.inside(value));
                let document = Value::Document(Box::new(Document::Policy(policy)));
                return if self.count > before { document } else { Value::Text(text.clone()) };
            }
            if let Ok(mut value) = json::read(text) {
                values(&mut value, &mut |value| self.inside(value));
                return match value {
                    _ if self.count == before => Value::Text(text.clone()),
                    Value::Object(body) => Value::Document(Box::new(Document::Json(*body))),
                    other => other,
                };
            }
        }
        self.parts(text)
    }

    fn inside(&mut self, value: &Value) -> Value {
        match value {
            Value::Text(text) => self.text(text),
            other => self.value(other),
        }
    }

    /// The reference that replaces a whole value.
    fn whole(&mut self, text: &str) -> Option<Value> {
        let (_, all) = self.stubs.stubs.iter().find(|(stub, _)| stub == text)?;
        let named = self.meant(all, text.len() < INSIDE_MIN)?;
        self.count += 1;
        Some(named.value())
    }

    /// The reference that replaces a list.
    fn list(&self, value: &Value) -> Option<Value> {
        let lists = self.stubs.lists.iter().filter(|(stub, _)| stub == value);
        let here = |it: &&Depends| self.path.starts_with(&it.path);
        let mut found =
            lists.filter(|(_, named)| self.depends.iter().filter(here).any(|it| named.is_said_by(&it.of)));
        let (_, named) = found.next()?;
        found.next().is_none().then(|| named.value())
    }

    /// The one of several that this resource refers to here.
    fn meant<'n>(&self, all: &'n [Named], strict: bool) -> Option<&'n Named> {
        let here = |it: &&Depends| self.path.starts_with(&it.path);
        let depends =
            |named: &&Named| self.depends.iter().any(|it| named.is_said_by(&it.of) && (!strict || here(&it)));
        let found: Vec<&Named> = all.iter().filter(depends).collect();
        if let [one] = found.as_slice() {
            return Some(one);
        }
        let near =
            |named: &&&Named| self.depends.iter().filter(here).any(|it| it.exact && named.is_said_by(&it.of));
        match found.iter().filter(near).collect::<Vec<_>>().as_slice() {
            [one] => Some(one),
            _ => None,
        }
    }

    /// A text with references in it.
    fn parts(&mut self, text: &str) -> Value {
        let mut parts = vec![Value::Text(text.into())];
        for (stub, all) in self.stubs.stubs.iter().filter(|(stub, _)| stub.len() >= INSIDE_MIN) {
            if !text.contains(stub.as_str()) {
                continue;
            }
            if let Some(named) = self.meant(all, false) {
                self.count += 1;
                parts = split(parts, stub, &named.value());
            }
        }
        for (stub, named, [from, to]) in
            self.stubs.moved.iter().filter(|(stub, ..)| text.contains(stub.as_str()))
        {
            if let Some(named) = self.meant(std::slice::from_ref(named), false) {
                self.count += 1;
                let regions = [from, to].map(|region| Value::Text(region.as_ref().into()));
                let arguments = std::iter::once(named.value()).chain(regions).collect();
                parts = split(parts, stub, &Value::call("replace", arguments));
            }
        }
        for (number, name) in self.stubs.numbers.iter().filter(|(number, _)| text.contains(number.as_str())) {
            self.count += 1;
            parts = split(parts, number, &Value::Variable(name.clone()));
        }
        if parts.len() == 1 { parts.remove(0) } else { Value::template(parts) }
    }
}

/// Puts a value where a text occurs in the texts of some parts.
fn split(parts: Vec<Value>, text: &str, value: &Value) -> Vec<Value> {
    let mut found = vec![];
    for part in parts {
        let Value::Text(whole) = &part else {
            found.push(part);
            continue;
        };
        for (at, piece) in whole.split(text).enumerate() {
            if at > 0 {
                found.push(value.clone());
            }
            if !piece.is_empty() {
                found.push(Value::Text(piece.into()));
            }
        }
    }
    found
}

/// The variables of a stack whose examples are unique: account IDs.
fn numbers(stack: &Stack) -> BTreeMap<&str, BTreeSet<&SmolStr>> {
    let mut numbers: BTreeMap<&str, BTreeSet<&SmolStr>> = BTreeMap::new();
    let is_number = |text: &str| text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit());
    for variable in stack.variables.iter().filter(|variable| is_number(&variable.example)) {
        numbers.entry(&variable.example).or_default().insert(&variable.name);
    }
    numbers
}

/// The text of a plain value: a number as it is written.
pub(crate) fn plain(value: &Value) -> Option<SmolStr> {
    match value {
        Value::Text(text) | Value::Decimal(text) => Some(text.clone()),
        Value::Integer(number) => Some(number.to_string().into()),
        _ => None,
    }
}
