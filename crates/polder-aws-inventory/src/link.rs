//! Attributes that name entries: by a reference, by an ARN, or by a name.

use polder_cloud::index::Resolved;
use polder_cloud::{Stack, Unknown, Value, View};
use polder_inventory::model::{Attribute, Link, Pattern, Piece, Reason};
use polder_inventory::outside::Owner;
use polder_inventory::{EntryId, EntryIndex};

use crate::pattern::{Syntax, is_empty};
use crate::reader::Reader;
use crate::value::reason;

/// A kind of resource and the attribute by which others name it.
pub(crate) type ByName = (&'static str, &'static str);

impl<'a> Reader<'_, 'a> {
    /// The entry that an attribute refers to; `None` when the attribute is not set. A known text that
    /// belongs to no resource is an external of the kind `kind`.
    pub(crate) fn link<I: EntryIndex>(
        &mut self,
        view: View<'_, 'a>,
        attribute: &str,
        kind: &'static str,
    ) -> Option<Link<I>> {
        self.link_by_name(view, attribute, kind, &[])
    }

    /// The same where the attribute may also be the name of a resource of one of these kinds.
    pub(crate) fn link_by_name<I: EntryIndex>(
        &mut self,
        view: View<'_, 'a>,
        attribute: &str,
        kind: &'static str,
        names: &[ByName],
    ) -> Option<Link<I>> {
        let found = self.found(view, attribute, names, &|entry| I::from_entry(entry));
        self.linked(view, attribute, kind, found)
    }

    /// The entry of any kind that an attribute refers to.
    pub(crate) fn entry_link(
        &mut self,
        view: View<'_, 'a>,
        attribute: &str,
        kind: &'static str,
        names: &[ByName],
    ) -> Option<Link<EntryId>> {
        let found = self.found(view, attribute, names, &Some);
        self.linked(view, attribute, kind, found)
    }

    fn linked<I>(
        &mut self,
        view: View<'_, 'a>,
        attribute: &str,
        kind: &'static str,
        found: Option<I>,
    ) -> Option<Link<I>> {
        let value = view.body().get(attribute).filter(|value| !is_empty(value))?;
        Some(found.map_or_else(|| self.outside(view.stack(), value, kind), Link::To))
    }

    /// The entries that a list refers to.
    pub(crate) fn links<I: EntryIndex>(
        &mut self,
        view: View<'_, 'a>,
        attribute: &str,
        kind: &'static str,
    ) -> Vec<Link<I>> {
        self.each_link(view, attribute, kind, &|entry| I::from_entry(entry))
    }

    /// The entries of any kind that a list refers to.
    pub(crate) fn entry_links(
        &mut self,
        view: View<'_, 'a>,
        attribute: &str,
        kind: &'static str,
    ) -> Vec<Link<EntryId>> {
        self.each_link(view, attribute, kind, &Some)
    }

    fn each_link<I: Copy + PartialEq>(
        &mut self,
        view: View<'_, 'a>,
        attribute: &str,
        kind: &'static str,
        of_kind: &dyn Fn(EntryId) -> Option<I>,
    ) -> Vec<Link<I>> {
        let mut links: Vec<Link<I>> = vec![];
        for value in elements(view.stack(), view.body().get(attribute)) {
            match self.value_entry(view.stack(), value).and_then(of_kind) {
                Some(id) => links.push(Link::To(id)),
                None => {
                    let link = self.outside(view.stack(), value, kind);
                    links.push(link);
                }
            }
        }
        if links.iter().all(|link| matches!(link, Link::To(_))) && !links.is_empty() {
            return links;
        }
        // The whole list can be a reference, a function call or the output of another stack.
        for target in view.targets(attribute) {
            if let Some(id) = self.entry(target.id()).and_then(of_kind)
                && !links.contains(&Link::To(id))
            {
                links.retain(|link| !matches!(link, Link::Unknown(_)));
                links.push(Link::To(id));
            }
        }
        links
    }

    /// The entry that a value of a stack refers to, or an external.
    pub(crate) fn value_link(
        &mut self,
        stack: &'a Stack,
        value: &'a Value,
        kind: &'static str,
    ) -> Link<EntryId> {
        match self.value_entry(stack, value) {
            Some(entry) => Link::To(entry),
            None => self.outside(stack, value, kind),
        }
    }

    fn found<I>(
        &mut self,
        view: View<'_, 'a>,
        attribute: &str,
        names: &[ByName],
        of_kind: &dyn Fn(EntryId) -> Option<I>,
    ) -> Option<I> {
        let value = view.body().get(attribute).filter(|value| !is_empty(value))?;
        let mut targets = view.targets(attribute).into_iter();
        if let Some(id) = targets.find_map(|target| self.entry(target.id()).and_then(of_kind)) {
            return Some(id);
        }
        if let Some(id) = self.value_entry(view.stack(), value).and_then(of_kind) {
            return Some(id);
        }
        let text = view.text(attribute)?;
        let mut named = names.iter().filter_map(|(kind, name)| self.named(view, kind, name, &text));
        let found = named.next()?;
        self.entry(found).and_then(of_kind)
    }

    /// The entry that a value refers to: by reference, or by ARN, optionally with a suffix.
    pub(crate) fn value_entry(&self, stack: &'a Stack, value: &'a Value) -> Option<EntryId> {
        let reference = match value {
            Value::Reference(reference) => Some(&**reference),
            Value::Mention(mention) => Some(&mention.of),
            _ => None,
        };
        let target = reference.and_then(|reference| self.index.target(stack, reference));
        if let Some(entry) = target.and_then(|id| self.entry(id)) {
            return Some(entry);
        }
        if let Resolved::Attribute(attribute) = self.index.resolve(stack, value)
            && let Some(entry) = self.entry(attribute.resource)
        {
            return Some(entry);
        }
        self.pattern_entry(&self.value_pattern(stack, value, Syntax::PLAIN))
    }

    /// The entry that a text names by its ARN, optionally with a suffix.
    pub(crate) fn pattern_entry(&self, pattern: &Pattern) -> Option<EntryId> {
        match pattern.pieces() {
            [Piece::Attribute { entry, .. }]
            | [Piece::Attribute { entry, attribute: Attribute::Identifier }, ..] => Some(*entry),
            [Piece::Account(account)] => Some((*account).into()),
            _ => self.identified(pattern).or_else(|| self.held(pattern)),
        }
    }

    /// The entry with this identifier in a state.
    pub(crate) fn held(&self, pattern: &Pattern) -> Option<EntryId> {
        let mut holders = self.index.holders(pattern.as_literal()?).iter();
        holders.find_map(|id| self.entry(*id))
    }

    /// The link for a value that refers to no entry.
    pub(crate) fn outside<I>(&mut self, stack: &'a Stack, value: &'a Value, kind: &'static str) -> Link<I> {
        let resolved = self.index.resolve(stack, value);
        if let Some(text) = resolved.as_plain() {
            return Link::Outside(self.external(&text, kind, Owner::Unknown));
        }
        if let Resolved::Attribute(attribute) = &resolved
            && let Some(target) = self.index.view(attribute.resource)
            && self.unread.contains(&(target.address().mode, target.kind()))
        {
            return Link::Unknown(Reason::KindNotModelled);
        }
        Link::Unknown(match resolved {
            Resolved::Unknown(Unknown::NoValue) => Reason::NotGiven,
            other => reason(&other),
        })
    }
}

/// The elements of a list as they are written; a single value is a list of one.
pub(crate) fn elements<'a>(stack: &'a Stack, value: Option<&'a Value>) -> Vec<&'a Value> {
    match value {
        None => vec![],
        Some(value) if is_empty(value) => vec![],
        Some(Value::List(items)) => items.iter().collect(),
        Some(Value::Local(name)) => match crate::pattern::local(stack, name) {
            Some(Value::List(items)) => items.iter().collect(),
            _ => value.into_iter().collect(),
        },
        Some(one) => vec![one],
    }
}
