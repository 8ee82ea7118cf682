//! Requests and responses get lost in every way, and messages are redelivered until they are done: nothing is
//! lost.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::cloud::{Cloud, Fault, message, take};
use crate::Record;

/// More rounds than faults: each round without one completes every remaining message.
const ROUNDS_MAX: usize = 40;

fn fault() -> impl Strategy<Value = Fault> {
    prop_oneof![3 => Just(Fault::None), 1 => Just(Fault::RequestLost), 1 => Just(Fault::ResponseLost)]
}

/// Redelivers messages until none is left, and counts how often each event was published.
fn deliver(cloud: &Cloud, mut left: Vec<Record>) -> Option<BTreeMap<String, usize>> {
    for _ in 0..ROUNDS_MAX {
        let (answers, _) = take(cloud, &[left.clone()]);
        let again = &answers[0].batch_item_failures;
        left.retain(|record| again.iter().any(|failure| failure.item_identifier == record.message_id));
        if left.is_empty() {
            let mut counts = BTreeMap::new();
            for event in cloud.published.borrow().iter() {
                *counts.entry(event["type"].as_str()?.to_owned()).or_default() += 1;
            }
            return Some(counts);
        }
        cloud.pass(300);
    }
    None
}

proptest! {
    #[test]
    fn every_event_is_published_at_least_once(faults in prop::collection::vec(fault(), 0..30)) {
        let cloud = Cloud::new();
        let answers_lost = faults.iter().filter(|fault| **fault == Fault::ResponseLost).count();
        cloud.faults.borrow_mut().extend(faults);
        let counts = deliver(&cloud, vec![
            message("m1", "order_created", "order_created"),
            message("m2", "product_updated", "product_updated"),
            message("m3", "order_created", "order_created"),
            message("m4", "order_created", "not_json"),
        ]);
        let counts = counts.expect("messages come to an end once calls work");
        for kind in ["order.created", "product.updated"] {
            prop_assert!(counts.get(kind).is_some_and(|count| *count >= 1), "{} is lost: {:?}", kind, counts);
        }
        prop_assert!(!cloud.dead.borrow().is_empty());
        if answers_lost == 0 {
            // Then only an event that could not be settled is published again, for its other message.
            let settled = cloud.table.borrow().values().all(|item| item["publication"]["S"] == "settled");
            prop_assert!(!settled || counts["product.updated"] == 1);
        }
    }
}
