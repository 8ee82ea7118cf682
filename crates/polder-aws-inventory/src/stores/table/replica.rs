//! `aws_dynamodb_table_replica`: a replica of a table in the region of the resource.

use polder_cloud::View;
use polder_inventory::model::{Known, Reason};
use polder_inventory::stores::{Encryption, Store, StoreId, StoreKind, Table, Throughput, TransitEncryption};

use super::resource::{both, push};
use crate::reader::Reader;
use crate::stores::data_class::data_classes;
use crate::value::{region, truth_or};

/// The replica is like the table, with its own key, recovery and protection.
pub(super) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let source = reader.source(view);
    let encryption = reader.encryption(view, "kms_key_arn", Encryption::ProviderManaged);
    let recovery = truth_or(view, "point_in_time_recovery", false).map(|on| on.then_some(35));
    let protected = truth_or(view, "deletion_protection_enabled", false);
    if let Some(table) = table(view) {
        return push(reader, table, source, (encryption, recovery, protected));
    }
    let elsewhere = Reason::Elsewhere;
    let table = Table {
        keys: Known::Unknown(elsewhere),
        indexes: Known::Unknown(elsewhere),
        throughput: Throughput::Unknown(elsewhere),
        ttl_attribute: Known::Unknown(elsewhere),
        stream: Known::Unknown(elsewhere),
    };
    let store = Store {
        source,
        name: Known::Unknown(elsewhere),
        data_classes: data_classes(view),
        encryption,
        transit: TransitEncryption { required: Known::Value(false), minimum: Known::Value(None) },
        deletion_protected: protected,
        on_deletion: Known::Unknown(elsewhere),
        automated_backups: None,
        kind: StoreKind::Table(Box::new(table)),
    };
    reader.inventory.stores.stores.push(store);
}

/// Writes are replicated between the table and the replica in both directions.
pub(super) fn parts<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let Some(copy) = reader.id::<StoreId>(view.id()) else { return };
    let table = table(view);
    let Some(from) = table.and_then(|it| reader.id::<StoreId>(it.id())) else {
        let text = "the table that this is a copy of is not in the estate";
        return reader.blind(view, Some(copy.into()), Some("global_table_arn"), Reason::Elsewhere, text);
    };
    let there = table.map_or(Known::Unknown(Reason::Elsewhere), region);
    let here = region(view);
    both(reader, view, (from, &there), (copy, &here), false);
    both(reader, view, (copy, &here), (from, &there), false);
}

fn table<'i, 'a>(view: View<'i, 'a>) -> Option<View<'i, 'a>> {
    view.targets("global_table_arn").into_iter().find(|it| it.kind() == "aws_dynamodb_table")
}
