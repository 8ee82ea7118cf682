//! The published form of a domain event.

use polder_aws_calls::{Instant, sha256_hex};
use serde::Serialize;
use serde_json::value::RawValue;

use crate::batch::Record;
use crate::event_type::EventType;
use crate::poison::Poison;

/// The version of the format. It increases with incompatible changes.
pub const FORMAT_VERSION: u32 = 1;

/// The maximum of SNS, less its attributes and a margin.
const PUBLISHED_BYTES_MAX: usize = 256 * 1024 - 2 * 1024;

/// A domain event.
#[derive(Debug, Serialize)]
pub struct Envelope<'a> {
    /// [`FORMAT_VERSION`].
    pub format_version: u32,
    /// The same for the same event, however often and from whichever region it is published.
    pub id: String,
    /// The event's type.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// The cell of the Saleor instance.
    pub cell: &'a str,
    /// When it happened, according to Saleor; when it was sent, if Saleor does not say.
    pub occurred: String,
    /// The highest data class of the payload.
    pub data_class: &'static str,
    /// The payload, as it was signed.
    pub payload: &'a RawValue,
}

impl<'a> Envelope<'a> {
    /// The event of a message whose signature was verified.
    ///
    /// # Errors
    /// If its payload is not an event, or is of another event.
    pub fn of(cell: &'a str, kind: EventType, record: &Record, body: &'a str) -> Result<Self, Poison> {
        let payload: &RawValue = serde_json::from_str(body).map_err(|_| Poison::NotJson)?;
        let parsed: serde_json::Value = serde_json::from_str(body).map_err(|_| Poison::NotJson)?;
        // Events of older webhooks come as a list.
        let first = match &parsed {
            serde_json::Value::Array(items) => items.first(),
            other => Some(other),
        };
        let fields = first.and_then(serde_json::Value::as_object).ok_or(Poison::NotJson)?;
        let typename = fields.get("__typename").and_then(serde_json::Value::as_str);
        if typename.is_some_and(|name| !kind.is_typename(name)) {
            return Err(Poison::TypeMismatch);
        }
        let meta = fields.get("meta").and_then(|meta| meta.get("issued_at"));
        let issued = fields.get("issuedAt").or(meta).and_then(serde_json::Value::as_str);
        let issued = issued.filter(|text| is_time(text));
        // The issue time makes a payload unique. Without it, two events may have the same payload: then the
        // SQS message ID distinguishes them, so that no event is dropped as a duplicate.
        let distinct = if issued.is_some() { "" } else { record.message_id.as_str() };
        let identity = [cell, kind.saleor, &sha256_hex(body.as_bytes()), distinct].join("\n");
        let sent = || Instant::from_seconds(record.sent_milliseconds().unwrap_or(0) / 1_000).rfc3339();
        Ok(Envelope {
            format_version: FORMAT_VERSION,
            id: sha256_hex(identity.as_bytes()),
            kind: kind.domain,
            cell,
            occurred: issued.map_or_else(sent, ToOwned::to_owned),
            data_class: kind.carries.name(),
            payload,
        })
    }

    /// The published text.
    ///
    /// # Errors
    /// If it is too large.
    pub fn text(&self) -> Result<String, Poison> {
        let text = serde_json::to_string(self).map_err(|_| Poison::NotJson)?;
        if text.len() > PUBLISHED_BYTES_MAX { Err(Poison::TooLong) } else { Ok(text) }
    }
}

/// Whether a text has the form of a time in RFC 3339: `2026-11-22T09:15:27.512345+00:00`.
fn is_time(text: &str) -> bool {
    let form: String = text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    let Some(rest) = form.strip_prefix("0000-00-00T00:00:00") else { return false };
    let zone = match rest.strip_prefix('.') {
        None => rest,
        Some(fraction) => {
            let zone = fraction.trim_start_matches('0');
            if fraction.len() == zone.len() || fraction.len() - zone.len() > 9 {
                return false;
            }
            zone
        }
    };
    matches!(zone, "Z" | "+00:00" | "-00:00")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_one_form() {
        for good in
            ["2026-11-22T09:15:27Z", "2026-11-22T09:15:27.5+01:00", "2026-11-22T09:15:27.512345-05:30"]
        {
            assert!(is_time(good), "{good}");
        }
        for bad in [
            "",
            "2026-11-22",
            "2026-11-22T09:15:27",
            "2026-11-22T09:15:27.Z",
            "2026-11-22T09:15:27.0123456789Z",
            "2026-11-22T09:15:27Z; drop",
            "٢٠٢٦-11-22T09:15:27Z",
        ] {
            assert!(!is_time(bad), "{bad}");
        }
    }
}
