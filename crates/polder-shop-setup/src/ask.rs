//! Asking Saleor: the interface for requests, and what an answer says.

use serde_json::Value;

use crate::operation::Operation;

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AskError {
    /// Connection, TLS or timeout error.
    #[error("no answer: {0}")]
    Exchange(String),
    /// Another HTTP status than 200 without errors of GraphQL.
    #[error("the answer has HTTP status {0}; the address of the API ends with `/graphql/`")]
    Status(u16),
    /// The answer is not one of GraphQL, or not what the schema says.
    #[error("the answer to `{operation}` is not one of Saleor 3.23: {reason}")]
    Unreadable {
        /// The operation.
        operation: &'static str,
        /// What is wrong.
        reason: String,
    },
    /// Saleor refuses the whole request.
    #[error("Saleor refuses `{operation}`: {}", messages.join("; "))]
    Refused {
        /// The operation.
        operation: &'static str,
        /// Its messages.
        messages: Vec<String>,
    },
}

/// The messages of a refusal that are kept, and the characters of each: the other side decides how many it sends.
const MESSAGES_MAX: usize = 10;
const MESSAGE_MAX: usize = 500;

/// Sends operations to one Saleor, with one token.
pub trait Graphql {
    /// The `data` of the answer.
    ///
    /// # Errors
    /// If there is no answer, or it has errors: a part of the data is never used.
    fn ask(&mut self, operation: &'static Operation, variables: &Value) -> Result<Value, AskError>;
}

/// The `data` of the body of an answer.
///
/// # Errors
/// If it is not an answer of GraphQL, or has errors.
pub fn data(operation: &'static Operation, status: u16, body: &[u8]) -> Result<Value, AskError> {
    let unreadable =
        |reason: &str| AskError::Unreadable { operation: operation.name, reason: reason.to_owned() };
    let Ok(mut answer) = serde_json::from_slice::<Value>(body) else {
        return Err(if status == 200 { unreadable("no JSON") } else { AskError::Status(status) });
    };
    if let Some(errors) = answer.get("errors").and_then(Value::as_array).filter(|errors| !errors.is_empty()) {
        let message = |error: &Value| error.get("message").and_then(Value::as_str).map(str::to_owned);
        let short = |text: String| text.chars().take(MESSAGE_MAX).collect();
        let messages = errors
            .iter()
            .take(MESSAGES_MAX)
            .map(|error| message(error).map_or("no message".to_owned(), short));
        return Err(AskError::Refused { operation: operation.name, messages: messages.collect() });
    }
    match answer.get_mut("data").map(Value::take) {
        Some(data @ Value::Object(_)) if status == 200 => Ok(data),
        _ if status != 200 => Err(AskError::Status(status)),
        _ => Err(unreadable("no `data`")),
    }
}
