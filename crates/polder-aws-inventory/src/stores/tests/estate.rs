//! What holds for the stores of the owner's estate, known from its design.

use std::collections::BTreeSet;

use polder_inventory::model::{Known, Link};
use polder_inventory::stores::{
    DataClass, Encryption, OnDeletion, ReplicationKind, SecretValue, StoreId, StoreKind,
};
use polder_inventory::{EntryKind, Inventory, unknown_values};

use crate::estate::owners;
use crate::test_graphs::{address, region};

fn stack(inventory: &Inventory, id: StoreId) -> &str {
    &inventory.source_of(id).expect("a source").stack
}

/// Source and destination of all replications of a kind.
fn pairs(kind: ReplicationKind) -> BTreeSet<(StoreId, StoreId)> {
    let copies = owners().stores.replications.values().filter(|it| it.kind == kind);
    copies.map(|it| (it.from.id().expect("from"), it.to.id().expect("to"))).collect()
}

#[test]
fn objects_of_production_are_copied_both_ways_between_the_two_sites_of_a_cell() {
    let inventory = owners();
    // The state and the archive of audit logs are replicated within management.
    let mut pairs = pairs(ReplicationKind::Objects);
    pairs.retain(|(from, _)| !stack(inventory, *from).starts_with("management/"));
    // Media, private files and static files, of two cells of production and one of staging, in both directions.
    assert_eq!(pairs.len(), 3 * 3 * 2);
    for (from, to) in &pairs {
        assert!(pairs.contains(&(*to, *from)), "{} is not copied back", address(inventory, *to));
        assert_ne!(region(inventory, *from), region(inventory, *to));
        let cell = |id| stack(inventory, id).rsplit('/').nth(1);
        assert_eq!(cell(*from), cell(*to));
    }
}

#[test]
fn every_copy_of_a_store_is_of_the_same_classes_of_data() {
    let stores = &owners().stores.stores;
    for copy in owners().stores.replications.values() {
        let (Some(from), Some(to)) = (copy.from.id(), copy.to.id()) else { panic!("{copy:?}") };
        assert_eq!(stores[from].data_classes, stores[to].data_classes, "{}", address(owners(), from));
    }
}

#[test]
fn a_database_has_one_writer_and_copies_in_both_sites_of_its_cell() {
    let inventory = owners();
    let pairs = pairs(ReplicationKind::ReadReplica);
    let copies: BTreeSet<StoreId> = pairs.iter().map(|(_, to)| *to).collect();
    let is_database = |kind: &StoreKind| matches!(kind, StoreKind::Database(_));
    let databases = inventory.stores.stores.iter().filter(|(_, it)| is_database(&it.kind));
    let mut writers: Vec<String> = databases
        .filter(|(id, _)| !copies.contains(id))
        .map(|(id, _)| stack(inventory, id).to_owned())
        .collect();
    writers.sort();
    assert_eq!(
        writers,
        [
            "development/eu-west-1/dev/data",
            "production/eu-central-1/de/data",
            "production/eu-west-1/benelux/data",
            "staging/eu-central-1/staging/data",
        ]
    );
}

#[test]
fn databases_and_caches_refuse_connections_in_the_clear_and_are_encrypted() {
    for (id, store) in owners().stores.stores.iter() {
        if matches!(store.kind, StoreKind::Database(_) | StoreKind::Cache(_)) {
            assert_eq!(store.transit.required, Known::Value(true), "{}", address(owners(), id));
            assert!(matches!(store.encryption, Encryption::Key(_)), "{}", address(owners(), id));
        }
    }
}

