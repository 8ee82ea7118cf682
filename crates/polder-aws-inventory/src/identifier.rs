//! The ARNs of entries, composed of account, region and name as AWS composes them, so that literal ARNs can
//! be compared with them.

use polder_aws_names::{ARNS, Arn, partition};
use polder_cloud::provider::IdentifierPart;
use polder_cloud::{Value, View};
use polder_inventory::access::ResourceName;
use polder_inventory::model::{Known, Link, Pattern, Piece, Reason, Text};
use polder_inventory::{EntryId, SourceId};

use crate::accounts::is_number;
use crate::pattern::{Syntax, is_empty};
use crate::pattern_builder::PatternBuilder;
use crate::reader::Reader;

mod copies;

pub(crate) use copies::identify_copies;

/// The attribute that has the first ARN of a kind.
const FIRST: &str = "arn";

impl<'a> Reader<'_, 'a> {
    /// Notes the identifiers of all entries that policies can name.
    pub(crate) fn identify(&mut self) {
        let mut built = PatternBuilder::default();
        for arn in ARNS {
            for id in self.index.of_kind(arn.kind()).iter().copied() {
                let view = self.index.view(id).filter(View::is_managed);
                if let (Some(view), Some(entry)) = (view, self.entry(id)) {
                    self.identify_one(view, entry, arn, &mut built);
                }
            }
        }
        let names = &self.inventory.access.resource_names;
        let known = |piece: &Piece| !matches!(piece, Piece::Unknown(_));
        self.identifiers = names
            .iter()
            .filter(|(_, name)| name.identifier.pieces().iter().all(known))
            .map(|(id, _)| id)
            .collect();
        // The first of several with the same identifier is used: the sort is stable.
        self.identifiers.sort_by(|one, other| names[*one].identifier.cmp(&names[*other].identifier));
    }

    fn identify_one(&mut self, view: View<'_, 'a>, entry: EntryId, arn: &Arn, built: &mut PatternBuilder) {
        // A kind with several ARNs has a row for each. All except the first are parts.
        let source = if arn.attribute() == FIRST {
            self.source(view)
        } else {
            self.part(view, Text::new_static(arn.service()))
        };
        let identifier = self.identifier(view, source, arn, built);
        let name = ResourceName { source, entry: Link::To(entry), identifier };
        let id = self.inventory.access.resource_names.push(name);
        self.identifier_of.entry(entry).or_insert(id);
    }

    /// The ARN in a state, or the one composed of account, region and name.
    fn identifier(
        &self,
        view: View<'_, 'a>,
        source: SourceId,
        arn: &Arn,
        built: &mut PatternBuilder,
    ) -> Pattern {
        let said = view.body().get(FIRST).filter(|value| value.as_text().is_some() && !is_empty(value));
        if let Some(said) = said.filter(|_| arn.attribute() == FIRST) {
            return self.value_pattern(view.stack(), said, Syntax::PLAIN);
        }
        for part in arn.parts() {
            self.part_pieces(view, source, part, built);
        }
        self.in_accounts(built.end())
    }

    fn part_pieces(
        &self,
        view: View<'_, 'a>,
        source: SourceId,
        part: IdentifierPart,
        built: &mut PatternBuilder,
    ) {
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
                // The provider generates the name, or a suffix of it.
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

    /// Adds the text of an attribute without a prefix.
    fn add_without(&self, view: View<'_, 'a>, name: &str, prefix: &str, built: &mut PatternBuilder) {
        match self.attribute_pieces(view, name).as_deref() {
            Some([Piece::Literal(first), rest @ ..]) => {
                built.text(first.strip_prefix(prefix).unwrap_or(first));
                rest.iter().cloned().for_each(|piece| built.piece(piece));
            }
            Some(pieces) => pieces.iter().cloned().for_each(|piece| built.piece(piece)),
            None => built.piece(Piece::Unknown(Reason::AfterApply)),
        }
    }

    /// Adds the name of the resource that an attribute leads to. In an ARN, the name is after the last slash.
    fn add_name_of(&self, view: View<'_, 'a>, name: &str, built: &mut PatternBuilder) {
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
    fn add_attribute(&self, view: View<'_, 'a>, name: &str, built: &mut PatternBuilder) -> bool {
        let Some(value) = identifying(view, name) else { return false };
        let text = value.as_text().filter(|text| !text.starts_with("arn:") && !is_number(text));
        match text {
            // A name. Any other text may have the ID of an account in it.
            Some(text) => built.text(text),
            None => self.text_of(view, value).pieces().iter().cloned().for_each(|piece| built.piece(piece)),
        }
        true
    }

    fn attribute_pieces(&self, view: View<'_, 'a>, name: &str) -> Option<Vec<Piece>> {
        Some(self.text_of(view, identifying(view, name)?).pieces().to_vec())
    }

    fn text_of(&self, view: View<'_, 'a>, value: &'a Value) -> Pattern {
        self.value_pattern(view.stack(), value, Syntax::PLAIN)
    }

    /// The entry with this identifier.
    pub(crate) fn identified(&self, identifier: &Pattern) -> Option<EntryId> {
        let is_arn = matches!(identifier.pieces(), [Piece::Literal(begin), ..] if begin.starts_with("arn:"));
        if !is_arn {
            return None;
        }
        let names = &self.inventory.access.resource_names;
        let first = self.identifiers.partition_point(|id| names[*id].identifier < *identifier);
        let name = &names[*self.identifiers.get(first)?];
        name.entry.id().filter(|_| name.identifier == *identifier)
    }
}

/// The value of an attribute that is part of an identifier; `None` where the provider generates it.
fn identifying<'a>(view: View<'_, 'a>, name: &str) -> Option<&'a Value> {
    view.body().get(name).filter(|value| !is_empty(value))
}
