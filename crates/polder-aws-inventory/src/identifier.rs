//! The ARNs of entries, put together from account, region and name as the provider does it, so that an ARN that somebody
//! spelled by hand can be compared with them.
//!
//! Source: AWS, Service Authorization Reference, "Resource types defined by …" of each service. What the provider makes up
//! (six characters behind the name of a secret, the key ID of a key) is unknown before the resource is made.

use polder_cloud::{Value, View};
use polder_inventory::EntryId;
use polder_inventory::access::ResourceName;
use polder_inventory::model::{Known, Link, Pattern, Piece, Reason, Text};

use crate::pattern::{Syntax, is_empty};
use crate::reader::Reader;

mod table;

use table::{ARNS, Arn, Part, Scope};

impl<'a> Reader<'_, 'a> {
    /// Notes the identifiers of all entries that policies can name.
    pub(crate) fn identify(&mut self) {
        for arn in ARNS {
            for id in self.index.of_kind(arn.kind).iter().copied() {
                let view = self.index.view(id).filter(View::is_managed);
                if let (Some(view), Some(entry)) = (view, self.entry(id)) {
                    let identifier = self.identifier(view, arn);
                    // A kind that has several ARNs has a line for each, and all but the first say so.
                    let source = match arn.part {
                        "" => self.source(view),
                        part => self.part(view, Text::new_static(part)),
                    };
                    let unknown = identifier.pieces().iter().any(|piece| matches!(piece, Piece::Unknown(_)));
                    if !unknown {
                        self.identifiers.entry(identifier.clone()).or_insert(entry);
                    }
                    let name = ResourceName { source, entry: Link::To(entry), identifier };
                    let id = self.inventory.access.resource_names.push(name);
                    self.identifier_of.entry(entry).or_insert(id);
                }
            }
        }
    }

    /// What a state says, or what follows from account, region and name.
    fn identifier(&mut self, view: View<'_, 'a>, arn: &Arn) -> Pattern {
        let said = view.body().get("arn").filter(|value| value.as_text().is_some() && !is_empty(value));
        if let Some(said) = said.filter(|_| arn.part.is_empty()) {
            return self.value_pattern(view.stack(), said, Syntax::PLAIN);
        }
        let location = self.location_of(view);
        let region = match location.region {
            Known::Value(region) => region.map_or(Piece::Literal(Text::default()), Piece::Literal),
            Known::Unknown(reason) => Piece::Unknown(reason),
        };
        let account = match location.account {
            Link::To(account) => Piece::Account(account),
            Link::Outside(_) => Piece::Unknown(Reason::Elsewhere),
            Link::Unknown(reason) => Piece::Unknown(reason),
        };
        let literal = |text: &'static str| Piece::Literal(Text::new_static(text));
        let mut pieces = vec![literal("arn:"), self.partition(view), literal(":"), literal(arn.service)];
        let place = match arn.scope {
            Scope::Region => [literal(":"), region, literal(":"), account, literal(":")],
            Scope::Account => [literal(":"), literal(""), literal(":"), account, literal(":")],
            Scope::RegionOnly => [literal(":"), region, literal(":"), literal(""), literal(":")],
            Scope::World => [literal(":"), literal(""), literal(":"), literal(""), literal(":")],
        };
        pieces.extend(place);
        for part in arn.resource {
            self.part_pieces(view, part, &mut pieces);
        }
        self.joined(pieces)
    }

    fn part_pieces(&self, view: View<'_, 'a>, part: &Part, pieces: &mut Vec<Piece>) {
        match part {
            Part::Text(text) => pieces.push(Piece::Literal(Text::new_static(text))),
            Part::Made => pieces.push(Piece::Unknown(Reason::AfterApply)),
            Part::Name(name) => match self.attribute_pieces(view, name) {
                Some(name) => pieces.extend(name),
                // The provider makes up a name, or the rest of one.
                None => {
                    let prefix = self.attribute_pieces(view, &format!("{name}_prefix"));
                    pieces.extend(prefix.into_iter().flatten());
                    pieces.push(Piece::Unknown(Reason::AfterApply));
                }
            },
            Part::Or(name, default) => match self.attribute_pieces(view, name) {
                Some(text) => pieces.extend(text),
                None => pieces.push(Piece::Literal(Text::new_static(default))),
            },
            Part::Without(name, prefix) => {
                let text = self.attribute_pieces(view, name).unwrap_or_default();
                let mut text = text.into_iter();
                match text.next() {
                    Some(Piece::Literal(first)) => {
                        let shorter = first.strip_prefix(prefix).unwrap_or(&first);
                        pieces.push(Piece::Literal(shorter.into()));
                    }
                    Some(other) => pieces.push(other),
                    None => pieces.push(Piece::Unknown(Reason::AfterApply)),
                }
                pieces.extend(text);
            }
            Part::Unless(name, default) => {
                if let Some(text) = self.attribute_pieces(view, name)
                    && !matches!(&*text, [Piece::Literal(text)] if text == default)
                {
                    pieces.extend(text);
                    pieces.push(Piece::Literal(Text::new_static("/")));
                }
            }
            Part::Last(name) => {
                // A cluster by its ARN or by its name: the name is what stands behind the last slash.
                let target = view.target(name);
                let named = target.and_then(|target| self.attribute_pieces(target, "name"));
                let written = || {
                    let text = view.text(name)?;
                    let last = text.rsplit('/').next()?;
                    Some(vec![Piece::Literal(last.into())])
                };
                let pieces_of = named.or_else(written);
                pieces.extend(pieces_of.unwrap_or_else(|| vec![Piece::Unknown(Reason::AfterApply)]));
            }
        }
    }

    fn attribute_pieces(&self, view: View<'_, 'a>, name: &str) -> Option<Vec<Piece>> {
        let value = view.body().get(name).filter(|value| !is_empty(value))?;
        if matches!(value, Value::Unknown(polder_cloud::Unknown::AfterApply)) {
            return None;
        }
        Some(self.value_pattern(view.stack(), value, Syntax::PLAIN).pieces().to_vec())
    }

    /// The partition of a resource: `aws`, `aws-cn`, `aws-us-gov`. It follows from the region.
    pub(crate) fn partition(&mut self, view: View<'_, 'a>) -> Piece {
        let region = self.region_name(view);
        let name = match region.as_deref() {
            Some(region) if region.starts_with("cn-") => "aws-cn",
            Some(region) if region.starts_with("us-gov-") => "aws-us-gov",
            Some(_) => "aws",
            None => return Piece::Unknown(Reason::NotGiven),
        };
        Piece::Literal(Text::new_static(name))
    }

    /// The entry with this identifier.
    pub(crate) fn identified(&self, identifier: &Pattern) -> Option<EntryId> {
        self.identifiers.get(identifier).copied()
    }
}
