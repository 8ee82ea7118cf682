//! `aws_elasticache_replication_group`: a node-based Redis OSS or Valkey cache.

use polder_cloud::View;
use polder_inventory::model::{Known, Link, Reason, Set, Text};
use polder_inventory::stores::{
    AutomatedBackups, Cache, Encryption, EngineParameter, NodeRole, OnDeletion, Store, StoreId, StoreKind,
    StoreNode, TransitEncryption,
};
use polder_units::Duration;

use super::login::login;
use crate::reader::Reader;
use crate::stores::data_class::data_classes;
use crate::stores::database::{parameters, window_of};
use crate::value::{given_text, is_set, number, number_or, or_provider, some_text, text_or, truth_or};

pub(super) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let parameters = parameters(view, "parameter_group_name");
    let group = main(view);
    let engine = text_or(group, "engine", "redis");
    let cache = Cache {
        version: given_text(group, "engine_version"),
        shards: shards(view),
        replicas: replicas(view),
        cluster_mode: clustered(view, &parameters),
        automatic_failover: truth_or(view, "automatic_failover_enabled", false),
        multi_zone: truth_or(view, "multi_az_enabled", false),
        login: login(view, "user_group_ids"),
        // Source: Terraform AWS provider, `aws_elasticache_replication_group`, `port`.
        port: number_or(view, "port", 6379),
        parameters,
        maintenance: window_of(view, "maintenance_window"),
        engine: engine.clone(),
    };
    let store = Store {
        source: reader.source(view),
        name: some_text(view, "replication_group_id"),
        data_classes: data_classes(view),
        encryption: encryption(reader, view, &engine),
        transit: transit(view),
        deletion_protected: Known::Value(false),
        on_deletion: on_deletion(view),
        automated_backups: own_backups(view),
        kind: StoreKind::Cache(Box::new(cache)),
    };
    reader.inventory.stores.stores.push(store);
}

/// The group itself, or, for a secondary group, the global replication group, which sets engine and version.
fn main<'i, 'a>(view: View<'i, 'a>) -> View<'i, 'a> {
    let global = view.targets("global_replication_group_id").into_iter();
    let global = global.into_iter().find(|it| it.kind() == "aws_elasticache_global_replication_group");
    let primary = global.and_then(|global| {
        global.targets("primary_replication_group_id").into_iter().find(|it| it.kind() == view.kind())
    });
    if is_set(view, "engine") { view } else { primary.unwrap_or(view) }
}

/// Enabled by default for Valkey, disabled by default for Redis OSS. The default key is that of ElastiCache.
/// Sources: Terraform AWS provider, `at_rest_encryption_enabled`; AWS, Amazon ElastiCache User Guide,
/// "At-rest encryption".
fn encryption<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>, engine: &Known<Text>) -> Encryption {
    let by_default = match engine {
        Known::Value(engine) => engine == "valkey" || is_set(view, "kms_key_id"),
        Known::Unknown(reason) if !is_set(view, "at_rest_encryption_enabled") => {
            return Encryption::Unknown(*reason);
        }
        Known::Unknown(_) => false,
    };
    reader.encryption_if(
        view,
        ("at_rest_encryption_enabled", by_default),
        "kms_key_id",
        Encryption::ServiceOwned,
    )
}

/// If it is enabled, unencrypted connections are refused unless the mode is `preferred`. ElastiCache accepts
/// TLS 1.2 and later; this cannot be configured.
fn transit(view: View<'_, '_>) -> TransitEncryption {
    let preferred =
        some_text(view, "transit_encryption_mode").map(|mode| mode.as_deref() == Some("preferred"));
    let required = truth_or(view, "transit_encryption_enabled", false)
        .and_then(|on| preferred.map(|preferred| on && !preferred));
    TransitEncryption { required, minimum: Known::Value(None) }
}

pub(super) fn on_deletion(view: View<'_, '_>) -> Known<OnDeletion> {
    some_text(view, "final_snapshot_identifier")
        .map(|last| if last.is_some() { OnDeletion::FinalSnapshot } else { OnDeletion::Deleted })
}

