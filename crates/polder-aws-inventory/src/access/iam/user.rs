//! `aws_iam_user` and the groups that it is in.

use polder_cloud::View;
use polder_inventory::access::{Principal, PrincipalId, PrincipalKind};
use polder_inventory::model::{Link, Set};
use polder_inventory::{EntryId, EntryIndex};

use crate::access::iam::attachment::principals;
use crate::access::iam::role::boundary;
use crate::reader::Reader;
use crate::value::{given_text, text_or};

/// The user itself.
pub(crate) fn read(reader: &mut Reader<'_, '_>, view: View<'_, '_>) {
    let source = reader.source(view);
    let principal = Principal {
        source,
        name: given_text(view, "name"),
        path: text_or(view, "path", "/"),
        kind: PrincipalKind::User { groups: Set::default() },
    };
    reader.inventory.access.principals.push(principal);
}

/// Its permissions boundary.
pub(crate) fn read_parts<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    if let Some(user) = reader.entry(view.id()) {
        boundary(reader, view, Link::To(user));
    }
}

/// `aws_iam_user_group_membership`: one user, several groups.
pub(crate) fn groups_of_user<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let user = reader.entry_link(view, "user", "user", &[("aws_iam_user", "name")]);
    let groups = principals(reader, view, "groups", "group", &[("aws_iam_group", "name")]);
    if let Some(Link::To(user)) = user {
        join(reader, view, user, groups);
    }
}

/// `aws_iam_group_membership`: one group, several users.
pub(crate) fn users_of_group<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let group = reader.entry_link(view, "group", "group", &[("aws_iam_group", "name")]);
    let users = principals(reader, view, "users", "user", &[("aws_iam_user", "name")]);
    for user in users {
        if let (Link::To(user), Some(group)) = (user, group) {
            join(reader, view, user, vec![group]);
        }
    }
}

fn join<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>, user: EntryId, more: Vec<Link<EntryId>>) {
    let Some(id) = PrincipalId::from_entry(user) else { return };
    let principal = reader.inventory.access.principals.get_mut(id);
    let Some(PrincipalKind::User { groups }) = principal.map(|principal| &mut principal.kind) else { return };
    let more = more.into_iter().filter_map(|link| match link {
        Link::To(entry) => PrincipalId::from_entry(entry).map(Link::To),
        Link::Outside(external) => Some(Link::Outside(external)),
        Link::Unknown(reason) => Some(Link::Unknown(reason)),
    });
    *groups = groups.iter().copied().chain(more).collect();
    reader.contribute(view, id, &["kind.groups"]);
}
