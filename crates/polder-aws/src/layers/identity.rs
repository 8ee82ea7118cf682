//! Layer `identity`: permission sets of users. It is in the region of Identity Center, which is that of the
//! state.

use polder_cloud::Layer;

use crate::context::Context;
use crate::iam::permission_set;
use crate::organization::accounts;

pub(crate) fn lower(context: &mut Context<'_>) {
    let design = context.design;
    let Some(manager) = accounts::management(design) else { return };
    let purpose = "Permission sets of users, and their assignments to accounts. Apply it by hand.";
    let s = context.region_stack(manager, &design.state.region, Layer::Identity, purpose);
    permission_set::permission_sets(context, &s, manager);
    context.add(s);
}
