//! Identifiers of resources: ARNs and names as the provider will compose them, compared with texts that are written
//! in values. What is not known before the deployment is compared symbolically: an account ID equals that of the same
//! account, a variable or an attribute only itself.

use std::fmt;

use crate::provider::{AccountOf, IdentifierPart};
use crate::stack::Stack;
use crate::value::Value;

use super::resolved::Resolved;
use super::view::View;
use super::{Index, ResourceId, Variables};

/// A text that identifies a resource.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Identifier {
    pieces: Vec<Piece>,
}

/// A piece of an identifier.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Piece {
    /// This text.
    Text(String),
    /// The ID of the account of this name, in which `-` is written as `_`.
    Account(String),
    /// A variable, which the user sets.
    Variable(String),
    /// An attribute, which the provider computes.
    Attribute(ResourceId, String),
    /// One or more characters that the provider generates.
    Made,
    /// An unknown value.
    Unknown,
}

impl<'a> Index<'a> {
    /// The text that an attribute of a resource will have: the value that the resource sets, or the identifier that the
    /// provider composes. `None` if the attribute is not set and there is no rule for it.
    pub fn identifier(&self, id: ResourceId, attribute: &str) -> Option<Identifier> {
        let view = self.view(id)?;
        if let Some(value) = view.body().get(attribute) {
            return Some(self.spelled(view.stack(), value));
        }
        let parts = (self.cloud().provider.identifier)(view.kind(), attribute)?;
        let mut made = Identifier::default();
        parts.into_iter().for_each(|part| self.add_part(view, part, &mut made));
        Some(made)
    }

    /// The text of a value of a stack.
    pub fn spelled(&self, stack: &'a Stack, value: &'a Value) -> Identifier {
        let mut spelled = Identifier::default();
        self.add(&self.resolve_with(stack, value, Variables::Named), &mut spelled);
        spelled
    }

    fn add(&self, resolved: &Resolved<'a>, to: &mut Identifier) {
        match resolved {
            Resolved::Pattern(pieces) => pieces.iter().for_each(|piece| self.add(piece, to)),
            Resolved::Variable(stack, name) => {
                let account = (self.cloud().provider.account_of_variable)(name);
                let account = account.and_then(|of| self.account(*stack, of));
                to.push(account.unwrap_or_else(|| Piece::Variable((*name).to_owned())));
            }
            Resolved::Attribute(attribute) => {
                let view = self.view(attribute.resource).filter(|_| attribute.steps.is_empty());
                let of = view.and_then(|it| (self.cloud().provider.account_of_attribute)(it, attribute.name));
                let account = of.and_then(|of| self.account(attribute.resource.stack, of));
                let steps = attribute.steps.iter().map(|step| format!(".{step:?}"));
                let path = [attribute.name.to_owned()].into_iter().chain(steps).collect();
                to.push(account.unwrap_or(Piece::Attribute(attribute.resource, path)));
            }
            other => to.push(other.as_plain().map_or(Piece::Unknown, |text| Piece::Text(text.into_owned()))),
        }
    }

    fn account(&self, stack: crate::StackId, of: AccountOf<'_>) -> Option<Piece> {
        let name = match of {
            AccountOf::Stack => &self.cloud().stack(stack)?.key.account,
            AccountOf::Named(name) => name,
        };
        Some(Piece::Account(name.replace('-', "_")))
    }

