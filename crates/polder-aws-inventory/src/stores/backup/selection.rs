//! `aws_backup_selection`.

use polder_cloud::View;
use polder_inventory::model::{Known, Link, Reason, Set, Tag};
use polder_inventory::stores::{BackupSelection, StoreId};

use crate::reader::Reader;
use crate::stores::data_class::tag;
use crate::value::{given_text, is_set, known_blocks, same_place};

/// The kinds of stores that AWS Backup can select by tag. Source: AWS, AWS Backup Developer Guide, "Feature
/// availability by resource".
const BACKED_UP: [&str; 8] = [
    "aws_db_instance",
    "aws_rds_cluster",
    "aws_dynamodb_table",
    "aws_ebs_volume",
    "aws_efs_file_system",
    "aws_s3_bucket",
    "aws_fsx_lustre_file_system",
    "aws_instance",
];

pub(super) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let tags = tags(view);
    let mut stores: Vec<Link<StoreId>> = reader.links(view, "resources", "store");
    if let Known::Value(tags) = &tags {
        stores.extend(with_tags(reader, view, tags));
    }
    let selection = BackupSelection {
        source: reader.source(view),
        plan: reader.link(view, "plan_id", "backup plan").unwrap_or(Link::Unknown(Reason::NotGiven)),
        stores: stores.into(),
        tags,
        identity: reader.link(view, "iam_role_arn", "role"),
    };
    reader.inventory.stores.backup_selections.push(selection);
}

/// A resource with any of these tags is selected. `condition`, whose parts must all match, and
/// `not_resources` are not modelled.
fn tags(view: View<'_, '_>) -> Known<Set<Tag>> {
    if is_set(view, "not_resources") || !view.blocks("condition").is_empty() {
        return Known::Unknown(Reason::AttributeNotModelled);
    }
    known_blocks(view, "selection_tag").and_then(|blocks| {
        let mut tags = vec![];
        for block in blocks {
            match given_text(block, "key") {
                Known::Value(key) => tags.push(Tag { key, value: given_text(block, "value") }),
                Known::Unknown(reason) => return Known::Unknown(reason),
            }
        }
        Known::Value(tags.into())
    })
}

/// The stores of the account and region that have one of the tags.
fn with_tags<'a>(reader: &Reader<'_, 'a>, view: View<'_, 'a>, tags: &Set<Tag>) -> Vec<Link<StoreId>> {
    let index = view.index();
    let mut found = vec![];
    if tags.is_empty() {
        return found;
    }
    for id in BACKED_UP.iter().flat_map(|kind| index.of_kind(kind)) {
        let Some(store) = index.view(*id).filter(|it| it.is_managed() && same_place(*it, view)) else {
            continue;
        };
        let has = |it: &Tag| match (tag(store, &it.key), &it.value) {
            (Known::Value(Some(value)), Known::Value(asked)) => value == *asked,
            _ => false,
        };
        if tags.iter().any(has) {
            found.extend(reader.id::<StoreId>(*id).map(Link::To));
        }
    }
    found
}
