//! Caches and their nodes.

use polder_cloud::body;
use polder_inventory::Inventory;
use polder_inventory::model::Known;
use polder_inventory::stores::{Cache, CacheLogin, Encryption, NodeRole, OnDeletion, StoreKind};

use super::{copies, store};
use crate::test_graphs::{of_foreign, of_stack};

fn cache<'i>(inventory: &'i Inventory, name: &str) -> &'i Cache {
    match &store(inventory, name).kind {
        StoreKind::Cache(cache) => cache,
        other => panic!("{other:?}"),
    }
}

/// The nodes as `role × count`.
fn machines(inventory: &Inventory) -> Vec<(NodeRole, Known<u32>)> {
    inventory.stores.store_nodes.values().map(|it| (it.role, it.count)).collect()
}

#[test]
fn parts_times_copies_are_the_machines_of_a_clustered_cache() {
    let inventory = of_stack(|s| {
        s.resource(
            "aws_elasticache_replication_group",
            "cache",
            body! {
                replication_group_id = "de-cache";
                engine = "valkey";
                engine_version = "8.0";
                cluster_mode = "enabled";
                node_type = "cache.t4g.micro";
                num_node_groups = 3;
                replicas_per_node_group = 1;
                transit_encryption_enabled = true;
                auth_token = "a secret";
            },
        );
    });
    assert_eq!(machines(&inventory), [(NodeRole::Shard, Known::Value(6))]);
    let store = store(&inventory, "aws_elasticache_replication_group.cache");
    // Valkey is encrypted by default.
    assert_eq!((store.encryption, &store.transit.required), (Encryption::ServiceOwned, &Known::Value(true)));
    assert_eq!((&store.automated_backups, &store.on_deletion), (&None, &Known::Value(OnDeletion::Deleted)));
    let cache = cache(&inventory, "aws_elasticache_replication_group.cache");
    assert_eq!((&cache.cluster_mode, cache.login), (&Known::Value(true), CacheLogin::Token));
    assert!(!format!("{inventory:?}").contains("a secret"));
}

#[test]
fn a_cache_of_one_part_has_a_primary_and_replicas() {
    let inventory = of_stack(|s| {
        let group = s.resource(
            "aws_elasticache_parameter_group",
            "broker",
            body! {
                family = "redis7";
                parameter {
                    name = "maxmemory-policy";
                    value = "noeviction";
                }
            },
        );
        s.resource(
            "aws_elasticache_replication_group",
            "broker",
            body! {
                node_type = "cache.t4g.micro";
                num_cache_clusters = 2;
                parameter_group_name = group.name();
                transit_encryption_enabled = true;
                transit_encryption_mode = "preferred";
                snapshot_retention_limit = 3;
            },
        );
    });
    assert_eq!(
        machines(&inventory),
        [(NodeRole::Writer, Known::Value(1)), (NodeRole::Reader, Known::Value(1))]
    );
    let store = store(&inventory, "aws_elasticache_replication_group.broker");
    // Redis OSS is not encrypted by default, and accepts unencrypted connections.
    assert_eq!((store.encryption, &store.transit.required), (Encryption::None, &Known::Value(false)));
    assert!(store.automated_backups.is_some());
    let cache = cache(&inventory, "aws_elasticache_replication_group.broker");
    assert_eq!((&cache.cluster_mode, cache.login), (&Known::Value(false), CacheLogin::None));
    let Known::Value(parameters) = &cache.parameters else { panic!("parameters") };
    assert_eq!(parameters[0].name, "maxmemory-policy");
}

#[test]
fn a_cache_is_clustered_by_its_parameters_too() {
    let clustered = |name: &'static str, value: &'static str| {
        let inventory = of_stack(|s| {
            let group = s.resource(
                "aws_elasticache_parameter_group",
                "x",
                body! {
                    parameter {
                        name = name;
                        value = value;
                    }
                },
            );
            s.resource(
                "aws_elasticache_replication_group",
                "x",
                body! { parameter_group_name = group.name(); },
            );
        });
        cache(&inventory, "aws_elasticache_replication_group.x").cluster_mode
    };
    assert_eq!(clustered("cluster-enabled", "yes"), Known::Value(true));
    assert_eq!(clustered("cluster-enabled", "no"), Known::Value(false));
    assert_eq!(clustered("maxmemory-policy", "yes"), Known::Value(false));
}

#[test]
fn a_machine_of_a_replication_group_is_no_cache_of_its_own() {
    let inventory = of_stack(|s| {
        let group =
            s.resource("aws_elasticache_replication_group", "main", body! { node_type = "cache.m6g.large"; });
        s.resource(
            "aws_elasticache_cluster",
            "further",
            body! {
                replication_group_id = group.id();
                node_type = "cache.m6g.large";
            },
        );
        s.resource(
            "aws_elasticache_cluster",
            "pages",
            body! {
                engine = "memcached";
                num_cache_nodes = 2;
                az_mode = "cross-az";
            },
        );
    });
    assert_eq!(inventory.stores.stores.len(), 2);
    let pages = cache(&inventory, "aws_elasticache_cluster.pages");
    assert_eq!((&pages.port, &pages.shards), (&Known::Value(11211), &Known::Value(2)));
    assert_eq!((&pages.multi_zone, &pages.cluster_mode), (&Known::Value(true), &Known::Value(true)));
    let mut machines = machines(&inventory);
    machines.sort_unstable();
    assert_eq!(
        machines,
        [
            (NodeRole::Writer, Known::Value(1)),
            (NodeRole::Reader, Known::Value(1)),
            (NodeRole::Shard, Known::Value(2)),
        ]
    );
}

#[test]
fn members_of_a_global_cache_follow_its_primary() {
    let inventory = of_foreign(|s| {
        let first = s.resource(
            "aws_elasticache_replication_group",
            "first",
            body! {
                id = "first";
                engine = "valkey";
                engine_version = "8.0";
            },
        );
        let global = s.resource(
            "aws_elasticache_global_replication_group",
            "main",
            body! {
                id = "world";
                primary_replication_group_id = first.id();
            },
        );
        s.resource(
            "aws_elasticache_replication_group",
            "second",
            body! {
                id = "second";
                global_replication_group_id = global.get("global_replication_group_id");
            },
        );
    });
    let expected =
        "GlobalCache: aws_elasticache_replication_group.first -> aws_elasticache_replication_group.second";
    assert_eq!(copies(&inventory), [expected]);
    let second = cache(&inventory, "aws_elasticache_replication_group.second");
    assert_eq!(second.engine, Known::Value("valkey".into()));
}

#[test]
fn a_serverless_cache_is_encrypted_in_every_way() {
    let inventory = of_stack(|s| {
        s.resource(
            "aws_elasticache_serverless_cache",
            "main",
            body! {
                engine = "valkey";
                name = "shop";
            },
        );
    });
    let store = store(&inventory, "aws_elasticache_serverless_cache.main");
    assert_eq!((store.encryption, &store.transit.required), (Encryption::ServiceOwned, &Known::Value(true)));
}
