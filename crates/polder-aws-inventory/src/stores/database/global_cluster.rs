//! `aws_rds_global_cluster`: clusters of several regions with one writer.

use polder_cloud::View;
use polder_inventory::model::{Known, Link, Reason};
use polder_inventory::stores::{Replication, ReplicationKind, StoreId};

use crate::reader::Reader;
use crate::value::is_set;

/// Replication from the writer cluster to the others.
pub(super) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let members = members(view);
    let named =
        view.targets("source_db_cluster_identifier").into_iter().find(|it| it.kind() == "aws_rds_cluster");
    let writers: Vec<View<'_, '_>> = match named {
        Some(writer) => vec![writer],
        None => members.iter().copied().filter(|it| !is_secondary(*it)).collect(),
    };
    let from = match writers.as_slice() {
        [writer] => {
            reader.id::<StoreId>(writer.id()).map_or(Link::Unknown(Reason::KindNotModelled), Link::To)
        }
        [] => Link::Unknown(Reason::Elsewhere),
        _ => Link::Unknown(Reason::Contradiction),
    };
    for member in members {
        let Some(store) = reader.id::<StoreId>(member.id()) else { continue };
        if !is_secondary(member) || from == Link::To(store) {
            continue;
        }
        let replication = Replication {
            source: reader.part(member, "global cluster"),
            from,
            to: Link::To(store),
            kind: ReplicationKind::GlobalDatabase,
            filter: Known::Value(None),
            deletions: Known::Value(true),
            lag_target: Known::Value(None),
            key: None,
        };
        reader.inventory.stores.replications.push(replication);
        reader.contribute(view, store, &["encryption"]);
    }
}

fn members<'i, 'a>(view: View<'i, 'a>) -> Vec<View<'i, 'a>> {
    let index = view.index();
    let mut found: Vec<View<'i, 'a>> = vec![];
    for referrer in index.referrers(view.id()) {
        if let Some(cluster) = index.view(referrer.from)
            && cluster.kind() == "aws_rds_cluster"
            && referrer.path.first() == "global_cluster_identifier"
            && found.iter().all(|known| known.id() != cluster.id())
        {
            found.push(cluster);
        }
    }
    found
}

/// Whether a cluster is a secondary cluster of its global cluster: then it has no administrator of its own.
pub(super) fn is_secondary(view: View<'_, '_>) -> bool {
    is_set(view, "global_cluster_identifier")
        && !is_set(view, "master_username")
        && view.truth("manage_master_user_password") != Some(true)
        && !is_set(view, "snapshot_identifier")
}
