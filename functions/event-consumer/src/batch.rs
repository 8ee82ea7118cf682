//! Lambda's event for a batch of SQS messages, and the response to it.
//!
//! Only the used fields are read: anything else in a message may be missing, or of another type.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A batch of messages.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Batch {
    /// The messages.
    #[serde(rename = "Records", default)]
    pub records: Vec<Record>,
}

/// One message.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Record {
    /// The message ID. It stays the same on redelivery, and differs when the sender sends again.
    #[serde(default)]
    pub message_id: String,
    /// The body: the payload of the event.
    #[serde(default)]
    pub body: Option<String>,
    /// System attributes.
    #[serde(default)]
    pub attributes: Option<BTreeMap<String, String>>,
    /// Message attributes of the sender.
    #[serde(default)]
    pub message_attributes: Option<BTreeMap<String, Attribute>>,
}

impl Record {
    /// A text attribute of the sender, if it exists.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.message_attributes.as_ref()?.get(name)?.string_value.as_deref()
    }

    /// When SQS received the message, in milliseconds after the start of 1970.
    pub fn sent_milliseconds(&self) -> Option<u64> {
        self.attributes.as_ref()?.get("SentTimestamp")?.parse().ok()
    }
}

/// An attribute of the sender.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Attribute {
    /// Its text, if it is of this type.
    #[serde(default)]
    pub string_value: Option<String>,
}

/// The failed messages of a batch. SQS deletes all others.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Answer {
    /// The failed messages.
    pub batch_item_failures: Vec<Failure>,
}

/// A message to redeliver.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Failure {
    /// The message ID.
    pub item_identifier: String,
}