    fn add_part(&self, view: View<'_, 'a>, part: IdentifierPart, to: &mut Identifier) {
        let stack = view.stack();
        match part {
            IdentifierPart::Text(text) => to.push_text(text),
            IdentifierPart::Partition => to.push_text((self.cloud().provider.partition)(&stack.region)),
            IdentifierPart::Region => to.push_text(&stack.region),
            IdentifierPart::Account => {
                to.push(self.account(stack.id, AccountOf::Stack).unwrap_or(Piece::Unknown));
            }
            IdentifierPart::Attribute(name) => {
                if !self.add_attribute(view, name, to) {
                    self.add_attribute(view, &format!("{name}_prefix"), to);
                    to.push(Piece::Made);
                }
            }
            IdentifierPart::AttributeOr(name, default) => {
                if !self.add_attribute(view, name, to) {
                    to.push_text(default);
                }
            }
            IdentifierPart::AttributeWithout(name, beginning) => {
                let whole = view.body().get(name).map(|value| self.spelled(stack, value));
                match whole {
                    Some(whole) => to.extend(whole.without(beginning)),
                    None => to.push(Piece::Made),
                }
            }
            IdentifierPart::AttributeUnless(name, default) => {
                let is_default = view.text(name).is_some_and(|text| text == default);
                if !is_default && self.add_attribute(view, name, to) {
                    to.push_text("/");
                }
            }
            IdentifierPart::NameOf(name) => match view.target(name) {
                Some(target) if self.add_attribute(target, "name", to) => {}
                _ => match view.text(name).as_deref().and_then(|text| text.rsplit('/').next()) {
                    Some(last) => to.push_text(last),
                    None => to.push(Piece::Made),
                },
            },
            IdentifierPart::Made => to.push(Piece::Made),
        }
    }

    /// Adds the text of an attribute, if it is set.
    fn add_attribute(&self, view: View<'_, 'a>, name: &str, to: &mut Identifier) -> bool {
        let Some(value) = view.body().get(name) else { return false };
        to.extend(self.spelled(view.stack(), value));
        true
    }
}

impl Identifier {
    /// Its pieces; adjacent texts are merged.
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// Whether the other text can be this one. What the provider generates matches any text that is not empty.
    pub fn admits(&self, other: &Identifier) -> bool {
        admits(&self.atoms(), &other.atoms())
    }

    fn push(&mut self, piece: Piece) {
        match piece {
            Piece::Text(text) => self.push_text(&text),
            other => self.pieces.push(other),
        }
    }

    fn push_text(&mut self, text: &str) {
        match self.pieces.last_mut() {
            Some(Piece::Text(before)) => before.push_str(text),
            _ if text.is_empty() => {}
            _ => self.pieces.push(Piece::Text(text.to_owned())),
        }
    }

    fn extend(&mut self, other: Identifier) {
        other.pieces.into_iter().for_each(|piece| self.push(piece));
    }

    fn without(mut self, beginning: &str) -> Identifier {
        if let Some(Piece::Text(text)) = self.pieces.first_mut()
            && let Some(rest) = text.strip_prefix(beginning)
        {
            *text = rest.to_owned();
        }
        self
    }

    fn atoms(&self) -> Vec<Atom<'_>> {
        let mut atoms = vec![];
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) => atoms.extend(text.chars().map(Atom::Character)),
                other => atoms.push(Atom::Other(other)),
            }
        }
        atoms
    }
}

/// A character, or a piece that is not text.
#[derive(Clone, Copy, PartialEq)]
enum Atom<'a> {
    Character(char),
    Other(&'a Piece),
}

fn admits(own: &[Atom<'_>], other: &[Atom<'_>]) -> bool {
    match own.split_first() {
        None => other.is_empty(),
        Some((Atom::Other(Piece::Made), rest)) => {
            (1..=other.len()).any(|taken| admits(rest, &other[taken..]))
        }
        // Two unknown values do not count as equal.
        Some((Atom::Other(Piece::Unknown), _)) => false,
        Some((first, rest)) => other.first() == Some(first) && admits(rest, &other[1..]),
    }
}

impl fmt::Display for Identifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.pieces.iter().try_for_each(|piece| match piece {
            Piece::Text(text) => f.write_str(text),
            Piece::Account(name) => write!(f, "{{account ID of {name}}}"),
            Piece::Variable(name) => write!(f, "{{variable {name}}}"),
            Piece::Attribute(_, name) => write!(f, "{{attribute {name}}}"),
            Piece::Made => f.write_str("{generated}"),
            Piece::Unknown => f.write_str("{unknown}"),
        })
    }
}
