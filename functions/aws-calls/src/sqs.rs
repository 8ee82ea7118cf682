//! Sending to an SQS queue.

use serde_json::{Value, json};

use crate::client::{Client, json_refusal};
use crate::error::CallError;

const SERVICE: &str = "sqs";

/// The most that SQS takes, with attributes.
pub const SQS_BYTES_MAX: usize = 1024 * 1024;

/// What is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter<'a> {
    /// The queue's address.
    pub queue: &'a str,
    /// The body. SQS takes no empty one.
    pub body: &'a str,
    /// Text attributes. SQS takes ten, and no empty value.
    pub attributes: &'a [(&'static str, String)],
}

impl Client<'_> {
    /// Sends to a queue.
    ///
    /// # Errors
    /// When there is no answer, or one that says no.
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
