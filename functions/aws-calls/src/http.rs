//! Sending a request.

use std::io::Read as _;
use std::time::Duration;

/// The maximum size of a response: all expected ones are shorter.
const ANSWER_BYTES_MAX: usize = 256 * 1024;
/// The timeout of one request. AWS responds in milliseconds, and a batch of ten must finish within the
/// function's own timeout.
const EXCHANGE_SECONDS_MAX: u64 = 5;

/// The method of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// GET.
    Get,
    /// POST.
    Post,
}

/// A request, ready to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The method.
    pub method: Method,
    /// The URL: `https://sqs.eu-west-1.amazonaws.com/`.
    pub url: String,
    /// Headers: names in lower case, and values.
    pub headers: Vec<(&'static str, String)>,
    /// The body.
    pub body: String,
}

/// A response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// The body.
    pub body: Vec<u8>,
}

/// No response.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HttpError {
    /// Connection, TLS or timeout error.
    #[error("{0}")]
    Exchange(String),
    /// The response is too large.
    #[error("the answer is longer than {most} bytes")]
    TooLong {
        /// The most bytes of an answer.
        most: usize,
    },
}

/// Sends requests. Tests have an implementation of their own.
pub trait Http {
    /// Sends a request once and waits for its response. Redirects are not followed: no API that is called
    /// here needs them, and a response must not choose another host.
    ///
    /// # Errors
    /// If there is no response, whatever its status.
    fn send(&self, request: &Request) -> Result<Response, HttpError>;
}

/// The real implementation. Connections stay open between invocations.
#[derive(Debug)]
pub struct Web {
    agent: ureq::Agent,
    answer_bytes_max: usize,
}

impl Web {
    /// Without connections yet.
    pub fn new() -> Web {
        Web::with_limits(ANSWER_BYTES_MAX, EXCHANGE_SECONDS_MAX)
    }

    /// The same with other limits of an answer and of the time that it takes.
    pub fn with_limits(answer_bytes_max: usize, exchange_seconds_max: u64) -> Web {
        let agent = ureq::Agent::config_builder()
            .timeout_global(Some(Duration::from_secs(exchange_seconds_max)))
            .http_status_as_error(false)
            .max_redirects(0)
            // A function's requests never use a proxy from the environment.
            .proxy(None)
            .user_agent(concat!("polder/", env!("CARGO_PKG_VERSION")))
            .build()
            .new_agent();
        Web { agent, answer_bytes_max }
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
        let most = u64::try_from(self.answer_bytes_max).unwrap_or(u64::MAX).saturating_add(1);
        body.into_reader()
            .take(most)
            .read_to_end(&mut bytes)
            .map_err(|error| HttpError::Exchange(error.to_string()))?;
        if bytes.len() > self.answer_bytes_max {
            return Err(HttpError::TooLong { most: self.answer_bytes_max });
        }
        Ok(Response { status: parts.status.as_u16(), body: bytes })
    }
}
