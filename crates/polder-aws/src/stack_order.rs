//! The order of stacks that no reference between them shows.
//!
//! People apply the bucket of the state, the organization, the access of each account to the state, and the roles of the
//! pipeline, in this order. All other stacks need what these do: the state, their account, its enabled regions, the
//! permissions boundary that their roles name as text.

use polder_cloud::{Layer, StackKey, StackScope};
use polder_design::{AccountId, Design};

use crate::draft::Draft;
use crate::organization::accounts;

/// Orders a stack that is opened after those that it needs.
pub(crate) fn order(s: &Draft, design: &Design, account: AccountId) {
    let key = s.key();
    match (key.layer, &key.scope) {
        (Layer::Bootstrap, StackScope::Region(_)) => {}
        (Layer::Organization, _) => s.after(&of_holder(design, Layer::Bootstrap)),
        (Layer::State, _) => {
            s.after(&of_holder(design, Layer::Bootstrap));
            if let Some(manager) = accounts::management(design) {
                s.after(&global(design, manager, Layer::Organization));
            }
        }
        (Layer::Bootstrap, _) => s.after(&of_holder(design, Layer::State)),
        _ => s.after(&global(design, account, Layer::Bootstrap)),
    }
}

/// A stack of the region of the state.
fn of_holder(design: &Design, layer: Layer) -> StackKey {
    StackKey {
        account: design.accounts[accounts::state_holder(design)].name.as_str().into(),
        scope: StackScope::Region(design.state.region.as_str().into()),
        layer,
    }
}

/// A stack of what exists once in an account.
fn global(design: &Design, account: AccountId, layer: Layer) -> StackKey {
    StackKey { account: design.accounts[account].name.as_str().into(), scope: StackScope::Global, layer }
}
