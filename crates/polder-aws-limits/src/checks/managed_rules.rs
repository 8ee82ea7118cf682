//! Names of the managed rules of AWS Config.

use crate::codes;
use crate::data::managed_rules::{is_known, meant};
use crate::report::Report;
use crate::subject::{Fault, Subject};

const ATTRIBUTE: &str = "source.source_identifier";
const SOURCE: &str = "docs.aws.amazon.com/config/latest/developerguide/managed-rules-by-aws-config.html";

/// Reports an identifier that is the name of a rule, or almost that of another one. AWS adds rules: what is not like any that
/// is known is undecided.
pub(crate) fn check(subject: &Subject<'_, '_>, report: &mut Report) {
    if subject.kind() != "aws_config_config_rule" {
        return;
    }
    for source in subject.tree.get("source").elements() {
        if source.get("owner").text().as_deref() != Some("AWS") {
            continue;
        }
        let Some(name) = source.get("source_identifier").text() else {
            subject.undecided(report, &codes::VALUE, ATTRIBUTE);
            continue;
        };
        // Other characters are another finding.
        let is_identifier =
            name.chars().all(|it| it.is_ascii_uppercase() || it.is_ascii_digit() || it == '_');
        if is_known(&name) || !is_identifier {
            continue;
        }
        let Some(meant) = meant(&name) else {
            subject.undecided(report, &codes::VALUE, ATTRIBUTE);
            continue;
        };
        let message = format!("`{ATTRIBUTE}` is `{name}`, which is not a managed rule");
        subject.find(report, &codes::VALUE, Fault::new(ATTRIBUTE, message, format!("`{meant}`"), SOURCE));
    }
}
