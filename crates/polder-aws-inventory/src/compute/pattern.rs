//! Texts of the graph as patterns of the inventory: what programs are told, images, dimensions of metrics.

use polder_cloud::index::Resolved;
use polder_inventory::model::{Attribute, Known, Pattern, Piece, Reason, Text};

use crate::reader::Reader;
use crate::value::reason;

impl<'a> Reader<'_, 'a> {
    /// A text as it is, without wildcards: what is not known in it stays in its place. Unknown where nothing is known.
    pub(crate) fn text_pattern(&self, value: &Resolved<'_>) -> Known<Pattern> {
        match value {
            Resolved::Pattern(pieces) if pieces.is_empty() => Known::Unknown(Reason::NotUnderstood),
            Resolved::Pattern(pieces) => {
                Known::Value(Pattern::of(pieces.iter().map(|piece| self.text_piece(piece))))
            }
            Resolved::Attribute(_) => match self.text_piece(value) {
                Piece::Unknown(reason) => Known::Unknown(reason),
                piece => Known::Value(Pattern::of([piece])),
            },
            value => match value.as_plain() {
                Some(text) => Known::Value(Pattern::literal(Text::from(text))),
                None => Known::Unknown(reason(value)),
            },
        }
    }

    fn text_piece(&self, value: &Resolved<'_>) -> Piece {
        match value {
            Resolved::Attribute(attribute) => match self.entry(attribute.resource) {
                Some(entry) => Piece::Attribute { entry, attribute: which(attribute.name) },
                None => Piece::Unknown(Reason::AfterApply),
            },
            value => value
                .as_plain()
                .map_or_else(|| Piece::Unknown(reason(value)), |text| Piece::Literal(Text::from(text))),
        }
    }
}

/// What an attribute of a resource is among the texts of an entry.
fn which(name: &str) -> Attribute {
    match name {
        "arn" | "invoke_arn" | "qualified_arn" => Attribute::Identifier,
        "id" => Attribute::Id,
        "name"
        | "bucket"
        | "identifier"
        | "cluster_identifier"
        | "replication_group_id"
        | "function_name"
        | "family" => Attribute::Name,
        "address"
        | "endpoint"
        | "reader_endpoint"
        | "primary_endpoint_address"
        | "reader_endpoint_address"
        | "configuration_endpoint_address"
        | "dns_name"
        | "domain_name"
        | "fqdn"
        | "bucket_regional_domain_name"
        | "bucket_domain_name" => Attribute::Host,
        "url" | "repository_url" | "invoke_url" | "function_url" => Attribute::Url,
        "port" => Attribute::Port,
        "private_ip" | "public_ip" | "ip_address" => Attribute::Address,
        _ => Attribute::Other,
    }
}
