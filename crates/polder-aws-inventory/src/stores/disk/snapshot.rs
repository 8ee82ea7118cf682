//! `aws_ebs_snapshot`, `aws_ebs_snapshot_copy`, and their permissions.

use polder_cloud::View;
use polder_inventory::model::{Known, Link, Reason, Set, Text};
use polder_inventory::stores::{StoreId, StoreKind};

use crate::access::share_snapshot;
use crate::reader::Reader;
use crate::stores::snapshot::{Snapshot, push};
use crate::value::given_text;

pub(super) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let of = reader.link(view, "volume_id", "volume").unwrap_or(Link::Unknown(Reason::NotGiven));
    push(reader, view, &Snapshot { name: "description", of, key: None, shared_with: None });
}

pub(super) fn read_copy<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let of = reader.link(view, "source_snapshot_id", "snapshot").unwrap_or(Link::Unknown(Reason::NotGiven));
    push(reader, view, &Snapshot { name: "description", of, key: Some("kms_key_id"), shared_with: None });
}

/// `aws_snapshot_create_volume_permission`.
pub(super) fn share<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let Some(id) = reader.link::<StoreId>(view, "snapshot_id", "snapshot").and_then(|link| link.id()) else {
        let text = "it shares a snapshot that is not in the estate";
        return reader.blind(view, None, Some("snapshot_id"), Reason::Elsewhere, text);
    };
    let account = given_text(view, "account_id");
    share_snapshot(reader, view, id, &account.clone().map(|account| Set::from([account])));
    if let Some(store) = reader.inventory.stores.stores.get_mut(id)
        && let StoreKind::Snapshot { shared_with, .. } = &mut store.kind
    {
        let old = std::mem::replace(shared_with, Known::Unknown(Reason::NotGiven));
        *shared_with = account
            .and_then(|account| old.map(|old| old.iter().cloned().chain([account]).collect::<Set<Text>>()));
        reader.contribute(view, id, &["kind.shared_with"]);
    }
}
