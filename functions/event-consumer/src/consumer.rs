//! Processing of a message.

use polder_aws_calls::{
    CallError, Client, Http, HttpError, Instant, Letter, Method, Notice, Request, SQS_BYTES_MAX,
};

use crate::batch::{Answer, Batch, Failure, Record};
use crate::envelope::Envelope;
use crate::event_type::EventType;
use crate::jws::verify;
use crate::keys::{Keys, KeysError};
use crate::ledger::{self, Claim};
use crate::log::Log;
use crate::poison::Poison;
use crate::settings::Settings;

/// How long published keys are used before they are fetched again.
const KEYS_SECONDS_MAX: u64 = 3_600;
/// Keys younger than this are not fetched again for an invalid signature: Saleor names every key `1`, so a
/// rotated key looks like a forged signature, and forged signatures must not cause requests to the shop.
const KEYS_SECONDS_MIN: u64 = 60;
/// With less time left than this, no message is started: it is enough for the five requests of one message
/// except in the worst case, in which the message is redelivered.
const SECONDS_FOR_A_MESSAGE: u64 = 10;
/// Longer bodies are not even hashed. The limit of SNS is 256 KiB.
const BODY_BYTES_MAX: usize = 256 * 1024;
/// Space for attributes of a message that is moved to the dead-letter queue.
const DEAD_BODY_BYTES_MAX: usize = SQS_BYTES_MAX - 16 * 1024;
/// The maximum length of each of those attributes.
const DEAD_ATTRIBUTE_BYTES_MAX: usize = 2 * 1024;

/// Consumes messages. It lives as long as its process, with open connections and cached keys.
pub struct Consumer<'a> {
    settings: Settings,
    aws: Client<'a>,
    http: &'a dyn Http,
    log: Log,
    keys: Option<Fetched>,
}

struct Fetched {
    at: Instant,
    keys: Keys,
}

