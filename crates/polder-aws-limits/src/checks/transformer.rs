//! Variables in the input that a rule gives its target.

use crate::codes;
use crate::report::Report;
use crate::subject::{Fault, Subject};
use crate::tree::Tree;

const ATTRIBUTE: &str = "input_transformer.input_template";
const SOURCE: &str = "docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html";

/// Reports a variable of a template that no path defines.
pub(crate) fn check(subject: &Subject<'_, '_>, report: &mut Report) {
    if subject.kind() != "aws_cloudwatch_event_target" {
        return;
    }
    for block in subject.tree.get("input_transformer").elements() {
        let Some(template) = block.get("input_template").text() else { continue };
        let paths = match block.get("input_paths") {
            Tree::Object(paths) => paths.as_slice(),
            other if other.is_absent() => &[],
            _ => continue,
        };
        let is_known =
            |name: &str| name.starts_with("aws.events.") || paths.iter().any(|(path, _)| *path == name);
        if let Some(other) = variables(&template).find(|name| !is_known(name)) {
            let message = format!("`{ATTRIBUTE}` has `<{other}>`, which is not in `input_paths`");
            let fault = Fault::new(ATTRIBUTE, message, "variables of `input_paths`", SOURCE);
            subject.find(report, &codes::DOCUMENT, fault);
        }
    }
}

/// What is between angle brackets, and can be a name.
fn variables(template: &str) -> impl Iterator<Item = &str> {
    let is_name = |name: &&str| {
        let is_letter = |it: char| it.is_ascii_alphanumeric() || "._-".contains(it);
        !name.is_empty() && name.chars().all(is_letter)
    };
    template.split('<').skip(1).filter_map(|rest| rest.split_once('>').map(|(name, _)| name)).filter(is_name)
}
