//! Data: clusters and keys of several regions, replication both ways, replicas without a resource of their own.

use polder_units::Duration;

use super::{finished, lines_about};
use crate::access::{Key, KeyId, KeyMaterial, KeyPurpose};
use crate::entries::LocationId;
use crate::index::Index;
use crate::model::{Known, Link, Set};
use crate::stores::{
    Bucket, Encryption, NodeRole, PublicAccessBlock, Replication, ReplicationId, ReplicationKind, Secret,
    SecretValue, StoreId, StoreKind, StoreNode, StoreNodeId,
};
use crate::tests::small::{Writer, database, known, some, text};

/// A writer with the locations of two regions.
fn two_regions() -> (Writer, [LocationId; 2]) {
    let mut writer = Writer::new("one", "production", "eu-west-1");
    let other = writer.location(crate::model::Id::from_index(0), Some("eu-west-3"));
    let home = writer.location;
    (writer, [home, other])
}

fn replicate(
    writer: &mut Writer,
    address: &str,
    from: StoreId,
    to: StoreId,
    kind: ReplicationKind,
) -> ReplicationId {
    let source = writer.source(address);
    let (from, to) = (Link::To(from), Link::To(to));
    let (deletions, lag_target) = (Known::Value(true), Known::Value(Some(Duration::minutes(15))));
    let filter = Known::Value(None);
    writer.all.stores.replications.push(Replication {
        source,
        from,
        to,
        kind,
        filter,
        deletions,
        lag_target,
        key: None,
    })
}

fn key(writer: &mut Writer, address: &str, replica_of: Option<KeyId>) -> KeyId {
    let source = writer.source(address);
    writer.all.access.keys.push(Key {
        source,
        aliases: [text("alias/data")].into(),
        purpose: Known::Value(KeyPurpose::Encrypt),
        material: Known::Value(KeyMaterial::Provider),
        enabled: Known::Value(true),
        rotation: Known::Value(Some(Duration::days(365))),
        deletion_window: known(Duration::days(30)),
        multi_region: Known::Value(true),
        replica_of: replica_of.map(Link::To),
    })
}

#[test]
fn a_global_cluster_is_a_store_in_each_region() {
    let (mut writer, locations) = two_regions();
    let mut clusters = vec![];
    for (location, address) in locations.into_iter().zip(["cluster.first", "cluster.second"]) {
        writer.location = location;
        let cluster = writer.store(address, None, database());
        for (part, role) in [("writer", NodeRole::Writer), ("reader", NodeRole::Reader)] {
            let role = if address == "cluster.second" { NodeRole::Reader } else { role };
            let source = writer.part(address, Some(part));
            writer.all.stores.store_nodes.push(StoreNode {
                source,
                store: Link::To(cluster),
                role,
                class: some("db.r8g.large"),
                capacity: None,
                count: Known::Value(1),
                zone: Known::Value(None),
                promotion: Known::Value(Some(1)),
            });
        }
        clusters.push(cluster);
    }
    let kind = ReplicationKind::GlobalDatabase;
    let global = replicate(&mut writer, "global_cluster.main", clusters[0], clusters[1], kind);
    let inventory = finished(writer);
    let index = Index::of(&inventory);
    assert_eq!(index.referring::<ReplicationId>(clusters[0]).collect::<Vec<_>>(), [global]);
    let writers = |cluster: StoreId| {
        let nodes = index.referring::<StoreNodeId>(cluster);
        nodes.filter(|node| inventory.stores.store_nodes[*node].role == NodeRole::Writer).count()
    };
    assert_eq!((writers(clusters[0]), writers(clusters[1])), (1, 0));
    let region = |store: StoreId| {
        let source = inventory.source_of(store).expect("a source");
        inventory.locations[source.location].region.clone()
    };
    assert_eq!((region(clusters[0]), region(clusters[1])), (some("eu-west-1"), some("eu-west-3")));
}

#[test]
fn buckets_that_replicate_both_ways_have_keys_of_one_origin() {
    let (mut writer, locations) = two_regions();
    let primary = key(&mut writer, "key.primary", None);
    let replica = key(&mut writer, "key.replica", Some(primary));
    let closed = PublicAccessBlock {
        rejects_public_acls: true,
        ignores_public_acls: true,
        rejects_public_policies: true,
        restricts_public_policies: true,
    };
    let mut buckets = vec![];
    for (location, (address, key)) in
        locations.into_iter().zip([("bucket.first", primary), ("bucket.second", replica)])
    {
        writer.location = location;
        let kind = StoreKind::Bucket(Box::new(Bucket {
            versioned: Known::Value(true),
            mfa_delete: Known::Value(false),
            lock: None,
            public_access: Known::Value(closed),
            acls_enabled: Known::Value(false),
            lifecycle: Known::Value([].into()),
            cors: Known::Value([].into()),
            website: Known::Value(false),
            publishes_events: Known::Value(true),
            bucket_level_key: Known::Value(true),
        }));
        let bucket = writer.store(address, None, kind);
        writer.all.stores.stores.get_mut(bucket).expect("a store").encryption =
            Encryption::Key(Link::To(key));
        buckets.push(bucket);
    }
    let there = replicate(&mut writer, "replication.there", buckets[0], buckets[1], ReplicationKind::Objects);
    let back = replicate(&mut writer, "replication.back", buckets[1], buckets[0], ReplicationKind::Objects);
    let inventory = finished(writer);
    let index = Index::of(&inventory);
    assert_eq!(index.referring::<ReplicationId>(buckets[0]).collect::<Vec<_>>(), [there, back]);
    assert_eq!(index.referring::<KeyId>(primary).collect::<Vec<_>>(), [replica]);
    assert_eq!(index.referring::<StoreId>(replica).collect::<Vec<_>>(), [buckets[1]]);
}

#[test]
fn a_replica_without_a_resource_is_a_part_of_its_source() {
    let (mut writer, locations) = two_regions();
    let secret =
        |value| StoreKind::Secret(Box::new(Secret { value, rotation: None, states: Set::default() }));
    let main = writer.store("secret.main", None, secret(SecretValue::Manual));
    writer.location = locations[1];
    let copy = writer.store("secret.main", Some("replica.eu-west-3"), secret(SecretValue::Replica));
    writer.location = locations[0];
    replicate(&mut writer, "secret.main", main, copy, ReplicationKind::Secret);
    let inventory = finished(writer);
    let index = Index::of(&inventory);
    assert_eq!(index.at::<StoreId>("one", "secret.main").collect::<Vec<_>>(), [main, copy]);
    insta::assert_snapshot!(lines_about(&inventory, "stores/replications/"), @r#"
    stores/replications/one:secret.main/deletions = true
    stores/replications/one:secret.main/filter = none
    stores/replications/one:secret.main/from = stores one:secret.main
    stores/replications/one:secret.main/key = none
    stores/replications/one:secret.main/kind = Secret
    stores/replications/one:secret.main/lag_target = 15m
    stores/replications/one:secret.main/to = stores one:secret.main#replica.eu-west-3
    "#);
}
