//! Queues, topics and streams.

use polder_cloud::{Document, body, list};
use polder_inventory::Inventory;
use polder_inventory::model::{Known, Link, Reason};
use polder_inventory::stores::{Encryption, Queue, StoreKind};
use polder_units::Duration;

use super::store;
use crate::test_graphs::{address, of_foreign, of_stack};

fn queue<'i>(inventory: &'i Inventory, name: &str) -> &'i Queue {
    match &store(inventory, name).kind {
        StoreKind::Queue(queue) => queue,
        other => panic!("{other:?}"),
    }
}

/// The dead-letter queue of `aws_sqs_queue.events`, and after how many receives it is used.
fn dead_letters(inventory: &Inventory) -> (Option<String>, Known<u32>) {
    let dead = queue(inventory, "aws_sqs_queue.events").dead_letters.expect("dead letters");
    (dead.queue.id().map(|id| address(inventory, id)), dead.receives_max)
}

#[test]
fn a_queue_that_says_nothing_has_the_defaults_of_sqs() {
    let inventory = of_stack(|s| {
        s.resource("aws_sqs_queue", "events", body! { name = "events"; });
        s.resource("aws_sqs_queue", "open", body! { sqs_managed_sse_enabled = false; });
    });
    let queue = queue(&inventory, "aws_sqs_queue.events");
    let days = Known::Value(Duration::days(4));
    assert_eq!((&queue.retention, &queue.visibility_timeout), (&days, &Known::Value(Duration::seconds(30))));
    assert_eq!((&queue.dead_letters, &queue.dead_letter_sources), (&None, &Known::Value(None)));
    assert_eq!(store(&inventory, "aws_sqs_queue.events").encryption, Encryption::ServiceOwned);
    assert_eq!(store(&inventory, "aws_sqs_queue.open").encryption, Encryption::None);
}

#[test]
fn dead_letters_are_found_in_typed_documents_in_texts_and_in_resources_of_their_own() {
    let expected = (Some("aws_sqs_queue.dead".to_owned()), Known::Value(5));
    let typed = of_stack(|s| {
        let dead = s.resource("aws_sqs_queue", "dead", body! {});
        s.resource(
            "aws_sqs_queue",
            "events",
            body! {
                redrive_policy = Document::Json(body! {
                    deadLetterTargetArn = dead.arn();
                    maxReceiveCount = 5;
                });
            },
        );
    });
    assert_eq!(dead_letters(&typed), expected);
    let text = r#"{"deadLetterTargetArn":"arn:aws:sqs:eu-central-1:111111111111:dead","maxReceiveCount":5}"#;
    let state = of_foreign(|s| {
        s.resource("aws_sqs_queue", "events", body! { redrive_policy = text; });
        s.resource("aws_sqs_queue", "dead", body! { arn = "arn:aws:sqs:eu-central-1:111111111111:dead"; });
    });
    assert_eq!(dead_letters(&state), expected);
    let own = of_foreign(|s| {
        let events = s.resource("aws_sqs_queue", "events", body! {});
        s.resource("aws_sqs_queue", "dead", body! { arn = "arn:aws:sqs:eu-central-1:111111111111:dead"; });
        s.resource(
            "aws_sqs_queue_redrive_policy",
            "events",
            body! {
                queue_url = events.id();
                redrive_policy = text;
            },
        );
    });
    assert_eq!(dead_letters(&own), expected);
}

#[test]
fn a_plan_may_know_the_queue_before_the_document() {
    let inventory = of_stack(|s| {
        let dead = s.resource("aws_sqs_queue", "dead", body! {});
        s.resource(
            "aws_sqs_queue",
            "events",
            body! {
                redrive_policy = polder_cloud::Value::call("jsonencode", vec![list![dead.arn()]]);
            },
        );
    });
    let expected = (Some("aws_sqs_queue.dead".to_owned()), Known::Unknown(Reason::Expression));
    assert_eq!(dead_letters(&inventory), expected);
}

#[test]
fn who_may_use_a_queue_for_dead_letters_is_all_none_or_some() {
    let from = |document: &'static str| {
        let inventory = of_foreign(|s| {
            s.resource(
                "aws_sqs_queue",
                "events",
                body! { arn = "arn:aws:sqs:eu-central-1:111111111111:events"; },
            );
            let dead = s.resource("aws_sqs_queue", "dead", body! {});
            s.resource(
                "aws_sqs_queue_redrive_allow_policy",
                "dead",
                body! {
                    queue_url = dead.id();
                    redrive_allow_policy = document;
                },
            );
        });
        let Known::Value(from) = queue(&inventory, "aws_sqs_queue.dead").dead_letter_sources.clone() else {
            return Err(());
        };
        Ok(from.map(|from| {
            let name = |link: &Link<_>| {
                link.id().map(|id: polder_inventory::stores::StoreId| address(&inventory, id))
            };
            from.iter().map(name).collect::<Vec<_>>()
        }))
    };
    assert_eq!(from(r#"{"redrivePermission":"allowAll"}"#), Ok(None));
    assert_eq!(from(r#"{"redrivePermission":"denyAll"}"#), Ok(Some(vec![])));
    let one = r#"{"redrivePermission":"byQueue","sourceQueueArns":["arn:aws:sqs:eu-central-1:111111111111:events"]}"#;
    assert_eq!(from(one), Ok(Some(vec![Some("aws_sqs_queue.events".to_owned())])));
    assert_eq!(from("no JSON"), Err(()));
}

#[test]
fn aws_managed_keys_are_distinguished_from_customer_managed_keys() {
    let inventory = of_stack(|s| {
        s.resource("aws_sns_topic", "aws", body! { kms_master_key_id = "alias/aws/sns"; });
        s.resource("aws_sns_topic", "own", body! { kms_master_key_id = "alias/shop"; });
        s.resource("aws_sns_topic", "none", body! {});
    });
    assert_eq!(store(&inventory, "aws_sns_topic.aws").encryption, Encryption::ProviderManaged);
    assert!(matches!(store(&inventory, "aws_sns_topic.own").encryption, Encryption::Key(Link::Outside(_))));
    assert_eq!(store(&inventory, "aws_sns_topic.none").encryption, Encryption::ServiceOwned);
}

#[test]
fn a_stream_keeps_a_day_and_is_not_encrypted() {
    let inventory = of_stack(|s| {
        s.resource("aws_kinesis_stream", "clicks", body! { shard_count = 2; });
        s.resource(
            "aws_msk_cluster",
            "orders",
            body! {
                encryption_info {
                    encryption_in_transit {
                        client_broker = "TLS_PLAINTEXT";
                    }
                }
            },
        );
    });
    let clicks = store(&inventory, "aws_kinesis_stream.clicks");
    let kind =
        StoreKind::Stream { retention: Known::Value(Duration::days(1)), shards: Known::Value(Some(2)) };
    assert_eq!((&clicks.kind, clicks.encryption), (&kind, Encryption::None));
    let orders = store(&inventory, "aws_msk_cluster.orders");
    assert_eq!(
        (&orders.transit.required, orders.encryption),
        (&Known::Value(false), Encryption::ProviderManaged)
    );
}
