//! Resource shares of RAM: `aws_ram_resource_share` and its associations.

use polder_cloud::{PrincipalType, View};
use polder_inventory::access::{ResourceShare, ResourceShareId};
use polder_inventory::model::{Known, Link, Set};

use crate::access::principal_pattern::principal;
use crate::reader::Reader;
use crate::value::truth_or;

/// The share itself.
pub(crate) fn read(reader: &mut Reader<'_, '_>, view: View<'_, '_>) {
    let source = reader.source(view);
    let share = ResourceShare {
        source,
        shared: Set::default(),
        with: Known::Value(Set::default()),
        // Source: provider documentation, `allow_external_principals`: the default is `false`.
        external_allowed: truth_or(view, "allow_external_principals", false),
    };
    reader.inventory.access.resource_shares.push(share);
}

/// `aws_ram_resource_association`
pub(crate) fn resource<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let Some(id) = share_of(reader, view) else { return };
    let Some(resource) = reader.entry_link(view, "resource_arn", "shared resource", &[]) else { return };
    if let Some(share) = reader.inventory.access.resource_shares.get_mut(id) {
        share.shared = share.shared.iter().copied().chain([resource]).collect();
    }
    reader.contribute(view, id, &["shared"]);
}

/// `aws_ram_principal_association`
pub(crate) fn principal_of<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let Some(id) = share_of(reader, view) else { return };
    let Some(pattern) = reader.attribute_pattern(view, "principal") else { return };
    let with = principal(reader, PrincipalType::Aws, pattern);
    if let Some(share) = reader.inventory.access.resource_shares.get_mut(id)
        && let Known::Value(known) = &share.with
    {
        share.with = Known::Value(known.iter().cloned().chain([with]).collect());
    }
    reader.contribute(view, id, &["with"]);
}

fn share_of<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) -> Option<ResourceShareId> {
    let share: Option<Link<ResourceShareId>> = reader.link(view, "resource_share_arn", "share");
    share?.id()
}
