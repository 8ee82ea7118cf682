//! `aws_db_instance_automated_backups_replication`: automated backups that are copied to the region of the resource.

use polder_cloud::View;
use polder_inventory::model::{Known, Link, Reason, Set};
use polder_inventory::stores::{
    AutomatedBackups, Encryption, OnDeletion, Store, StoreKind, TransitEncryption,
};
use polder_units::Duration;

use super::lineage::source;
use crate::reader::Reader;
use crate::value::number_or;

/// A copy that can be restored to any time within the retention period, which defaults to seven days. Source:
/// AWS, Amazon RDS API Reference, `StartDBInstanceAutomatedBackupsReplication`.
pub(super) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let database =
        source(reader, view, "source_db_instance_arn").and_then(|it| reader.id(it.id())).map(Link::To);
    let of = database.or_else(|| reader.link(view, "source_db_instance_arn", "database"));
    let store = Store {
        source: reader.source(view),
        name: Known::Value(None),
        // The data classes are those of the database: see `of`.
        data_classes: source(reader, view, "source_db_instance_arn")
            .map_or(Known::Unknown(Reason::Elsewhere), crate::stores::data_class::data_classes),
        encryption: reader.encryption(view, "kms_key_id", Encryption::Unknown(Reason::Elsewhere)),
        transit: TransitEncryption { required: Known::Value(true), minimum: Known::Value(None) },
        deletion_protected: Known::Value(false),
        on_deletion: Known::Value(OnDeletion::Deleted),
        automated_backups: Some(AutomatedBackups {
            retention: number_or(view, "retention_period", 7).map(Duration::days),
            point_in_time: Known::Value(true),
            window: Known::Value(None),
            survive_deletion: Known::Value(true),
        }),
        kind: StoreKind::Snapshot {
            of: of.unwrap_or(Link::Unknown(Reason::NotGiven)),
            shared_with: Known::Value(Set::default()),
        },
    };
    reader.inventory.stores.stores.push(store);
}
