//! Publishing to an SNS topic.

use std::fmt::Write as _;

use crate::client::{Client, plain};
use crate::error::CallError;

const SERVICE: &str = "sns";

/// A message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice<'a> {
    /// The topic's ARN.
    pub topic: &'a str,
    /// The message.
    pub message: &'a str,
    /// Text attributes, for filter policies of subscribers.
    pub attributes: &'a [(&'static str, &'a str)],
}

impl Client<'_> {
    /// Publishes to a topic.
    ///
    /// # Errors
    /// If there is no response, or an error.
    pub fn publish(&self, notice: &Notice<'_>) -> Result<(), CallError> {
        let headers = [("content-type", "application/x-www-form-urlencoded".to_owned())];
        let response = self.post(SERVICE, &headers, form(notice))?;
        if response.status == 200 {
            return Ok(());
        }
        let body = String::from_utf8_lossy(&response.body);
        let code = body.split_once("<Code>").and_then(|(_, rest)| rest.split_once("</Code>"));
        let code = plain(code.map_or("unnamed", |(code, _)| code));
        Err(CallError::Refused { service: SERVICE, status: response.status, code })
    }
}

/// SNS only accepts form-encoded bodies.
fn form(notice: &Notice<'_>) -> String {
    let mut form = String::from("Action=Publish&Version=2010-03-31");
    let mut add = |name: &str, value: &str| {
        form.push('&');
        form.push_str(name);
        form.push('=');
        encode(value, &mut form);
    };
    add("TopicArn", notice.topic);
    add("Message", notice.message);
    for (index, (name, value)) in notice.attributes.iter().enumerate() {
        let entry = format!("MessageAttributes.entry.{}", index + 1);
        add(&format!("{entry}.Name"), name);
        add(&format!("{entry}.Value.DataType"), "String");
        add(&format!("{entry}.Value.StringValue"), value);
    }
    form
}

fn encode(text: &str, into: &mut String) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            into.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(into, "%{byte:02X}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_hold_any_text() {
        let notice =
            Notice { topic: "arn:a:b", message: "{\"é\": 1} & = +\n", attributes: &[("type", "a.b")] };
        insta::assert_snapshot!(form(&notice).replace('&', "\n&"), @r"
        Action=Publish
        &Version=2010-03-31
        &TopicArn=arn%3Aa%3Ab
        &Message=%7B%22%C3%A9%22%3A%201%7D%20%26%20%3D%20%2B%0A
        &MessageAttributes.entry.1.Name=type
        &MessageAttributes.entry.1.Value.DataType=String
        &MessageAttributes.entry.1.Value.StringValue=a.b
        ");
    }
}
