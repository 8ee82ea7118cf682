//! Layer `organization`: the accounts, and what is forbidden in them.

use polder_cloud::Layer;

use crate::context::Context;
use crate::organization::estate;
use crate::organization::organization_policy;
use crate::organization::organizations_organization;

pub(crate) fn lower(context: &mut Context<'_>) {
    let design = context.design;
    let Some(manager) = estate::management(design) else { return };
    let purpose = "The organization with its units and accounts, and what is forbidden in them.";
    let s = context.global_stack(manager, Layer::Organization, purpose);
    let organization = organizations_organization::organization(&s, design);
    organization_policy::organization_policies(&s, design, &organization);
    context.add(s);
    context.handles.estate.organization = Some(organization);
}
