//! The Price List API: what AWS charges. It is called by the command line, and not by functions.

use polder_world::{World, is_this_machine};
use serde_json::Value;

use crate::client::{host_of, json_refusal};
use crate::credentials::Credentials;
use crate::error::{CallError, SetupError};
use crate::http::{Http, Method, Request};
use crate::instant::Instant;
use crate::signature::{Scope, signed};

const SERVICE: &str = "pricing";
/// The API is offered in a few regions, and has the prices of all.
const REGION: &str = "us-east-1";
const ENDPOINT: &str = "https://api.pricing.us-east-1.amazonaws.com";
/// The variables that override the endpoint, as in AWS's SDKs, the more specific one first.
const ELSEWHERE: [&str; 2] = ["AWS_ENDPOINT_URL_PRICING", "AWS_ENDPOINT_URL"];

/// A client for the Price List API.
pub struct PriceLists<'a> {
    world: &'a dyn World,
    http: &'a dyn Http,
    credentials: Credentials,
    base: String,
}

impl<'a> PriceLists<'a> {
    /// A client with the credentials and the endpoint of the environment.
    ///
    /// # Errors
    /// If there are no credentials, or the endpoint is neither HTTPS nor on this machine: a session token must not be sent in
    /// the clear.
    pub fn new(world: &'a dyn World, http: &'a dyn Http) -> Result<PriceLists<'a>, SetupError> {
        let credentials = Credentials::from_world(world)?;
        let set = |name: &&'static str| Some((*name, world.env(name).filter(|url| !url.is_empty())?));
        let base = match ELSEWHERE.iter().find_map(set) {
            None => ENDPOINT.to_owned(),
            Some((name, url)) => {
                let url = url.trim_end_matches('/').to_owned();
                let host = host_of(&url).filter(|host| !host.is_empty() && !host.contains(['/', '@', ' ']));
                if !host.is_some_and(|host| url.starts_with("https://") || is_this_machine(host)) {
                    return Err(SetupError::Address { name, value: url });
                }
                url
            }
        };
        Ok(PriceLists { world, http, credentials, base })
    }

    /// A page of `GetProducts`.
    ///
    /// # Errors
    /// If there is no response, one that is no JSON, or a refusal.
    pub fn products(&self, body: &Value) -> Result<Value, CallError> {
        let headers = [
            ("content-type", "application/x-amz-json-1.1".to_owned()),
            ("x-amz-target", "AWSPriceListService.GetProducts".to_owned()),
        ];
        let scope = Scope { region: REGION, service: SERVICE, at: Instant::from_seconds(self.world.now()) };
        let (body, host) = (body.to_string(), host_of(&self.base).unwrap_or_default());
        let headers = signed(&headers, host, &body, &self.credentials, &scope);
        let request = Request { method: Method::Post, url: format!("{}/", self.base), headers, body };
        let response =
            self.http.send(&request).map_err(|source| CallError::NoAnswer { service: SERVICE, source })?;
        if response.status != 200 {
            return Err(json_refusal(SERVICE, &response));
        }
        serde_json::from_slice(&response.body).map_err(|_| CallError::Unreadable { service: SERVICE })
    }
}
