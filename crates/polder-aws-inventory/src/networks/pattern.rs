//! Texts composed of known pieces and of attributes of other resources.

use polder_cloud::View;
use polder_cloud::index::{self, Resolved};
use polder_inventory::model::{Attribute, Known, Pattern, Piece, Reason, Set};

use crate::reader::Reader;
use crate::value::is_left_out;
use crate::value::reason;

impl Reader<'_, '_> {
    /// The text of an attribute that must be set.
    pub(super) fn pattern(&mut self, view: View<'_, '_>, attribute: &str) -> Known<Pattern> {
        self.pattern_of(&view.get(attribute))
    }

    /// A value as a text.
    pub(super) fn pattern_of(&mut self, value: &Resolved<'_>) -> Known<Pattern> {
        match value {
            Resolved::Absent => Known::Unknown(Reason::AfterApply),
            Resolved::Pattern(pieces) => Known::Value(Pattern::of(pieces.iter().map(|it| self.piece(it)))),
            Resolved::Attribute(_) => match self.piece(value) {
                Piece::Unknown(reason) => Known::Unknown(reason),
                piece => Known::Value(Pattern::of([piece])),
            },
            other => other
                .as_plain()
                .map_or_else(|| Known::Unknown(reason(other)), |text| Known::Value(Pattern::literal(text))),
        }
    }

    /// The texts of a list; empty if it is not set.
    pub(super) fn patterns(&mut self, view: View<'_, '_>, attribute: &str) -> Known<Set<Pattern>> {
        let value = view.get(attribute);
        let items = match &value {
            value if is_left_out(value) => return Known::Value(Set::default()),
            Resolved::List(items) => items.as_slice(),
            one => std::slice::from_ref(one),
        };
        let mut found = vec![];
        for item in items {
            match self.pattern_of(item) {
                Known::Value(pattern) => found.push(pattern),
                Known::Unknown(reason) => return Known::Unknown(reason),
            }
        }
        Known::Value(found.into())
    }

    fn piece(&mut self, value: &Resolved<'_>) -> Piece {
        match value {
            Resolved::Attribute(of) => match self.entry_of_attribute(of) {
                Some(entry) => Piece::Attribute { entry, attribute: meaning(of) },
                None => Piece::Unknown(self.why_not(of)),
            },
            other => {
                other.as_plain().map_or_else(|| Piece::Unknown(reason(other)), |it| Piece::Literal(it.into()))
            }
        }
    }
}

/// Classifies an attribute of a resource: identifier, name, host and others.
fn meaning(of: &index::Attribute<'_>) -> Attribute {
    if !of.steps.is_empty() {
        return Attribute::Other;
    }
    match of.name {
        "arn" | "invoke_arn" | "execution_arn" => Attribute::Identifier,
        "id" | "zone_id" | "vpc_id" => Attribute::Id,
        "name" | "function_name" | "stage_name" => Attribute::Name,
        "dns_name"
        | "domain_name"
        | "fqdn"
        | "endpoint"
        | "address"
        | "regional_domain_name"
        | "cloudfront_domain_name"
        | "bucket_regional_domain_name"
        | "bucket_domain_name" => Attribute::Host,
        "url" | "invoke_url" | "api_endpoint" | "function_url" => Attribute::Url,
        "public_ip" | "private_ip" => Attribute::Address,
        "port" => Attribute::Port,
        _ => Attribute::Other,
    }
}
