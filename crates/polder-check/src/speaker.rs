//! Which resources speak to a requirement: a small notation, so that the table of requirements stays data.

use polder_cloud::{Body, Cloud, Content, Document, Mode, Resource, Stack, Value};
use polder_design::{Design, Role, Site};

use crate::scope::Scope;

/// Resources that speak to a requirement.
#[derive(Clone, Copy, Debug)]
pub struct Speaker {
    /// The provider's word for them; `ANY` for all.
    pub kind: &'static str,
    /// What they have to do with the requirement.
    pub why: &'static str,
    /// Their names in the stack; empty for all.
    pub names: &'static [&'static str],
    /// What must be true of each.
    pub needs: &'static [Need],
    /// The role of the site that they belong to.
    pub part: Part,
    /// Whether they may stand outside of the requirement's stacks.
    pub beyond: bool,
    /// What the needs cannot say.
    pub fits: fn(&Subject<'_>) -> bool,
}

/// Every kind of resource.
pub(crate) const ANY: &str = "*";

/// The role of the site that a resource belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Whichever, or none.
    Any,
    /// A primary site.
    Primary,
    /// A backup site.
    Backup,
}

/// Something that must be true of a resource. A path steps through blocks, objects and JSON documents: `alias.name`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Something stands there.
    Has(&'static str),
    /// Nothing stands there.
    Lacks(&'static str),
    /// This stands there, as text; of a list, it is one of the elements.
    Is(&'static str, &'static str),
    /// A number stands there that is no smaller.
    AtLeast(&'static str, i64),
    /// What stands there refers to a resource of this kind.
    From(&'static str, &'static str),
}

/// A resource that is looked at.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// What shall be.
    pub design: &'a Design,
    /// The whole graph.
    pub cloud: &'a Cloud,
    /// The stack of the resource.
    pub stack: &'a Stack,
    /// The site of the stack, if it is one's.
    pub site: Option<&'a Site>,
    /// What the requirement is about.
    pub scope: Scope,
    /// The resource.
    pub resource: &'a Resource,
}

/// Resources of a kind that speak to a requirement, because.
pub(crate) const fn speaker(kind: &'static str, why: &'static str) -> Speaker {
    Speaker { kind, why, names: &[], needs: &[], part: Part::Any, beyond: false, fits: always }
}

fn always(_: &Subject<'_>) -> bool {
    true
}

impl Speaker {
    /// Only those of these names.
    pub(crate) const fn named(self, names: &'static [&'static str]) -> Speaker {
        Speaker { names, ..self }
    }

    /// Only those of which this is true.
    pub(crate) const fn needs(self, needs: &'static [Need]) -> Speaker {
        Speaker { needs, ..self }
    }

    /// Only those of a site of this role.
    pub(crate) const fn part(self, part: Part) -> Speaker {
        Speaker { part, ..self }
    }

    /// Also those outside of the requirement's stacks.
    pub(crate) const fn beyond(self) -> Speaker {
        Speaker { beyond: true, ..self }
    }

    /// Only those that this function finds fitting.
    pub(crate) const fn fits(self, fits: fn(&Subject<'_>) -> bool) -> Speaker {
        Speaker { fits, ..self }
    }

    /// Whether a resource is one of these.
    pub fn hears(&self, subject: &Subject<'_>) -> bool {
        let address = &subject.resource.address;
        let role = subject.site.map(|site| site.role);
        let part = match self.part {
            Part::Any => true,
            Part::Primary => role == Some(Role::Primary),
            Part::Backup => role == Some(Role::Backup),
        };
        address.mode == Mode::Managed
            && (self.kind == ANY || self.kind == address.kind)
            && (self.names.is_empty() || self.names.contains(&address.name.as_ref()))
            && part
            && self.needs.iter().all(|need| need.holds(subject.stack, &subject.resource.body))
            && (self.fits)(subject)
    }
}

impl Need {
    /// Whether it is true of a resource with this body.
    pub fn holds(&self, stack: &Stack, body: &Body) -> bool {
        match *self {
            Need::Has(path) => !at(stack, body, path).is_empty(),
            Need::Lacks(path) => at(stack, body, path).is_empty(),
            Need::Is(path, wanted) => texts(stack, body, path).iter().any(|text| text == wanted),
            Need::AtLeast(path, least) => {
                let numbers = texts(stack, body, path);
                numbers.iter().any(|text| text.parse::<i64>().is_ok_and(|number| number >= least))
            }
            Need::From(path, kind) => at(stack, body, path).iter().any(|found| found.refers(kind)),
        }
    }
}

/// What stands at a path.
#[derive(Clone, Copy, Debug)]
enum Found<'a> {
    Value(&'a Value),
    Block(&'a Body),
}

impl Found<'_> {
    fn refers(&self, kind: &str) -> bool {
        let mut found = false;
        let mut visit = |value: &Value| {
            found |= matches!(value, Value::Reference(reference) if reference.address.kind == kind);
        };
        match self {
            Found::Value(value) => value.walk(&mut visit),
            Found::Block(body) => body.walk(&mut visit),
        }
        found
    }
}

/// All that is plain text, a number or a truth value at a path.
pub(crate) fn texts(stack: &Stack, body: &Body, path: &str) -> Vec<String> {
    let values = at(stack, body, path).into_iter().filter_map(|found| match found {
        Found::Value(value) => Some(value),
        Found::Block(_) => None,
    });
    let mut texts = vec![];
    for value in values {
        let items =
            if let Value::List(items) = value { items.as_slice() } else { std::slice::from_ref(value) };
        texts.extend(items.iter().filter_map(|item| text(stack, item)));
    }
    texts
}

/// The text of a value that is known before anything exists.
pub(crate) fn text(stack: &Stack, value: &Value) -> Option<String> {
    match resolved(stack, value) {
        Value::Bool(value) => Some(value.to_string()),
        Value::Integer(value) => Some(value.to_string()),
        Value::Decimal(value) => Some(value.to_string()),
        Value::Text(value) => Some(value.to_string()),
        Value::Template(parts) => parts.iter().map(|part| text(stack, part)).collect(),
        _ => None,
    }
}

/// Whether the provider lets a resource carry tags.
pub(crate) fn takes_tags(subject: &Subject<'_>) -> bool {
    let schema = (subject.cloud.provider.schema)();
    let shape = schema.block(Mode::Managed, &subject.resource.address.kind);
    shape.is_some_and(|shape| shape.attributes.contains_key("tags"))
}

fn at<'a>(stack: &'a Stack, body: &'a Body, path: &str) -> Vec<Found<'a>> {
    let (first, rest) = path.split_once('.').map_or((path, None), |(first, rest)| (first, Some(rest)));
    let mut all = vec![];
    for item in body.items.iter().filter(|item| item.key == first) {
        match (&item.content, rest) {
            (Content::Block(inner), None) => all.push(Found::Block(inner)),
            (Content::Block(inner), Some(rest)) => all.extend(at(stack, inner, rest)),
            (Content::Attribute(value), None) => all.push(Found::Value(resolved(stack, value))),
            (Content::Attribute(value), Some(rest)) => all.extend(inside(stack, value, rest)),
        }
    }
    all
}

fn inside<'a>(stack: &'a Stack, value: &'a Value, path: &str) -> Vec<Found<'a>> {
    match resolved(stack, value) {
        Value::Object(body) => at(stack, body, path),
        Value::List(items) => items.iter().flat_map(|item| inside(stack, item, path)).collect(),
        Value::Document(document) => match document.as_ref() {
            Document::Json(body) => at(stack, body, path),
            Document::Policy(_) | Document::Containers(_) | Document::EdgeFunction(_) | Document::Text(_) => {
                vec![]
            }
        },
        _ => vec![],
    }
}

/// What a local stands for; any other value is itself. A local that names itself is a bug that the graph's own check
/// reports, so that one step is enough here.
fn resolved<'a>(stack: &'a Stack, value: &'a Value) -> &'a Value {
    let Value::Local(name) = value else { return value };
    stack.locals.iter().find(|local| local.name == *name).map_or(value, |local| &local.value)
}
