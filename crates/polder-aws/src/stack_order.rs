//! The order of stacks that no reference between them shows.
//!
//! People apply the bucket of the state, the organization, the access of each account to the state, and the roles of the
//! pipeline, in this order. All other stacks need what these do: the state, their account, its enabled regions, the
//! permissions boundary that their roles name as text.

use polder_cloud::{Layer, StackScope};
use polder_design::Design;

use crate::draft::Draft;
use crate::names::global_key;
use crate::organization::accounts;

/// Orders a new stack after the stacks that it needs.
pub(crate) fn order(s: &Draft, design: &Design) {
    let key = s.key();
    match (key.layer, &key.scope) {
        (Layer::Bootstrap, StackScope::Region(_)) => {}
        (Layer::Organization, _) => s.after(&accounts::state_region_key(design, Layer::Bootstrap)),
        (Layer::State, _) => {
            s.after(&accounts::state_region_key(design, Layer::Bootstrap));
            if let Some(manager) = accounts::management(design) {
                s.after(&global_key(&design.accounts[manager].name, Layer::Organization));
            }
        }
        (Layer::Bootstrap, _) => s.after(&accounts::state_region_key(design, Layer::State)),
        _ => s.after(&global_key(&key.account, Layer::Bootstrap)),
    }
}
