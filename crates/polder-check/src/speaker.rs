//! Which resources speak to a requirement: a small notation, so that the table of requirements stays data.

use polder_cloud::index::Resolved;
use polder_cloud::{Document, Index, Mode, View};
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
    pub fits: fn(&Subject<'_, '_>) -> bool,
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
pub struct Subject<'i, 'a> {
    /// What shall be.
    pub design: &'i Design,
    /// The site of the stack, if it is one's.
    pub site: Option<&'i Site>,
    /// What the requirement is about.
    pub scope: Scope,
    /// The resource.
    pub resource: View<'i, 'a>,
}

/// Resources of a kind that speak to a requirement, because.
pub(crate) const fn speaker(kind: &'static str, why: &'static str) -> Speaker {
    Speaker { kind, why, names: &[], needs: &[], part: Part::Any, beyond: false, fits: always }
}

fn always(_: &Subject<'_, '_>) -> bool {
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
    pub(crate) const fn fits(self, fits: fn(&Subject<'_, '_>) -> bool) -> Speaker {
        Speaker { fits, ..self }
    }

    /// Whether a resource is one of these.
    pub fn hears(&self, subject: &Subject<'_, '_>) -> bool {
        let address = subject.resource.address();
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
            && self.needs.iter().all(|need| need.holds(subject.resource))
            && (self.fits)(subject)
    }
}

impl Need {
    /// Whether it is true of a resource.
    pub fn holds(&self, resource: View<'_, '_>) -> bool {
        match *self {
            Need::Has(path) => !at(resource, path).is_empty(),
            Need::Lacks(path) => at(resource, path).is_empty(),
            Need::Is(path, wanted) => texts(resource, path).iter().any(|text| text == wanted),
            Need::AtLeast(path, least) => {
                let numbers = texts(resource, path);
                numbers.iter().any(|text| text.parse::<i64>().is_ok_and(|number| number >= least))
            }
            Need::From(path, kind) => targets(resource, path).iter().any(|found| found.kind() == kind),
        }
    }
}

/// All that is plain text, a number or a truth value at a path.
pub(crate) fn texts(resource: View<'_, '_>, path: &str) -> Vec<String> {
    let mut texts = vec![];
    for found in at(resource, path) {
        let Found::Value(value) = found else { continue };
        let items = if let Resolved::List(items) = value { items } else { vec![value] };
        texts.extend(items.iter().filter_map(|item| Some(item.as_plain()?.into_owned())));
    }
    texts
}

/// Whether the provider lets a resource carry tags.
pub(crate) fn takes_tags(subject: &Subject<'_, '_>) -> bool {
    let schema = (subject.resource.index().cloud().provider.schema)();
    let shape = schema.block(Mode::Managed, subject.resource.kind());
    shape.is_some_and(|shape| shape.attributes.contains_key("tags"))
}

/// What stands at a path.
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

/// What stands at a path in a value.
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

/// The resources that what stands at a path refers to or mentions.
fn targets<'i, 'a>(view: View<'i, 'a>, path: &str) -> Vec<View<'i, 'a>> {
    match path.split_once('.') {
        Some((first, rest)) => {
            view.blocks(first).into_iter().flat_map(|block| targets(block, rest)).collect()
        }
        None => view.targets(path),
    }
}
