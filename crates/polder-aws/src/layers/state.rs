//! Layer `state`: which account's pipeline may read and write which part of the state, and the replica of the state in
//! another region.

use polder_cloud::Layer;

use crate::context::Context;
use crate::handles::accounts::State;
use crate::organization::accounts;
use crate::pipeline::state_access::{self, Rights};
use crate::pipeline::state_bucket;
use crate::pipeline::state_replication::{self, Copier};

pub(crate) fn lower(context: &mut Context<'_>) {
    let design = context.design;
    let holder = accounts::state_holder(design);
    let state =
        context.handles.accounts.state.clone().expect("the layer bootstrap writes the bucket of the state");
    let copy = design.state.replica_region.as_deref().map(|region| replica(context, &state, region));
    let purpose = "Access of each account's pipeline to the state. Apply it by hand.";
    let s = context.region_stack(holder, &design.state.region, Layer::State, purpose);
    let copier = copy.as_ref().map(|(_, copier)| copier.role.arn());
    state_access::state_access(&s, &Rights::of(context, &s, holder), &state, copier);
    if let Some((replica, copier)) = &copy {
        state_replication::replicate(&s, design, "state", (&state, replica), copier);
    }
    context.add(s);
}

/// Writes the stack of the replica.
fn replica(context: &mut Context<'_>, state: &State, region: &str) -> (State, Copier) {
    let design = context.design;
    let holder = accounts::state_holder(design);
    let purpose = "Replica of the state of all stacks. Apply it by hand.";
    let s = context.region_stack(holder, region, Layer::State, purpose);
    let rights = Rights::of(context, &s, holder);
    let replica = state_bucket::state_replica(&s, design, rights.key_policy());
    let copier = state_replication::copier(&s, design, state, &replica, region);
    state_access::replica_access(&s, &rights, &replica, copier.role.arn());
    state_replication::replicate(&s, design, "state_replica", (&replica, state), &copier);
    context.add(s);
    (replica, copier)
}
