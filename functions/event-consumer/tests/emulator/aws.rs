//! An AWS emulator as a separate process.

use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use polder_aws_calls::{Http as _, Method, Request, Web};
use serde_json::{Value, json};

/// How often, and at which interval, the emulator is polled until it has started.
const ASKS_MAX: usize = 240;
const BETWEEN_ASKS: Duration = Duration::from_millis(250);

/// A running emulator.
pub(crate) struct Aws {
    process: Child,
    url: String,
    web: Web,
}

impl Aws {
    /// Starts one on a free port. `None` without one.
    pub(crate) fn start() -> Option<Aws> {
        let program = std::env::var("MOTO_SERVER").unwrap_or_else(|_| "moto_server".to_owned());
        // Free now, and most likely still so in a moment.
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port().to_string();
        let mut command = Command::new(program);
        command.args(["-H", "127.0.0.1", "-p", &port]).stdout(Stdio::null()).stderr(Stdio::null());
        let process = command.spawn().ok()?;
        let mut aws = Aws { process, url: format!("http://127.0.0.1:{port}"), web: Web::new() };
        for _ in 0..ASKS_MAX {
            if aws.post("sts", &[], "Action=GetCallerIdentity&Version=2011-06-15").is_ok() {
                return Some(aws);
            }
            // A shim for a program that is not installed exits at once.
            if aws.process.try_wait().is_ok_and(|ended| ended.is_some()) {
                return None;
            }
            sleep(BETWEEN_ASKS);
        }
        panic!("`moto_server` does not answer on port {port}");
    }

    /// Its address.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Calls SQS.
    pub(crate) fn sqs(&self, action: &str, body: &Value) -> Value {
        self.json("sqs", &format!("AmazonSQS.{action}"), body)
    }

    /// Calls DynamoDB.
    pub(crate) fn dynamodb(&self, action: &str, body: &Value) -> Value {
        self.json("dynamodb", &format!("DynamoDB_20120810.{action}"), body)
    }

    /// Calls SNS. None of the values needs escaping.
    pub(crate) fn sns(&self, fields: &[(&str, &str)]) -> String {
        let fields: String = fields.iter().map(|(name, value)| format!("{name}={value}&")).collect();
        self.post("sns", &[], &format!("{fields}Version=2010-03-31")).unwrap()
    }

    fn json(&self, service: &str, target: &str, body: &Value) -> Value {
        let headers =
            [("content-type", "application/x-amz-json-1.0".to_owned()), ("x-amz-target", target.to_owned())];
        let answer = self.post(service, &headers, &body.to_string()).unwrap();
        serde_json::from_str(&answer).unwrap_or_else(|_| json!({}))
    }

    /// The emulator ignores signatures, except for their service and region.
    fn post(&self, service: &str, headers: &[(&'static str, String)], body: &str) -> Result<String, String> {
        let proof = format!(
            "AWS4-HMAC-SHA256 Credential=test/20260101/eu-central-1/{service}/aws4_request, \
             SignedHeaders=host, Signature=0"
        );
        let form = ("content-type", "application/x-www-form-urlencoded".to_owned());
        let mut headers = if headers.is_empty() { vec![form] } else { headers.to_vec() };
        headers.push(("authorization", proof));
        let url = format!("{}/", self.url);
        let request = Request { method: Method::Post, url, headers, body: body.to_owned() };
        let response = self.web.send(&request).map_err(|error| error.to_string())?;
        let text = String::from_utf8_lossy(&response.body).into_owned();
        if response.status == 200 { Ok(text) } else { Err(text) }
    }
}

impl Drop for Aws {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
