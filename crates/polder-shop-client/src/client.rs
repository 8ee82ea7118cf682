//! The client.

use std::fmt;
use std::io::Read as _;
use std::time::Duration;

use polder_shop_setup::{AskError, Graphql, Operation, data};
use serde_json::{Value, json};

use crate::endpoint::Endpoint;

/// The maximum size of an answer: that of a shop with 100 plugins, whose mails have templates of their own, is shorter.
const ANSWER_BYTES_MAX: u64 = 16 * 1024 * 1024;

/// The timeout of one request. Saleor tries the mail relay while it answers, for 5 seconds.
const EXCHANGE_SECONDS_MAX: u64 = 60;

/// Sends operations to one Saleor, as the app of a token.
pub struct Client {
    agent: ureq::Agent,
    endpoint: Endpoint,
    token: String,
}

impl Client {
    /// A client without connections yet.
    pub fn new(endpoint: Endpoint, token: String) -> Client {
        let agent = ureq::Agent::config_builder()
            .timeout_global(Some(Duration::from_secs(EXCHANGE_SECONDS_MAX)))
            .http_status_as_error(false)
            .max_redirects(0)
            .proxy(None)
            .user_agent(concat!("polder/", env!("CARGO_PKG_VERSION")))
            .build()
            .new_agent();
        Client { agent, endpoint, token }
    }
}

/// Without the token.
impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("endpoint", &self.endpoint).finish_non_exhaustive()
    }
}

impl Graphql for Client {
    fn ask(&mut self, operation: &'static Operation, variables: &Value) -> Result<Value, AskError> {
        let failed = |error: &dyn fmt::Display| AskError::Exchange(error.to_string());
        let body =
            json!({ "query": operation.text, "operationName": operation.name, "variables": variables });
        let answer = self
            .agent
            .post(self.endpoint.to_string())
            .header("content-type", "application/json")
            .header("authorization", format!("Bearer {}", self.token))
            .send(body.to_string().as_bytes())
            .map_err(|error| failed(&error))?;
        let (parts, body) = answer.into_parts();
        let mut bytes = vec![];
        let mut limited = body.into_reader().take(ANSWER_BYTES_MAX + 1);
        limited.read_to_end(&mut bytes).map_err(|error| failed(&error))?;
        if limited.limit() == 0 {
            let reason = format!("longer than {ANSWER_BYTES_MAX} bytes");
            return Err(AskError::Unreadable { operation: operation.name, reason });
        }
        data(operation, parts.status.as_u16(), &bytes)
    }
}
