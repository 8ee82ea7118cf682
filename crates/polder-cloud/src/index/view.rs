//! A resource or a block of one, with its stack.

use std::borrow::Cow;

use crate::address::{Address, Mode};
use crate::body::{Body, Content};
use crate::foreign::Form;
use crate::stack::{Resource, Stack};
use crate::value::{Segment, Value};

use super::resolve::note;
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
}

impl<'i, 'a> View<'i, 'a> {
    pub(super) fn of(index: &'i Index<'a>, id: ResourceId) -> Option<View<'i, 'a>> {
        let stack = index.cloud().stack(id.stack)?;
        let resource = index.resource(id)?;
        Some(View { index, id, stack, resource, body: &resource.body })
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

    /// The resource type.
    pub fn kind(&self) -> &'a str {
        &self.resource.address.kind
    }

    /// Whether it is a managed resource, and not a data source.
    pub fn is_managed(&self) -> bool {
        self.resource.address.mode == Mode::Managed
    }

    /// The region of its provider configuration, if a plan or a state has it.
    pub fn foreign_region(&self) -> Option<&'a str> {
        self.resource.foreign.as_ref().map(|foreign| foreign.region.as_ref()).filter(|it| !it.is_empty())
    }

    /// The body.
    pub fn body(&self) -> &'a Body {
        self.body
    }

    /// The resolved attribute `name`. [`Resolved::Absent`] if it is not set.
    pub fn get(&self, name: &str) -> Resolved<'a> {
        self.body.get(name).map_or(Resolved::Absent, |value| self.resolve(value))
    }

    /// Resolves a value of this resource's stack.
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

    /// The known number of an attribute, also if it is written as a string.
    pub fn integer(&self, name: &str) -> Option<i64> {
        match self.get(name) {
            Resolved::Integer(value) => Some(value),
            Resolved::Text(text) => text.parse().ok(),
            _ => None,
        }
    }

    /// The known bool of an attribute, also if it is written as a string.
    pub fn truth(&self, name: &str) -> Option<bool> {
        match self.get(name) {
            Resolved::Bool(value) => Some(value),
            Resolved::Text(text) => text.parse().ok(),
            _ => None,
        }
    }

    /// The known texts of a list, in their order. Unknown elements are left out: use [`View::get`] where that matters.
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
        found
    }

    /// The first block `name`.
    pub fn block(&self, name: &str) -> Option<View<'i, 'a>> {
        let first = self.body.items.iter().find(|item| item.key == name)?;
        match &first.content {
            Content::Block(body) => Some(View { body, ..*self }),
            Content::Attribute(_) => self.blocks(name).into_iter().next(),
        }
    }

    /// The resource that an attribute refers to: by a reference, also through locals, or by a known identifier of a
    /// resource in a state. If it refers to several, the first.
    pub fn target(&self, name: &str) -> Option<View<'i, 'a>> {
        self.targets(name).into_iter().next()
    }

    /// The resources that an attribute refers to, in order, without duplicates. In a plan also those whose value the
    /// configuration refers to, and the sole reference of an unknown value's expression.
    pub fn targets(&self, name: &str) -> Vec<View<'i, 'a>> {
        let Some(value) = self.body.get(name) else { return vec![] };
        let mut ids = self.index.targets_of(self.stack, value);
        self.configured(name, value, &mut ids);
        ids.into_iter().filter_map(|id| self.index.view(id)).collect()
    }

    /// References of a plan's configuration where the body has the value.
    fn configured(&self, name: &str, value: &'a Value, ids: &mut Vec<ResourceId>) {
        let foreign = self.resource.foreign.as_ref().map(|foreign| foreign.dependencies.as_slice());
        let Some(dependencies @ [_, ..]) = foreign else { return };
        let mut path = vec![];
        if !find(&self.resource.body, self.body, &mut path) {
            return;
        }
        path.push(Segment::Name(name.into()));
        let unknown = std::cell::LazyCell::new(|| !self.resolve(value).is_known());
        for dependency in dependencies.iter().filter(|it| it.path.starts_with(&path)) {
            let counts = match dependency.form {
                Form::Equal => true,
                Form::Only => *unknown,
                Form::Part => false,
            };
            if counts {
                note(ids, self.index.target(self.stack, &dependency.reference));
            }
        }
    }

    fn objects(&self, value: &'a Value, found: &mut Vec<View<'i, 'a>>) {
        match value {
            Value::Object(body) => found.push(View { body, ..*self }),
            Value::List(items) => items.iter().for_each(|item| self.objects(item, found)),
            Value::Sensitive(inner) => self.objects(inner, found),
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

/// The path from a body to a nested one, as in dependencies of a plan: blocks are indexed if there are several of a
/// name, elements of lists always.
fn find(body: &Body, wanted: &Body, path: &mut Vec<Segment>) -> bool {
    if std::ptr::eq(body, wanted) {
        return true;
    }
    for (at, item) in body.items.iter().enumerate() {
        let depth = path.len();
        path.push(Segment::Name(item.key.clone()));
        let found = match &item.content {
            Content::Block(inner) => {
                path.extend(body.block_index(at).map(Segment::Index));
                find(inner, wanted, path)
            }
            Content::Attribute(value) => find_in(value, wanted, path),
        };
        if found {
            return true;
        }
        path.truncate(depth);
    }
    false
}

fn find_in(value: &Value, wanted: &Body, path: &mut Vec<Segment>) -> bool {
    match value {
        Value::Object(body) => find(body, wanted, path),
        Value::Sensitive(inner) => find_in(inner, wanted, path),
        Value::List(items) => (0_u32..).zip(items).any(|(index, item)| {
            let depth = path.len();
            path.push(Segment::Index(index));
            let found = find_in(item, wanted, path);
            if !found {
                path.truncate(depth);
            }
            found
        }),
        _ => false,
    }
}
