//! Sending to an SQS queue.

use serde_json::{Value, json};

use crate::client::{Client, json_refusal};
use crate::error::CallError;

const SERVICE: &str = "sqs";

/// The maximum size of a message, with attributes.
pub const SQS_BYTES_MAX: usize = 1024 * 1024;

/// A message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter<'a> {
    /// The queue's URL.
    pub queue: &'a str,
    /// The body, which must not be empty.
    pub body: &'a str,
    /// Text attributes: at most ten, with non-empty values.
    pub attributes: &'a [(&'static str, String)],
}

impl Client<'_> {
    /// Sends to a queue.
    ///
    /// # Errors
    /// If there is no response, or an error.
    pub fn send(&self, letter: &Letter<'_>) -> Result<(), CallError> {
        let attribute = |(name, value): &(&'static str, String)| {
            ((*name).to_owned(), json!({ "DataType": "String", "StringValue": value }))
        };
        let body = json!({
            "QueueUrl": letter.queue,
            "MessageBody": letter.body,
            "MessageAttributes": Value::Object(letter.attributes.iter().map(attribute).collect()),
        });
        let response = self.json(SERVICE, "AmazonSQS.SendMessage", &body)?;
        if response.status == 200 { Ok(()) } else { Err(json_refusal(SERVICE, &response)) }
    }
}
