//! Queues, each with a dead-letter queue.

use std::collections::BTreeMap;

use polder_cloud::{Document, Handle, Policy, Principals, body, deny, list, text};
use polder_design::{Party, Queue, Site};

use crate::draft::Draft;
use crate::handles::Keys;
use crate::names::account;
use crate::tags::data_class;

/// The retention of dead letters: the maximum, so that an engineer has time to look at them.
const DEAD_LETTER_SECONDS: u64 = 14 * 24 * 60 * 60;

/// The queues of a site with their dead-letter queues, by key.
pub(crate) fn site_queues(s: &Draft, site: &Site, keys: &Keys) -> BTreeMap<String, (Handle, Handle)> {
    if site.queues.is_empty() {
        return BTreeMap::new();
    }
    s.file(
        "sqs_queue",
        "A message that failed repeatedly moves to the queue's dead-letter queue and raises an alarm there.\n\
         The roles of the processes allow sending and receiving; the policies of the queues only deny.",
    );
    let pair = |queue: &Queue| (queue.key.clone(), with_dead_letters(s, site, queue, keys));
    site.queues.iter().map(pair).collect()
}

fn with_dead_letters(s: &Draft, site: &Site, queue: &Queue, keys: &Keys) -> (Handle, Handle) {
    let key = queue.key.as_str();
    let dead_key = format!("{key}_dead");
    let classes = data_class::of(site, &Party::Queue(queue.key.clone()));
    let name = s.local(format!("{}_queue", key.replace('-', "_")), &queue.name);
    let _queue = s.part(Party::Queue(queue.key.clone()));
    let dead_letters = s.part(Party::DeadLetters(queue.key.clone()));
    let dead = s.resource(
        "aws_sqs_queue",
        &dead_key,
        body! {
            name = text![name.clone(), "-dead"];
            message_retention_seconds = DEAD_LETTER_SECONDS;
            kms_master_key_id = keys.events.arn();
            kms_data_key_reuse_period_seconds = 300;
            if let Some(classes) = &classes => { tags = { "data-class" = classes; }; }
        },
    );
    drop(dead_letters);
    let live = s.resource(
        "aws_sqs_queue",
        key,
        body! {
            name = name;
            visibility_timeout_seconds = queue.visibility.as_seconds();
            message_retention_seconds = queue.retention.as_seconds();
            /// Long polling: an empty queue is polled three times a minute instead of continuously.
            receive_wait_time_seconds = 20;
            kms_master_key_id = keys.events.arn();
            kms_data_key_reuse_period_seconds = 300;
            redrive_policy = Document::Json(body! {
                deadLetterTargetArn = dead.arn();
                maxReceiveCount = queue.max_receive_count;
            });
            if let Some(classes) = &classes => { tags = { "data-class" = classes; }; }
        },
    );
    let dead_letters = s.part(Party::DeadLetters(queue.key.clone()));
    s.resource(
        "aws_sqs_queue_redrive_allow_policy",
        &dead_key,
        body! {
            queue_url = dead.get("url");
            redrive_allow_policy = Document::Json(body! {
                redrivePermission = "byQueue";
                sourceQueueArns = list![live.arn()];
            });
        },
    );
    drop(dead_letters);
    closed_to_others(s, key, &live);
    let _dead_letters = s.part(Party::DeadLetters(queue.key.clone()));
    closed_to_others(s, &dead_key, &dead);
    (live, dead)
}

/// No request without TLS, and none from another account.
fn closed_to_others(s: &Draft, key: &str, queue: &Handle) {
    let refuse = |sid: &'static str| deny(sid).to(Principals::everyone()).actions(["sqs:*"]).on(queue.arn());
    s.resource(
        "aws_sqs_queue_policy",
        key,
        body! {
            queue_url = queue.get("url");
            policy = Policy::of([
                refuse("OnlyOverTls").when("Bool", "aws:SecureTransport", ["false"]),
                refuse("OnlyThisAccount")
                    .when("StringNotEquals", "aws:PrincipalAccount", [account()])
                    .when("Bool", "aws:PrincipalIsAWSService", ["false"]),
            ]);
        },
    );
}
