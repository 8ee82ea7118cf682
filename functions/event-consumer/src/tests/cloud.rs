//! A shop, a table, a topic and a dead-letter queue in memory, and messages to take.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, VecDeque};
use std::io::Write;
use std::rc::Rc;

use polder_aws_calls::{Client, Http, HttpError, Instant, Request, Response};
use polder_world::MemoryWorld;
use serde_json::{Value, json};

use crate::{Answer, Attribute, Batch, Consumer, Log, Record, Settings};

/// Payloads with signatures that PyJWT 2.15.1 made as Saleor calls it. Their private keys are nowhere.
pub(super) const SIGNED: &str = include_str!("../../tests/fixtures/signed.json");
/// When the tests begin.
pub(super) const START: u64 = 1_795_338_927;

/// What becomes of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// It works.
    None,
    /// It does not arrive.
    RequestLost,
    /// It works, and nobody hears of it.
    ResponseLost,
}

/// The cloud.
#[derive(Default)]
pub(super) struct Cloud {
    pub(super) keys: RefCell<String>,
    pub(super) keys_asked: Cell<u32>,
    pub(super) table: RefCell<BTreeMap<String, Value>>,
    pub(super) published: RefCell<Vec<Value>>,
    pub(super) dead: RefCell<Vec<Value>>,
    pub(super) faults: RefCell<VecDeque<Fault>>,
    now: Cell<u64>,
}

impl Cloud {
    pub(super) fn new() -> Cloud {
        let cloud = Cloud::default();
        cloud.publish_keys("keys");
        cloud.now.set(START);
        cloud
    }

    /// Lets the shop publish one of the recorded sets of keys.
    pub(super) fn publish_keys(&self, name: &str) {
        *self.keys.borrow_mut() = recorded()[name].to_string();
    }

    /// A world at the cloud's time.
    pub(super) fn world(&self) -> MemoryWorld {
        let world = MemoryWorld::new()
            .with_env("AWS_REGION", "eu-central-1")
            .with_env("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
            .with_env("AWS_SECRET_ACCESS_KEY", "hush")
            .with_env("POLDER_CELL", "de")
            .with_env("POLDER_PUBLIC_URL", "https://de.example.com")
            .with_env("POLDER_TOPIC_ARN", "arn:aws:sns:eu-central-1:123456789012:events")
            .with_env("POLDER_DEAD_LETTER_QUEUE_URL", "https://sqs.eu-central-1.amazonaws.com/1/dead")
            .with_env("POLDER_EVENTS_TABLE", "events");
        world.set_clock(self.now.get());
        world
    }

    pub(super) fn pass(&self, seconds: u64) {
        self.now.set(self.now.get() + seconds);
    }

    fn put(&self, body: &Value) -> Response {
        let item = &body["Item"];
        let id = item["event_id"]["S"].as_str().unwrap().to_owned();
        let number = |value: &Value| value["N"].as_str().and_then(|digits| digits.parse::<u64>().ok());
        if let (Some(there), Some(values)) =
            (self.table.borrow().get(&id), body.get("ExpressionAttributeValues"))
        {
            let now = number(&values[":now"]).unwrap();
            let forgotten = number(&there["expires_at"]).unwrap() < now;
            let over = number(&there["claimed_until"]).is_some_and(|until| until < now);
            if !(forgotten || there["publication"] == values[":claimed"] && over) {
                let kind = "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException";
                return answer(400, &json!({ "__type": kind, "Item": there }));
            }
        }
        self.table.borrow_mut().insert(id, item.clone());
        answer(200, &json!({}))
    }

    fn serve(&self, request: &Request) -> Response {
        if request.url == "https://de.example.com/.well-known/jwks.json" {
            self.keys_asked.set(self.keys_asked.get() + 1);
            return Response { status: 200, body: self.keys.borrow().clone().into_bytes() };
        }
        if request.url.contains("dynamodb") {
            return self.put(&serde_json::from_str(&request.body).unwrap());
        }
        if request.url.contains("sqs") {
            self.dead.borrow_mut().push(serde_json::from_str(&request.body).unwrap());
            return answer(200, &json!({}));
        }
        assert!(request.url.contains("sns"), "nobody is at {}", request.url);
        let message = request.body.split('&').find_map(|field| field.strip_prefix("Message=")).unwrap();
        self.published.borrow_mut().push(serde_json::from_str(&decoded(message)).unwrap());
        answer(200, &json!({}))
    }
}

impl Http for Cloud {
    fn send(&self, request: &Request) -> Result<Response, HttpError> {
        let fault = self.faults.borrow_mut().pop_front().unwrap_or(Fault::None);
        let lost = Err(HttpError::Exchange("lost".to_owned()));
        match fault {
            Fault::None => Ok(self.serve(request)),
            Fault::RequestLost => lost,
            Fault::ResponseLost => {
                self.serve(request);
                lost
            }
        }
    }
}

fn answer(status: u16, body: &Value) -> Response {
    Response { status, body: body.to_string().into_bytes() }
}

fn decoded(text: &str) -> String {
    let (mut bytes, mut rest) = (vec![], text.bytes());
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next().unwrap(), rest.next().unwrap()];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap());
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).unwrap()
}

/// A log that can be read.
#[derive(Clone, Default)]
pub(super) struct Lines(Rc<RefCell<Vec<u8>>>);

impl Lines {
    pub(super) fn text(&self) -> String {
        String::from_utf8(self.0.borrow().clone()).unwrap()
    }
}

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Lets one new consumer take batches, one after the other, and gives its answers and its log.
pub(super) fn take(cloud: &Cloud, batches: &[Vec<Record>]) -> (Vec<Answer>, String) {
    let world = cloud.world();
    let lines = Lines::default();
    let settings = Settings::from_world(&world).unwrap();
    let aws = Client::new(&world, cloud).unwrap();
    let mut consumer = Consumer::new(settings, aws, cloud, Log::new(Box::new(lines.clone())));
    let deadline = Instant::from_seconds(cloud.now.get() + 30);
    let answers =
        batches.iter().map(|records| consumer.take(&Batch { records: records.clone() }, deadline)).collect();
    (answers, lines.text())
}

/// The recorded payloads, signatures and keys.
pub(super) fn recorded() -> Value {
    serde_json::from_str(SIGNED).unwrap()
}

/// A recorded payload and its signature.
pub(super) fn case(name: &str) -> (String, String) {
    let case = &recorded()["cases"][name];
    (case["body"].as_str().unwrap().to_owned(), case["signature"].as_str().unwrap().to_owned())
}

/// A message with a recorded payload, as Saleor sends it.
pub(super) fn message(id: &str, event_type: &str, name: &str) -> Record {
    let (body, signature) = case(name);
    let text = |value: &str| Attribute { string_value: Some(value.to_owned()) };
    let attributes = BTreeMap::from([
        ("SaleorDomain".to_owned(), text("de.example.com")),
        ("SaleorApiUrl".to_owned(), text("https://de.example.com/graphql/")),
        ("EventType".to_owned(), text(event_type)),
        ("Signature".to_owned(), text(&signature)),
    ]);
    let sent = BTreeMap::from([("SentTimestamp".to_owned(), format!("{START}000"))]);
    Record {
        message_id: id.to_owned(),
        body: Some(body),
        attributes: Some(sent),
        message_attributes: Some(attributes),
    }
}

/// Changes an attribute of a message.
pub(super) fn with(mut record: Record, name: &str, value: &str) -> Record {
    let attribute = Attribute { string_value: Some(value.to_owned()) };
    record.message_attributes.as_mut().unwrap().insert(name.to_owned(), attribute);
    record
}
