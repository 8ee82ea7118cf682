//! Movements: every way in which data get from one entry of the estate to another, or out of it.

use polder_inventory::messaging::SubscriptionTarget;
use polder_inventory::model::{Link, Reason};
use polder_inventory::outside::ExternalId;
use polder_inventory::stores::{ReplicationKind, StoreId, StoreKind};
use polder_inventory::{EntryId, Inventory};

/// Data go from one entry to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Movement {
    /// The entry that they come from.
    pub(crate) from: EntryId,
    /// Where they go.
    pub(crate) to: End,
    /// The entry that says so.
    pub(crate) by: EntryId,
    /// How.
    pub(crate) kind: Kind,
}

/// The end of a movement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// An entry.
    Entry(EntryId),
    /// Something outside of the estate.
    Outside(ExternalId),
    /// Not known.
    Unknown(Reason),
}

/// How data move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// By replication.
    Replication,
    /// By a backup plan, into a vault.
    Backup,
    /// From vault to vault.
    Copy,
    /// As a snapshot.
    Snapshot,
    /// To a dead-letter queue.
    DeadLetters,
    /// As messages or events.
    Messages,
    /// As logs about the entry.
    Logs,
}

impl Kind {
    /// What happens, for a sentence.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Kind::Replication => "replicated to",
            Kind::Backup => "backed up to",
            Kind::Copy => "copied to",
            Kind::Snapshot => "kept as snapshot",
            Kind::DeadLetters => "moved, if they cannot be processed, to",
            Kind::Messages => "delivered to",
            Kind::Logs => "logged to",
        }
    }
}

impl<I: Into<EntryId> + Copy> From<Link<I>> for End {
    fn from(link: Link<I>) -> End {
        match link {
            Link::To(id) => End::Entry(id.into()),
            Link::Outside(external) => End::Outside(external),
            Link::Unknown(reason) => End::Unknown(reason),
        }
    }
}

/// All movements of an estate whose start is known, in the order of the inventory.
pub(crate) fn all(inventory: &Inventory) -> Vec<Movement> {
    let mut all = vec![];
    replications(inventory, &mut all);
    backups(inventory, &mut all);
    stores(inventory, &mut all);
    messages(inventory, &mut all);
    logs(inventory, &mut all);
    all
}

fn replications(inventory: &Inventory, all: &mut Vec<Movement>) {
    for (id, it) in inventory.stores.replications.iter() {
        // Images have no data of people.
        let Link::To(from) = it.from else { continue };
        if it.kind != ReplicationKind::Images {
            let from = from.into();
            all.push(Movement { from, to: it.to.into(), by: id.into(), kind: Kind::Replication });
        }
    }
}

fn backups(inventory: &Inventory, all: &mut Vec<Movement>) {
    for (id, selection) in inventory.stores.backup_selections.iter() {
        let Some(plan) = selection.plan.id() else { continue };
        for store in selection.stores.iter().filter_map(Link::id) {
            for rule in &inventory.stores.backup_plans[plan].rules {
                let (from, to) = (store.into(), rule.vault.into());
                all.push(Movement { from, to, by: id.into(), kind: Kind::Backup });
                // Data go on from a vault that is no entry: the copies are shown as copies of the store.
                let copies = rule.copies.iter().filter(|_| rule.vault.id().is_none());
                all.extend(copies.map(|copy| Movement {
                    from: store.into(),
                    to: copy.vault.into(),
                    by: id.into(),
                    kind: Kind::Copy,
                }));
            }
        }
    }
    for (id, plan) in inventory.stores.backup_plans.iter() {
        for rule in &plan.rules {
            let Some(vault) = rule.vault.id() else { continue };
            all.extend(rule.copies.iter().map(|copy| Movement {
                from: vault.into(),
                to: copy.vault.into(),
                by: id.into(),
                kind: Kind::Copy,
            }));
        }
    }
}

/// What stores say of themselves.
fn stores(inventory: &Inventory, all: &mut Vec<Movement>) {
    for (id, store) in inventory.stores.stores.iter() {
        match &store.kind {
            StoreKind::Queue(queue) => {
                let dead = queue.dead_letters.iter();
                all.extend(dead.map(|dead| {
                    let to = dead.queue.into();
                    Movement { from: id.into(), to, by: id.into(), kind: Kind::DeadLetters }
                }));
            }
            StoreKind::Snapshot { of: Link::To(of), .. } => {
                let (from, to) = ((*of).into(), End::Entry(id.into()));
                all.push(Movement { from, to, by: id.into(), kind: Kind::Snapshot });
            }
            _ => {}
        }
    }
}

fn messages(inventory: &Inventory, all: &mut Vec<Movement>) {
    let mut add = |from: Link<StoreId>, to: End, by: EntryId, kind| {
        if let Link::To(from) = from {
            all.push(Movement { from: from.into(), to, by, kind });
        }
    };
    for (id, it) in inventory.messaging.subscriptions.iter() {
        if let SubscriptionTarget::Entry(to) = &it.to {
            add(it.topic, (*to).into(), id.into(), Kind::Messages);
        }
        if let Some(dead) = it.dead_letters {
            add(it.topic, dead.into(), id.into(), Kind::DeadLetters);
        }
    }
    for (id, it) in inventory.messaging.consumers.iter() {
        add(it.from, it.function.into(), id.into(), Kind::Messages);
    }
    for (id, it) in inventory.messaging.notifications.iter() {
        add(it.store, it.to.into(), id.into(), Kind::Messages);
    }
}

fn logs(inventory: &Inventory, all: &mut Vec<Movement>) {
    for (id, it) in inventory.observability.log_routes.iter() {
        let Link::To(from) = it.from else { continue };
        all.push(Movement { from, to: it.to.into(), by: id.into(), kind: Kind::Logs });
    }
    for (id, it) in inventory.observability.trails.iter() {
        all.push(Movement { from: id.into(), to: it.store.into(), by: id.into(), kind: Kind::Logs });
    }
}
