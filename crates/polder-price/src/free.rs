//! Free tiers: what AWS does not charge to an organization in each month, at any time.

use polder_facts::{Facts, MissingFact};

use crate::amount::Amount;

/// A free quantity of an item, of all regions together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Free {
    pub(crate) service: &'static str,
    pub(crate) item: &'static str,
    pub(crate) amount: Amount,
}

/// The free tiers that do not end, as far as the facts have them.
pub(crate) fn free_tiers(facts: &Facts) -> Result<Vec<Free>, MissingFact> {
    let free = |service, item, fact: &str, in_one: u64| -> Result<Free, MissingFact> {
        Ok(Free { service, item, amount: Amount::of(facts.figure(fact)?.value, in_one) })
    };
    Ok(vec![
        free("cloudfront", "out", "cloudfront.free.transfer", 1)?,
        free("cloudfront", "https-requests", "cloudfront.free.requests", 10_000)?,
        free("data-transfer", "internet-out", "data-transfer.internet-out.free", 1)?,
        free("sqs", "standard", "sqs.free-requests", 1_000_000)?,
    ])
}
