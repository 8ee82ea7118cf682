//! Databases and caches.

use polder_cloud::View;
use polder_cloud::index::Resolved;

use crate::amount::Amount;
use crate::group::Group;
use crate::memo::Memo;
use crate::weigh::{is_set, items, number, number_or};

/// The nodes of a cache cluster of its own; one that belongs to a replication group counts there.
pub(crate) fn cluster_nodes(view: &View<'_, '_>) -> Amount {
    if is_set(view, "replication_group_id") != Some(false) {
        return Amount::NONE;
    }
    number_or(view, "num_cache_nodes", 1)
}

/// The nodes of a replication group.
pub(crate) fn group_nodes(view: &View<'_, '_>) -> Amount {
    let shards = match view.block("cluster_mode") {
        Some(block) => block,
        None => *view,
    };
    let is_computed = |name: &str| matches!(shards.get(name), Resolved::Unknown(_) | Resolved::Absent);
    if is_computed("num_node_groups") {
        return match view.get("num_cache_clusters") {
            Resolved::Absent | Resolved::Unknown(_) => {
                // A group without numbers has one node for each of its zones, or one.
                let zones = items(view, "preferred_cache_cluster_azs");
                if zones == Amount::NONE { Amount::exactly(1) } else { zones }
            }
            _ => number(view, "num_cache_clusters"),
        };
    }
    let replicas = if is_computed("replicas_per_node_group") {
        Amount::NONE
    } else {
        number(&shards, "replicas_per_node_group")
    };
    number(&shards, "num_node_groups").times(replicas + Amount::exactly(1))
}

/// A database that is a read replica counts for its source.
pub(crate) fn source_of_replica(view: &View<'_, '_>) -> Group {
    Group::referred(view, "replicate_source_db")
}

/// A read replica.
pub(crate) fn replica(view: &View<'_, '_>) -> Amount {
    match is_set(view, "replicate_source_db") {
        Some(false) => Amount::NONE,
        // A source that is known after apply is set.
        _ => Amount::exactly(1),
    }
}

/// The GiB of a database. A replica has as much as its source.
pub(crate) fn storage(view: &View<'_, '_>) -> Amount {
    let source = view.target("replicate_source_db").filter(View::is_managed);
    match (view.get("allocated_storage"), source) {
        (Resolved::Absent | Resolved::Unknown(_), Some(source)) => number(&source, "allocated_storage"),
        _ => number(view, "allocated_storage"),
    }
}

/// Defines the GiB of a volume by its type.
macro_rules! volumes {
    ($($name:ident: $kind:literal;)*) => {
        $(
            /// The GiB of a volume, if it is of this type.
            pub(crate) fn $name(view: &View<'_, '_>) -> Amount {
                of_volume(view, $kind)
            }
        )*
    };
}

volumes! {
    gp2: "gp2";
    gp3: "gp3";
    io1: "io1";
    io2: "io2";
}

fn of_volume(view: &View<'_, '_>, kind: &str) -> Amount {
    match view.get("type") {
        Resolved::Text(own) if own == kind => number(view, "size"),
        // The default of the API.
        Resolved::Absent if kind == "gp2" => number(view, "size"),
        Resolved::Absent | Resolved::Text(_) => Amount::NONE,
        _ => Amount::UNKNOWN,
    }
}

/// The size of the value of a standard parameter.
pub(crate) fn standard_parameter(view: &View<'_, '_>, memo: &Memo) -> Amount {
    parameter(view, &["Standard", ""], memo)
}

/// The size of the value of an advanced parameter.
pub(crate) fn advanced_parameter(view: &View<'_, '_>, memo: &Memo) -> Amount {
    parameter(view, &["Advanced"], memo)
}

fn parameter(view: &View<'_, '_>, tiers: &[&str], memo: &Memo) -> Amount {
    let tier = view.text("tier").unwrap_or_default();
    if !tiers.contains(&&*tier) {
        return Amount::NONE;
    }
    let name = if is_set(view, "insecure_value") == Some(false) { "value" } else { "insecure_value" };
    crate::measure::document::bytes(view, name, memo)
}
