//! Whatever is received, only what Saleor signed is published, and nothing panics.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::cloud::{Cloud, case, message, recorded, take};
use crate::{Attribute, Batch, Keys, Record, verify};

/// Texts that could be confused with valid ones.
fn text() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "de.example.com",
        "order_created",
        "{}",
        "[]",
        "[{}]",
        "null",
        "..",
        "e30..e30",
        "\u{0}",
        "{\"__typename\":\"OrderCreated\"}",
    ]);
    prop_oneof![known.prop_map(ToOwned::to_owned), ".{0,60}", Just("[".repeat(10_000))]
}

fn record() -> impl Strategy<Value = Record> {
    let name = prop::sample::select(vec!["SaleorDomain", "EventType", "Signature", "Other"]);
    let attribute = prop::option::of(text()).prop_map(|string_value| Attribute { string_value });
    let attributes = prop::collection::btree_map(name.prop_map(ToOwned::to_owned), attribute, 0..4);
    (text(), prop::option::of(text()), prop::option::of(attributes)).prop_map(|(id, body, attributes)| {
        Record {
            message_id: id,
            body,
            attributes: Some(BTreeMap::from([("SentTimestamp".to_owned(), "no number".to_owned())])),
            message_attributes: attributes,
        }
    })
}

proptest! {
    #[test]
    fn nothing_unsigned_is_published(records in prop::collection::vec(record(), 0..4)) {
        let cloud = Cloud::new();
        let count = records.len();
        let (answers, _) = take(&cloud, &[records]);
        prop_assert!(cloud.published.borrow().is_empty());
        prop_assert!(answers.iter().all(|answer| answer.batch_item_failures.is_empty()));
        prop_assert_eq!(cloud.dead.borrow().len(), count);
    }

    #[test]
    fn any_changed_byte_breaks_the_signature(at: prop::sample::Index, mask in 1_u8..) {
        let (body, signature) = case("order_created");
        let keys = Keys::parse(recorded()["keys"].to_string().as_bytes()).unwrap();
        let mut changed = body.into_bytes();
        let at = at.index(changed.len());
        changed[at] ^= mask;
        prop_assert!(verify(&signature, &changed, &keys).is_err());
    }

    #[test]
    fn a_changed_signature_does_not_count(at: prop::sample::Index, to in "[A-Za-z0-9_.=-]") {
        let (body, good) = case("order_created");
        let keys = Keys::parse(recorded()["keys"].to_string().as_bytes()).unwrap();
        let at = at.index(good.len());
        let changed = format!("{}{to}{}", &good[..at], &good[at + 1..]);
        prop_assert_eq!(verify(&changed, body.as_bytes(), &keys).is_ok(), changed == good);
    }

    #[test]
    fn batches_and_keys_of_any_form_are_read_or_refused(bytes: Vec<u8>, words in text()) {
        let _ = Keys::parse(&bytes);
        let _ = Keys::parse(words.as_bytes());
        let _ = serde_json::from_slice::<Batch>(&bytes);
    }
}

#[test]
fn attributes_of_other_kinds_stop_nothing() {
    let text = r#"{"Records":[{"messageId":"m","body":"{}","attributes":null,"unknown":[1],
        "messageAttributes":{"Photo":{"binaryValue":"AAEC","dataType":"Binary","stringListValues":[]}}}]}"#;
    let batch: Batch = serde_json::from_str(text).unwrap();
    assert_eq!(batch.records[0].attribute("Photo"), None);
    let cloud = Cloud::new();
    let (answers, _) = take(&cloud, &[batch.records, vec![message("m", "order_created", "order_created")]]);
    assert!(answers.iter().all(|answer| answer.batch_item_failures.is_empty()));
    assert_eq!((cloud.dead.borrow().len(), cloud.published.borrow().len()), (1, 1));
}
