//! Mentions: the text equals the attribute that the provider will compose.

use crate::value::Mention;

use super::{Checker, Subject, codes};

/// Checks a mention. Its target and attribute are checked with references.
pub(super) fn check<'a>(checker: &mut Checker<'a>, subject: Subject<'a>, mention: &'a Mention) {
    let of = &mention.of;
    let context = checker.context;
    let index = &context.index;
    let Some(id) = index.target(subject.stack, of) else { return };
    let Some(target) = index.cloud().stack(id.stack) else { return };
    let (address, attribute) = (&of.address, of.attribute.as_str());
    if checker.block_of(address).is_some_and(|block| !block.has(attribute)) {
        return;
    }
    let Some(expected) = index.identifier(id, attribute) else {
        let message = format!("`{address}` does not set `{attribute}`, and no rule says what it will be");
        checker.report(&codes::WRONG_MENTION, subject, message);
        return;
    };
    let spelled = index.spelled(subject.stack, &mention.text);
    if !expected.admits(&spelled) {
        let message =
            format!("`{spelled}` is not the `{attribute}` of `{address}` in stack `{}`", target.key);
        let finding = checker.report(&codes::WRONG_MENTION, subject, message);
        finding.help.push(format!("it will be `{expected}`"));
    }
}
