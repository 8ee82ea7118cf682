//! `aws_elasticache_global_replication_group`: replication groups of several regions, one of which accepts writes.

use polder_cloud::View;
use polder_inventory::model::{Known, Link, Reason};
use polder_inventory::stores::{Replication, ReplicationKind, StoreId};

use crate::reader::Reader;

pub(super) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let from = reader.link(view, "primary_replication_group_id", "cache");
    let from: Link<StoreId> = from.unwrap_or(Link::Unknown(Reason::NotGiven));
    let index = view.index();
    for referrer in index.referrers(view.id()) {
        let Some(member) = index.view(referrer.from) else { continue };
        let Some(store) = reader.id::<StoreId>(member.id()) else { continue };
        if referrer.path.first() != "global_replication_group_id" || from == Link::To(store) {
            continue;
        }
        let replication = Replication {
            source: reader.part(member, "global replication group"),
            from,
            to: Link::To(store),
            kind: ReplicationKind::GlobalCache,
            filter: Known::Value(None),
            deletions: Known::Value(true),
            lag_target: Known::Value(None),
            key: None,
        };
        reader.inventory.stores.replications.push(replication);
        reader.contribute(view, store, &["kind.engine", "kind.version", "kind.shards"]);
    }
}
