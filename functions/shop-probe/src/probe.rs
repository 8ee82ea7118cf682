//! The requests, and what their answers say.

use std::fmt;

use polder_aws_calls::{Http, HttpError, Method, Request};
use serde_json::{Value, json};

use crate::settings::Market;

/// Reads the channel and a product with its price, through the replica where there is one.
pub const QUERY: &str = "query Probe($channel: String!) { shop { name } products(first: 1, channel: $channel) { edges { node { \
                         id pricing { priceRange { start { gross { amount } } } } } } } }";

/// Creates a checkout, through the writer.
pub const MUTATION: &str = "mutation Probe($input: CheckoutCreateInput!) { checkoutCreate(input: $input) { checkout { id \
                            channel { slug } } errors { field message code } } }";

/// Codes of Saleor with which it refuses a checkout because the channel is closed, or not there yet. The daily verification
/// reports channels that should be open.
const CLOSED: [&str; 2] = ["CHANNEL_INACTIVE", "NOT_FOUND"];

/// The characters of a message that are kept: the other side decides how many it sends.
const MESSAGE_MAX: usize = 200;

/// The result of a market that works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// A checkout was started.
    Open,
    /// The channel takes no checkouts.
    Closed,
}

/// Why no checkout can be started.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProbeError {
    /// No answer within the timeout.
    #[error("no answer: {0}")]
    Exchange(#[from] HttpError),
    /// Another status than 200.
    #[error("HTTP status {0}")]
    Status(u16),
    /// Not an answer of Saleor.
    #[error("the answer is not one of Saleor")]
    Unreadable,
    /// Saleor answers with errors: with 200 where its database does not answer.
    #[error("Saleor answers: {0}")]
    Refused(String),
}

/// Starts a checkout in a market.
///
/// # Errors
/// If no checkout can be started although the channel is open.
pub fn probe(http: &dyn Http, market: &Market) -> Result<Outcome, ProbeError> {
    let asked = ask(http, market, QUERY, &json!({ "channel": market.channel }))?;
    if !asked["shop"].is_object() {
        return Err(ProbeError::Unreadable);
    }
    let input = json!({ "input": { "channel": market.channel, "lines": [] } });
    let made = ask(http, market, MUTATION, &input)?;
    let made = &made["checkoutCreate"];
    let Some(errors) = made["errors"].as_array() else { return Err(ProbeError::Unreadable) };
    let closed = |error: &Value| error["code"].as_str().is_some_and(|code| CLOSED.contains(&code));
    match errors.first() {
        Some(error) if closed(error) => Ok(Outcome::Closed),
        Some(error) => Err(ProbeError::Refused(message(error))),
        None if made["checkout"]["channel"]["slug"] == market.channel.as_str() => Ok(Outcome::Open),
        None => Err(ProbeError::Unreadable),
    }
}

fn ask(http: &dyn Http, market: &Market, text: &str, variables: &Value) -> Result<Value, ProbeError> {
    let body = json!({ "query": text, "operationName": "Probe", "variables": variables });
    let answer = http.send(&Request {
        method: Method::Post,
        url: format!("{}/graphql/", market.origin),
        headers: vec![("content-type", "application/json".to_owned())],
        body: body.to_string(),
    })?;
    let parsed: Option<Value> = serde_json::from_slice(&answer.body).ok();
    let first = parsed.as_ref().and_then(|parsed| parsed["errors"].as_array()?.first());
    if let Some(error) = first {
        return Err(ProbeError::Refused(message(error)));
    }
    if answer.status != 200 {
        return Err(ProbeError::Status(answer.status));
    }
    match parsed.map(|mut parsed| parsed["data"].take()) {
        Some(data @ Value::Object(_)) => Ok(data),
        _ => Err(ProbeError::Unreadable),
    }
}

