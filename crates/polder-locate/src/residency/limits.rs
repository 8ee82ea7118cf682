//! Retention: every log, backup and copy ends.

use std::collections::BTreeSet;

use polder_inventory::model::Known;
use polder_inventory::stores::{Bucket, LifecycleEffect, StoreId, StoreKind};
use polder_inventory::{EntryId, Inventory};
use polder_units::Duration;
use polder_verdict::{Fact, Gap, Property};

use super::rest::logged;
use crate::found::Found;
use crate::holdings::Holdings;
use crate::movement::Kind;
use crate::place::{name, resource};
use crate::terms::Residency;

/// How long something is kept.
enum Kept {
    For(Duration),
    Forever,
}

pub(super) fn retention(holdings: &Holdings<'_>, residency: &Residency, gaps: &[Gap]) -> Property {
    let mut found = Found::default();
    found.gaps(gaps);
    stores(holdings, residency, &mut found);
    plans(holdings, residency, &mut found);
    logs(holdings, residency, &mut found);
    found.property(
        "residency.retention",
        "backups, logs and other copies with personal data are deleted after the stated time at the latest",
        "times of retention of backups, copies and logs are within what is stated",
    )
}

/// Compares a time with its limit, and says what is wrong with it.
fn judge(
    inventory: &Inventory,
    found: &mut Found,
    at: EntryId,
    what: &str,
    kept: &Known<Kept>,
    max: Duration,
) {
    found.looked_at += 1;
    let (text, confirmed) = match kept {
        Known::Value(Kept::For(time)) if *time <= max => return,
        Known::Value(Kept::For(time)) => (format!("for {time}, longer than {max}"), *time > max),
        Known::Value(Kept::Forever) => ("without an end".to_owned(), true),
        Known::Unknown(reason) => {
            let at = crate::place::resource_of(inventory, at);
            return found.gap(format!("how long {what} is kept is not known: {reason}"), at);
        }
    };
    let Some(resource) = crate::place::resource_of(inventory, at) else { return };
    let summary = format!("{what} is kept {text}: {}", name(inventory, at));
    found.flaw(
        confirmed,
        summary.clone(),
        vec![Fact::new("limit", max.to_string())],
        vec![(summary, resource)],
    );
}

fn time(of: &Known<Option<Duration>>) -> Known<Kept> {
    of.map(|time| time.map_or(Kept::Forever, Kept::For))
}

/// What stores of personal data keep by themselves.
fn stores(holdings: &Holdings<'_>, residency: &Residency, found: &mut Found) {
    let inventory = holdings.inventory;
    for entry in holdings.personal.keys() {
        let EntryId::Store(id) = *entry else { continue };
        let store = &inventory.stores.stores[id];
        if let Some(backups) = &store.automated_backups {
            let kept = backups.retention.map(Kept::For);
            judge(inventory, found, *entry, "an automated backup", &kept, residency.backups_max);
        }
        match &store.kind {
            StoreKind::Database(database) => {
                if let Some(insights) = &database.insights {
                    let kept = insights.retention.map(Kept::For);
                    judge(inventory, found, *entry, "a query text", &kept, residency.logs_max);
                }
            }
            StoreKind::Snapshot { .. } => {
                let kept = Known::Value(Kept::Forever);
                judge(inventory, found, *entry, "a snapshot", &kept, residency.backups_max);
            }
            _ => {}
        }
    }
}

/// What backup plans keep of them.
fn plans(holdings: &Holdings<'_>, residency: &Residency, found: &mut Found) {
    let inventory = holdings.inventory;
    let mut used = BTreeSet::new();
    for (_, movement) in holdings.graph.iter().filter(|(_, movement)| movement.kind == Kind::Backup) {
        let EntryId::BackupSelection(selection) = movement.by else { continue };
        if holdings.is_personal(movement.from) {
            used.extend(inventory.stores.backup_selections[selection].plan.id());
        }
    }
    for id in used {
        for rule in &inventory.stores.backup_plans[id].rules {
            let max = residency.backups_max;
            judge(inventory, found, id.into(), "a backup", &time(&rule.retention), max);
            for copy in &rule.copies {
                judge(inventory, found, id.into(), "a copy of a backup", &time(&copy.retention), max);
            }
        }
    }
}

/// Everything that logs are in.
fn logs(holdings: &Holdings<'_>, residency: &Residency, found: &mut Found) {
    let inventory = holdings.inventory;
    let starts = logged(holdings).into_iter().chain(holdings.personal.keys().copied().filter(|entry| {
        let EntryId::Store(id) = *entry else { return false };
        matches!(inventory.stores.stores[id].kind, StoreKind::LogStore(_))
    }));
    let reached = holdings.graph.reach(starts, |_| true);
    for entry in reached.keys() {
        let EntryId::Store(id) = *entry else { continue };
        let kept = match &inventory.stores.stores[id].kind {
            StoreKind::LogStore(log) => time(&log.retention),
            StoreKind::Bucket(bucket) => objects(bucket),
            _ => continue,
        };
        judge(inventory, found, *entry, "a log", &kept, residency.logs_max);
        versions(inventory, id, found);
    }
}

/// How long the objects of a bucket are kept by its lifecycle.
fn objects(bucket: &Bucket) -> Known<Kept> {
    let rules = match &bucket.lifecycle {
        Known::Value(rules) => rules,
        Known::Unknown(reason) => return Known::Unknown(*reason),
    };
    let mut shortest = Kept::Forever;
    for rule in rules.iter().filter(|rule| rule.effect == LifecycleEffect::Expire) {
        if rule.enabled != Known::Value(true) || rule.filter != Known::Value(None) {
            continue;
        }
        match rule.after {
            Known::Unknown(reason) => return Known::Unknown(reason),
            Known::Value(after) => match shortest {
                Kept::For(time) if time <= after => {}
                _ => shortest = Kept::For(after),
            },
        }
    }
    Known::Value(shortest)
}

/// Versions of the objects of a bucket of logs.
fn versions(inventory: &Inventory, id: StoreId, found: &mut Found) {
    let store = &inventory.stores.stores[id];
    let StoreKind::Bucket(bucket) = &store.kind else { return };
    if super::copies::keeps_versions(bucket) == Known::Value(true) {
        let summary = format!("old versions of logs are kept without an end: {}", name(inventory, id.into()));
        let at = vec![(summary.clone(), resource(inventory, store.source))];
        found.flaw(crate::inspector::keeps_deleted_objects(bucket), summary, vec![], at);
    }
}
