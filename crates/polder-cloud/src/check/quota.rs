//! Quotas: what can be counted from the graph and must not be more than the provider admits by default.

use std::collections::BTreeMap;

use crate::provider::{Counted, Limit};
use crate::stack::Stack;

use super::{Judge, Spot, codes};

/// Checks the quotas of single resources.
pub(super) fn check(judge: &mut Judge<'_>, stack: &Stack) {
    for resource in stack.managed() {
        let spot = Spot::of(stack, resource);
        for limit in judge.kind(&resource.address.kind).limits {
            let count = match limit.counted {
                Counted::Blocks(block) => resource.body.blocks(block).count(),
                Counted::Of(count) => count(resource),
                // Counted over all stacks of the account.
                Counted::InAccount => continue,
            };
            compare(judge, spot, count, limit);
        }
    }
}

/// Checks the quotas that the stacks of an account share.
pub(super) fn check_accounts(judge: &mut Judge<'_>) {
    let cloud = judge.cloud();
    let mut counts: BTreeMap<(&str, &str), (usize, Spot<'_>, &Limit)> = BTreeMap::new();
    for stack in &cloud.stacks {
        for resource in stack.managed() {
            let limits = judge.kind(&resource.address.kind).limits.iter();
            for limit in limits.filter(|limit| matches!(limit.counted, Counted::InAccount)) {
                let spot = Spot::of(stack, resource);
                let counted = (&*stack.key.account, limit.what);
                let (count, last, _) = counts.entry(counted).or_insert((0, spot, limit));
                *count += 1;
                *last = spot;
            }
        }
    }
    for (count, last, limit) in counts.into_values() {
        compare(judge, last, count, limit);
    }
}

fn compare(judge: &mut Judge<'_>, spot: Spot<'_>, count: usize, limit: &Limit) {
    if count > limit.most {
        let provider = judge.cloud().provider.name;
        let message = format!("{}: {count}, and {provider} admits {}", limit.what, limit.most);
        let finding = judge.report(&codes::OVER_QUOTA, spot, message);
        finding.notes.push(format!("source: {}", limit.source));
    }
}