/// The message of an error, without control characters.
fn message(error: &Value) -> String {
    let text = error["message"].as_str().or_else(|| error["code"].as_str()).unwrap_or("no message");
    text.chars().filter(|c| !c.is_control()).take(MESSAGE_MAX).collect()
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Outcome::Open => "open",
            Outcome::Closed => "closed",
        })
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use apollo_compiler::{ExecutableDocument, Schema};
    use polder_aws_calls::Response;

    use super::*;

    /// Answers in their order.
    struct Answers(RefCell<Vec<(u16, &'static str)>>);

    impl Http for Answers {
        fn send(&self, request: &Request) -> Result<Response, HttpError> {
            assert_eq!(request.url, "https://nl.example.com/graphql/");
            if self.0.borrow().is_empty() {
                return Err(HttpError::Exchange("timeout".into()));
            }
            let (status, body) = self.0.borrow_mut().remove(0);
            Ok(Response { status, body: body.into() })
        }
    }

    const READ: (u16, &str) = (200, r#"{"data":{"shop":{"name":"s"},"products":{"edges":[]}}}"#);

    fn probed(answers: &[(u16, &'static str)]) -> Result<Outcome, String> {
        let market = Market { channel: "nl".into(), origin: "https://nl.example.com".into() };
        probe(&Answers(RefCell::new(answers.to_vec())), &market).map_err(|error| error.to_string())
    }

    #[test]
    fn a_started_checkout_is_open() {
        let made =
            r#"{"data":{"checkoutCreate":{"checkout":{"id":"Q","channel":{"slug":"nl"}},"errors":[]}}}"#;
        assert_eq!(probed(&[READ, (200, made)]), Ok(Outcome::Open));
    }

    #[test]
    fn a_channel_that_was_not_opened_yet_is_no_failure() {
        let made = r#"{"data":{"checkoutCreate":{"checkout":null,"errors":[{"field":"channel","message":"m",
            "code":"CHANNEL_INACTIVE"}]}}}"#;
        assert_eq!(probed(&[READ, (200, made)]), Ok(Outcome::Closed));
    }

    /// What the real Saleor answered when its stores were down: 200 with errors, and 400.
    #[test]
    fn what_hides_behind_a_good_status_is_found() {
        let down = r#"{"errors":[{"message":"connection failed"}],"data":{"shop":null}}"#;
        assert_eq!(probed(&[(200, down)]), Err("Saleor answers: connection failed".into()));
        assert_eq!(probed(&[(400, "<h1>Bad Request</h1>")]), Err("HTTP status 400".into()));
        assert_eq!(probed(&[(200, "<html>")]), Err("the answer is not one of Saleor".into()));
        let read_only = r#"{"errors":[{"message":"cannot execute INSERT in a read-only transaction"}]}"#;
        let refused = probed(&[READ, (200, read_only)]);
        assert!(refused.is_err_and(|error| error.contains("read-only")));
        assert!(probed(&[READ]).is_err_and(|error| error.contains("no answer")));
        let other =
            r#"{"data":{"checkoutCreate":{"checkout":{"id":"Q","channel":{"slug":"be"}},"errors":[]}}}"#;
        assert!(probed(&[READ, (200, other)]).is_err());
    }

    #[test]
    fn the_documents_fit_the_schema() {
        let schema = r"
            type Query { shop: Shop!, products(first: Int, channel: String): ProductCountableConnection }
            type Shop { name: String! }
            type ProductCountableConnection { edges: [ProductCountableEdge!]! }
            type ProductCountableEdge { node: Product! }
            type Product { id: ID!, pricing: ProductPricingInfo }
            type ProductPricingInfo { priceRange: TaxedMoneyRange }
            type TaxedMoneyRange { start: TaxedMoney }
            type TaxedMoney { gross: Money! }
            type Money { amount: Float! }
            type Mutation { checkoutCreate(input: CheckoutCreateInput!): CheckoutCreate }
            input CheckoutCreateInput { channel: String, lines: [CheckoutLineInput!]! }
            input CheckoutLineInput { quantity: Int!, variantId: ID! }
            type CheckoutCreate { checkout: Checkout, errors: [CheckoutError!]! }
            type Checkout { id: ID!, channel: Channel! }
            type Channel { slug: String! }
            type CheckoutError { field: String, message: String, code: String! }
        ";
        let schema = Schema::parse_and_validate(schema, "checkout.graphql").expect("a schema");
        for text in [QUERY, MUTATION] {
            ExecutableDocument::parse_and_validate(&schema, text, "probe.graphql").expect("fits");
        }
    }
}
