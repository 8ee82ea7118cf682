//! Stores and what protects them: replicas with a standby, keys and secrets without a use, backups without an end.

use polder_inventory::EntryKind;
use polder_inventory::model::Known;
use polder_inventory::stores::{ReplicationKind, SecretValue, StoreKind};

use super::classes::in_one_zone;
use super::estate::{Estate, Found, found};
use super::{Loss, Rule};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "replica-with-standby",
        summary: "read replicas with a standby of their own",
        loss: Loss::Guarantee(
            "when the zone of the replica is lost, clients must read from the writer; a replica in another region has no \
             standby yet when it is promoted",
        ),
        find: replica_with_standby,
    },
    Rule {
        name: "unused-key",
        summary: "KMS keys that encrypt nothing in the estate",
        loss: Loss::IfUnused(
            "CloudTrail for uses of the key; what it has encrypted cannot be read without it",
        ),
        find: unused_key,
    },
    Rule {
        name: "unused-secret",
        summary: "secrets that nothing in the estate reads",
        loss: Loss::IfUnused("the date of the last access of the secret"),
        find: unused_secret,
    },
    Rule {
        name: "backups-without-end",
        summary: "backups that are kept without an end",
        loss: Loss::IfUnused("how long the law requires them; the cost grows with each backup"),
        find: backups_without_end,
    },
];

/// References that are no use: a resource's own policy, its name, its price, its alarms.
const NO_USE: [EntryKind; 5] = [
    EntryKind::PolicyAttachment,
    EntryKind::ResourceName,
    EntryKind::Billable,
    EntryKind::Alarm,
    EntryKind::Contribution,
];

fn replica_with_standby(estate: &Estate<'_>) -> Vec<Found> {
    let stores = &estate.inventory.stores;
    let replicas = stores.replications.values().filter(|it| it.kind == ReplicationKind::ReadReplica);
    let standbys = replicas.filter_map(|replication| {
        let to = replication.to.id()?;
        let StoreKind::Database(database) = &stores.stores.get(to)?.kind else { return None };
        if database.multi_zone != Known::Value(true) {
            return None;
        }
        let at = estate.at(to)?;
        let savings = in_one_zone(estate, at);
        (!savings.is_empty()).then(|| found(at, "a replica in one zone".to_owned(), savings.into_iter()))
    });
    standbys.collect()
}

fn unused_key(estate: &Estate<'_>) -> Vec<Found> {
    let unused = estate
        .inventory
        .access
        .keys
        .iter()
        .filter(|(id, _)| estate.referrers(*id).iter().all(|kind| NO_USE.contains(kind)));
    unused.filter_map(|(id, _)| estate.removed(estate.at(id)?, "no key")).collect()
}

fn unused_secret(estate: &Estate<'_>) -> Vec<Found> {
    let secrets = estate.inventory.stores.stores.iter().filter(|(id, store)| {
        let StoreKind::Secret(secret) = &store.kind else { return false };
        // Terraform itself composes others of what it writes; a replica is read when its region takes over.
        let by_hand = matches!(secret.value, SecretValue::Manual | SecretValue::InState);
        by_hand && estate.referrers(*id).iter().all(|kind| NO_USE.contains(kind))
    });
    secrets.filter_map(|(id, _)| estate.removed(estate.at(id)?, "no secret")).collect()
}

/// What is kept for ever, in vaults of plans that copy to nowhere else.
fn backups_without_end(estate: &Estate<'_>) -> Vec<Found> {
    let plans = estate.inventory.stores.backup_plans.iter().filter_map(|(id, plan)| {
        let endless = plan.rules.iter().filter(|rule| rule.retention == Known::Value(None)).count();
        (endless > 0).then_some((estate.at(id)?, endless))
    });
    let what = |rules: usize| match rules {
        1 => "a retention for its rule".to_owned(),
        rules => format!("a retention for {rules} rules"),
    };
    plans.map(|(at, rules)| found(at, what(rules), std::iter::empty())).collect()
}
