//! `aws_db_snapshot`, `aws_db_cluster_snapshot`, `aws_db_snapshot_copy`: snapshots of databases.

use polder_cloud::View;
use polder_inventory::model::{Link, Reason};

use crate::reader::Reader;
use crate::stores::snapshot::{Snapshot, push};

pub(super) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let (attribute, key) = match view.kind() {
        "aws_db_cluster_snapshot" => ("db_cluster_identifier", None),
        "aws_db_snapshot_copy" => ("source_db_snapshot_identifier", Some("kms_key_id")),
        _ => ("db_instance_identifier", None),
    };
    let database =
        super::lineage::source(reader, view, attribute).and_then(|it| reader.id(it.id())).map(Link::To);
    let of = database.or_else(|| reader.link(view, attribute, "database"));
    let of = of.unwrap_or(Link::Unknown(Reason::NotGiven));
    let name = if view.kind() == "aws_db_snapshot_copy" {
        "target_db_snapshot_identifier"
    } else {
        "db_snapshot_identifier"
    };
    push(reader, view, &Snapshot { name, of, key, shared_with: Some("shared_accounts") });
}
