//! `aws_organizations_policy` and `aws_organizations_policy_attachment`.

use polder_cloud::View;
use polder_inventory::access::{PolicyForm, PolicyId, PolicyRole};
use polder_inventory::model::{Link, Reason};

use crate::access::document::{Read, document};
use crate::access::organizations::full_access::FullAccess;
use crate::access::organizations::unit::place;
use crate::reader::Reader;
use crate::value::text;

/// What policies of a type do. Source: AWS, Organizations User Guide, "Managing organization policies".
fn role(view: View<'_, '_>) -> Option<PolicyRole> {
    let kind = view.text("type");
    // Source: provider documentation, `type`: the default is `SERVICE_CONTROL_POLICY`.
    match kind.as_deref() {
        None if view.body().get("type").is_none() => Some(PolicyRole::ServiceControl),
        Some("SERVICE_CONTROL_POLICY") => Some(PolicyRole::ServiceControl),
        Some("RESOURCE_CONTROL_POLICY") => Some(PolicyRole::ResourceControl),
        Some(_) => Some(PolicyRole::Declarative),
        None => None,
    }
}

/// The policy.
pub(crate) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let source = reader.source(view);
    let read = match role(view) {
        // Policies of this type neither allow nor deny actions.
        Some(PolicyRole::Declarative) => Read::of(vec![]),
        _ => document(reader, view, "content").unwrap_or_else(|| Read::unknown(Reason::NotGiven)),
    };
    let policy = reader.add_policy(source, text(view, "name"), PolicyForm::Managed, read);
    if role(view) == Some(PolicyRole::Declarative) {
        let entry = Some(policy.into());
        reader.blind(
            view,
            entry,
            Some("content"),
            Reason::AttributeNotModelled,
            "its content is not modelled: it grants and denies no action",
        );
    }
}

/// The root, unit or account that it applies to.
pub(crate) fn attachment<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let to = place(reader, view, "target_id");
    let source = reader.source(view);
    if let Some(full) = view.text("policy_id").and_then(|id| FullAccess::with_id(&id)) {
        let policy = full.add(reader, source);
        reader.attach(source, Link::To(policy), to, full.role);
        return;
    }
    let policy: Option<Link<PolicyId>> = reader.link(view, "policy_id", "policy");
    let policy = policy.unwrap_or(Link::Unknown(Reason::NotGiven));
    let target = view.targets("policy_id").into_iter().find(|it| it.kind() == "aws_organizations_policy");
    match target.and_then(role) {
        Some(role) => reader.attach(source, policy, to, role),
        None => {
            let text = "the type of the attached policy is not known";
            reader.blind(view, None, Some("policy_id"), Reason::Elsewhere, text);
        }
    }
}
