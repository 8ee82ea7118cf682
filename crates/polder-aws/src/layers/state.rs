//! Layer `state`: which account's pipeline may read and write which part of the state.

use polder_cloud::Layer;

use crate::context::Context;
use crate::organization::accounts;
use crate::pipeline::state_access;

pub(crate) fn lower(context: &mut Context<'_>) {
    let design = context.design;
    let holder = accounts::state_holder(design);
    let state =
        context.handles.accounts.state.clone().expect("the layer bootstrap writes the bucket of the state");
    let purpose = "Access of each account's pipeline to the state. Apply it by hand.";
    let s = context.region_stack(holder, &design.state.region, Layer::State, purpose);
    state_access::state_access(context, &s, holder, &state);
    context.add(s);
}
