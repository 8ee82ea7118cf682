//! A resource or a block of one, with its stack in mind.

use std::borrow::Cow;

use crate::address::{Address, Mode};
use crate::body::{Body, Content};
use crate::foreign::Form;
use crate::stack::{Resource, Stack};
use crate::value::{Reference, Segment, Value};

use super::resolved::Resolved;
use super::{Index, ResourceId};

/// A resource or a block of one. It is small and can be copied.
#[derive(Clone, Copy, Debug)]
pub struct View<'i, 'a> {
    index: &'i Index<'a>,
    id: ResourceId,
    stack: &'a Stack,
    resource: &'a Resource,
    body: &'a Body,
    /// The blocks that lead to the body, from the resource: their names, and which of several of a name each is.
    blocks: [Option<(&'a str, u32)>; BLOCKS_DEEP],
}

/// How deep blocks are nested at most for what a plan says beside the attributes to be found. A rule of a web ACL, the
/// deepest that the provider has, is read by its values.
const BLOCKS_DEEP: usize = 3;

impl<'i, 'a> View<'i, 'a> {
    pub(super) fn of(index: &'i Index<'a>, id: ResourceId) -> Option<View<'i, 'a>> {
        let stack = index.cloud().stack(id.stack)?;
        let resource = index.resource(id)?;
        Some(View { index, id, stack, resource, body: &resource.body, blocks: [None; BLOCKS_DEEP] })
    }

    /// The index that it belongs to.
    pub fn index(&self) -> &'i Index<'a> {
        self.index
    }

    /// The resource.
    pub fn id(&self) -> ResourceId {
        self.id
    }

    /// The stack that holds it.
    pub fn stack(&self) -> &'a Stack {
        self.stack
    }

    /// The resource's address.
    pub fn address(&self) -> &'a Address {
        &self.resource.address
    }

    /// The provider's word for the resource.
    pub fn kind(&self) -> &'a str {
        &self.resource.address.kind
    }

    /// Whether the resource is made, and not only looked up.
    pub fn is_managed(&self) -> bool {
        self.resource.address.mode == Mode::Managed
    }

    /// What stands between the braces.
    pub fn body(&self) -> &'a Body {
        self.body
    }

    /// What the attribute `name` comes to. [`Resolved::Absent`] when it is not set.
    pub fn get(&self, name: &str) -> Resolved<'a> {
        self.body.get(name).map_or(Resolved::Absent, |value| self.resolve(value))
    }

    /// What a value of this resource's stack comes to.
    pub fn resolve(&self, value: &'a Value) -> Resolved<'a> {
        self.index.resolve(self.stack, value)
    }

    /// The known text of an attribute.
    pub fn text(&self, name: &str) -> Option<Cow<'a, str>> {
        match self.get(name) {
            Resolved::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The known number of an attribute, also where it is written as text.
    pub fn integer(&self, name: &str) -> Option<i64> {
        match self.get(name) {
            Resolved::Integer(value) => Some(value),
            Resolved::Text(text) => text.parse().ok(),
            _ => None,
        }
    }

    /// The known truth value of an attribute, also where it is written as text.
    pub fn truth(&self, name: &str) -> Option<bool> {
        match self.get(name) {
            Resolved::Bool(value) => Some(value),
            Resolved::Text(text) => text.parse().ok(),
            _ => None,
        }
    }

    /// The known texts of a list, in their order. What is not known is left out: ask [`View::get`] where that matters.
    pub fn texts(&self, name: &str) -> Vec<Cow<'a, str>> {
        let text = |value| if let Resolved::Text(text) = value { Some(text) } else { None };
        self.list(name).into_iter().filter_map(text).collect()
    }

    /// The elements of a list; one value alone is a list of one.
    pub fn list(&self, name: &str) -> Vec<Resolved<'a>> {
        match self.get(name) {
            Resolved::List(items) => items,
            Resolved::Absent => vec![],
            one => vec![one],
        }
    }

    /// The blocks `name`, whether they are written as blocks or as objects.
    pub fn blocks(&self, name: &str) -> Vec<View<'i, 'a>> {
        let mut found = vec![];
        for item in self.body.items.iter().filter(|item| item.key == name) {
            match &item.content {
                Content::Block(body) => found.push(View { body, ..*self }),
                Content::Attribute(value) => self.objects(value, &mut found),
            }
        }
        let depth = self.blocks.iter().flatten().count();
        if let Some(key) = self.body.items.iter().map(|item| item.key.as_str()).find(|key| *key == name) {
            for (number, view) in (0_u32..).zip(&mut found) {
                if let Some(block) = view.blocks.get_mut(depth) {
                    *block = Some((key, number));
                }
            }
        }
        found
    }

    /// The first block `name`.
    pub fn block(&self, name: &str) -> Option<View<'i, 'a>> {
        self.blocks(name).into_iter().next()
    }

    /// The resource that an attribute refers to: by a reference, also through locals, by an identifier that a state knows to
    /// be a resource's, or because the configuration in a plan says so. Where it refers to several, the first.
    pub fn target(&self, name: &str) -> Option<View<'i, 'a>> {
        self.targets(name).into_iter().next()
    }

    /// The resources that an attribute refers to, in the order of writing, each once.
    pub fn targets(&self, name: &str) -> Vec<View<'i, 'a>> {
        let Some(value) = self.body.get(name) else { return vec![] };
        let mut ids = self.index.targets_of(self.stack, value);
        for id in self.configured(name).filter_map(|reference| self.index.target(self.stack, reference)) {
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        ids.into_iter().filter_map(|id| self.index.view(id)).collect()
    }

    /// What the configuration in a plan says that an attribute comes from.
    fn configured(&self, name: &str) -> impl Iterator<Item = &'a Reference> {
        let dependencies = self.resource.foreign.iter().flat_map(|foreign| &foreign.dependencies);
        let here = dependencies.filter(move |it| it.form != Form::Part && self.leads_to(&it.path, name));
        here.map(|dependency| &dependency.reference)
    }

    /// Whether a path from the resource leads to an attribute of this body, or to an element of it.
    fn leads_to(&self, path: &[Segment], name: &str) -> bool {
        let mut path = path.iter().peekable();
        for (key, number) in self.blocks.iter().flatten() {
            if !matches!(path.next(), Some(Segment::Name(step)) if step == key) {
                return false;
            }
            if path.next_if(|step| matches!(step, Segment::Index(at) if at == number)).is_none()
                && matches!(path.peek(), Some(Segment::Index(_)))
            {
                return false;
            }
        }
        matches!(path.next(), Some(Segment::Name(step)) if step == name)
    }

    fn objects(&self, value: &'a Value, found: &mut Vec<View<'i, 'a>>) {
        match value {
            Value::Object(body) => found.push(View { body, ..*self }),
            Value::List(items) => items.iter().for_each(|item| self.objects(item, found)),
            Value::Local(name) => {
                if let Some((_, value)) = self.index.local(self.stack.id, name)
                    && !matches!(value, Value::Local(_))
                {
                    self.objects(value, found);
                }
            }
            _ => {}
        }
    }
}
