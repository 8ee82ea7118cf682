//! `aws_sns_topic_subscription`.

use polder_cloud::View;
use polder_inventory::EntryIndex;
use polder_inventory::messaging::{Subscription, SubscriptionEnd};
use polder_inventory::model::{Known, Link, Reason, Text};
use polder_inventory::stores::StoreId;

use crate::pattern::is_empty;
use crate::reader::Reader;
use crate::value::{given_text, reason, text};

/// Somebody who gets the messages of a topic.
pub(crate) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let topic = reader.link(view, "topic_arn", "topic");
    let subscription = Subscription {
        source: reader.source(view),
        topic: topic.unwrap_or(Link::Unknown(Reason::NotGiven)),
        to: end(reader, view),
        filter: filter(reader, view),
        dead_letters: dead_letters(reader, view, "redrive_policy"),
    };
    reader.inventory.messaging.subscriptions.push(subscription);
}

/// Source: AWS, SNS API Reference, `Subscribe`.
fn end<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) -> SubscriptionEnd {
    let protocol = view.text("protocol");
    match protocol.as_deref() {
        Some("email" | "email-json") => SubscriptionEnd::Mail(given_text(view, "endpoint")),
        Some("http" | "https") => SubscriptionEnd::Web(given_text(view, "endpoint")),
        Some("sms") => SubscriptionEnd::Telephone(given_text(view, "endpoint")),
        Some("sqs" | "lambda" | "firehose") => {
            let link = reader.entry_link(view, "endpoint", "subscriber", &[]);
            SubscriptionEnd::Entry(link.unwrap_or(Link::Unknown(Reason::NotGiven)))
        }
        Some(other) => SubscriptionEnd::Other(Text::new(other)),
        None => SubscriptionEnd::Entry(Link::Unknown(reason(&view.get("protocol")))),
    }
}

/// Which messages, as JSON with sorted keys. What the filter looks at stands before it where that is the message itself.
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
pub(super) fn dead_letters<'a>(
    reader: &mut Reader<'_, 'a>,
    view: View<'_, 'a>,
    name: &str,
) -> Option<Link<StoreId>> {
    let found = super::redrive::target(reader, view, name)?;
    Some(match found {
        Link::To(entry) => StoreId::from_entry(entry).map_or(Link::Unknown(Reason::NotUnderstood), Link::To),
        Link::Outside(external) => Link::Outside(external),
        Link::Unknown(reason) => Link::Unknown(reason),
    })
}
