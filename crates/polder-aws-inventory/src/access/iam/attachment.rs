//! Managed policies of roles, users and groups: `aws_iam_role_policy_attachment` and those of users and groups.

use polder_cloud::View;
use polder_inventory::EntryId;
use polder_inventory::access::PolicyRole;
use polder_inventory::model::{Link, Text};

use crate::access::state::{Attached, Attachments};
use crate::link::{ByName, elements};
use crate::pattern::is_empty;
use crate::reader::Reader;

/// The kinds and attributes by which attachments name principals.
pub(crate) const ROLE: &[ByName] = &[("aws_iam_role", "name")];
const USER: &[ByName] = &[("aws_iam_user", "name")];
const GROUP: &[ByName] = &[("aws_iam_group", "name")];

/// `aws_iam_role_policy_attachment`
pub(crate) fn of_role<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    one(reader, view, "role", ROLE);
}

/// `aws_iam_user_policy_attachment`
pub(crate) fn of_user<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    one(reader, view, "user", USER);
}

/// `aws_iam_group_policy_attachment`
pub(crate) fn of_group<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    one(reader, view, "group", GROUP);
}

fn one<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>, name: &'static str, names: &[ByName]) {
    let principal = reader.entry_link(view, name, name, names);
    let (Some(principal), Some(policy)) = (principal, reader.named_policy(view, "policy_arn")) else {
        return;
    };
    let source = reader.source(view);
    reader.attach_named(source, policy, principal, PolicyRole::Identity);
}

/// `aws_iam_role_policy_attachments_exclusive`: the provider attaches what is missing of the list, and detaches the rest.
pub(crate) fn all_of_role<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    listed(reader, view, "role_name", ROLE);
}

/// `aws_iam_user_policy_attachments_exclusive`
pub(crate) fn all_of_user<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    listed(reader, view, "user_name", USER);
}

/// `aws_iam_group_policy_attachments_exclusive`
pub(crate) fn all_of_group<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    listed(reader, view, "group_name", GROUP);
}

fn listed<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>, name: &'static str, names: &[ByName]) {
    let Some(principal) = reader.entry_link(view, name, name, names) else { return };
    managed_policies(reader, view, "policy_arns", principal, &Attached::default());
}

/// `aws_iam_policy_attachment`: one policy and all its attachments.
pub(crate) fn of_all<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let Some(policy) = reader.named_policy(view, "policy_arn") else { return };
    for (list, kind, names) in [("roles", "role", ROLE), ("users", "user", USER), ("groups", "group", GROUP)]
    {
        for (at, principal) in principals(reader, view, list, kind, names).into_iter().enumerate() {
            let source = reader.part(view, Text::from(format!("{list}[{at}]")));
            reader.attach_named(source, policy.clone(), principal, PolicyRole::Identity);
        }
    }
}

/// Principals of a list of names.
pub(crate) fn principals<'a>(
    reader: &mut Reader<'_, 'a>,
    view: View<'_, 'a>,
    list: &str,
    kind: &'static str,
    names: &[ByName],
) -> Vec<Link<EntryId>> {
    let mut found = vec![];
    for value in elements(view.stack(), view.body().get(list)) {
        let mut entry = reader.value_entry(view.stack(), value);
        if entry.is_none()
            && let Some(text) = view.resolve(value).as_plain()
        {
            let mut named = names.iter().filter_map(|(kind, name)| reader.named(view, kind, name, &text));
            let id = named.next();
            drop(named);
            entry = id.and_then(|id| reader.entry(id));
        }
        found.push(match entry {
            Some(entry) => Link::To(entry),
            None => reader.outside(view.stack(), value, kind),
        });
    }
    found
}

/// Policies whose ARNs are in an attribute of the principal.
pub(crate) fn managed_policies<'a>(
    reader: &mut Reader<'_, 'a>,
    view: View<'_, 'a>,
    list: &'static str,
    principal: Link<EntryId>,
    attached: &Attached,
) {
    for (at, value) in elements(view.stack(), view.body().get(list)).into_iter().enumerate() {
        let policy = reader.named_policy_of_value(view, value);
        if !attached.managed.contains(&policy) {
            let source = reader.part(view, Text::from(format!("{list}[{at}]")));
            reader.attach_named(source, policy, principal, PolicyRole::Identity);
        }
    }
}

impl Attachments {
    fn all(reader: &mut Reader<'_, '_>) -> Attachments {
        let index = reader.index;
        let mut attachments = Attachments::default();
        let views = |kind| index.of_kind(kind).iter().filter_map(|id| index.view(*id));
        for view in views("aws_iam_role_policy_attachment") {
            if let Some(Link::To(role)) = reader.entry_link(view, "role", "role", ROLE) {
                let policy = reader.named_policy(view, "policy_arn");
                attachments.of.entry(role).or_default().managed.extend(policy);
            }
        }
        for view in views("aws_iam_role_policy") {
            if let Some(Link::To(role)) = reader.entry_link(view, "role", "role", ROLE) {
                let name = view.text("name").map(Text::from);
                attachments.of.entry(role).or_default().inline.extend(name);
            }
        }
        attachments
    }
}

impl Attached {
    /// What separate resources attach to a role that has such an attribute; nothing where the role has none.
    pub(crate) fn of<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) -> Attached {
        let repeats = |name: &str| view.body().get(name).is_some_and(|value| !is_empty(value));
        if !repeats("managed_policy_arns") && view.blocks("inline_policy").is_empty() {
            return Attached::default();
        }
        if reader.access.attachments.is_none() {
            reader.access.attachments = Some(Attachments::all(reader));
        }
        let known = reader.access.attachments.as_ref().zip(reader.entry(view.id()));
        known.and_then(|(attachments, role)| attachments.of.get(&role).cloned()).unwrap_or_default()
    }

    /// Whether a policy of this name is attached to the role.
    pub(crate) fn has_inline(&self, name: &str) -> bool {
        self.inline.contains(name)
    }
}
