//! What prevents a proof: resources that are not modelled, and relations that are not known. The search goes on without them, so
//! each of them leaves open what it would add.

use polder_inventory::model::{Link, Reason};
use polder_inventory::stores::StoreKind;
use polder_inventory::{EntryId, Inventory};
use polder_verdict::Gap;

use crate::place::resource;

/// What may move or keep data and is not known, in order.
pub(crate) fn of_data(inventory: &Inventory) -> Vec<Gap> {
    let mut gaps = blind_spots(inventory, |entry| {
        matches!(
            entry,
            EntryId::Store(_)
                | EntryId::Replication(_)
                | EntryId::BackupPlan(_)
                | EntryId::BackupSelection(_)
                | EntryId::LogRoute(_)
                | EntryId::Subscription(_)
                | EntryId::Notification(_)
                | EntryId::Consumer(_)
                | EntryId::Trail(_)
        )
    });
    let gap = |text: &str, source| Gap::new(text, [resource(inventory, source)]);
    let stores = &inventory.stores;
    let lost = stores.replications.values().filter(|it| it.from.id().is_none());
    gaps.extend(lost.map(|it| gap("the source of a replication is not known", it.source)));
    let lost = stores.backup_selections.values();
    let lost = lost.filter(|it| {
        it.plan.id().is_none()
            || it.tags.value().is_none()
            || it.stores.iter().any(|store| matches!(store, Link::Unknown(_)))
    });
    gaps.extend(lost.map(|it| gap("the stores of a backup plan are not known", it.source)));
    let routes = inventory.observability.log_routes.values().filter(|it| it.from.id().is_none());
    gaps.extend(routes.map(|it| gap("the source of a log is not known", it.source)));
    let subscriptions = inventory.messaging.subscriptions.values().filter(|it| it.topic.id().is_none());
    gaps.extend(subscriptions.map(|it| gap("the topic of a subscription is not known", it.source)));
    let consumers = inventory.messaging.consumers.values().filter(|it| it.from.id().is_none());
    gaps.extend(consumers.map(|it| gap("the source of a consumer is not known", it.source)));
    let notifications = inventory.messaging.notifications.values().filter(|it| it.store.id().is_none());
    gaps.extend(notifications.map(|it| gap("the store of a notification is not known", it.source)));
    let snapshots = stores.stores.values().filter(|it| match it.kind {
        StoreKind::Snapshot { of, .. } => of.id().is_none(),
        _ => false,
    });
    gaps.extend(snapshots.map(|it| gap("the store of a snapshot is not known", it.source)));
    gaps.sort();
    gaps.dedup();
    gaps
}

/// The same of the keys and hops of an estate.
pub(crate) fn of(inventory: &Inventory, matters: impl Fn(EntryId) -> bool) -> Vec<Gap> {
    let mut gaps = blind_spots(inventory, matters);
    gaps.sort();
    gaps.dedup();
    gaps
}

fn blind_spots(inventory: &Inventory, matters: impl Fn(EntryId) -> bool) -> Vec<Gap> {
    // Whether a resource costs something says nothing about data.
    let spots = inventory.coverage.blind_spots.values().filter(|it| it.attribute.as_deref() != Some("price"));
    let open = spots.filter(|spot| match spot.entry {
        // A resource type that is not modelled may keep, move or carry data, and a resource that configures something that was not found
        // may configure an entry.
        None => matches!(spot.reason, Reason::KindNotModelled | Reason::Elsewhere),
        Some(Link::Unknown(_)) => true,
        Some(Link::Outside(_)) => false,
        Some(Link::To(entry)) => matters(entry),
    });
    open.map(|spot| {
        let text = spot.text.trim_end_matches('.').to_owned();
        Gap::new(text, [resource(inventory, spot.source)])
    })
    .collect()
}
