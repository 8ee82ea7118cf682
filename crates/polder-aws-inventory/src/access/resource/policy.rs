//! Resource policies: those that are separate resources, and those that are attributes.

use std::collections::BTreeSet;

use polder_cloud::View;
use polder_inventory::EntryId;
use polder_inventory::access::PolicyRole;
use polder_inventory::model::{Known, Link, Reason, Text};

use super::table::{HOLDERS, Of, SETTERS};
use crate::access::attachment::any;
use crate::access::document::document;
use crate::access::keys::key_policy;
use crate::reader::Reader;
use crate::value::text;

/// A resource that sets the policy of another.
pub(crate) fn of_its_own<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let Some(setter) = SETTERS.iter().find(|setter| setter.kind == view.kind()) else { return };
    let Some(read) = document(reader, view, setter.policy) else { return };
    let (to, role) = match &setter.of {
        Of::Account => (any(reader.location_of(view).account), PolicyRole::Resource),
        Of::Attribute(name, names) => {
            let to = reader.entry_link(view, name, "resource with a policy", names);
            let to = to.unwrap_or(Link::Unknown(Reason::NotGiven));
            let endpoint = matches!(to, Link::To(EntryId::PrivateEndpoint(_)));
            (to, if endpoint { PolicyRole::Endpoint } else { PolicyRole::Resource })
        }
    };
    reader.inline_policy(view, None, text(view, "policy_name"), read, to, role);
}

/// Policies that are attributes of resources without a separate policy resource. They are read after everything else.
pub(crate) fn of_holders(reader: &mut Reader<'_, '_>) {
    let attachments = reader.inventory.access.policy_attachments.values();
    let others = attachments
        .filter(|it| matches!(it.role, PolicyRole::Resource | PolicyRole::Key | PolicyRole::Endpoint));
    let done: BTreeSet<EntryId> = others.filter_map(|attachment| attachment.to.id()).collect();
    let index = reader.index;
    for (kind, attribute, role) in HOLDERS {
        for view in index.of_kind(kind).iter().filter_map(|id| index.view(*id)).filter(View::is_managed) {
            let Some(entry) = reader.entry(view.id()).filter(|entry| !done.contains(entry)) else { continue };
            if let Some(read) = document(reader, view, attribute) {
                let part = Some(Text::new_static(attribute));
                reader.inline_policy(view, part, Known::Value(None), read, Link::To(entry), *role);
            }
        }
    }
    for kind in ["aws_kms_key", "aws_kms_external_key", "aws_kms_replica_key", "aws_kms_replica_external_key"]
    {
        for view in index.of_kind(kind).iter().filter_map(|id| index.view(*id)).filter(View::is_managed) {
            if let Some(entry) = reader.entry(view.id()).filter(|entry| !done.contains(entry)) {
                key_policy::of_key(reader, view, entry);
            }
        }
    }
}
