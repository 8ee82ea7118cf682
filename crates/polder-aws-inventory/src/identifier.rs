//! The ARNs of entries, put together from account, region and name as the provider does it, so that an ARN that somebody
//! spelled by hand can be compared with them.

use polder_aws_names::{ARNS, Arn, partition};
use polder_cloud::provider::IdentifierPart;
use polder_cloud::{Value, View};
use polder_inventory::access::ResourceName;
use polder_inventory::model::{Known, Link, Pattern, Piece, Reason, Text};
use polder_inventory::{EntryId, SourceId};

use crate::pattern::{Syntax, is_empty};
use crate::reader::Reader;

mod copies;

pub(crate) use copies::identify_copies;

/// The attribute that has the first ARN of a kind.
const FIRST: &str = "arn";

impl<'a> Reader<'_, 'a> {
    /// Notes the identifiers of all entries that policies can name.
    pub(crate) fn identify(&mut self) {
        for arn in ARNS {
            for id in self.index.of_kind(arn.kind).iter().copied() {
                let view = self.index.view(id).filter(View::is_managed);
                if let (Some(view), Some(entry)) = (view, self.entry(id)) {
                    self.identify_one(view, entry, arn);
                }
            }
        }
    }

    fn identify_one(&mut self, view: View<'_, 'a>, entry: EntryId, arn: &Arn) {
        // A kind that has several ARNs has a line for each, and all but the first say so.
        let source = if arn.attribute == FIRST {
            self.source(view)
        } else {
            self.part(view, Text::new_static(arn.service))
        };
        let identifier = self.identifier(view, source, arn);
        if !identifier.pieces().iter().any(|piece| matches!(piece, Piece::Unknown(_))) {
            self.identifiers.entry(identifier.clone()).or_insert(entry);
        }
        let name = ResourceName { source, entry: Link::To(entry), identifier };
        let id = self.inventory.access.resource_names.push(name);
        self.identifier_of.entry(entry).or_insert(id);
    }

    /// What a state says, or what follows from account, region and name.
    fn identifier(&self, view: View<'_, 'a>, source: SourceId, arn: &Arn) -> Pattern {
        let said = view.body().get(FIRST).filter(|value| value.as_text().is_some() && !is_empty(value));
        if let Some(said) = said.filter(|_| arn.attribute == FIRST) {
            return self.value_pattern(view.stack(), said, Syntax::PLAIN);
        }
        let mut built = Built::default();
        for part in arn.parts() {
            self.part_pieces(view, source, part, &mut built);
        }
        self.joined(built.end())
    }

    fn part_pieces(&self, view: View<'_, 'a>, source: SourceId, part: IdentifierPart, built: &mut Built) {
        let location = &self.inventory.locations[self.inventory.sources[source].location];
        match part {
            IdentifierPart::Text(text) => built.text(text),
            IdentifierPart::Made => built.piece(Piece::Unknown(Reason::AfterApply)),
            IdentifierPart::Partition => match self.region_name(view) {
                Some(region) => built.text(partition(&region)),
                None => built.piece(Piece::Unknown(Reason::NotGiven)),
            },
            IdentifierPart::Region => match &location.region {
                Known::Value(region) => built.text(region.as_deref().unwrap_or_default()),
                Known::Unknown(reason) => built.piece(Piece::Unknown(*reason)),
            },
            IdentifierPart::Account => built.piece(match location.account {
                Link::To(account) => Piece::Account(account),
                Link::Outside(_) => Piece::Unknown(Reason::Elsewhere),
                Link::Unknown(reason) => Piece::Unknown(reason),
            }),
            IdentifierPart::Attribute(name) => {
                if self.add_attribute(view, name, built) {
                    return;
                }
                // The provider makes up a name, or the rest of one.
                self.add_attribute(view, &format!("{name}_prefix"), built);
                built.piece(Piece::Unknown(Reason::AfterApply));
            }
            IdentifierPart::AttributeOr(name, default) => {
                if !self.add_attribute(view, name, built) {
                    built.text(default);
                }
            }
            IdentifierPart::AttributeWithout(name, prefix) => {
                self.add_without(view, name, prefix, built);
            }
            IdentifierPart::AttributeUnless(name, default) => {
                let is_default = view.text(name).is_some_and(|text| text == default);
                if !is_default && self.add_attribute(view, name, built) {
                    built.text("/");
                }
            }
            IdentifierPart::NameOf(name) => self.add_name_of(view, name, built),
        }
    }

    /// Adds the text of an attribute without a beginning.
    fn add_without(&self, view: View<'_, 'a>, name: &str, prefix: &str, built: &mut Built) {
        match self.attribute_pieces(view, name).as_deref() {
            Some([Piece::Literal(first), rest @ ..]) => {
                built.text(first.strip_prefix(prefix).unwrap_or(first));
                rest.iter().cloned().for_each(|piece| built.piece(piece));
            }
            Some(pieces) => pieces.iter().cloned().for_each(|piece| built.piece(piece)),
            None => built.piece(Piece::Unknown(Reason::AfterApply)),
        }
    }

    /// Adds the name of the resource that an attribute leads to. Where that is an ARN, the name stands behind the last slash.
    fn add_name_of(&self, view: View<'_, 'a>, name: &str, built: &mut Built) {
        let target = view.target(name);
        if target.is_some_and(|target| self.add_attribute(target, "name", built)) {
            return;
        }
        match view.text(name).as_deref().and_then(|text| text.rsplit('/').next()) {
            Some(last) => built.text(last),
            None => built.piece(Piece::Unknown(Reason::AfterApply)),
        }
    }

    /// Adds the text of an attribute, if it is set.
    fn add_attribute(&self, view: View<'_, 'a>, name: &str, built: &mut Built) -> bool {
        let Some(pieces) = self.attribute_pieces(view, name) else { return false };
        pieces.into_iter().for_each(|piece| built.piece(piece));
        true
    }

    fn attribute_pieces(&self, view: View<'_, 'a>, name: &str) -> Option<Vec<Piece>> {
        let value = view.body().get(name).filter(|value| !is_empty(value))?;
        if matches!(value, Value::Unknown(polder_cloud::Unknown::AfterApply)) {
            return None;
        }
        Some(self.value_pattern(view.stack(), value, Syntax::PLAIN).pieces().to_vec())
    }

    /// The entry with this identifier.
    pub(crate) fn identified(&self, identifier: &Pattern) -> Option<EntryId> {
        let is_arn = matches!(identifier.pieces(), [Piece::Literal(begin), ..] if begin.starts_with("arn:"));
        if is_arn { self.identifiers.get(identifier).copied() } else { None }
    }
}

/// A text that is put together piece by piece.
#[derive(Default)]
struct Built {
    pieces: Vec<Piece>,
    /// What stands behind the last piece.
    open: String,
}

impl Built {
    fn text(&mut self, text: &str) {
        self.open.push_str(text);
    }

    fn piece(&mut self, piece: Piece) {
        if let Piece::Literal(text) = &piece {
            self.open.push_str(text);
            return;
        }
        self.close();
        self.pieces.push(piece);
    }

    fn close(&mut self) {
        if !self.open.is_empty() {
            self.pieces.push(Piece::Literal(self.open.as_str().into()));
            self.open.clear();
        }
    }

    fn end(mut self) -> Vec<Piece> {
        self.close();
        self.pieces
    }
}
