//! A function's door to AWS in its own region.

use polder_world::World;

use crate::credentials::Credentials;
use crate::error::{CallError, SetupError};
use crate::http::{Http, Method, Request, Response};
use crate::instant::Instant;
use crate::signature::{Scope, signed};

/// The variable that sends all calls to one address instead, as AWS's own libraries have it. For emulators.
const ELSEWHERE: &str = "AWS_ENDPOINT_URL";

/// Signs calls and sends them.
pub struct Client<'a> {
    world: &'a dyn World,
    http: &'a dyn Http,
    credentials: Credentials,
    region: String,
    elsewhere: Option<String>,
}

impl<'a> Client<'a> {
    /// One for the region, the keys and the address that the environment names.
    ///
    /// # Errors
    /// When a variable is missing, or names what is no address.
    pub fn new(world: &'a dyn World, http: &'a dyn Http) -> Result<Client<'a>, SetupError> {
        let region = world.env("AWS_REGION").ok_or(SetupError::Missing { name: "AWS_REGION" })?;
        let elsewhere = match world.env(ELSEWHERE).filter(|url| !url.is_empty()) {
            None => None,
            Some(url) => {
                let usable = host_of(&url).is_some_and(|host| !host.is_empty() && !host.contains('/'));
                let url = url.trim_end_matches('/').to_owned();
                if !usable {
                    return Err(SetupError::Address { name: ELSEWHERE, value: url });
                }
                Some(url)
            }
        };
        Ok(Client { world, http, credentials: Credentials::from_world(world)?, region, elsewhere })
    }

    /// Seconds since the start of 1970.
    pub fn now(&self) -> Instant {
        Instant::from_seconds(self.world.now())
    }

    /// Posts a body to a service with the headers that say what is asked.
    pub(crate) fn post(
        &self,
        service: &'static str,
        headers: &[(&'static str, String)],
        body: String,
    ) -> Result<Response, CallError> {
        let base = match &self.elsewhere {
            Some(url) => url.clone(),
            None => format!("https://{service}.{}.amazonaws.com", self.region),
        };
        let scope = Scope { region: &self.region, service, at: self.now() };
        let host = host_of(&base).unwrap_or_default();
        let headers = signed(headers, host, &body, &self.credentials, &scope);
        let request = Request { method: Method::Post, url: format!("{base}/"), headers, body };
        self.http.send(&request).map_err(|source| CallError::NoAnswer { service, source })
    }

    /// Asks for an operation in AWS's JSON protocol.
    pub(crate) fn json(
        &self,
        service: &'static str,
        target: &str,
        body: &serde_json::Value,
    ) -> Result<Response, CallError> {
        let headers =
            [("content-type", "application/x-amz-json-1.0".to_owned()), ("x-amz-target", target.to_owned())];
        self.post(service, &headers, body.to_string())
    }
}

/// The part of an address that names the host, with its port.
fn host_of(url: &str) -> Option<&str> {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
    Some(rest.trim_end_matches('/'))
}

/// What an answer says went wrong, in AWS's JSON protocol: `com.amazonaws.sqs#QueueDoesNotExist` is the last word of it.
pub(crate) fn json_refusal(service: &'static str, response: &Response) -> CallError {
    let body: Option<serde_json::Value> = serde_json::from_slice(&response.body).ok();
    let kind = body.as_ref().and_then(|body| body.get("__type")).and_then(serde_json::Value::as_str);
    let code = kind.and_then(|kind| kind.rsplit('#').next()).unwrap_or("unnamed");
    CallError::Refused { service, status: response.status, code: plain(code) }
}

/// A code as it may be logged: what AWS calls an error is one short word.
pub(crate) fn plain(code: &str) -> String {
    code.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '.').take(64).collect()
}
