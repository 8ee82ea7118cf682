//! The ARNs of entries, put together from account, region and name as the provider does it, so that an ARN that somebody
//! spelled by hand can be compared with them.
//!
//! Source: AWS, Service Authorization Reference, "Resource types defined by …" of each service. What the provider makes up
//! (six characters behind the name of a secret, the key ID of a key) is unknown before the resource is made.

use polder_cloud::{Value, View};
use polder_inventory::access::ResourceName;
use polder_inventory::model::{Known, Link, Pattern, Piece, Reason, Text};
use polder_inventory::{EntryId, SourceId};

use crate::pattern::{Syntax, is_empty};
use crate::reader::Reader;

mod copies;
mod table;

pub(crate) use copies::identify_copies;

use table::{ARNS, Arn, Part, Scope};

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
        let source = match arn.part {
            "" => self.source(view),
            part => self.part(view, Text::new_static(part)),
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
        let said = view.body().get("arn").filter(|value| value.as_text().is_some() && !is_empty(value));
        if let Some(said) = said.filter(|_| arn.part.is_empty()) {
            return self.value_pattern(view.stack(), said, Syntax::PLAIN);
        }
        let mut built = Built::default();
        built.text("arn:");
        match self.region_name(view) {
            Some(region) => built.text(partition(&region)),
            None => built.piece(Piece::Unknown(Reason::NotGiven)),
        }
        built.text(":");
        built.text(arn.service);
        built.text(":");
        let location = &self.inventory.locations[self.inventory.sources[source].location];
        if matches!(arn.scope, Scope::Region | Scope::RegionOnly) {
            match &location.region {
                Known::Value(region) => built.text(region.as_deref().unwrap_or_default()),
                Known::Unknown(reason) => built.piece(Piece::Unknown(*reason)),
            }
        }
        built.text(":");
        if matches!(arn.scope, Scope::Region | Scope::Account) {
            built.piece(match location.account {
                Link::To(account) => Piece::Account(account),
                Link::Outside(_) => Piece::Unknown(Reason::Elsewhere),
                Link::Unknown(reason) => Piece::Unknown(reason),
            });
        }
        built.text(":");
        for part in arn.resource {
            self.part_pieces(view, part, &mut built);
        }
        self.joined(built.end())
    }

    fn part_pieces(&self, view: View<'_, 'a>, part: &Part, built: &mut Built) {
        match part {
            Part::Text(text) => built.text(text),
            Part::Made => built.piece(Piece::Unknown(Reason::AfterApply)),
            Part::Name(name) => {
                if self.add_attribute(view, name, built) {
                    return;
                }
                // The provider makes up a name, or the rest of one.
                self.add_attribute(view, &format!("{name}_prefix"), built);
                built.piece(Piece::Unknown(Reason::AfterApply));
            }
            Part::Or(name, default) => {
                if !self.add_attribute(view, name, built) {
                    built.text(default);
                }
            }
            Part::Without(name, prefix) => match self.attribute_pieces(view, name).as_deref() {
                Some([Piece::Literal(first), rest @ ..]) => {
                    built.text(first.strip_prefix(prefix).unwrap_or(first));
                    rest.iter().cloned().for_each(|piece| built.piece(piece));
                }
                Some(pieces) => pieces.iter().cloned().for_each(|piece| built.piece(piece)),
                None => built.piece(Piece::Unknown(Reason::AfterApply)),
            },
            Part::Unless(name, default) => {
                let is_default = view.text(name).is_some_and(|text| text == *default);
                if !is_default && self.add_attribute(view, name, built) {
                    built.text("/");
                }
            }
            Part::Last(name) => {
                // A cluster by its ARN or by its name: the name is what stands behind the last slash.
                let target = view.target(name);
                if target.is_some_and(|target| self.add_attribute(target, "name", built)) {
                    return;
                }
                match view.text(name).as_deref().and_then(|text| text.rsplit('/').next()) {
                    Some(last) => built.text(last),
                    None => built.piece(Piece::Unknown(Reason::AfterApply)),
                }
            }
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

/// The partition of a region: `aws`, `aws-cn`, `aws-us-gov`.
fn partition(region: &str) -> &'static str {
    match region {
        region if region.starts_with("cn-") => "aws-cn",
        region if region.starts_with("us-gov-") => "aws-us-gov",
        _ => "aws",
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
