//! Selectors of the resources that address a requirement, so that the table of requirements is data.

use polder_cloud::{Body, Cloud, Content, Document, Mode, Resource, Stack, Value};
use polder_design::{Design, Role, Site};

use crate::scope::Scope;

/// Selects resources that address a requirement.
#[derive(Clone, Copy, Debug)]
pub struct Selector {
    /// Their resource type; `ANY` for all.
    pub kind: &'static str,
    /// How they address the requirement.
    pub why: &'static str,
    /// Their names in the stack; empty for all.
    pub names: &'static [&'static str],
    /// The conditions for each.
    pub conditions: &'static [Condition],
    /// The role of the site that they belong to.
    pub site_role: SiteRole,
    /// Whether they may be outside of the requirement's stacks.
    pub anywhere: bool,
    /// A condition in code.
    pub fits: fn(&Subject<'_>) -> bool,
}

/// Every kind of resource.
pub(crate) const ANY: &str = "*";

/// The role of the site that a resource belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SiteRole {
    /// Any site, or none.
    Any,
    /// A primary site.
    Primary,
    /// A backup site.
    Backup,
}

/// A condition on a resource. A path traverses blocks, objects and JSON documents: `alias.name`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Condition {
    /// There is a value.
    Has(&'static str),
    /// There is no value.
    Lacks(&'static str),
    /// The value, as text, is this; of a list, an element is.
    Is(&'static str, &'static str),
    /// The value is a number that is at least this.
    AtLeast(&'static str, i64),
    /// The value refers to a resource of this kind.
    RefersTo(&'static str, &'static str),
}

/// A resource to be matched.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// The design.
    pub design: &'a Design,
    /// The whole graph.
    pub cloud: &'a Cloud,
    /// The stack of the resource.
    pub stack: &'a Stack,
    /// The site of the stack, if it belongs to one.
    pub site: Option<&'a Site>,
    /// The scope of the requirement.
    pub scope: Scope,
    /// The resource.
    pub resource: &'a Resource,
}

/// Selects resources of a kind, with how they address the requirement.
pub(crate) const fn selector(kind: &'static str, why: &'static str) -> Selector {
    Selector {
        kind,
        why,
        names: &[],
        conditions: &[],
        site_role: SiteRole::Any,
        anywhere: false,
        fits: always,
    }
}

fn always(_: &Subject<'_>) -> bool {
    true
}

impl Selector {
    /// Only those with these names.
    pub(crate) const fn named(self, names: &'static [&'static str]) -> Selector {
        Selector { names, ..self }
    }

    /// Only those that meet these conditions.
    pub(crate) const fn conditions(self, conditions: &'static [Condition]) -> Selector {
        Selector { conditions, ..self }
    }

    /// Only those of a site of this role.
    pub(crate) const fn site_role(self, site_role: SiteRole) -> Selector {
        Selector { site_role, ..self }
    }

    /// Also those outside of the requirement's stacks.
    pub(crate) const fn anywhere(self) -> Selector {
        Selector { anywhere: true, ..self }
    }

    /// Only those that this function accepts.
    pub(crate) const fn fits(self, fits: fn(&Subject<'_>) -> bool) -> Selector {
        Selector { fits, ..self }
    }

    /// Whether a resource is selected.
    pub fn matches(&self, subject: &Subject<'_>) -> bool {
        let address = &subject.resource.address;
        let role = subject.site.map(|site| site.role);
        let site_role = match self.site_role {
            SiteRole::Any => true,
            SiteRole::Primary => role == Some(Role::Primary),
            SiteRole::Backup => role == Some(Role::Backup),
        };
        address.mode == Mode::Managed
            && (self.kind == ANY || self.kind == address.kind)
            && (self.names.is_empty() || self.names.contains(&address.name.as_ref()))
            && site_role
            && self.conditions.iter().all(|condition| condition.is_met(subject.stack, &subject.resource.body))
            && (self.fits)(subject)
    }
}

impl Condition {
    /// Whether a resource with this body meets the condition.
    pub fn is_met(&self, stack: &Stack, body: &Body) -> bool {
        match *self {
            Condition::Has(path) => !at(stack, body, path).is_empty(),
            Condition::Lacks(path) => at(stack, body, path).is_empty(),
            Condition::Is(path, wanted) => texts(stack, body, path).iter().any(|text| text == wanted),
            Condition::AtLeast(path, least) => {
                let numbers = texts(stack, body, path);
                numbers.iter().any(|text| text.parse::<i64>().is_ok_and(|number| number >= least))
            }
            Condition::RefersTo(path, kind) => at(stack, body, path).iter().any(|found| found.refers(kind)),
        }
    }
}

/// The content at a path.
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

/// All literal strings, numbers and bools at a path.
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

/// The text of a literal value.
pub(crate) fn text(stack: &Stack, value: &Value) -> Option<String> {
    match resolved(stack, value) {
        Value::Bool(value) => Some(value.to_string()),
        Value::Integer(value) => Some(value.to_string()),
        Value::Decimal(value) => Some(value.to_string()),
        Value::Text(value) => Some(value.to_string()),
        Value::Template(parts) => parts.iter().map(|site_role| text(stack, site_role)).collect(),
        _ => None,
    }
}

/// Whether a resource is taggable.
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

/// The value of a local; any other value itself. The graph's check reports a local that refers to itself, so that one
/// step is enough here.
fn resolved<'a>(stack: &'a Stack, value: &'a Value) -> &'a Value {
    let Value::Local(name) = value else { return value };
    stack.locals.iter().find(|local| local.name == *name).map_or(value, |local| &local.value)
}