/// Daily snapshots; none by default. They are deleted with the cache.
pub(super) fn own_backups(view: View<'_, '_>) -> Option<AutomatedBackups> {
    let days: Known<u64> = number_or(view, "snapshot_retention_limit", 0);
    if days == Known::Value(0) {
        return None;
    }
    Some(AutomatedBackups {
        retention: days.map(Duration::days),
        point_in_time: Known::Value(false),
        window: window_of(view, "snapshot_window"),
        survive_deletion: Known::Value(false),
    })
}

/// Shards: one by default. A plan of provider 3 or 4 may have the number in a block.
fn shards(view: View<'_, '_>) -> Known<u32> {
    match view.block("cluster_mode").filter(|_| !is_set(view, "num_node_groups")) {
        Some(block) => number_or(block, "num_node_groups", 1),
        None => number_or(main(view), "num_node_groups", 1),
    }
}

fn replicas(view: View<'_, '_>) -> Known<u32> {
    let block = view.block("cluster_mode").filter(|_| !is_set(view, "replicas_per_node_group"));
    if let Some(block) = block {
        return number_or(block, "replicas_per_node_group", 0);
    }
    if is_set(view, "replicas_per_node_group") {
        return number_or(view, "replicas_per_node_group", 0);
    }
    ["num_cache_clusters", "number_cache_clusters"]
        .into_iter()
        .find(|name| is_set(view, name))
        .map_or(Known::Value(0), |name| number_or(view, name, 1).map(|all: u32| all.saturating_sub(1)))
}

/// Whether cluster mode is enabled. The default parameter groups with a name that ends in `cluster.on` enable it.
fn clustered(view: View<'_, '_>, parameters: &Known<Set<EngineParameter>>) -> Known<bool> {
    if is_set(view, "cluster_mode") && view.block("cluster_mode").is_none() {
        return given_text(view, "cluster_mode").map(|mode| mode == "enabled");
    }
    let by_name = view.text("parameter_group_name").is_some_and(|name| name.ends_with(".cluster.on"));
    let by_shards = number::<u32>(view, "num_node_groups").map(|shards| shards.is_some_and(|it| it > 1));
    match (parameters, by_shards) {
        _ if by_name || view.block("cluster_mode").is_some() => Known::Value(true),
        (_, Known::Value(true)) => Known::Value(true),
        (Known::Value(parameters), Known::Value(false)) => {
            let on =
                |it: &EngineParameter| it.name == "cluster-enabled" && it.value == Known::Value("yes".into());
            Known::Value(parameters.iter().any(on))
        }
        (Known::Unknown(reason), _) => Known::Unknown(*reason),
        (_, Known::Unknown(reason)) => Known::Unknown(reason),
    }
}

/// The nodes: those of equal shards, or a primary and its replicas.
pub(super) fn parts<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let Some(store) = reader.id::<StoreId>(view.id()) else { return };
    super::log_routes::delivered(reader, view, store);
    let Some(StoreKind::Cache(cache)) = reader.inventory.stores.stores.get(store).map(|it| &it.kind) else {
        return;
    };
    let (shards, replicas, clustered) = (cache.shards, cache.replicas, cache.cluster_mode);
    let primary = main(view);
    let class = or_provider(some_text(if is_set(view, "node_type") { view } else { primary }, "node_type"));
    let node = |reader: &mut Reader<'_, '_>, part, role, count| {
        if count == Known::Value(0) {
            return;
        }
        let node = StoreNode {
            source: reader.part(view, part),
            store: Link::To(store),
            role,
            class: class.clone().map(Some),
            capacity: None,
            count,
            zone: Known::Value(None),
            promotion: Known::Value(None),
        };
        reader.inventory.stores.store_nodes.push(node);
    };
    let follows = is_set(view, "global_replication_group_id");
    if clustered == Known::Value(false) && shards == Known::Value(1) {
        let first = if follows { NodeRole::Reader } else { NodeRole::Writer };
        node(reader, "primary", first, Known::Value(1));
        node(reader, "replicas", NodeRole::Reader, replicas);
    } else {
        let all = shards.and_then(|shards| {
            replicas.and_then(|replicas| {
                let all = replicas.checked_add(1).and_then(|copies| copies.checked_mul(shards));
                all.map_or(Known::Unknown(Reason::TooLarge), Known::Value)
            })
        });
        node(reader, "shards", NodeRole::Shard, all);
    }
}
