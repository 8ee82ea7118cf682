//! Keys of stores of the owner's estate.

use polder_inventory::model::Link;
use polder_inventory::stores::{Encryption, ReplicationKind, StoreKind};

use crate::estate::owners;
use crate::test_graphs::{address, region};

#[test]
fn every_store_has_a_key_of_its_own_site_or_region() {
    let inventory = owners();
    let mut seen = 0;
    for (id, store) in inventory.stores.stores.iter() {
        let Encryption::Key(key) = store.encryption else { continue };
        let Link::To(key) = key else { panic!("{}: {key:?}", address(inventory, id)) };
        assert_eq!(region(inventory, key), region(inventory, id), "{}", address(inventory, id));
        let account = |location| inventory.locations[location].account;
        let (mine, its) = (inventory.source_of(id).expect("mine"), inventory.source_of(key).expect("its"));
        assert_eq!(account(mine.location), account(its.location), "{}", address(inventory, id));
        seen += 1;
    }
    assert!(seen > 250, "{seen}");
}

#[test]
fn what_is_not_encrypted_by_a_key_of_the_owner_is_a_log_of_access_or_a_switch() {
    let inventory = owners();
    for (id, store) in inventory.stores.stores.iter() {
        if matches!(store.encryption, Encryption::Key(_)) {
            continue;
        }
        let name = address(inventory, id);
        match &store.kind {
            // Access logs of S3 and load balancers need a bucket with SSE-S3.
            StoreKind::Bucket(_) => assert!(name.contains("log"), "{name}"),
            // CloudFront and ECR own the keys of what they replicate themselves.
            StoreKind::EdgeKeyValues => {}
            StoreKind::Registry(_) => assert!(name.contains("aws_ecr_replication_configuration"), "{name}"),
            _ => panic!("{name}"),
        }
    }
}

#[test]
fn copied_objects_are_encrypted_with_the_key_of_the_bucket_that_they_go_to() {
    let inventory = owners();
    for (id, copy) in
        inventory.stores.replications.iter().filter(|(_, it)| it.kind == ReplicationKind::Objects)
    {
        let to = copy.to.id().expect("a bucket");
        let Encryption::Key(key) = inventory.stores.stores[to].encryption else { panic!("a key") };
        assert_eq!(copy.key, Some(key), "{}", address(inventory, id));
    }
}
