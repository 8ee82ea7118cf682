//! Selectors of the resources that address a requirement, so that the table of requirements is data.

use polder_cloud::index::Resolved;
use polder_cloud::{Document, Index, Mode, View};
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
    pub fits: fn(&Subject<'_, '_>) -> bool,
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
pub struct Subject<'i, 'a> {
    /// The design.
    pub design: &'i Design,
    /// The site of the stack, if it belongs to one.
    pub site: Option<&'i Site>,
    /// The scope of the requirement.
    pub scope: Scope,
    /// The resource.
    pub resource: View<'i, 'a>,
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

fn always(_: &Subject<'_, '_>) -> bool {
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
    pub(crate) const fn fits(self, fits: fn(&Subject<'_, '_>) -> bool) -> Selector {
        Selector { fits, ..self }
    }

    /// Whether a resource is selected.
    pub fn matches(&self, subject: &Subject<'_, '_>) -> bool {
        let address = subject.resource.address();
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
            && self.conditions.iter().all(|condition| condition.holds(subject.resource))
            && (self.fits)(subject)
    }
}

impl Condition {
    /// Whether it is true of a resource.
    pub fn holds(&self, resource: View<'_, '_>) -> bool {
        match *self {
            Condition::Has(path) => !at(resource, path).is_empty(),
            Condition::Lacks(path) => at(resource, path).is_empty(),
            Condition::Is(path, wanted) => texts(resource, path).iter().any(|text| text == wanted),
            Condition::AtLeast(path, least) => {
                let numbers = texts(resource, path);
                numbers.iter().any(|text| text.parse::<i64>().is_ok_and(|number| number >= least))
            }
            Condition::RefersTo(path, kind) => {
                targets(resource, path).iter().any(|found| found.kind() == kind)
            }
        }
    }
}

/// All literal strings, numbers and bools at a path.
pub(crate) fn texts(resource: View<'_, '_>, path: &str) -> Vec<String> {
    let mut texts = vec![];
    for found in at(resource, path) {
        let Found::Value(value) = found else { continue };
        let items = if let Resolved::List(items) = value { items } else { vec![value] };
        texts.extend(items.iter().filter_map(|item| Some(item.as_plain()?.into_owned())));
    }
    texts
}

/// Whether a resource is taggable.
pub(crate) fn takes_tags(subject: &Subject<'_, '_>) -> bool {
    let schema = (subject.resource.index().cloud().provider.schema)();
    let shape = schema.block(Mode::Managed, subject.resource.kind());
    shape.is_some_and(|shape| shape.attributes.contains_key("tags"))
}

/// The content at a path.
enum Found<'a> {
    Value(Resolved<'a>),
    Block,
}

fn at<'a>(view: View<'_, 'a>, path: &str) -> Vec<Found<'a>> {
    let (first, rest) = path.split_once('.').map_or((path, None), |(first, rest)| (first, Some(rest)));
    let blocks = view.blocks(first);
    if !blocks.is_empty() {
        return match rest {
            None => blocks.iter().map(|_| Found::Block).collect(),
            Some(rest) => blocks.into_iter().flat_map(|block| at(block, rest)).collect(),
        };
    }
    match (view.get(first), rest) {
        (Resolved::Absent, _) => vec![],
        (value, None) => vec![Found::Value(value)],
        (value, Some(rest)) => inside(view.index(), value, rest).into_iter().map(Found::Value).collect(),
    }
}

/// The values at a path in a value.
fn inside<'a>(index: &Index<'a>, value: Resolved<'a>, path: &str) -> Vec<Resolved<'a>> {
    let (first, rest) = path.split_once('.').map_or((path, None), |(first, rest)| (first, Some(rest)));
    let next = |value: Resolved<'a>| match rest {
        None => vec![value],
        Some(rest) => inside(index, value, rest),
    };
    match value {
        Resolved::List(items) => items.into_iter().flat_map(|item| inside(index, item, path)).collect(),
        Resolved::Object(items) => {
            items.into_iter().filter(|(key, _)| *key == first).flat_map(|(_, value)| next(value)).collect()
        }
        Resolved::Document(Document::Json(body), stack) => {
            let stack = index.cloud().stack(stack);
            let value = stack.zip(body.get(first)).map(|(stack, value)| index.resolve(stack, value));
            value.map(next).unwrap_or_default()
        }
        _ => vec![],
    }
}

/// The resources that the values at a path refer to or mention.
fn targets<'i, 'a>(view: View<'i, 'a>, path: &str) -> Vec<View<'i, 'a>> {
    match path.split_once('.') {
        Some((first, rest)) => {
            view.blocks(first).into_iter().flat_map(|block| targets(block, rest)).collect()
        }
        None => view.targets(path),
    }
}
