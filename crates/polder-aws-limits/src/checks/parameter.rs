//! The value of a parameter, against its own pattern.

use crate::codes;
use crate::data::pattern::Pattern;
use crate::report::Report;
use crate::subject::{Fault, Subject};

const SOURCE: &str = "docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html";

/// Reports a value that does not match `allowed_pattern`. The values of a list are not compared, since AWS does not say
/// whether the pattern is one of each.
pub(crate) fn check(subject: &Subject<'_, '_>, report: &mut Report) {
    let is_list = subject.text("type").as_deref() == Some("StringList");
    if subject.kind() != "aws_ssm_parameter" || is_list {
        return;
    }
    let Some(pattern) = subject.text("allowed_pattern") else { return };
    for attribute in ["value", "insecure_value"] {
        let tree = subject.tree.get(attribute);
        match tree.text().map(|text| Pattern::new(pattern.clone()).matches(&text)) {
            Some(Some(true)) => {}
            // The value may be a secret.
            Some(Some(false)) => {
                let message = format!("`{attribute}` does not match `allowed_pattern`");
                let fault = Fault::new(attribute, message, format!("text that matches `{pattern}`"), SOURCE);
                subject.find(report, &codes::PATTERN, fault);
            }
            None if tree.is_absent() => {}
            Some(None) | None => subject.undecided(report, &codes::PATTERN, attribute),
        }
    }
}
