//! `aws_s3_bucket_notification`.

use polder_cloud::View;
use polder_inventory::messaging::Notification;
use polder_inventory::model::{Known, Link, Reason, Text};
use polder_inventory::stores::{StoreId, StoreKind};

use crate::reader::Reader;
use crate::value::{texts, truth_or};

/// The possible targets: the block, the attribute that names the target, and what the target is.
const TOLD: [(&str, &str, &str); 3] = [
    ("lambda_function", "lambda_function_arn", "function"),
    ("queue", "queue_arn", "queue"),
    ("topic", "topic_arn", "topic"),
];

/// The event notifications of a bucket.
pub(crate) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let bucket: Option<Link<StoreId>> =
        reader.link_by_name(view, "bucket", "bucket", &[("aws_s3_bucket", "bucket")]);
    let store = bucket.unwrap_or(Link::Unknown(Reason::NotGiven));
    for (name, attribute, kind) in TOLD {
        for (at, block) in view.blocks(name).into_iter().enumerate() {
            let to = reader.entry_link(block, attribute, kind, &[]);
            let notification = Notification {
                source: reader.part(view, Text::from(format!("{name}[{at}]"))),
                store,
                events: texts(block, "events"),
                to: to.unwrap_or(Link::Unknown(Reason::NotGiven)),
            };
            reader.inventory.messaging.notifications.push(notification);
        }
    }
    let Link::To(id) = store else { return };
    let publishes: Known<bool> = truth_or(view, "eventbridge", false);
    if let Some(StoreKind::Bucket(bucket)) =
        reader.inventory.stores.stores.get_mut(id).map(|store| &mut store.kind)
    {
        bucket.publishes_events = publishes;
        reader.contribute(view, id, &["kind.publishes_events"]);
    }
}
