//! `aws_elasticache_cluster`: a Memcached cluster, a single Redis OSS node, or an additional replica of a
//! replication group.

use polder_cloud::View;
use polder_inventory::model::{Known, Link, Reason};
use polder_inventory::stores::{
    Cache, Encryption, NodeRole, Store, StoreId, StoreKind, StoreNode, TransitEncryption,
};

use super::login::login;
use super::replication_group::{on_deletion, own_backups};
use crate::reader::Reader;
use crate::stores::data_class::data_classes;
use crate::stores::database::{parameters, window_of};
use crate::value::{given_text, is_set, number, number_or, or_provider, some_text, truth_or};

/// A node of a replication group is not a separate cache.
pub(super) fn count(view: View<'_, '_>) -> u32 {
    u32::from(!is_set(view, "replication_group_id"))
}

pub(super) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let engine = given_text(view, "engine");
    let memcached = matches!(&engine, Known::Value(engine) if engine == "memcached");
    let cache = Cache {
        version: given_text(view, "engine_version"),
        // Memcached nodes do not replicate: each has a part of the keys.
        shards: number_or(view, "num_cache_nodes", 1),
        replicas: Known::Value(0),
        cluster_mode: Known::Value(memcached),
        automatic_failover: Known::Value(false),
        multi_zone: some_text(view, "az_mode").map(|mode| mode.as_deref() == Some("cross-az")),
        login: login(view, "user_group_ids"),
        port: number(view, "port").map(|port| port.unwrap_or(if memcached { 11211 } else { 6379 })),
        parameters: parameters(view, "parameter_group_name"),
        maintenance: window_of(view, "maintenance_window"),
        engine,
    };
    let store = Store {
        source: reader.source(view),
        name: some_text(view, "cluster_id"),
        data_classes: data_classes(view),
        // Encryption at rest is not supported. Source: AWS, Amazon ElastiCache User Guide, "At-rest encryption".
        encryption: Encryption::None,
        transit: TransitEncryption {
            required: truth_or(view, "transit_encryption_enabled", false),
            minimum: Known::Value(None),
        },
        deletion_protected: Known::Value(false),
        on_deletion: on_deletion(view),
        automated_backups: own_backups(view),
        kind: StoreKind::Cache(Box::new(cache)),
    };
    reader.inventory.stores.stores.push(store);
}

/// The nodes of the cache, or the one that it adds to a replication group.
pub(super) fn parts<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let own = reader.id::<StoreId>(view.id()).map(Link::To);
    if let Some(Link::To(store)) = own {
        super::log_routes::delivered(reader, view, store);
    }
    let added = reader.link(view, "replication_group_id", "cache");
    let (store, role) = match (own, added) {
        (Some(own), _) => (own, NodeRole::Shard),
        (None, Some(group)) => (group, NodeRole::Reader),
        (None, None) => (Link::Unknown(Reason::NotGiven), NodeRole::Reader),
    };
    let class = or_provider(some_text(view, "node_type"));
    let node = StoreNode {
        source: reader.part(view, "machines"),
        store,
        role,
        class: class.map(Some),
        capacity: None,
        count: number_or(view, "num_cache_nodes", 1),
        zone: some_text(view, "availability_zone"),
        promotion: Known::Value(None),
    };
    reader.inventory.stores.store_nodes.push(node);
}
