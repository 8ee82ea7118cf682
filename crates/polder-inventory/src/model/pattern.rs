//! Texts with wildcards and references to entries.

use super::{Reason, Text};
use crate::entries::{AccountId, EntryId};

/// A text of literal pieces, wildcards and attributes of entries: resource patterns of policies
/// (`arn:aws:s3:::media/*`, where `media` is a bucket of the inventory), values of environment variables,
/// dimensions of metrics, host names.
///
/// Adjacent literals are joined, so that equal texts are equal patterns: see [`Pattern::of`].
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pattern(Box<[Piece]>);

/// A piece of a [`Pattern`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Piece {
    /// These characters.
    Literal(Text),
    /// Any characters, or none: `*`.
    AnyRun,
    /// Any one character: `?`.
    AnyOne,
    /// A variable of the request, by its condition key: `aws:PrincipalTag/team`.
    Variable(Text),
    /// An attribute of an entry that is a text.
    Attribute {
        /// The entry.
        entry: EntryId,
        /// The attribute.
        attribute: Attribute,
    },
    /// An account ID.
    Account(AccountId),
    /// Characters that are not known.
    Unknown(Reason),
}

/// A text attribute of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Attribute {
    /// The provider's full identifier: the ARN on AWS, the resource ID on Azure, the full resource name on
    /// Google Cloud. Its own pattern is a [`crate::access::ResourceName`].
    Identifier,
    /// The provider's short identifier: `vpc-0a1b`.
    Id,
    /// Its name.
    Name,
    /// Its DNS host name.
    Host,
    /// Its URL.
    Url,
    /// Its port.
    Port,
    /// Its IP address.
    Address,
    /// Another attribute.
    Other,
}

impl Pattern {
    /// A pattern of these pieces, with adjacent literals joined and empty ones left out.
    pub fn of(pieces: impl IntoIterator<Item = Piece>) -> Pattern {
        let mut pieces: Vec<Piece> = pieces.into_iter().collect();
        join(&mut pieces);
        Pattern(pieces.into_boxed_slice())
    }

    /// The same, of pieces in a list that is used again: it is empty afterwards.
    pub fn of_drained(pieces: &mut Vec<Piece>) -> Pattern {
        join(pieces);
        Pattern(pieces.drain(..).collect())
    }

    /// A text without wildcards or variables.
    pub fn literal(text: impl Into<Text>) -> Pattern {
        Pattern::of([Piece::Literal(text.into())])
    }

    /// A text in which `*` and `?` are wildcards.
    pub fn wildcards(text: &str) -> Pattern {
        let mut pieces = Vec::new();
        let mut start = 0;
        for (at, wildcard) in text.match_indices(['*', '?']) {
            pieces.push(Piece::Literal(text[start..at].into()));
            pieces.push(if wildcard == "*" { Piece::AnyRun } else { Piece::AnyOne });
            start = at + wildcard.len();
        }
        pieces.push(Piece::Literal(text[start..].into()));
        Pattern::of(pieces)
    }

    /// An attribute of an entry and nothing else.
    pub fn attribute(entry: impl Into<EntryId>, attribute: Attribute) -> Pattern {
        Pattern::of([Piece::Attribute { entry: entry.into(), attribute }])
    }

    /// The pieces in order.
    pub fn pieces(&self) -> &[Piece] {
        &self.0
    }

    /// The text, if it is made of literals alone.
    pub fn as_literal(&self) -> Option<&str> {
        match &*self.0 {
            [] => Some(""),
            [Piece::Literal(text)] => Some(text),
            _ => None,
        }
    }

    /// Whether it matches every text: `*`.
    pub fn is_anything(&self) -> bool {
        !self.0.is_empty() && self.0.iter().all(|piece| *piece == Piece::AnyRun)
    }

    /// The entries whose attributes it contains.
    pub fn entries(&self) -> impl Iterator<Item = EntryId> {
        self.0.iter().filter_map(|piece| match piece {
            Piece::Attribute { entry, .. } => Some(*entry),
            _ => None,
        })
    }

    /// The pieces, to change them.
    #[cfg(test)]
    pub(crate) fn pieces_mut(&mut self) -> &mut [Piece] {
        &mut self.0
    }
}

/// Makes one of adjacent literals, and takes out empty ones. Most lists have neither and stay as they are.
fn join(pieces: &mut Vec<Piece>) {
    let text = |piece: &Piece| if let Piece::Literal(text) = piece { Some(text.len()) } else { None };
    let empty = pieces.iter().any(|piece| text(piece) == Some(0));
    let adjacent = || pieces.windows(2).any(|two| text(&two[0]).and(text(&two[1])).is_some());
    if !empty && !adjacent() {
        return;
    }
    let mut joined = Joined { pieces: Vec::with_capacity(pieces.len()), ..Joined::default() };
    pieces.drain(..).for_each(|piece| joined.add(piece));
    joined.end_run();
    *pieces = joined.pieces;
}

/// Pieces of which adjacent literals become one. A literal alone is not copied, and a run of several only once.
#[derive(Default)]
struct Joined {
    pieces: Vec<Piece>,
    first: Text,
    run: String,
}

impl Joined {
    fn add(&mut self, piece: Piece) {
        match piece {
            Piece::Literal(text) if self.first.is_empty() => self.first = text,
            Piece::Literal(text) => {
                if self.run.is_empty() {
                    self.run.push_str(&self.first);
                }
                self.run.push_str(&text);
            }
            other => {
                self.end_run();
                self.pieces.push(other);
            }
        }
    }

    fn end_run(&mut self) {
        let first = std::mem::take(&mut self.first);
        let text = if self.run.is_empty() { first } else { std::mem::take(&mut self.run).into() };
        if !text.is_empty() {
            self.pieces.push(Piece::Literal(text));
        }
    }
}
