//! `aws_ssoadmin_account_assignment`.

use polder_cloud::View;
use polder_inventory::access::PermissionAssignment;
use polder_inventory::model::{Link, Reason};

use crate::access::organizations::delegated_administrator::account_link;
use crate::reader::Reader;

/// A user or group that may use a permission set in an account.
pub(crate) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let permission_set = reader.link(view, "permission_set_arn", "permission set");
    let kind = if view.text("principal_type").as_deref() == Some("USER") {
        "user of the directory"
    } else {
        "group of the directory"
    };
    let principal = reader.link(view, "principal_id", kind);
    let account = account_link(reader, view, "target_id");
    let source = reader.source(view);
    let assignment = PermissionAssignment {
        source,
        permission_set: permission_set.unwrap_or(Link::Unknown(Reason::NotGiven)),
        principal: principal.unwrap_or(Link::Unknown(Reason::NotGiven)),
        account,
    };
    reader.inventory.access.permission_assignments.push(assignment);
}
