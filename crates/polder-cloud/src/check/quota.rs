//! Quotas: counts in the graph against the provider's default quotas.

use std::collections::BTreeMap;

use crate::provider::{Counted, Limit};
use crate::stack::Stack;

use super::{Checker, Subject, codes};

/// Checks the quotas of single resources.
pub(super) fn check(checker: &mut Checker<'_>, stack: &Stack) {
    for resource in stack.managed() {
        let subject = Subject::of(stack, resource);
        for limit in checker.kind(&resource.address.kind).limits {
            let count = match limit.counted {
                Counted::Blocks(block) => resource.body.blocks(block).count(),
                Counted::Of(count) => count(resource),
                // Counted over all stacks of the account.
                Counted::InAccount => continue,
            };
            compare(checker, subject, count, limit);
        }
    }
}

/// Checks the quotas that the stacks of an account share.
pub(super) fn check_accounts(checker: &mut Checker<'_>) {
    let cloud = checker.cloud();
    let mut counts: BTreeMap<(&str, &str), (usize, Subject<'_>, &Limit)> = BTreeMap::new();
    for stack in &cloud.stacks {
        for resource in stack.managed() {
            let limits = checker.kind(&resource.address.kind).limits.iter();
            for limit in limits.filter(|limit| matches!(limit.counted, Counted::InAccount)) {
                let subject = Subject::of(stack, resource);
                let counted = (&*stack.key.account, limit.what);
                let (count, last, _) = counts.entry(counted).or_insert((0, subject, limit));
                *count += 1;
                *last = subject;
            }
        }
    }
    for (count, last, limit) in counts.into_values() {
        compare(checker, last, count, limit);
    }
}

fn compare(checker: &mut Checker<'_>, subject: Subject<'_>, count: usize, limit: &Limit) {
    if count > limit.most {
        let provider = checker.cloud().provider.name;
        let message = format!("{}: {count}, but {provider} allows {}", limit.what, limit.most);
        let finding = checker.report(&codes::OVER_QUOTA, subject, message);
        finding.notes.push(format!("source: {}", limit.source));
    }
}
