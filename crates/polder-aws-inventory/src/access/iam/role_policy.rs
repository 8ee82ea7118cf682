//! Inline policies of roles, users and groups: `aws_iam_role_policy`, `aws_iam_user_policy`, `aws_iam_group_policy`.

use polder_cloud::View;
use polder_inventory::access::PolicyRole;

use crate::access::document::document;
use crate::link::ByName;
use crate::reader::Reader;
use crate::value::text;

/// `aws_iam_role_policy`
pub(crate) fn of_role<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    one(reader, view, "role", &[("aws_iam_role", "name")]);
}

/// `aws_iam_user_policy`
pub(crate) fn of_user<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    one(reader, view, "user", &[("aws_iam_user", "name")]);
}

/// `aws_iam_group_policy`
pub(crate) fn of_group<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    one(reader, view, "group", &[("aws_iam_group", "name")]);
}

fn one<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>, name: &'static str, names: &[ByName]) {
    let principal = reader.entry_link(view, name, name, names);
    let (Some(principal), Some(read)) = (principal, document(reader, view, "policy")) else { return };
    reader.inline_policy(view, None, text(view, "name"), read, principal, PolicyRole::Identity);
}
