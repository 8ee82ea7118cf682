//! The results of messages.

use super::cloud::{Cloud, Fault, message, take, with};
use crate::{Answer, Failure, Record};

fn again(ids: &[&str]) -> Answer {
    let failures = ids.iter().map(|id| Failure { item_identifier: (*id).to_owned() });
    Answer { batch_item_failures: failures.collect() }
}

#[test]
fn events_are_published_in_an_envelope() {
    let cloud = Cloud::new();
    let batch = vec![
        message("m1", "order_created", "order_created"),
        message("m2", "product_updated", "product_updated"),
        message("m3", "order_updated", "legacy_order"),
        message("m4", "product_updated", "undated"),
    ];
    let (answers, log) = take(&cloud, &[batch]);
    assert_eq!(answers, [again(&[])]);
    insta::assert_json_snapshot!("envelopes", *cloud.published.borrow());
    insta::assert_snapshot!("log", log);
    assert_eq!(cloud.keys_asked.get(), 1, "keys are fetched once");
    assert!(!log.contains("piet"), "nobody's name is in the log");
}

#[test]
fn an_event_is_published_once() {
    let cloud = Cloud::new();
    let sent_again = message("m2", "order_created", "order_created");
    let batch = vec![message("m1", "order_created", "order_created"), sent_again];
    let (answers, _) = take(&cloud, &[batch.clone(), batch]);
    assert_eq!(answers, [again(&[]), again(&[])]);
    assert_eq!(cloud.published.borrow().len(), 1);
}

#[test]
fn payloads_that_do_not_say_when_are_told_apart_by_their_messages() {
    let cloud = Cloud::new();
    let batch =
        vec![message("m1", "product_updated", "undated"), message("m2", "product_updated", "undated")];
    take(&cloud, &[batch.clone(), batch]);
    assert_eq!(cloud.published.borrow().len(), 2, "two events, each delivered twice");
}

#[test]
fn what_can_never_be_taken_is_set_aside_with_the_reason() {
    let cloud = Cloud::new();
    let good = || message("m", "order_created", "order_created");
    let without = |name: &str| {
        let mut record = good();
        record.message_attributes.as_mut().unwrap().remove(name);
        record
    };
    let long = Record { body: Some("é".repeat(400_000)), ..good() };
    let batch = vec![
        Record::default(),
        Record { body: Some(String::new()), ..good() },
        long,
        without("SaleorDomain"),
        with(good(), "SaleorDomain", "de.example.com.evil.example"),
        without("EventType"),
        with(good(), "EventType", "any_events"),
        without("Signature"),
        Record { body: good().body.map(|body| body.replace("59.9", "0.01")), ..good() },
        message("m", "order_created", "not_json"),
        message("m", "order_created", "scalar"),
        // Signed, but as another event: the attribute is not signed.
        message("m", "order_cancelled", "order_created"),
    ];
    let count = batch.len();
    let (answers, log) = take(&cloud, &[batch]);
    assert_eq!(answers, [again(&[])], "they do not come again");
    assert!(cloud.published.borrow().is_empty() && cloud.table.borrow().is_empty());
    assert_eq!(cloud.dead.borrow().len(), count);
    let reasons: Vec<String> = cloud
        .dead
        .borrow()
        .iter()
        .map(|letter| {
            let attributes = letter["MessageAttributes"].as_object().unwrap();
            assert!(attributes.len() <= 10, "SQS takes ten");
            let text = |name: &str| attributes[name]["StringValue"].as_str().unwrap();
            let length = letter["MessageBody"].as_str().unwrap().len();
            format!("{}: {} ({length} bytes)", text("PolderReason"), text("PolderExplanation"))
        })
        .collect();
    insta::assert_snapshot!("reasons", reasons.join("\n"));
    insta::assert_json_snapshot!("dead_letter", cloud.dead.borrow()[8]);
    assert!(!log.contains("piet"), "nobody's name is in the log");
}

#[test]
fn an_event_longer_than_a_topic_takes_is_set_aside() {
    let cloud = Cloud::new();
    // The invalid signature is found first; the length of the envelope has a test of its own.
    let kind = crate::EventType::of_saleor("order_created").unwrap();
    let record = message("m", "order_created", "order_created");
    for (filled, fits) in [(250_000, true), (256 * 1024 - 20, false)] {
        let body = format!("{{\"note\":\"{}\"}}", "x".repeat(filled));
        let envelope = crate::Envelope::of("de", kind, &record, &body).unwrap();
        assert_eq!(envelope.text().is_ok(), fits, "{filled}");
    }
    assert!(cloud.dead.borrow().is_empty());
}

