//! Layer `organization`: the accounts and the organization's policies.

use polder_cloud::Layer;

use crate::context::Context;
use crate::organization::accounts;
use crate::organization::organizations_organization;
use crate::organization::organizations_policy;

pub(crate) fn lower(context: &mut Context<'_>) {
    let design = context.design;
    let Some(manager) = accounts::management(design) else { return };
    let purpose = "The organization with its units, accounts and policies.";
    let s = context.global_stack(manager, Layer::Organization, purpose);
    let organization = organizations_organization::organization(&s, design);
    organizations_policy::organization_policies(&s, design, &organization);
    context.add(s);
    context.handles.accounts.organization = Some(organization);
}
