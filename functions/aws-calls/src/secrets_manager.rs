//! Reading a secret of Secrets Manager.

use serde_json::{Value, json};

use crate::client::{Client, json_refusal};
use crate::error::CallError;

const SERVICE: &str = "secretsmanager";

impl Client<'_> {
    /// The current text of a secret. `None` if it has no value yet, or does not exist: Secrets Manager does not tell the
    /// two apart. A secret with bytes has no text.
    ///
    /// # Errors
    /// If there is no response, or an error.
    pub fn secret_text(&self, arn: &str) -> Result<Option<String>, CallError> {
        let body = json!({ "SecretId": arn });
        let response = self.json_of("1.1", SERVICE, "secretsmanager.GetSecretValue", &body)?;
        if response.status == 200 {
            let body: Value = serde_json::from_slice(&response.body).unwrap_or_default();
            return Ok(body.get("SecretString").and_then(Value::as_str).map(str::to_owned));
        }
        match json_refusal(SERVICE, &response) {
            CallError::Refused { code, .. } if code == "ResourceNotFoundException" => Ok(None),
            error => Err(error),
        }
    }
}
