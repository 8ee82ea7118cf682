//! `aws_sns_topic_subscription`.

use polder_cloud::{Document, Value, View, json};
use polder_inventory::messaging::{Subscription, SubscriptionTarget};
use polder_inventory::model::{Known, Link, Piece, Reason, Text};
use polder_inventory::outside::Owner;
use polder_inventory::stores::StoreId;
use polder_inventory::{EntryId, EntryIndex};

use crate::pattern::is_empty;
use crate::reader::Reader;
use crate::value::{given_text, reason, text};

/// The key of a redrive policy that contains its queue.
const DEAD_LETTERS: &str = "deadLetterTargetArn";

/// A subscription to a topic.
pub(crate) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let topic = reader.link(view, "topic_arn", "topic");
    let subscription = Subscription {
        source: reader.source(view),
        topic: topic.unwrap_or(Link::Unknown(Reason::NotGiven)),
        to: end(reader, view),
        filter: filter(reader, view),
        dead_letters: dead_letters(reader, view),
    };
    reader.inventory.messaging.subscriptions.push(subscription);
}

/// Source: AWS, SNS API Reference, `Subscribe`.
fn end<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) -> SubscriptionTarget {
    let protocol = view.text("protocol");
    match protocol.as_deref() {
        Some("email" | "email-json") => SubscriptionTarget::Email(given_text(view, "endpoint")),
        Some("http" | "https") => SubscriptionTarget::Url(given_text(view, "endpoint")),
        Some("sms") => SubscriptionTarget::Phone(given_text(view, "endpoint")),
        Some("sqs" | "lambda" | "firehose") => {
            let link = reader.entry_link(view, "endpoint", "subscriber", &[]);
            SubscriptionTarget::Entry(link.unwrap_or(Link::Unknown(Reason::NotGiven)))
        }
        Some(other) => SubscriptionTarget::Other(Text::new(other)),
        None => SubscriptionTarget::Entry(Link::Unknown(reason(&view.get("protocol")))),
    }
}

/// The filter policy, as JSON with sorted keys. It is prefixed with its scope if that is the message body.
fn filter<'a>(reader: &Reader<'_, 'a>, view: View<'_, 'a>) -> Known<Option<Text>> {
    let Some(value) = view.body().get("filter_policy").filter(|value| !is_empty(value)) else {
        return Known::Value(None);
    };
    let in_body = text(view, "filter_policy_scope").map(|scope| scope.as_deref() == Some("MessageBody"));
    match (reader.json_pattern(view.stack(), value), in_body) {
        (Known::Value(pattern), Known::Value(in_body)) => match pattern.as_literal() {
            Some(json) if in_body => Known::Value(Some(Text::from(format!("MessageBody {json}")))),
            Some(json) => Known::Value(Some(Text::new(json))),
            None => Known::Unknown(Reason::AfterApply),
        },
        (Known::Unknown(reason), _) | (_, Known::Unknown(reason)) => Known::Unknown(reason),
    }
}

/// The queue in the JSON of a redrive policy.
fn dead_letters<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) -> Option<Link<StoreId>> {
    let value = view.body().get("redrive_policy").filter(|value| !is_empty(value))?;
    let link = match value {
        Value::Document(document) => match document.as_ref() {
            Document::Json(body) => {
                body.get(DEAD_LETTERS).map(|value| reader.value_link(view.stack(), value, "queue"))?
            }
            _ => Link::Unknown(Reason::NotUnderstood),
        },
        Value::Text(text) => match json::read(text) {
            Ok(Value::Object(body)) => of_arn(reader, body.get(DEAD_LETTERS)?.as_text()?),
            _ => Link::Unknown(Reason::NotUnderstood),
        },
        other => Link::Unknown(reason(&view.resolve(other))),
    };
    Some(match link {
        Link::To(entry) => StoreId::from_entry(entry).map_or(Link::Unknown(Reason::NotUnderstood), Link::To),
        Link::Outside(external) => Link::Outside(external),
        Link::Unknown(reason) => Link::Unknown(reason),
    })
}

/// The entry with an ARN, or something outside.
fn of_arn(reader: &mut Reader<'_, '_>, arn: &str) -> Link<EntryId> {
    let pattern = reader.joined(vec![Piece::Literal(arn.into())]);
    match reader.pattern_entry(&pattern) {
        Some(entry) => Link::To(entry),
        None => Link::Outside(reader.external(arn, "queue", Owner::Unknown)),
    }
}