#[test]
fn no_bucket_can_be_public_and_those_with_data_of_people_keep_old_versions() {
    for (id, store) in owners().stores.stores.iter() {
        let StoreKind::Bucket(bucket) = &store.kind else { continue };
        let name = address(owners(), id);
        let Known::Value(block) = bucket.public_access else { panic!("{name}") };
        assert!(
            block.rejects_public_acls
                && block.ignores_public_acls
                && block.rejects_public_policies
                && block.restricts_public_policies,
            "{name}"
        );
        assert_eq!(bucket.acls_enabled, Known::Value(false), "{name}");
        let Known::Value(classes) = &store.data_classes else { panic!("{name}") };
        if classes.contains(&DataClass::Personal) {
            assert_eq!(bucket.versioned, Known::Value(true), "{name}");
        }
    }
}

#[test]
fn every_secret_that_sites_share_has_a_copy_in_the_other_region() {
    let inventory = owners();
    let pairs = pairs(ReplicationKind::Secret);
    assert!(pairs.len() >= 6, "{}", pairs.len());
    for (from, to) in pairs {
        assert_ne!(region(inventory, from), region(inventory, to));
        let StoreKind::Secret(copy) = &inventory.stores.stores[to].kind else { panic!("a secret") };
        assert_eq!(copy.value, SecretValue::Replica);
    }
}

#[test]
fn vaults_of_production_are_locked_and_what_they_hold_is_copied_to_the_other_site() {
    let inventory = owners();
    for (id, store) in inventory.stores.stores.iter() {
        let StoreKind::Vault(vault) = &store.kind else { continue };
        let production = stack(inventory, id).starts_with("production/");
        assert_eq!(vault.lock.is_some(), production, "{}", stack(inventory, id));
        let kept = if production { OnDeletion::RefusedUnlessEmpty } else { OnDeletion::Deleted };
        assert_eq!(store.on_deletion, Known::Value(kept));
    }
    let plans = inventory.stores.backup_plans.iter();
    for (id, plan) in
        plans.filter(|(id, _)| inventory.source_of(*id).is_some_and(|it| it.stack.starts_with("prod")))
    {
        for rule in &plan.rules {
            let vault = rule.vault.id().expect("a vault");
            assert_eq!(region(inventory, vault), region(inventory, id));
            let [copy] = &rule.copies[..] else { panic!("one copy") };
            assert_ne!(region(inventory, copy.vault.id().expect("a vault")), region(inventory, id));
        }
    }
}

#[test]
fn dead_letters_go_to_a_queue_of_the_same_stack_that_takes_them_from_there_alone() {
    let inventory = owners();
    let mut seen = 0;
    for (id, store) in inventory.stores.stores.iter() {
        let StoreKind::Queue(queue) = &store.kind else { continue };
        let Some(dead) = queue.dead_letters else { continue };
        let to = dead.queue.id().expect("a queue");
        assert_eq!(stack(inventory, to), stack(inventory, id));
        let StoreKind::Queue(target) = &inventory.stores.stores[to].kind else { panic!("a queue") };
        let Known::Value(Some(from)) = &target.dead_letter_sources else { panic!("{target:?}") };
        assert_eq!(from[..], [Link::To(id)]);
        seen += 1;
    }
    assert!(seen >= 7, "{seen}");
}

/// Values that only AWS knows, and values that other sections determine.
#[test]
fn hardly_anything_about_stores_is_unknown() {
    let inventory = owners();
    let of_stores = |kind| matches!(kind, EntryKind::Store | EntryKind::StoreNode | EntryKind::Replication);
    let unknown = unknown_values(inventory).into_iter().filter(|it| of_stores(it.entry.kind()));
    let keys = ["encryption", "kind.insights.key", "key"];
    let rest: BTreeSet<(String, String)> = unknown
        .filter(|it| !keys.contains(&it.path.as_str()))
        .map(|it| {
            let address = &inventory.source_of(it.entry).expect("a source").address;
            (address.split('.').next().unwrap_or_default().to_owned(), it.path)
        })
        .collect();
    let expected = [
        // Some names are attributes of the resource that writes the logs.
        ("aws_cloudwatch_log_group", "name"),
    ];
    assert_eq!(rest, expected.map(|(kind, path)| (kind.to_owned(), path.to_owned())).into());
}
