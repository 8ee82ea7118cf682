//! Layer `bootstrap`: what users apply by hand before a pipeline can apply the rest.

use polder_cloud::Layer;

use crate::context::Context;
use crate::iam::break_glass;
use crate::organization::{account_region, accounts};
use crate::pipeline::deploy_role;
use crate::pipeline::state_bucket;

pub(crate) fn lower(context: &mut Context<'_>) {
    let design = context.design;
    let holder = accounts::state_holder(design);
    let purpose = "State of all stacks. Apply it first, by hand: see the README of the build.";
    let s = context.region_stack(holder, &design.state.region, Layer::Bootstrap, purpose);
    let state = state_bucket::state_bucket(&s, design);
    context.add(s);
    context.handles.accounts.state = Some(state);
    for account in &design.accounts {
        let purpose = "Roles of the delivery pipeline, and break-glass access. Apply it by hand.";
        let s = context.global_stack(account.id, Layer::Bootstrap, purpose);
        deploy_role::deploy_roles(&s, design, account);
        // Created before the organization: the ID of the management account is a variable.
        let keeper = context.account_number(&s, account.id, holder);
        break_glass::break_glass(&s, design, account, &keeper);
        account_region::of_account(&s, design, account.id);
        context.add(s);
    }
}
