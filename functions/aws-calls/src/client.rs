//! A client for AWS in the function's own region.

use polder_world::World;

use crate::credentials::Credentials;
use crate::error::{CallError, SetupError};
use crate::http::{Http, Method, Request, Response};
use crate::instant::Instant;
use crate::signature::{Scope, signed};

/// The variable that overrides all endpoints, as in AWS's SDKs. For emulators.
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
    /// A client for the region, credentials and endpoint in the environment.
    ///
    /// # Errors
    /// If a variable is missing, or is not a valid URL.
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

    /// Posts a body to a service with headers that select the operation.
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

    /// Calls an operation in version 1.0 of AWS's JSON protocol.
    pub(crate) fn json(
        &self,
        service: &'static str,
        target: &str,
        body: &serde_json::Value,
    ) -> Result<Response, CallError> {
        self.json_of("1.0", service, target, body)
    }

    /// Calls an operation in a version of AWS's JSON protocol.
    pub(crate) fn json_of(
        &self,
        version: &str,
        service: &'static str,
        target: &str,
        body: &serde_json::Value,
    ) -> Result<Response, CallError> {
        let kind = format!("application/x-amz-json-{version}");
        let headers = [("content-type", kind), ("x-amz-target", target.to_owned())];
        self.post(service, &headers, body.to_string())
    }
}

/// The host of a URL, with its port.
pub(crate) fn host_of(url: &str) -> Option<&str> {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
    Some(rest.trim_end_matches('/'))
}

/// The error code of a response in AWS's JSON protocol: the last word of
/// `com.amazonaws.sqs#QueueDoesNotExist`.
pub(crate) fn json_refusal(service: &'static str, response: &Response) -> CallError {
    let body: Option<serde_json::Value> = serde_json::from_slice(&response.body).ok();
    let kind = body.as_ref().and_then(|body| body.get("__type")).and_then(serde_json::Value::as_str);
    let code = kind.and_then(|kind| kind.rsplit('#').next()).unwrap_or("unnamed");
    CallError::Refused { service, status: response.status, code: plain(code) }
}

/// A code that is safe to log: AWS's error codes are one short word.
pub(crate) fn plain(code: &str) -> String {
    code.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '.').take(64).collect()
}
