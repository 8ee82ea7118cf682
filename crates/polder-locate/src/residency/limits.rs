//! Retention: every log, backup and copy ends.

use std::collections::BTreeSet;

use polder_inventory::model::Known;
use polder_inventory::stores::{Bucket, LifecycleEffect, StoreKind};
use polder_inventory::{EntryId, Inventory};
use polder_units::Duration;
use polder_verdict::{Fact, Gap, Property};

use super::rest::logged;
use crate::found::Found;
use crate::holdings::Holdings;
use crate::movement::Kind;
use crate::paths::Reached;
use crate::place::{name, resource_of};
use crate::terms::Residency;

/// How long something is kept.
enum Kept {
    For(Duration),
    Forever,
}

pub(super) fn retention(holdings: &Holdings<'_>, residency: &Residency, gaps: &[Gap]) -> Property {
    let mut found = Found::default();
    found.gaps(gaps);
    let logged = holdings.graph.reach(logged(holdings), |_| true);
    logs(holdings, residency, &logged, &mut found);
    holdings.judge(&mut found, |personal, found| {
        stores(holdings, residency, personal, found);
        plans(holdings, residency, personal, found);
        let starts = personal.keys().copied().filter(|entry| is_log_store(holdings, *entry));
        let mut others = holdings.graph.reach(starts, |_| true);
        others.retain(|entry, _| !logged.contains_key(entry));
        logs(holdings, residency, &others, found);
    });
    found.property(
        "residency.retention",
        "backups, logs and other copies with personal data are deleted after the stated time at the latest; in buckets with versions, logs \
         expire after it, and their old versions are deleted after the time that is stated for these",
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
            let at = resource_of(inventory, at);
            return found.gap(format!("how long {what} is kept is not known: {reason}"), at);
        }
    };
    let summary = format!("{what} is kept {text}: {}", name(inventory, at));
    let Some(resource) = resource_of(inventory, at) else { return found.gap(summary, []) };
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
fn stores(holdings: &Holdings<'_>, residency: &Residency, personal: &Reached, found: &mut Found) {
    let inventory = holdings.inventory;
    for entry in personal.keys() {
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
fn plans(holdings: &Holdings<'_>, residency: &Residency, personal: &Reached, found: &mut Found) {
    let inventory = holdings.inventory;
    let mut used = BTreeSet::new();
    for (_, movement) in holdings.graph.iter().filter(|(_, movement)| movement.kind == Kind::Backup) {
        let EntryId::BackupSelection(selection) = movement.by else { continue };
        if personal.contains_key(&movement.from) {
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

fn is_log_store(holdings: &Holdings<'_>, entry: EntryId) -> bool {
    let EntryId::Store(id) = entry else { return false };
    matches!(holdings.inventory.stores.stores[id].kind, StoreKind::LogStore(_))
}

/// Everything that logs are in.
fn logs(holdings: &Holdings<'_>, residency: &Residency, reached: &Reached, found: &mut Found) {
    let inventory = holdings.inventory;
    for entry in reached.keys() {
        let EntryId::Store(id) = *entry else { continue };
        match &inventory.stores.stores[id].kind {
            StoreKind::LogStore(log) => {
                judge(inventory, found, *entry, "a log", &time(&log.retention), residency.logs_max);
            }
            StoreKind::Bucket(bucket) => {
                let expires = shortest(bucket, &LifecycleEffect::Expire);
                judge(inventory, found, *entry, "a log", &expires, residency.logs_max);
                let old = versions(bucket);
                judge(inventory, found, *entry, "an old version of a log", &old, residency.old_versions_max);
            }
            _ => {}
        }
    }
}

/// How long a bucket keeps what it no longer shows: an object that expires in a bucket with versions becomes an old version.
fn versions(bucket: &Bucket) -> Known<Kept> {
    match bucket.versioned {
        Known::Value(true) => shortest(bucket, &LifecycleEffect::ExpireNoncurrent),
        Known::Value(false) => Known::Value(Kept::For(Duration::seconds(0))),
        Known::Unknown(reason) => Known::Unknown(reason),
    }
}

/// After how long the lifecycle of a bucket has an effect on all objects.
fn shortest(bucket: &Bucket, effect: &LifecycleEffect) -> Known<Kept> {
    let rules = match &bucket.lifecycle {
        Known::Value(rules) => rules,
        Known::Unknown(reason) => return Known::Unknown(*reason),
    };
    let mut shortest = Kept::Forever;
    for rule in rules.iter().filter(|rule| rule.effect == *effect) {
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
