//! `aws_organizations_organization`.

use polder_cloud::View;
use polder_inventory::access::{Organization, OrganizationId, Unit, UnitId};
use polder_inventory::model::{Known, Link, Reason, Text};

use crate::reader::Reader;
use crate::value::texts;

/// The organization. Its root is a unit without a resource.
pub(crate) fn read(reader: &mut Reader<'_, '_>, view: View<'_, '_>) {
    let source = reader.source(view);
    let organization = Organization {
        source,
        root: Link::Unknown(Reason::AfterApply),
        policy_types: texts(view, "enabled_policy_types"),
        trusted_services: texts(view, "aws_service_access_principals"),
        // A separate resource enables it: see `features`.
        central_root_access: Known::Value(false),
    };
    reader.inventory.access.organizations.push(organization);
}

/// Its root, and its management account, which is the account that created it.
pub(crate) fn read_parts<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let root = root(reader, view);
    let id: Option<OrganizationId> = reader.id(view.id());
    if let Some(organization) = id.and_then(|id| reader.inventory.access.organizations.get_mut(id)) {
        organization.root = Link::To(root);
    }
    if view.is_managed()
        && let Link::To(account) = reader.location_of(view).account
    {
        if let Some(account) = reader.inventory.access.accounts.get_mut(account) {
            account.management = Known::Value(true);
            // No resource places the management account in a unit. It is in the root unless it is moved.
            account.unit = Link::To(root);
        }
        reader.contribute(view, account, &["management", "unit"]);
    }
}

/// The root of an organization; it is added on first use.
pub(crate) fn root<'a>(reader: &mut Reader<'_, 'a>, organization: View<'_, 'a>) -> UnitId {
    if let Some(known) = reader.access.roots.get(&organization.id()) {
        return *known;
    }
    let source = reader.part(organization, Text::new_static("root"));
    // Source: AWS, Organizations User Guide, "Terminology and concepts": the root is created with the organization.
    let name = Known::Value(Text::new_static("Root"));
    let id = reader.inventory.access.units.push(Unit { source, name, parent: None });
    reader.access.roots.insert(organization.id(), id);
    id
}
