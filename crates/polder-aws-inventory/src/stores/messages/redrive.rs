//! Dead-letter queues and redrive permissions: attributes of queues, or separate resources.

use polder_cloud::View;
use polder_inventory::model::{Known, Link, Reason, Set};
use polder_inventory::stores::{DeadLetters, Queue, StoreId, StoreKind};

use crate::json::Json;
use crate::reader::Reader;
use crate::value::{or_provider, reason};

/// `aws_sqs_queue_redrive_policy`.
pub(super) fn read_policy<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let Some(id) = queue(reader, view) else { return };
    policy(reader, view, id);
    reader.contribute(view, id, &["kind.dead_letters"]);
}

/// `aws_sqs_queue_redrive_allow_policy`.
pub(super) fn read_allow_policy<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let Some(id) = queue(reader, view) else { return };
    allow_policy(reader, view, id);
    reader.contribute(view, id, &["kind.dead_letter_sources"]);
}

/// The attribute `redrive_policy`.
pub(super) fn policy<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>, id: StoreId) {
    let document = Json::of(view, "redrive_policy");
    let to = document.get("deadLetterTargetArn").one();
    // A plan may contain the reference to the queue before the document is known.
    let target = view.targets("redrive_policy").into_iter().find_map(|it| reader.id::<StoreId>(it.id()));
    let queue = match target {
        Some(queue) => Link::To(queue),
        None => reader.link_of_value(&to, "queue"),
    };
    let tries = or_provider(document.get("maxReceiveCount").number());
    change(reader, id, |it| it.dead_letters = Some(DeadLetters { queue, receives_max: tries }));
}

/// The attribute `redrive_allow_policy`. Without one, every queue may use this one. Source: AWS, Amazon SQS API Reference,
/// `SetQueueAttributes`.
pub(super) fn allow_policy<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>, id: StoreId) {
    let document = Json::of(view, "redrive_allow_policy");
    let queues = document.get("sourceQueueArns");
    let from = match document.get("redrivePermission").text() {
        Known::Value(Some(word)) => match word.as_str() {
            "allowAll" => Known::Value(None),
            "denyAll" => Known::Value(Some(Set::default())),
            "byQueue" if queues.is_unknown() => Known::Unknown(reason(&queues.one())),
            "byQueue" => {
                let links = queues.items().iter().map(|it| reader.link_of_value(&it.one(), "queue"));
                Known::Value(Some(links.collect()))
            }
            _ => Known::Unknown(Reason::NotUnderstood),
        },
        Known::Value(None) => Known::Value(None),
        Known::Unknown(reason) => Known::Unknown(reason),
    };
    change(reader, id, |it| it.dead_letter_sources = from);
}

fn queue<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) -> Option<StoreId> {
    let queue = reader.link(view, "queue_url", "queue").and_then(|link| link.id());
    if queue.is_none() {
        let text = "it configures a queue that is not in the estate";
        reader.blind(view, None, Some("queue_url"), Reason::Elsewhere, text);
    }
    queue
}

fn change(reader: &mut Reader<'_, '_>, id: StoreId, change: impl FnOnce(&mut Queue)) {
    if let Some(store) = reader.inventory.stores.stores.get_mut(id)
        && let StoreKind::Queue(queue) = &mut store.kind
    {
        change(queue);
    }
}
