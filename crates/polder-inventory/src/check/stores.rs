//! Links to stores of a certain kind.

use super::{Report, ViolationKind};
use crate::compute::FunctionPackage;
use crate::entries::EntryId;
use crate::model::Link;
use crate::networks::OriginTarget;
use crate::stores::{Store, StoreId, StoreKind};

/// The kinds of store that a link accepts.
type Expected = fn(&StoreKind) -> bool;

pub(super) fn check(report: &mut Report<'_>) {
    messages(report);
    copies(report);
    others(report);
}

fn expect(
    report: &mut Report<'_>,
    by: impl Into<EntryId>,
    path: &str,
    store: Link<StoreId>,
    expected: Expected,
) {
    let Some(id) = store.id() else { return };
    let kind = report.inventory.stores.stores.get(id).map(|store: &Store| &store.kind);
    if kind.is_some_and(|kind| !expected(kind)) {
        report.add(ViolationKind::WrongStoreKind, by, path, Some(id.into()));
    }
}

fn is_queue(kind: &StoreKind) -> bool {
    matches!(kind, StoreKind::Queue(_))
}

fn is_topic(kind: &StoreKind) -> bool {
    matches!(kind, StoreKind::Topic(_))
}

fn is_queue_or_topic(kind: &StoreKind) -> bool {
    is_queue(kind) || is_topic(kind)
}

fn is_vault(kind: &StoreKind) -> bool {
    matches!(kind, StoreKind::Vault(_))
}

fn is_bucket(kind: &StoreKind) -> bool {
    matches!(kind, StoreKind::Bucket(_))
}

fn has_nodes(kind: &StoreKind) -> bool {
    matches!(kind, StoreKind::Database(_) | StoreKind::Cache(_))
}

fn is_log_store(kind: &StoreKind) -> bool {
    matches!(kind, StoreKind::LogStore(_))
}

fn messages(report: &mut Report<'_>) {
    let inventory = report.inventory;
    for (id, store) in inventory.stores.stores.iter() {
        if let StoreKind::Queue(queue) = &store.kind
            && let Some(dead) = &queue.dead_letters
        {
            expect(report, id, "kind.dead_letters.queue", dead.queue, is_queue);
        }
    }
    for (id, subscription) in inventory.messaging.subscriptions.iter() {
        expect(report, id, "topic", subscription.topic, is_topic);
        if let Some(dead) = &subscription.dead_letters {
            expect(report, id, "dead_letters", *dead, is_queue);
        }
    }
    for (id, target) in inventory.messaging.event_targets.iter() {
        if let Some(dead) = &target.dead_letters {
            expect(report, id, "dead_letters", *dead, is_queue);
        }
    }
    for (id, function) in inventory.compute.functions.iter() {
        if let Some(dead) = &function.dead_letters {
            expect(report, id, "dead_letters", *dead, is_queue_or_topic);
        }
        if let FunctionPackage::Object { bucket, .. } = &function.package {
            expect(report, id, "package.bucket", *bucket, is_bucket);
        }
    }
    for (id, action) in inventory.compute.scheduled_actions.iter() {
        if let Some(dead) = &action.dead_letters {
            expect(report, id, "dead_letters", *dead, is_queue);
        }
    }
}

fn copies(report: &mut Report<'_>) {
    let stores = &report.inventory.stores;
    for (id, node) in stores.store_nodes.iter() {
        expect(report, id, "store", node.store, has_nodes);
    }
    for (id, replication) in stores.replications.iter() {
        let ends = (replication.from.id(), replication.to.id());
        let (Some(from), Some(to)) = ends else { continue };
        if from == to {
            report.add(ViolationKind::Cycle, id, "to", Some(to.into()));
            continue;
        }
        let kind = |store| stores.stores.get(store).map(|store| std::mem::discriminant(&store.kind));
        if let (Some(mine), Some(theirs)) = (kind(from), kind(to))
            && mine != theirs
        {
            report.add(ViolationKind::WrongStoreKind, id, "to", Some(to.into()));
        }
    }
    for (id, plan) in stores.backup_plans.iter() {
        for (at, rule) in plan.rules.iter().enumerate() {
            expect(report, id, &format!("rules[{at}].vault"), rule.vault, is_vault);
            for (copy_at, copy) in rule.copies.iter().enumerate() {
                expect(report, id, &format!("rules[{at}].copies[{copy_at}].vault"), copy.vault, is_vault);
            }
        }
    }
}

fn others(report: &mut Report<'_>) {
    let inventory = report.inventory;
    for (id, distribution) in inventory.networks.distributions.iter() {
        for (at, origin) in distribution.origins.iter().enumerate() {
            if let OriginTarget::Bucket(bucket) = &origin.target {
                expect(report, id, &format!("origins[{at}].target"), *bucket, is_bucket);
            }
        }
    }
    for (id, metric) in inventory.observability.metric_filters.iter() {
        expect(report, id, "store", metric.store, is_log_store);
    }
    for (id, trail) in inventory.observability.trails.iter() {
        if let Some(topic) = &trail.notifies {
            expect(report, id, "notifies", *topic, is_topic);
        }
    }
}
