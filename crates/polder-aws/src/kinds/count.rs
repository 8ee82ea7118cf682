//! What counts against quotas and is not simply a number of blocks.

use polder_cloud::{Document, Resource, Value};

/// The number of alarms in the rule of a composite alarm.
pub(super) fn alarms(resource: &Resource) -> usize {
    let mut count = 0;
    resource.body.get("alarm_rule").into_iter().for_each(|rule| {
        rule.walk(&mut |value| {
            if let Value::Text(text) = value {
                count += text.matches("ALARM(").count();
            }
        });
    });
    count
}

/// The length of a CloudFront function's code, as an upper bound.
pub(super) fn code_bytes(resource: &Resource) -> usize {
    match resource.body.get("code") {
        Some(Value::Document(document)) => match document.as_ref() {
            Document::EdgeFunction(function) => function.program_bytes_max() + function.data_bytes(),
            Document::Policy(_) | Document::Containers(_) | Document::Json(_) | Document::Text(_) => 0,
        },
        Some(Value::Text(code)) => code.len(),
        _ => 0,
    }
}
