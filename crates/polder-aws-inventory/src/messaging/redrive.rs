//! Where messages go that nobody could work on: redrive policies of queues and subscriptions, and
//! `aws_sqs_queue_redrive_policy` and `aws_sqs_queue_redrive_allow_policy`.

use polder_cloud::{Body, Document, Value, View, json};
use polder_inventory::model::{Known, Link, Pattern, Reason, Set};
use polder_inventory::outside::Owner;
use polder_inventory::stores::{DeadLetters, StoreId, StoreKind};
use polder_inventory::{EntryId, EntryIndex};

use crate::link::{ByName, elements};
use crate::pattern::is_empty;
use crate::reader::Reader;
use crate::value::reason;

const QUEUE: &[ByName] = &[("aws_sqs_queue", "url"), ("aws_sqs_queue", "id")];

/// The queue that a redrive policy names.
pub(super) fn target<'a>(
    reader: &mut Reader<'_, 'a>,
    view: View<'_, 'a>,
    name: &str,
) -> Option<Link<EntryId>> {
    match policy(view, name)? {
        Written::Graph(body) => {
            body.get("deadLetterTargetArn").map(|value| reader.value_link(view.stack(), value, "queue"))
        }
        Written::Text(body) => {
            let arn = body.get("deadLetterTargetArn")?.as_text()?;
            Some(named(reader, arn))
        }
        Written::Unknown(reason) => Some(Link::Unknown(reason)),
    }
}

/// `aws_sqs_queue_redrive_policy`
pub(crate) fn of_queue<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let queue: Option<Link<StoreId>> = reader.link_by_name(view, "queue_url", "queue", QUEUE);
    let Some(to) = target(reader, view, "redrive_policy") else { return };
    let to = store(to);
    let tries = match policy(view, "redrive_policy") {
        Some(Written::Graph(body)) => number(body.get("maxReceiveCount")),
        Some(Written::Text(body)) => number(body.get("maxReceiveCount")),
        _ => Known::Unknown(Reason::NotUnderstood),
    };
    let Some(Link::To(id)) = queue else { return };
    if let Some(StoreKind::Queue(queue)) = reader.inventory.stores.stores.get_mut(id).map(|store| &mut store.kind) {
        queue.dead_letters = Some(DeadLetters { queue: to, tries });
        reader.contribute(view, id, &["kind.dead_letters"]);
    }
}

/// `aws_sqs_queue_redrive_allow_policy`
pub(crate) fn allow<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let queue: Option<Link<StoreId>> = reader.link_by_name(view, "queue_url", "queue", QUEUE);
    let of = sources(reader, view);
    let Some(Link::To(id)) = queue else { return };
    if let Some(StoreKind::Queue(queue)) = reader.inventory.stores.stores.get_mut(id).map(|store| &mut store.kind) {
        queue.dead_letters_of = of;
        reader.contribute(view, id, &["kind.dead_letters_of"]);
    }
}

/// Queues that may use a queue for their dead letters; none where all may. Source: AWS, SQS API Reference,
/// `SetQueueAttributes`, `RedriveAllowPolicy`.
fn sources<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) -> Known<Option<Set<Link<StoreId>>>> {
    let written = policy(view, "redrive_allow_policy");
    let (permission, links) = match &written {
        Some(Written::Graph(body)) => {
            let arns = elements(view.stack(), body.get("sourceQueueArns"));
            let links = arns.into_iter().map(|value| reader.value_link(view.stack(), value, "queue"));
            (body.get("redrivePermission").and_then(Value::as_text), links.collect::<Vec<_>>())
        }
        Some(Written::Text(body)) => {
            let arns = items(body.get("sourceQueueArns")).iter().filter_map(Value::as_text);
            let links = arns.map(|arn| named(reader, arn));
            (body.get("redrivePermission").and_then(Value::as_text), links.collect())
        }
        Some(Written::Unknown(reason)) => return Known::Unknown(*reason),
        None => return Known::Value(None),
    };
    match permission {
        Some("allowAll") => Known::Value(None),
        Some("denyAll") => Known::Value(Some(Set::default())),
        Some("byQueue") => Known::Value(Some(links.into_iter().map(store).collect())),
        _ => Known::Unknown(Reason::NotUnderstood),
    }
}

fn items(value: Option<&Value>) -> &[Value] {
    match value {
        Some(Value::List(items)) => items,
        _ => &[],
    }
}

fn number(value: Option<&Value>) -> Known<u32> {
    let number = match value {
        Some(Value::Integer(number)) => u32::try_from(*number).ok(),
        Some(Value::Text(text)) => text.parse().ok(),
        _ => None,
    };
    number.map_or(Known::Unknown(Reason::NotUnderstood), Known::Value)
}

/// A policy as it is written: with references, or as a text that was read.
enum Written<'a> {
    Graph(&'a Body),
    Text(Box<Body>),
    Unknown(Reason),
}

fn policy<'a>(view: View<'_, 'a>, name: &str) -> Option<Written<'a>> {
    let value = view.body().get(name).filter(|value| !is_empty(value))?;
    Some(match value {
        Value::Document(document) => match document.as_ref() {
            Document::Json(body) => Written::Graph(body),
            _ => Written::Unknown(Reason::NotUnderstood),
        },
        Value::Text(text) => match json::read(text) {
            Ok(Value::Object(body)) => Written::Text(body),
            _ => Written::Unknown(Reason::NotUnderstood),
        },
        other => Written::Unknown(reason(&view.resolve(other))),
    })
}

/// The entry with this ARN, or something outside.
fn named(reader: &mut Reader<'_, '_>, arn: &str) -> Link<EntryId> {
    let pattern = reader.joined(Pattern::literal(arn).pieces().to_vec());
    match reader.pattern_entry(&pattern) {
        Some(entry) => Link::To(entry),
        None => Link::Outside(reader.external(arn, "queue", Owner::Unknown)),
    }
}

/// The store that an entry is.
fn store(link: Link<EntryId>) -> Link<StoreId> {
    match link {
        Link::To(entry) => StoreId::from_entry(entry).map_or(Link::Unknown(Reason::NotUnderstood), Link::To),
        Link::Outside(external) => Link::Outside(external),
        Link::Unknown(reason) => Link::Unknown(reason),
    }
}
