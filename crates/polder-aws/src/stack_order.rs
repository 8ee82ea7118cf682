//! The order of stacks that no reference between them shows.
//!
//! People apply the bucket of the state, the organization, the access of each account to the state, and the roles of the
//! pipeline, in this order. All other stacks need what these do: the state, their account, its enabled regions, the
//! permissions boundary that their roles name as text. Certificates are issued only when all zones above their hosts
//! delegate to the next: stacks that wait for one come after the stacks that delegate.

use polder_cloud::{Layer, Stack, StackScope};
use polder_design::{AccountId, Design};

use crate::draft::Draft;
use crate::names::global_key;
use crate::organization::accounts;
use crate::stack_ids::StackIds;

/// What waits until a certificate is issued.
const WAITS_FOR_CERTIFICATE: &str = "aws_acm_certificate_validation";

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

/// Orders a finished stack that waits for certificates after the zones of all domains above its account's.
pub(crate) fn order_after_delegations(
    stack: &mut Stack,
    ids: &StackIds,
    design: &Design,
    account: AccountId,
) {
    if !stack.managed().any(|resource| resource.address.kind == WAITS_FOR_CERTIFICATE) {
        return;
    }
    let mut account = &design.accounts[account];
    while let Some(parent) = account.parent {
        account = &design.accounts[parent];
        let dns = ids.of(&global_key(&account.name, Layer::Dns));
        if !stack.after.contains(&dns) {
            stack.after.push(dns);
        }
    }
}
