//! `aws_account_region`: regions that an account must enable before anything can be in them.

use std::collections::BTreeMap;

use polder_cloud::{Handle, body};
use polder_design::{AccountId, Component, Design};

use crate::draft::Draft;
use crate::organization::accounts;

/// The comment of the file.
const FILE: &str = "Regions that are not enabled by default. Enabling one takes minutes, and every request to a region\n\
                    that is not enabled is refused. The region of the state is enabled by hand, before the state exists.";

/// Enables the regions of all accounts of the organization, from its management account.
pub(crate) fn of_organization(
    s: &Draft,
    design: &Design,
    manager: AccountId,
    members: &BTreeMap<AccountId, Handle>,
) {
    for account in design.accounts.ids() {
        let _account = s.part(Component::Account(account));
        for region in to_enable(design, account) {
            let name = format!("{}_{region}", design.accounts[account].name);
            // The management account cannot name itself.
            enable(s, &name, &region, (account != manager).then(|| &members[&account]));
        }
    }
}

/// Enables the regions of an account without an organization.
pub(crate) fn of_account(s: &Draft, design: &Design, account: AccountId) {
    if accounts::management(design).is_none() {
        let _account = s.part(Component::Account(account));
        for region in to_enable(design, account) {
            enable(s, &region, &region, None);
        }
    }
}

fn enable(s: &Draft, name: &str, region: &str, member: Option<&Handle>) {
    s.file("account_region", FILE);
    let enabled = s.resource(
        "aws_account_region",
        name.replace('-', "_"),
        body! {
            account_id = member.map(Handle::id);
            region_name = region.to_owned();
            enabled = true;
        },
    );
    s.expect(format!("{region} is not enabled"), enabled.get("enabled"), true);
}

/// The regions with stacks that an account must enable. In the account of the state, people enable some before its first
/// stacks.
fn to_enable(design: &Design, account: AccountId) -> Vec<String> {
    let mut regions = accounts::used_by(design, account);
    let by_hand =
        if account == accounts::state_holder(design) { accounts::enabled_by_hand(design) } else { vec![] };
    regions.retain(|region| {
        design.region_has(region, |it| it.must_be_enabled) && !by_hand.contains(&region.as_str())
    });
    regions
}
