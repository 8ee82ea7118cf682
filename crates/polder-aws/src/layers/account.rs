//! Layer `account`: settings of an account of an organization.

use polder_cloud::Layer;

use crate::context::Context;
use crate::organization::account_settings;
use crate::organization::accounts;

pub(crate) fn lower(context: &mut Context<'_>) {
    let design = context.design;
    if accounts::management(design).is_none() {
        return;
    }
    for id in design.accounts.ids() {
        let purpose = "Settings of the account: password policy, contacts, public access.";
        let s = context.global_stack(id, Layer::Account, purpose);
        let recorder = account_settings::account(&s, design, id);
        context.add(s);
        context.handles.accounts.recorders.insert(id, recorder);
    }
}