/// A processed message.
enum Dealt {
    Published { id: String, kind: &'static str },
    Duplicate { id: String },
    SetAside(Poison),
}

/// Why a message is redelivered.
#[derive(Debug, thiserror::Error)]
enum Again {
    #[error("another consumer has this event")]
    Taken,
    #[error("the shop does not give its keys")]
    NoKeys(#[source] HttpError),
    #[error("the shop answers {0} when it is asked for its keys")]
    KeysRefused(u16),
    #[error("{0}")]
    BadKeys(KeysError),
    #[error(transparent)]
    Call(#[from] CallError),
}

/// The error: of the message, or a temporary one.
enum Stop {
    Poison(Poison),
    Again(Again),
}

impl From<Poison> for Stop {
    fn from(poison: Poison) -> Stop {
        Stop::Poison(poison)
    }
}

impl<E: Into<Again>> From<E> for Stop {
    fn from(again: E) -> Stop {
        Stop::Again(again.into())
    }
}

impl<'a> Consumer<'a> {
    /// A new consumer.
    pub fn new(settings: Settings, aws: Client<'a>, http: &'a dyn Http, log: Log) -> Consumer<'a> {
        Consumer { settings, aws, http, log, keys: None }
    }

    /// Processes messages, and returns those to redeliver, including those that were not started before the
    /// deadline.
    pub fn take(&mut self, batch: &Batch, deadline: Instant) -> Answer {
        let mut answer = Answer::default();
        for record in &batch.records {
            let enough = self.aws.now().seconds().saturating_add(SECONDS_FOR_A_MESSAGE) <= deadline.seconds();
            if !(enough && self.finish(record)) {
                answer.batch_item_failures.push(Failure { item_identifier: record.message_id.clone() });
            }
        }
        answer
    }

    /// Processes a message, and returns whether it is done.
    fn finish(&mut self, record: &Record) -> bool {
        let dealt = match self.deal(record) {
            Err(Stop::Poison(poison)) => {
                self.set_aside(record, poison).map(|()| Dealt::SetAside(poison)).map_err(Again::from)
            }
            Err(Stop::Again(again)) => Err(again),
            Ok(dealt) => Ok(dealt),
        };
        let (cell, message) = (self.settings.cell.clone(), record.message_id.as_str());
        let place = [("cell", cell.as_str()), ("message_id", message)];
        match &dealt {
            Ok(Dealt::Published { id, kind }) => {
                self.log.info("published", &[place[0], place[1], ("event_id", id), ("type", kind)]);
            }
            Ok(Dealt::Duplicate { id }) => {
                self.log.info("dropped a duplicate", &[place[0], place[1], ("event_id", id)]);
            }
            Ok(Dealt::SetAside(poison)) => {
                self.log.warn("set aside", &[place[0], place[1], ("reason", poison.code())]);
            }
            Err(again) => {
                let why = again.to_string();
                self.log.warn("handed back", &[place[0], place[1], ("reason", &why)]);
            }
        }
        dealt.is_ok()
    }

    fn deal(&mut self, record: &Record) -> Result<Dealt, Stop> {
        let body = record.body.as_deref().filter(|body| !body.is_empty()).ok_or(Poison::NoBody)?;
        if body.len() > BODY_BYTES_MAX {
            return Err(Poison::TooLong.into());
        }
        if record.attribute("SaleorDomain") != Some(&self.settings.saleor_host) {
            return Err(Poison::ForeignSender.into());
        }
        let kind = record.attribute("EventType").and_then(EventType::of_saleor).ok_or(Poison::TypeUnknown)?;
        let signature = record.attribute("Signature").ok_or(Poison::Unsigned)?;
        self.check(signature, body.as_bytes())?;
        let cell = self.settings.cell.clone();
        let envelope = Envelope::of(&cell, kind, record, body)?;
        let text = envelope.text()?;

        let at = self.aws.now();
        match ledger::claim(&self.aws, &self.settings.table, &envelope.id, at)? {
            Claim::Settled => return Ok(Dealt::Duplicate { id: envelope.id }),
            Claim::Taken => return Err(Again::Taken.into()),
            Claim::Granted => {}
        }
        let attributes = [
            ("type", envelope.kind),
            ("cell", envelope.cell),
            ("data_class", envelope.data_class),
            ("format_version", "1"),
        ];
        let notice = Notice { topic: &self.settings.topic, message: &text, attributes: &attributes };
        self.aws.publish(&notice)?;
        // It is published, whatever the table says: redelivering the message now would certainly publish it
        // again.
        if let Err(error) = ledger::settle(&self.aws, &self.settings.table, &envelope.id, at) {
            self.log.warn("published and not settled", &[("reason", &error.to_string())]);
        }
        Ok(Dealt::Published { id: envelope.id, kind: envelope.kind })
    }

    /// Verifies a signature, with freshly fetched keys if the cached ones fail.
    fn check(&mut self, signature: &str, body: &[u8]) -> Result<(), Stop> {
        let keys = self.keys(KEYS_SECONDS_MAX)?;
        match verify(signature, body, keys) {
            Err(Poison::SignatureKeyUnknown | Poison::SignatureMismatch) => {
                let keys = self.keys(KEYS_SECONDS_MIN)?;
                verify(signature, body, keys).map_err(Stop::from)
            }
            checked => checked.map_err(Stop::from),
        }
    }

    /// The shop's keys, at most this old.
    fn keys(&mut self, seconds_max: u64) -> Result<&Keys, Again> {
        let now = self.aws.now();
        let fresh = |fetched: &Fetched| now.seconds().saturating_sub(fetched.at.seconds()) < seconds_max;
        let kept = match self.keys.take() {
            Some(fetched) if fresh(&fetched) => fetched,
            old => match (self.fetch_keys(now), old) {
                (Ok(fetched), _) => fetched,
                // The shop's API is down, but its workers run: their events are verified with the cached
                // keys, and the keys are fetched again later.
                (Err(error), Some(old)) if seconds_max == KEYS_SECONDS_MAX => {
                    self.log.warn("old keys are used on", &[("reason", &error.to_string())]);
                    let retried = now.seconds().saturating_sub(KEYS_SECONDS_MAX - KEYS_SECONDS_MIN);
                    Fetched { at: Instant::from_seconds(retried), keys: old.keys }
                }
                (Err(error), old) => {
                    self.keys = old;
                    return Err(error);
                }
            },
        };
        Ok(&self.keys.insert(kept).keys)
    }

    fn fetch_keys(&self, at: Instant) -> Result<Fetched, Again> {
        let url = self.settings.keys_url.clone();
        let request = Request { method: Method::Get, url, headers: vec![], body: String::new() };
        let response = self.http.send(&request).map_err(Again::NoKeys)?;
        if response.status != 200 {
            return Err(Again::KeysRefused(response.status));
        }
        let keys = Keys::parse(&response.body).map_err(Again::BadKeys)?;
        Ok(Fetched { at, keys })
    }

    /// Sends a message to the dead-letter queue with the reason, and with everything that is necessary to
    /// redrive it.
    fn set_aside(&self, record: &Record, poison: Poison) -> Result<(), CallError> {
        let body = record.body.as_deref().filter(|body| !body.is_empty()).unwrap_or("(no body)");
        let mut attributes = vec![
            ("PolderReason", poison.code().to_owned()),
            ("PolderExplanation", poison.to_string()),
            ("PolderCell", self.settings.cell.clone()),
        ];
        if !record.message_id.is_empty() {
            attributes
                .push(("PolderMessageId", start(&record.message_id, DEAD_ATTRIBUTE_BYTES_MAX).to_owned()));
        }
        for name in ["SaleorDomain", "SaleorApiUrl", "EventType", "Signature"] {
            if let Some(value) = record.attribute(name).filter(|value| !value.is_empty()) {
                attributes.push((name, start(value, DEAD_ATTRIBUTE_BYTES_MAX).to_owned()));
            }
        }
        let body = start(body, DEAD_BODY_BYTES_MAX);
        self.aws.send(&Letter { queue: &self.settings.dead_letters, body, attributes: &attributes })
    }
}

/// The beginning of a text, at most this many bytes.
fn start(text: &str, bytes_max: usize) -> &str {
    let end = text.floor_char_boundary(bytes_max);
    text.get(..end).unwrap_or_default()
}
