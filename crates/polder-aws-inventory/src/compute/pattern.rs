//! Texts of the graph as patterns of the inventory: values of environment variables, images, dimensions of metrics.

use polder_cloud::index::Resolved;
use polder_cloud::{Body, Content, Document, Item, Stack, Value};
use polder_inventory::model::{Attribute, Known, Pattern, Piece, Reason, Text};

use crate::pattern_builder::PatternBuilder;
use crate::reader::Reader;
use crate::value::reason;

impl<'a> Reader<'_, 'a> {
    /// A text without wildcards, in which unknown parts are pieces. Unknown if no part is known.
    pub(crate) fn text_pattern(&self, value: &Resolved<'a>) -> Known<Pattern> {
        match value {
            Resolved::Pattern(pieces) if pieces.is_empty() => Known::Unknown(Reason::NotUnderstood),
            Resolved::Pattern(pieces) => {
                Known::Value(Pattern::of(pieces.iter().map(|piece| self.text_piece(piece))))
            }
            Resolved::Document(Document::Json(body), stack) => match self.index.cloud().stack(*stack) {
                Some(stack) => {
                    let mut json = PatternBuilder::default();
                    self.json_object(stack, body, &mut json);
                    Known::Value(json.end())
                }
                None => Known::Unknown(Reason::NotGiven),
            },
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

/// Documents as Terraform's `jsonencode` writes them: without spaces, and with sorted keys.
impl<'a> Reader<'_, 'a> {
    fn json_object(&self, stack: &'a Stack, body: &'a Body, json: &mut PatternBuilder) {
        let mut items: Vec<&'a Item> = body.items.iter().collect();
        items.sort_by(|one, other| one.key.cmp(&other.key));
        json.character('{');
        for (at, item) in items.into_iter().enumerate() {
            json.text(if at == 0 { "\"" } else { ",\"" });
            escaped(&item.key, json);
            json.text("\":");
            match &item.content {
                Content::Attribute(value) => self.json_value(stack, value, json),
                Content::Block(inner) => self.json_object(stack, inner, json),
            }
        }
        json.character('}');
    }

    fn json_value(&self, stack: &'a Stack, value: &'a Value, json: &mut PatternBuilder) {
        match value {
            Value::Object(body) => self.json_object(stack, body, json),
            Value::List(items) => {
                json.character('[');
                for (at, item) in items.iter().enumerate() {
                    json.text(if at == 0 { "" } else { "," });
                    self.json_value(stack, item, json);
                }
                json.character(']');
            }
            value => match self.index.resolve(stack, value) {
                Resolved::Absent => json.text("null"),
                Resolved::Bool(value) => json.text(if value { "true" } else { "false" }),
                Resolved::Integer(number) => json.text(&number.to_string()),
                Resolved::Decimal(number) => json.text(number),
                text => {
                    json.character('"');
                    self.json_text(&text, json);
                    json.character('"');
                }
            },
        }
    }

    fn json_text(&self, text: &Resolved<'_>, json: &mut PatternBuilder) {
        let parts =
            if let Resolved::Pattern(parts) = text { parts.as_slice() } else { std::slice::from_ref(text) };
        for part in parts {
            match self.text_piece(part) {
                Piece::Literal(text) => escaped(&text, json),
                piece => json.piece(piece),
            }
        }
    }
}

/// Writes the content of a JSON string. Source: OpenTofu, `jsonencode`, which writes as Go's `encoding/json` does: angle
/// brackets, ampersands and two line separators are escaped.
fn escaped(text: &str, json: &mut PatternBuilder) {
    for character in text.chars() {
        match character {
            '"' => json.text("\\\""),
            '\\' => json.text("\\\\"),
            '\n' => json.text("\\n"),
            '\r' => json.text("\\r"),
            '\t' => json.text("\\t"),
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' | '\0'..' ' => {
                json.text(&format!("\\u{:04x}", u32::from(character)));
            }
            _ => json.character(character),
        }
    }
}

/// The attribute of an entry that an attribute of a resource is.
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
