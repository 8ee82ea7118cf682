//! The follower: data at one entry, moved by one entry of the inventory after the other, each read literally.
//!
//! It replays what the search along movements has found, and does not know movements: it gets the entry at which
//! data are and the entries that are said to move them, and says where they are in the end.

use polder_inventory::messaging::SubscriptionTarget;
use polder_inventory::model::{Known, Link};
use polder_inventory::networks::{RequestParts, Selection};
use polder_inventory::stores::{DataClass, StoreId, StoreKind};
use polder_inventory::{EntryId, Inventory};

use crate::terms::{Residency, Terms};

/// Where data are after a step, or the reason why the entry does not move them.
pub(crate) type Followed = Result<EntryId, &'static str>;

/// Follows data along a path. `wanted` are the entries that each step is said to lead to.
pub(crate) fn follow(inventory: &Inventory, from: EntryId, steps: &[(EntryId, EntryId)]) -> Followed {
    let mut here = from;
    for (by, wanted) in steps {
        let reached = moves(inventory, here, *by);
        if !reached.contains(wanted) {
            return Err("an entry of the path does not move the data there");
        }
        here = *wanted;
    }
    Ok(here)
}

/// Whether a store says of itself that it holds personal data.
pub(crate) fn is_personal(inventory: &Inventory, entry: EntryId) -> bool {
    let EntryId::Store(id) = entry else { return false };
    match &inventory.stores.stores[id].data_classes {
        Known::Value(classes) => classes.contains(&DataClass::Personal),
        Known::Unknown(_) => false,
    }
}

/// The region in which an entry is; none if it is in no region or not in a known one.
pub(crate) fn region(inventory: &Inventory, entry: EntryId) -> Option<String> {
    let source = inventory.source_of(entry)?;
    match &inventory.locations.get(source.location)?.region {
        Known::Value(Some(region)) => Some(region.to_string()),
        _ => None,
    }
}

/// Everywhere that one entry moves data of another.
fn moves(inventory: &Inventory, here: EntryId, by: EntryId) -> Vec<EntryId> {
    match by {
        EntryId::Replication(id) => {
            let it = &inventory.stores.replications[id];
            if is(it.from, here) { ends([it.to]) } else { vec![] }
        }
        EntryId::BackupSelection(id) => {
            let it = &inventory.stores.backup_selections[id];
            let Link::To(plan) = it.plan else { return vec![] };
            let selected = it.stores.iter().any(|store| is(*store, here));
            let rules = &inventory.stores.backup_plans[plan].rules;
            let vaults = rules.iter().map(|rule| rule.vault);
            // A vault that is no entry cannot be a step, but what is copied from it.
            let passed = rules.iter().filter(|rule| !matches!(rule.vault, Link::To(_)));
            let copies = passed.flat_map(|rule| rule.copies.iter().map(|copy| copy.vault));
            if selected { ends(vaults.chain(copies)) } else { vec![] }
        }
        EntryId::BackupPlan(id) => {
            let rules = inventory.stores.backup_plans[id].rules.iter();
            ends(rules.filter(|rule| is(rule.vault, here)).flat_map(|rule| &rule.copies).map(|it| it.vault))
        }
        EntryId::Store(id) => of_store(inventory, here, id),
        EntryId::Subscription(id) => {
            let it = &inventory.messaging.subscriptions[id];
            let mut to = ends(it.dead_letters);
            if let SubscriptionTarget::Entry(entry) = it.to {
                to.extend(ends([entry]));
            }
            if is(it.topic, here) { to } else { vec![] }
        }
        EntryId::Consumer(id) => {
            let it = &inventory.messaging.consumers[id];
            if is(it.from, here) { ends([it.function]) } else { vec![] }
        }
        EntryId::Notification(id) => {
            let it = &inventory.messaging.notifications[id];
            if is(it.store, here) { ends([it.to]) } else { vec![] }
        }
        EntryId::LogRoute(id) => {
            let it = &inventory.observability.log_routes[id];
            if it.from == Link::To(here) { ends([it.to]) } else { vec![] }
        }
        EntryId::Trail(id) if here == by => ends([inventory.observability.trails[id].store]),
        _ => vec![],
    }
}

fn of_store(inventory: &Inventory, here: EntryId, by: StoreId) -> Vec<EntryId> {
    match &inventory.stores.stores[by].kind {
        StoreKind::Queue(queue) if here == by.into() => ends(queue.dead_letters.iter().map(|it| it.queue)),
        StoreKind::Snapshot { of, .. } if is(*of, here) => vec![by.into()],
        _ => vec![],
    }
}

fn is<I: Into<EntryId> + Copy>(link: Link<I>, entry: EntryId) -> bool {
    matches!(link, Link::To(id) if id.into() == entry)
}

fn ends<I: Into<EntryId> + Copy>(links: impl IntoIterator<Item = Link<I>>) -> Vec<EntryId> {
    let known = links.into_iter().filter_map(|link| if let Link::To(id) = link { Some(id) } else { None });
    known.map(Into::into).collect()
}

/// Whether a region is in a jurisdiction that is not allowed.
pub(crate) fn is_outside(terms: &Terms, residency: &Residency, region: &str) -> bool {
    let found = terms.jurisdictions.iter().find(|(known, _)| known.as_str() == region);
    found.is_some_and(|(_, jurisdiction)| !residency.allowed.iter().any(|allowed| allowed == jurisdiction))
}

/// Whether one request with a session cookie and one with credentials in a header lose neither on the way to an origin.
pub(crate) fn identifies(parts: &RequestParts) -> bool {
    passes(&parts.cookies, "session")
        || passes(&parts.headers, "authorization")
        || passes(&parts.headers, "cookie")
}

/// Whether a selection lets a name through. Of one cookie, any name does, since every one can be a session.
fn passes(selection: &Selection, name: &str) -> bool {
    match selection {
        Selection::None | Selection::Unknown(_) => false,
        Selection::All | Selection::AllAnd(_) => true,
        Selection::Only(Known::Value(names)) => {
            names.iter().any(|known| name == "session" || known.to_lowercase() == name)
        }
        Selection::AllBut(Known::Value(names)) => !names.iter().any(|known| known.to_lowercase() == name),
        Selection::Only(Known::Unknown(_)) | Selection::AllBut(Known::Unknown(_)) => false,
    }
}
