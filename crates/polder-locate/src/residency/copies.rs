//! Erasure: what is deleted at its source is deleted in each copy.

use polder_inventory::EntryId;
use polder_inventory::model::Known;
use polder_inventory::stores::{Bucket, LifecycleEffect, StoreKind};
use polder_verdict::{Fact, Gap, Property};

use crate::found::Found;
use crate::holdings::Holdings;
use crate::inspector;
use crate::movement::{End, Kind};
use crate::paths::Reached;
use crate::place::{name, resource, resource_of};
use crate::terms::Residency;

pub(super) fn erasure(holdings: &Holdings<'_>, residency: &Residency, gaps: &[Gap]) -> Property {
    let mut found = Found::default();
    found.gaps(gaps);
    holdings.judge(&mut found, |personal, found| {
        replicas(holdings, personal, found);
        versions(holdings, personal, found);
        locks(holdings, personal, residency, found);
    });
    found.property(
        "residency.erasure",
        "what is deleted from a store of personal data is deleted from its replicas, and from old versions and locked copies after \
         a limited time",
        "replicas, stores of versions and locks let data be erased",
    )
}

/// Replication of deletions.
fn replicas(holdings: &Holdings<'_>, personal: &Reached, found: &mut Found) {
    let inventory = holdings.inventory;
    for (_, movement) in holdings.graph.iter().filter(|(_, movement)| movement.kind == Kind::Replication) {
        let EntryId::Replication(id) = movement.by else { continue };
        if !personal.contains_key(&movement.from) {
            continue;
        }
        found.looked_at += 1;
        match inventory.stores.replications[id].deletions {
            Known::Value(true) => {}
            Known::Value(false) => {
                let to =
                    if let End::Entry(to) = movement.to { name(inventory, to) } else { "a copy".to_owned() };
                let summary = format!("data that {} deletes stay in {to}", name(inventory, movement.from));
                let facts = vec![Fact::new("replicates_deletions", "no")];
                found.path(inventory, movement.from, &[movement], facts, summary);
            }
            Known::Unknown(reason) => {
                let text = format!("whether a replication deletes is not known: {reason}");
                found.gap(text, resource_of(inventory, movement.by));
            }
        }
    }
}

/// Whether a bucket keeps old versions of its objects without an end.
fn keeps_versions(bucket: &Bucket) -> Known<bool> {
    match (&bucket.versioned, &bucket.lifecycle) {
        (Known::Value(false), _) => Known::Value(false),
        (Known::Unknown(reason), _) | (_, Known::Unknown(reason)) => Known::Unknown(*reason),
        (Known::Value(true), Known::Value(rules)) => Known::Value(!rules.iter().any(|rule| {
            rule.effect == LifecycleEffect::ExpireNoncurrent
                && rule.enabled == Known::Value(true)
                && rule.filter == Known::Value(None)
        })),
    }
}

fn versions(holdings: &Holdings<'_>, personal: &Reached, found: &mut Found) {
    let inventory = holdings.inventory;
    for entry in personal.keys() {
        let EntryId::Store(id) = *entry else { continue };
        let store = &inventory.stores.stores[id];
        let StoreKind::Bucket(bucket) = &store.kind else { continue };
        found.looked_at += 1;
        let at = resource(inventory, store.source);
        match keeps_versions(bucket) {
            Known::Value(false) => {}
            Known::Value(true) => {
                let summary = format!("deleted objects stay as old versions: {}", name(inventory, *entry));
                found.flaw(
                    inspector::keeps_deleted_objects(bucket),
                    summary.clone(),
                    vec![],
                    vec![(summary, at)],
                );
            }
            Known::Unknown(reason) => {
                found.gap(format!("how long old versions are kept is not known: {reason}"), [at]);
            }
        }
    }
}

/// Locks of buckets and vaults that nobody can remove.
fn locks(holdings: &Holdings<'_>, personal: &Reached, residency: &Residency, found: &mut Found) {
    let inventory = holdings.inventory;
    for entry in personal.keys() {
        let EntryId::Store(id) = *entry else { continue };
        let store = &inventory.stores.stores[id];
        let locked = match &store.kind {
            StoreKind::Bucket(bucket) => bucket.lock.as_ref().map(|lock| lock.retention),
            StoreKind::Vault(vault) => vault.lock.as_ref().map(|lock| lock.retention_min),
            _ => None,
        };
        let Some(locked) = locked else { continue };
        found.looked_at += 1;
        let at = resource(inventory, store.source);
        match locked {
            Known::Value(Some(time)) if time > residency.backups_max => {
                let max = residency.backups_max;
                let summary =
                    format!("a lock keeps data for {time}, longer than {max}: {}", name(inventory, *entry));
                found.flaw(time > max, summary.clone(), vec![], vec![(summary, at)]);
            }
            Known::Value(_) => {}
            Known::Unknown(reason) => {
                found.gap(format!("how long a lock keeps data is not known: {reason}"), [at]);
            }
        }
    }
}
