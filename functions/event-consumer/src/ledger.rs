//! Published events, so that they are not published again.
//!
//! An event is *claimed* before it is published and *settled* after:
//!
//! 1. An item with the event's ID is put, under the condition that there is none, or that a claim on it has
//!    expired. Of two consumers with the same event, one gets the claim, and the other has its message
//!    redelivered.
//! 2. The event is published.
//! 3. The item is put again, as settled. From then on, other messages of the event are dropped as duplicates.
//!
//! A consumer that dies between 1 and 2 has published nothing: the message is redelivered after the claim has
//! expired, and published then. A consumer that dies between 2 and 3 has published, and the message is
//! redelivered: the event is published twice. So every event is published *at least once*, and more than once
//! only if a consumer, or its response from SNS, was lost in that one step, or settled items have expired.
//! Subscribers that must not act twice compare the ID, which is the same.

use polder_aws_calls::{CallError, Client, Instant, Item, PutOutcome, Scalar};

/// The lifetime of a claim. Longer than the function's timeout (30 seconds), so that no claim expires under a
/// running consumer; shorter than the queue's visibility timeout (300 seconds), so that a redelivered message
/// never finds the claim of its previous attempt.
const CLAIM_SECONDS: u64 = 60;
/// The lifetime of settled events: longer than a message can stay in the queue and, after a redrive, in its
/// dead-letter queue, 14 days each.
const REMEMBERED_SECONDS: u64 = 30 * 24 * 3_600;

/// The table's partition key.
const ID: &str = polder_design::PUBLISHED_ID;
const STAGE: &str = "publication";
const CLAIMED_UNTIL: &str = "claimed_until";
/// The table's TTL attribute.
const FORGOTTEN_AFTER: &str = polder_design::PUBLISHED_EXPIRES_AT;

const CLAIMED: &str = "claimed";
const SETTLED: &str = "settled";

/// The result of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    /// Publish it.
    Granted,
    /// It has been published.
    Settled,
    /// Another consumer has the claim.
    Taken,
}

/// Claims an event.
///
/// # Errors
/// If the table cannot be reached.
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
/// If the table cannot be reached.
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
