//! The consumer's binary against an emulator of SQS, SNS and DynamoDB: from messages as Saleor sends them, to
//! domain events as a subscriber receives them.
//!
//! The emulator is `moto_server`, from the search path or from `MOTO_SERVER`. Without one, the test prints
//! that and passes; with `CI` set it fails instead.
#![expect(clippy::print_stderr, reason = "a test that looks at nothing must not be quiet about it")]
#![expect(
    clippy::disallowed_methods,
    reason = "the test runs an emulator and the binary that cargo has built"
)]

mod emulator {
    pub(crate) mod aws;
    pub(crate) mod shop;
}

use std::path::Path;

use polder_lambda_stand_in::{Answer, Function};
use serde_json::{Value, json};

use self::emulator::aws::Aws;
use self::emulator::shop::Shop;

const BINARY: &str = env!("CARGO_BIN_EXE_polder-event-consumer");

/// The platform around the consumer.
struct Stage {
    aws: Aws,
    shop: Shop,
    events: String,
    dead: String,
    subscriber: String,
    topic: String,
}

impl Stage {
    /// Creates it. `None` without an emulator, where none is required.
    fn build() -> Option<Stage> {
        let Some(aws) = Aws::start() else {
            assert!(
                std::env::var("CI").is_err(),
                "`moto_server` is not there, and CI must not go without it"
            );
            eprintln!("SKIPPED: `moto_server` is not on the path, so nothing of this test was looked at");
            return None;
        };
        let [events, dead, subscriber] = ["events", "dead", "subscriber"].map(|name| {
            let made = aws.sqs("CreateQueue", &json!({ "QueueName": name }));
            made["QueueUrl"].as_str().unwrap().to_owned()
        });
        let topic = aws.sns(&[("Action", "CreateTopic"), ("Name", "domain-events")]);
        let topic = between(&topic, "<TopicArn>", "</TopicArn>");
        let asked = json!({ "QueueUrl": subscriber, "AttributeNames": ["QueueArn"] });
        let queue = aws.sqs("GetQueueAttributes", &asked)["Attributes"]["QueueArn"].clone();
        let subscription = [
            ("Action", "Subscribe"),
            ("TopicArn", topic.as_str()),
            ("Protocol", "sqs"),
            ("Endpoint", queue.as_str().unwrap()),
        ];
        aws.sns(&subscription);
        aws.dynamodb(
            "CreateTable",
            &json!({
                "TableName": "events",
                "KeySchema": [{ "AttributeName": "event_id", "KeyType": "HASH" }],
                "AttributeDefinitions": [{ "AttributeName": "event_id", "AttributeType": "S" }],
                "BillingMode": "PAY_PER_REQUEST",
            }),
        );
        Some(Stage { aws, shop: Shop::open(), events, dead, subscriber, topic })
    }

    fn consumer(&self) -> Function {
        let variables = [
            ("AWS_REGION", "eu-central-1"),
            ("AWS_ENDPOINT_URL", self.aws.url()),
            ("POLDER_CELL", "de"),
            ("POLDER_PUBLIC_URL", &self.shop.url()),
            ("POLDER_TOPIC_ARN", &self.topic),
            ("POLDER_DEAD_LETTER_QUEUE_URL", &self.dead),
            ("POLDER_EVENTS_TABLE", "events"),
        ];
        Function::start(Path::new(BINARY), &variables).unwrap()
    }

    /// Sends a message as Saleor's worker does.
    fn send(&self, event_type: &str, body: &str, signature: &str) {
        let text = |value: &str| json!({ "DataType": "String", "StringValue": value });
        self.aws.sqs(
            "SendMessage",
            &json!({
                "QueueUrl": self.events,
                "MessageBody": body,
                "MessageAttributes": {
                    "SaleorDomain": text(self.shop.host()),
                    "SaleorApiUrl": text(&format!("{}/graphql/", self.shop.url())),
                    "EventType": text(event_type),
                    "Signature": text(signature),
                },
            }),
        );
    }

    /// Does what Lambda does with a queue: passes a batch to the function, and deletes what was not reported
    /// as failed. Returns the IDs of the failed messages.
    fn deliver(&self, function: &Function) -> Vec<String> {
        let messages = self.received(&self.events);
        let records: Vec<Value> = messages.iter().map(as_lambda_has_it).collect();
        let answer = function.invoke(&json!({ "Records": records }).to_string(), 30);
        let Some(Answer::Done(answer)) = answer else { panic!("{answer:?}") };
        let answer: Value = serde_json::from_str(&answer).unwrap();
        let failures = answer["batchItemFailures"].as_array().unwrap().iter();
        failures.map(|failure| failure["itemIdentifier"].as_str().unwrap().to_owned()).collect()
    }

