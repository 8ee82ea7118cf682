//! Sending a request.

use std::io::Read as _;
use std::time::Duration;

/// The most that is read of an answer: none that is asked for here is longer.
const ANSWER_BYTES_MAX: usize = 256 * 1024;
/// How long one exchange may take. AWS answers in milliseconds; waiting longer than this helps nobody, and a batch of
/// ten must come to its end within the function's own limit.
const EXCHANGE_SECONDS_MAX: u64 = 5;

/// How a request asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// To be given something.
    Get,
    /// To have something done.
    Post,
}

/// A request, ready to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// How it asks.
    pub method: Method,
    /// Where to: `https://sqs.eu-west-1.amazonaws.com/`.
    pub url: String,
    /// Names in lower case, and values.
    pub headers: Vec<(&'static str, String)>,
    /// The body.
    pub body: String,
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// The body.
    pub body: Vec<u8>,
}

/// No answer came.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HttpError {
    /// Nobody there, no trust, or too slow.
    #[error("{0}")]
    Exchange(String),
    /// More than was asked for.
    #[error("the answer is longer than {ANSWER_BYTES_MAX} bytes")]
    TooLong,
}

/// What sends requests. Tests have one of their own.
pub trait Http {
    /// Sends a request once and waits for its answer. Redirections are not followed: nothing that is asked here has a
    /// reason to be elsewhere, and an answer must not choose whom a function speaks to.
    ///
    /// # Errors
    /// When there is no answer, whatever its status.
    fn send(&self, request: &Request) -> Result<Response, HttpError>;
}

/// The real one. Connections stay open between invocations.
#[derive(Debug)]
pub struct Web {
    agent: ureq::Agent,
}

impl Web {
    /// One that has no connections yet.
    pub fn new() -> Web {
        let agent = ureq::Agent::config_builder()
            .timeout_global(Some(Duration::from_secs(EXCHANGE_SECONDS_MAX)))
            .http_status_as_error(false)
            .max_redirects(0)
            // A function's requests never go through a proxy that a variable of the environment names.
            .proxy(None)
            .user_agent(concat!("polder/", env!("CARGO_PKG_VERSION")))
            .build()
            .new_agent();
        Web { agent }
    }
}

impl Default for Web {
    fn default() -> Web {
        Web::new()
    }
}

impl Http for Web {
    fn send(&self, request: &Request) -> Result<Response, HttpError> {
        let failed = |error: ureq::Error| HttpError::Exchange(error.to_string());
        let answer = match request.method {
            Method::Get => {
                let fresh = self.agent.get(&request.url);
                request.headers.iter().fold(fresh, |built, (name, value)| built.header(*name, value)).call()
            }
            Method::Post => {
                let fresh = self.agent.post(&request.url);
                request
                    .headers
                    .iter()
                    .fold(fresh, |built, (name, value)| built.header(*name, value))
                    .send(request.body.as_bytes())
            }
        };
        let (parts, body) = answer.map_err(failed)?.into_parts();
        let mut bytes = vec![];
        let most = u64::try_from(ANSWER_BYTES_MAX).unwrap_or(u64::MAX).saturating_add(1);
        body.into_reader()
            .take(most)
            .read_to_end(&mut bytes)
            .map_err(|error| HttpError::Exchange(error.to_string()))?;
        if bytes.len() > ANSWER_BYTES_MAX {
            return Err(HttpError::TooLong);
        }
        Ok(Response { status: parts.status.as_u16(), body: bytes })
    }
}
