//! Mentions: that a text which means a resource is what will identify it.

use crate::value::Mention;

use super::{Checker, Subject, codes};

/// Checks a mention. Its target and attribute are checked with references.
pub(super) fn check<'a>(checker: &mut Checker<'a>, spot: Subject<'a>, mention: &'a Mention) {
    let of = &mention.of;
    let context = checker.context;
    let index = &context.index;
    let Some(id) = index.target(spot.stack, of) else { return };
    let Some(target) = index.cloud().stack(id.stack) else { return };
    let (address, attribute) = (&of.address, of.attribute.as_str());
    if checker.block_of(address).is_some_and(|block| !block.has(attribute)) {
        return;
    }
    let Some(expected) = index.identifier(id, attribute) else {
        let message = format!("`{address}` does not set `{attribute}`, and no rule says what it will be");
        checker.report(&codes::WRONG_MENTION, spot, message);
        return;
    };
    let spelled = index.spelled(spot.stack, &mention.text);
    if !expected.admits(&spelled) {
        let message =
            format!("`{spelled}` is not the `{attribute}` of `{address}` in stack `{}`", target.key);
        let finding = checker.report(&codes::WRONG_MENTION, spot, message);
        finding.help.push(format!("it will be `{expected}`"));
    }
}
