//! `aws_iam_role`.

use polder_cloud::View;
use polder_inventory::EntryId;
use polder_inventory::access::{PolicyRole, Principal, PrincipalKind};
use polder_inventory::model::{Known, Link, Reason, Text};
use polder_units::Duration;

use crate::access::document::{Read, document};
use crate::access::iam::attachment::managed_policies;
use crate::access::state::Attached;
use crate::reader::Reader;
use crate::value::{given_text, seconds_or, text, text_or};

/// Source: provider documentation, `max_session_duration`: the default is one hour.
pub(crate) const SESSION_DEFAULT: Duration = Duration::minutes(60);

/// The role itself.
pub(crate) fn read(reader: &mut Reader<'_, '_>, view: View<'_, '_>) {
    let source = reader.source(view);
    let principal = Principal {
        source,
        name: given_text(view, "name"),
        path: text_or(view, "path", "/"),
        kind: PrincipalKind::Role {
            session_max: seconds_or(view, "max_session_duration", SESSION_DEFAULT.as_seconds()),
            service_linked: None,
        },
    };
    reader.inventory.access.principals.push(principal);
}

/// Its trust policy, permissions boundary and inline policies.
pub(crate) fn read_parts<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let Some(role) = reader.entry(view.id()).map(Link::To) else { return };
    let trust = document(reader, view, "assume_role_policy");
    // The provider requires a trust policy.
    let trust = trust.unwrap_or_else(|| Read::unknown(Reason::AfterApply));
    let part = Some(Text::new_static("assume_role_policy"));
    reader.inline_policy(view, part, Known::Value(None), trust, role, PolicyRole::Trust);
    boundary(reader, view, role);
    let attached = Attached::of(reader, view);
    for block in view.blocks("inline_policy") {
        let name = text(block, "name");
        let Some(read) = document(reader, block, "policy") else { continue };
        // States repeat here what separate resources set.
        if name.value().is_some_and(|name| name.as_ref().is_some_and(|name| attached.has_inline(name))) {
            continue;
        }
        let part = match &name {
            Known::Value(Some(name)) => Text::from(format!("inline_policy.{name}")),
            Known::Value(None) | Known::Unknown(_) => Text::new_static("inline_policy"),
        };
        reader.inline_policy(view, Some(part), name, read, role, PolicyRole::Identity);
    }
    managed_policies(reader, view, "managed_policy_arns", role, &attached);
}

/// The permissions boundary of a role or user.
pub(crate) fn boundary<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>, principal: Link<EntryId>) {
    if let Some(policy) = reader.named_policy(view, "permissions_boundary") {
        let source = reader.part(view, "permissions_boundary");
        reader.attach_named(source, policy, principal, PolicyRole::Boundary);
    }
}