    /// Receives all messages of a queue.
    fn received(&self, queue: &str) -> Vec<Value> {
        let asked = json!({
            "QueueUrl": queue,
            "MaxNumberOfMessages": 10,
            "AttributeNames": ["All"],
            "MessageAttributeNames": ["All"],
        });
        let received = self.aws.sqs("ReceiveMessage", &asked);
        let messages = received["Messages"].as_array().cloned().unwrap_or_default();
        for message in &messages {
            let done = json!({ "QueueUrl": queue, "ReceiptHandle": message["ReceiptHandle"] });
            self.aws.sqs("DeleteMessage", &done);
        }
        messages
    }
}

/// A message of SQS as Lambda puts it into an event.
fn as_lambda_has_it(message: &Value) -> Value {
    let attributes = message["MessageAttributes"].as_object().into_iter().flatten();
    let attributes = attributes.map(|(name, value)| {
        (name.clone(), json!({ "stringValue": value["StringValue"], "dataType": value["DataType"] }))
    });
    json!({
        "messageId": message["MessageId"],
        "receiptHandle": message["ReceiptHandle"],
        "body": message["Body"],
        "attributes": message["Attributes"],
        "messageAttributes": Value::Object(attributes.collect()),
        "md5OfBody": message["MD5OfBody"],
        "eventSource": "aws:sqs",
        "eventSourceARN": "arn:aws:sqs:eu-central-1:123456789012:events",
        "awsRegion": "eu-central-1",
    })
}

fn between(text: &str, start: &str, end: &str) -> String {
    let (_, rest) = text.split_once(start).unwrap();
    rest.split_once(end).unwrap().0.to_owned()
}

#[test]
fn saleors_messages_become_domain_events() {
    let Some(stage) = Stage::build() else { return };
    let recorded: Value = serde_json::from_str(emulator::shop::SIGNED).unwrap();
    let case = |name: &str| {
        let case = &recorded["cases"][name];
        (case["body"].as_str().unwrap().to_owned(), case["signature"].as_str().unwrap().to_owned())
    };
    let (order, signature) = case("order_created");
    let (product, product_signature) = case("product_updated");
    stage.send("order_created", &order, &signature);
    stage.send("product_updated", &product, &product_signature);
    // Saleor lost the response of SQS, and sends the message again.
    stage.send("order_created", &order, &signature);
    // Somebody sends an order that Saleor never signed.
    stage.send("order_created", &order.replace("59.9", "0.01"), &signature);

    let function = stage.consumer();
    assert_eq!(stage.deliver(&function), [""; 0]);
    let published = stage.received(&stage.subscriber);
    let bodies: Vec<Value> = published
        .iter()
        .map(|message| serde_json::from_str(message["Body"].as_str().unwrap()).unwrap())
        .collect();
    let mut kinds: Vec<&str> =
        bodies.iter().map(|body| body["MessageAttributes"]["type"]["Value"].as_str().unwrap()).collect();
    kinds.sort_unstable();
    assert_eq!(kinds, ["order.created", "product.updated"], "each once");
    for body in &bodies {
        let event: Value = serde_json::from_str(body["Message"].as_str().unwrap()).unwrap();
        assert_eq!((&event["cell"], &event["format_version"]), (&json!("de"), &json!(1)));
        let signed = if event["type"] == "order.created" { &order } else { &product };
        assert_eq!(event["payload"], serde_json::from_str::<Value>(signed).unwrap());
    }

    let dead = stage.received(&stage.dead);
    assert_eq!(dead.len(), 1);
    assert_eq!(dead[0]["MessageAttributes"]["PolderReason"]["StringValue"], "signature-mismatch");
    assert_eq!(dead[0]["MessageAttributes"]["Signature"]["StringValue"], signature.as_str());

    // Another process, and the same message again: the table has the event.
    drop(function);
    let function = stage.consumer();
    stage.send("order_created", &order, &signature);
    assert_eq!(stage.deliver(&function), [""; 0]);
    assert!(stage.received(&stage.subscriber).is_empty());

    // The topic is gone: the message is redelivered.
    stage.aws.sns(&[("Action", "DeleteTopic"), ("TopicArn", &stage.topic)]);
    let (undated, undated_signature) = case("undated");
    stage.send("product_updated", &undated, &undated_signature);
    assert_eq!(stage.deliver(&function).len(), 1);
    let (log, messages) = function.end();
    assert!(log.contains("sns refuses with 404 `NotFound`"), "{log}{messages}");
    assert!(!log.contains("piet@example.com"), "nobody's address is in the log");
}
