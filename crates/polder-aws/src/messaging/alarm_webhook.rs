//! The webhook that receives alarms beside the mail: that of a paging service.

use polder_cloud::{Handle, Value, Variable, body};
use polder_design::Design;

use crate::draft::Draft;

/// SNS delivers alarms with their text; only a URL with TLS may receive it.
const PATTERN: (&str, &str) = ("^https://[^ @]+$", "A webhook is a URL that starts with https://.");

/// Subscribes the webhook to a topic of alarms, if the platform has one.
pub(crate) fn subscribe(s: &Draft, design: &Design, name: &str, topic: &Handle) {
    if !design.alarm_webhook {
        return;
    }
    let url = s.variable(Variable {
        name: "alarm_webhook_url".into(),
        kind: "string".into(),
        description:
            "URL of the paging service that receives the alarms. It confirms the subscription itself.".into(),
        default: Value::Null,
        sensitive: true,
        pattern: Some(PATTERN),
        example: "https://events.example.com/integration/0123456789abcdef/enqueue".into(),
    });
    s.resource(
        "aws_sns_topic_subscription",
        format!("{name}_webhook"),
        body! {
            topic_arn = topic.arn();
            protocol = "https";
            endpoint = url;
            /// The paging service confirms within this time: an apply with a wrong URL fails.
            endpoint_auto_confirms = true;
            confirmation_timeout_in_minutes = 2;
        },
    );
}
