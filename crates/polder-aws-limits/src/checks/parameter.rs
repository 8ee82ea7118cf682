//! The value of a parameter: its own pattern, and references, which it cannot have.

use crate::codes;
use crate::data::pattern::Pattern;
use crate::report::Report;
use crate::subject::{Fault, Subject};

const SOURCE: &str = "docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html";

/// Reports a value that does not match `allowed_pattern`, or that refers to another parameter. Values may be secrets: they are
/// not shown.
pub(crate) fn check(subject: &Subject<'_, '_>, report: &mut Report) {
    if subject.kind() != "aws_ssm_parameter" {
        return;
    }
    for attribute in ["value", "insecure_value"] {
        let tree = subject.tree.get(attribute);
        if let Some(text) = tree.text() {
            value(subject, attribute, &text, report);
        } else if !tree.is_absent() {
            subject.undecided(report, &codes::PATTERN, attribute);
        }
    }
}

fn value(subject: &Subject<'_, '_>, attribute: &str, text: &str, report: &mut Report) {
    if text.contains("{{") {
        let message = format!("`{attribute}` has `{{{{`, which refers to another parameter");
        let fault = Fault::new(attribute, message, "a value without references", SOURCE);
        return subject.find(report, &codes::PATTERN, fault);
    }
    let Some(pattern) = subject.text("allowed_pattern") else { return };
    let is_list = subject.text("type").as_deref() == Some("StringList");
    let items: Vec<&str> = if is_list { text.split(',').collect() } else { vec![text] };
    let compiled = Pattern::new(pattern.clone());
    for item in items {
        match compiled.matches(item) {
            Some(true) => {}
            Some(false) => {
                let message = format!("`{attribute}` does not match `allowed_pattern`");
                let fault = Fault::new(attribute, message, format!("text that matches `{pattern}`"), SOURCE);
                return subject.find(report, &codes::PATTERN, fault);
            }
            None => return subject.undecided(report, &codes::PATTERN, attribute),
        }
    }
}