#[test]
fn what_may_work_later_comes_again() {
    let batch = || vec![message("m1", "order_created", "order_created")];
    // The order of requests for a message: keys, claim, publication, settlement.
    for lost in 0..3 {
        let cloud = Cloud::new();
        cloud.faults.borrow_mut().extend((0..lost).map(|_| Fault::None).chain([Fault::RequestLost]));
        let (answers, log) = take(&cloud, &[batch()]);
        assert_eq!(answers, [again(&["m1"])], "call {lost} is lost: {log}");
        assert!(cloud.published.borrow().is_empty());
        cloud.pass(300);
        assert_eq!(take(&cloud, &[batch()]).0, [again(&[])]);
        assert_eq!(cloud.published.borrow().len(), 1);
    }
}

#[test]
fn a_claim_keeps_others_off_until_it_runs_out() {
    let cloud = Cloud::new();
    // Claimed, and then the consumer dies.
    cloud.faults.borrow_mut().extend([Fault::None, Fault::None, Fault::RequestLost]);
    let batch = || vec![message("m1", "order_created", "order_created")];
    take(&cloud, &[batch()]);
    cloud.pass(59);
    assert_eq!(take(&cloud, &[batch()]).0, [again(&["m1"])], "it may still be at work");
    cloud.pass(2);
    assert_eq!(take(&cloud, &[batch()]).0, [again(&[])]);
    assert_eq!(cloud.published.borrow().len(), 1);
}

#[test]
fn what_is_published_and_cannot_be_settled_does_not_come_again() {
    let cloud = Cloud::new();
    cloud.faults.borrow_mut().extend([Fault::None, Fault::None, Fault::None, Fault::RequestLost]);
    let (answers, log) = take(&cloud, &[vec![message("m1", "order_created", "order_created")]]);
    assert_eq!(answers, [again(&[])]);
    assert!(log.contains("published and not settled"), "{log}");
}

#[test]
fn poison_that_cannot_be_set_aside_comes_again() {
    let cloud = Cloud::new();
    cloud.faults.borrow_mut().push_back(Fault::RequestLost);
    let batch = vec![message("m1", "any_events", "order_created")];
    assert_eq!(take(&cloud, &[batch]).0, [again(&["m1"])]);
}

#[test]
fn messages_are_not_begun_without_time_to_end_them() {
    use crate::{Batch, Consumer, Log, Settings};
    use polder_aws_calls::{Client, Instant};

    let cloud = Cloud::new();
    let world = cloud.world();
    let (settings, aws) = (Settings::from_world(&world).unwrap(), Client::new(&world, &cloud).unwrap());
    let mut consumer = Consumer::new(settings, aws, &cloud, Log::new(Box::new(std::io::sink())));
    let batch = Batch { records: vec![message("m1", "order_created", "order_created")] };
    let answer = consumer.take(&batch, Instant::from_seconds(super::cloud::START + 9));
    assert_eq!((answer, cloud.keys_asked.get()), (again(&["m1"]), 0));
}

#[test]
fn keys_are_fetched_again_when_they_may_have_changed_and_not_for_each_forgery() {
    let cloud = Cloud::new();
    let world = cloud.world();
    let settings = crate::Settings::from_world(&world).unwrap();
    let aws = polder_aws_calls::Client::new(&world, &cloud).unwrap();
    let log = crate::Log::new(Box::new(std::io::sink()));
    let mut consumer = crate::Consumer::new(settings, aws, &cloud, log);
    let mut take = |records: Vec<Record>, at: u64| {
        world.set_clock(super::cloud::START + at);
        let deadline = polder_aws_calls::Instant::from_seconds(super::cloud::START + at + 30);
        consumer.take(&crate::Batch { records }, deadline);
        (cloud.keys_asked.get(), cloud.published.borrow().len())
    };
    let old = || vec![message("m1", "order_created", "order_created")];
    let new = || vec![message("m2", "product_updated", "other_key")];
    assert_eq!(take(old(), 0), (1, 1));
    assert_eq!(take(new(), 30), (1, 1), "the keys are young: it is a forgery, whatever comes later");
    cloud.publish_keys("rotated_keys");
    assert_eq!(take(new(), 90), (2, 2), "a key with the same name has changed");
    assert_eq!(take(old(), 95), (2, 2), "the old key counts no more");
    assert_eq!(take(new(), 3_689), (2, 2), "a duplicate, and the keys are used for an hour");
    assert_eq!(take(new(), 3_690), (3, 2), "and no longer");
    cloud.publish_keys("cases");
    assert_eq!(take(new(), 7_290), (4, 2), "what is published is no list of keys: the old ones count");
    assert!(cloud.dead.borrow().len() == 2, "the two forgeries");
    assert_eq!(take(new(), 7_349), (4, 2), "and the shop is left alone for a minute");
    assert_eq!(take(new(), 7_350), (5, 2));
    assert_eq!(take(old(), 7_351), (6, 2), "what may be signed with a new key");
    assert_eq!(cloud.dead.borrow().len(), 2, "is not set aside unseen");
}
