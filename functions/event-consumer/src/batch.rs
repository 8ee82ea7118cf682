//! What Lambda hands over from the queue, and what it wants back.
//!
//! Only what is used is read: everything else in a message may be missing, or of another kind, and stops nothing.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Messages that came together.
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
    /// SQS's name for it. The same when it is delivered again, another when it is sent again.
    #[serde(default)]
    pub message_id: String,
    /// What was sent: the payload of the event.
    #[serde(default)]
    pub body: Option<String>,
    /// What SQS says about the message.
    #[serde(default)]
    pub attributes: Option<BTreeMap<String, String>>,
    /// What the sender says about the message.
    #[serde(default)]
    pub message_attributes: Option<BTreeMap<String, Attribute>>,
}

impl Record {
    /// A text attribute of the sender, if it is there.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.message_attributes.as_ref()?.get(name)?.string_value.as_deref()
    }

    /// When SQS got the message, in milliseconds after the start of 1970.
    pub fn sent_milliseconds(&self) -> Option<u64> {
        self.attributes.as_ref()?.get("SentTimestamp")?.parse().ok()
    }
}

/// An attribute of the sender.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Attribute {
    /// Its text, if it is one.
    #[serde(default)]
    pub string_value: Option<String>,
}

/// Which messages are to come again. All others are deleted from the queue.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Answer {
    /// Those that are to come again.
    pub batch_item_failures: Vec<Failure>,
}

/// A message that is to come again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Failure {
    /// SQS's name for it.
    pub item_identifier: String,
}
