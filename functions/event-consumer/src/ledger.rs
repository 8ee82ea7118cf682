//! What has been published, so that it is not published again.
//!
//! An event is *claimed* before it is published and *settled* after:
//!
//! 1. An item with the event's id is put, under the condition that there is none, or that a claim on it has run out. Of
//!    two consumers that have the same event, one gets the claim, and the other hands its message back.
//! 2. The event is published.
//! 3. The item is put again, as settled. Whoever meets it from then on drops the message as a duplicate.
//!
//! Who dies between 1 and 2 has published nothing: the message comes again, after the claim has run out, and is
//! published then. Who dies between 2 and 3 has published, and the message comes again all the same: the event goes out
//! twice. So every event is published *at least once*, and more than once only if a consumer, or its answer from SNS,
//! was lost in that one step, or settled items have been forgotten. Subscribers that must not act twice look at the id,
//! which is the same.

use polder_aws_calls::{CallError, Client, Instant, Item, PutOutcome, Scalar};

/// How long a claim holds. Longer than the function may run (30 seconds), so that no claim runs out under a consumer that
/// is still at work; shorter than the queue's visibility timeout (300 seconds), so that a message that comes again
/// never meets the claim of the try before.
const CLAIM_SECONDS: u64 = 60;
/// How long settled events are remembered: longer than a message can live in the queue and, put back by hand, in its
/// dead-letter queue, 14 days each.
const REMEMBERED_SECONDS: u64 = 30 * 24 * 3_600;

/// The key of the table.
const ID: &str = polder_design::PUBLISHED_ID;
const STAGE: &str = "publication";
const CLAIMED_UNTIL: &str = "claimed_until";
/// The attribute by which DynamoDB deletes items.
const FORGOTTEN_AFTER: &str = polder_design::PUBLISHED_EXPIRES_AT;

const CLAIMED: &str = "claimed";
const SETTLED: &str = "settled";

/// What a consumer that wants to publish is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    /// Publish it.
    Granted,
    /// It has been published.
    Settled,
    /// Another consumer is at it.
    Taken,
}

/// Claims an event.
///
/// # Errors
/// When the table cannot be asked.
pub fn claim(aws: &Client<'_>, table: &str, id: &str, at: Instant) -> Result<Claim, CallError> {
    let condition = format!(
        "attribute_not_exists({ID}) OR {FORGOTTEN_AFTER} < :now OR ({STAGE} = :claimed AND {CLAIMED_UNTIL} < :now)"
    );
    let values = Item::from([
        (":now".to_owned(), Scalar::Number(at.seconds())),
        (":claimed".to_owned(), Scalar::Text(CLAIMED.to_owned())),
    ]);
    let mut item = item(id, CLAIMED, at);
    let until = Scalar::Number(at.seconds().saturating_add(CLAIM_SECONDS));
    item.insert(CLAIMED_UNTIL.to_owned(), until);
    Ok(match aws.put_item(table, &item, Some((&condition, &values)))? {
        PutOutcome::Put => Claim::Granted,
        PutOutcome::Held(held) if held.get(STAGE) == Some(&Scalar::Text(SETTLED.to_owned())) => {
            Claim::Settled
        }
        PutOutcome::Held(_) => Claim::Taken,
    })
}

/// Settles an event that has been published.
///
/// # Errors
/// When the table cannot be asked.
pub fn settle(aws: &Client<'_>, table: &str, id: &str, at: Instant) -> Result<(), CallError> {
    aws.put_item(table, &item(id, SETTLED, at), None).map(|_| ())
}

fn item(id: &str, stage: &str, at: Instant) -> Item {
    let forgotten = at.seconds().saturating_add(REMEMBERED_SECONDS);
    Item::from([
        (ID.to_owned(), Scalar::Text(id.to_owned())),
        (STAGE.to_owned(), Scalar::Text(stage.to_owned())),
        (FORGOTTEN_AFTER.to_owned(), Scalar::Number(forgotten)),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_claim_outlives_the_run_that_made_it() {
        assert!(CLAIM_SECONDS > polder_design::EVENT_CONSUMER_TIMEOUT.as_seconds());
    }
}
