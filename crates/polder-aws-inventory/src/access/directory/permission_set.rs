//! `aws_ssoadmin_permission_set` and the policies of one.

use polder_cloud::View;
use polder_inventory::EntryId;
use polder_inventory::access::{PermissionSet, PermissionSetId, PolicyId, PolicyRole};
use polder_inventory::model::{Known, Link, Reason, Text};
use polder_inventory::outside::Owner;
use polder_units::Duration;

use crate::access::attachment::any;
use crate::access::document::document;
use crate::access::state::NamedPolicy;
use crate::reader::Reader;
use crate::value::{given_text, text_or};

/// The permission set itself.
pub(crate) fn read(reader: &mut Reader<'_, '_>, view: View<'_, '_>) {
    let source = reader.source(view);
    // Source: provider documentation, `session_duration`: the default is `PT1H`.
    let session_max = match text_or(view, "session_duration", "PT1H") {
        Known::Value(text) => iso_duration(&text).map_or(Known::Unknown(Reason::NotUnderstood), Known::Value),
        Known::Unknown(reason) => Known::Unknown(reason),
    };
    let set = PermissionSet { source, name: given_text(view, "name"), session_max };
    reader.inventory.access.permission_sets.push(set);
}

/// `aws_ssoadmin_permission_set_inline_policy`
pub(crate) fn inline_policy<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let (set, read) = (set(reader, view), document(reader, view, "inline_policy"));
    if let Some(read) = read {
        reader.inline_policy(view, None, Known::Value(None), read, set, PolicyRole::Identity);
    }
}

/// `aws_ssoadmin_managed_policy_attachment`
pub(crate) fn managed_policy<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let policy = reader.named_policy(view, "managed_policy_arn");
    attach(reader, view, policy, PolicyRole::Identity);
}

/// `aws_ssoadmin_customer_managed_policy_attachment`: the policy with this name in each account.
pub(crate) fn own_policy<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let reference = view.block("customer_managed_policy_reference");
    let policy = reference.map(|reference| NamedPolicy::Linked(named(reader, reference)));
    attach(reader, view, policy, PolicyRole::Identity);
}

/// `aws_ssoadmin_permissions_boundary_attachment`
pub(crate) fn boundary<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let Some(boundary) = view.block("permissions_boundary") else { return };
    let policy = match boundary.block("customer_managed_policy_reference") {
        Some(reference) => Some(NamedPolicy::Linked(named(reader, reference))),
        None => reader.named_policy(boundary, "managed_policy_arn"),
    };
    attach(reader, view, policy, PolicyRole::Boundary);
}

fn attach<'a>(
    reader: &mut Reader<'_, 'a>,
    view: View<'_, 'a>,
    policy: Option<NamedPolicy>,
    role: PolicyRole,
) {
    let Some(policy) = policy else { return };
    let (set, source) = (set(reader, view), reader.source(view));
    reader.attach_named(source, policy, set, role);
}

fn set<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) -> Link<EntryId> {
    let set: Option<Link<PermissionSetId>> = reader.link(view, "permission_set_arn", "permission set");
    any(set.unwrap_or(Link::Unknown(Reason::NotGiven)))
}

/// The policy with this name, if exactly one account has it: a permission set uses the policy of the account
/// in which it is assigned.
fn named<'a>(reader: &mut Reader<'_, 'a>, reference: View<'_, 'a>) -> Link<PolicyId> {
    let targets = reference.targets("name");
    if let Some(policy) = targets.into_iter().find_map(|target| reader.id(target.id())) {
        return Link::To(policy);
    }
    let Known::Value(name) = given_text(reference, "name") else {
        return Link::Unknown(Reason::AfterApply);
    };
    let index = reader.index;
    let views = index.of_kind("aws_iam_policy").iter().filter_map(|id| index.view(*id));
    let mut same = views.filter(|view| view.is_managed() && view.text("name").as_deref() == Some(&*name));
    match (same.next(), same.next()) {
        (Some(one), None) => reader.id(one.id()).map_or(Link::Unknown(Reason::NotUnderstood), Link::To),
        (Some(_), Some(_)) => Link::Unknown(Reason::AttributeNotModelled),
        (None, _) => {
            let path = reference.text("path").unwrap_or_else(|| "/".into());
            let full = Text::from(format!("policy{path}{name}"));
            Link::Outside(reader.external(&full, "policy", Owner::Unknown))
        }
    }
}

/// A time in the form of ISO 8601, days to seconds: `PT8H`, `PT1H30M`.
pub(crate) fn iso_duration(text: &str) -> Option<Duration> {
    let (days, time) = text.strip_prefix('P')?.split_once('T').unwrap_or((text.strip_prefix('P')?, ""));
    let mut seconds = 0_u64;
    for (part, units) in [(days, &[('D', 86_400)][..]), (time, &[('H', 3_600), ('M', 60), ('S', 1)][..])] {
        let mut rest = part;
        for (unit, factor) in units {
            if let Some((number, after)) = rest.split_once(*unit) {
                seconds = seconds.checked_add(number.parse::<u64>().ok()?.checked_mul(*factor)?)?;
                rest = after;
            }
        }
        if !rest.is_empty() {
            return None;
        }
    }
    Some(Duration::seconds(seconds))
}
