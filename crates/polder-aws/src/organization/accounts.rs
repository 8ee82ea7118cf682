//! Relations between the accounts of a platform: the management account, the regions of each, and their IDs.

use polder_cloud::{Layer, StackKey, StackScope, Value, Variable};
use polder_design::{Account, AccountId, Design, Environment};

use crate::draft::Draft;
use crate::names::GLOBAL_REGION;

/// The management account, if the platform has one.
pub(crate) fn management(design: &Design) -> Option<AccountId> {
    design
        .accounts
        .iter()
        .find(|account| account.environment == Environment::Management)
        .map(|account| account.id)
}

/// The member accounts.
pub(crate) fn members(design: &Design) -> impl Iterator<Item = &Account> {
    design.accounts.iter().filter(|account| account.environment != Environment::Management)
}

/// The account that holds the state of all: the management account, or the first.
pub(crate) fn state_holder(design: &Design) -> AccountId {
    management(design).unwrap_or(AccountId::new(0))
}

/// A stack of the account and the region of the state.
pub(crate) fn state_region_key(design: &Design, layer: Layer) -> StackKey {
    StackKey {
        account: design.accounts[state_holder(design)].name.as_str().into(),
        scope: StackScope::Region(design.state.region.as_str().into()),
        layer,
    }
}

/// The region of resources that an account has once but that need a region.
pub(crate) fn home(design: &Design, account: AccountId) -> &str {
    let region = design.regions.iter().find(|region| region.account == account && region.home);
    region.map_or(design.state.region.as_str(), |region| region.region.as_str())
}

/// The regions in which an account is monitored: those that it uses, its home region, and that of global
/// services. The management account and the administrator of security services are monitored, and monitor others, in the
/// regions of all accounts, which include that of the replicas.
pub(crate) fn watched_regions(design: &Design, account: AccountId) -> Vec<String> {
    let for_all = [management(design), design.security_administrator()].contains(&Some(account));
    let used = design.regions.iter().filter(|region| for_all || region.account == account);
    let mut regions = vec![home(design, account).to_owned()];
    let replica =
        design.state.replica_region.as_deref().filter(|_| for_all || design.log_archive() == Some(account));
    let vaults =
        if for_all || design.backup_account() == Some(account) { design.copy_vaults() } else { vec![] };
    let vaults = vaults.iter().map(|vault| vault.region.as_str());
    let known = used.map(|region| region.region.as_str()).chain(replica).chain(vaults).chain([GLOBAL_REGION]);
    for region in known {
        if !regions.iter().any(|seen| seen == region) {
            regions.push(region.to_owned());
        }
    }
    regions
}

/// The regions in which an account has stacks: those in which it is monitored, or, without an organization, those of its
/// sites, of the state and of its replica.
pub(crate) fn used_by(design: &Design, account: AccountId) -> Vec<String> {
    if management(design).is_some() {
        return watched_regions(design, account);
    }
    let sites = design.regions.iter().filter(|region| region.account == account);
    let mut regions: Vec<String> = sites.map(|region| region.region.clone()).collect();
    if account == state_holder(design) {
        for region in [&design.state.region].into_iter().chain(&design.state.replica_region) {
            if !regions.contains(region) {
                regions.push(region.clone());
            }
        }
    }
    regions
}

/// The regions that the organization may use, in the order of first use.
pub(crate) fn used_regions(design: &Design) -> Vec<String> {
    let mut regions = vec![design.state.region.clone()];
    for region in design.regions.iter().map(|known| &known.region).chain(&design.state.replica_region) {
        if !regions.contains(region) {
            regions.push(region.clone());
        }
    }
    regions
}

/// The regions that people enable in the account of the state before its stacks: the region of the state, and without an
/// organization, whose stack enables the others, that of its replica.
pub(crate) fn enabled_by_hand(design: &Design) -> Vec<&str> {
    let replica = design.state.replica_region.as_deref().filter(|_| management(design).is_none());
    let regions = [design.state.region.as_str()].into_iter().chain(replica);
    regions.filter(|region| design.region_has(region, |traits| traits.must_be_enabled)).collect()
}

/// An email address that only the owner knows.
pub(crate) fn mail_address(s: &Draft, name: impl Into<String>, description: impl Into<String>) -> Value {
    let (name, description) = (name.into(), description.into());
    s.variable(Variable {
        example: format!("{}@example.com", name.replace('_', "-")).into(),
        name: name.into(),
        kind: "string".into(),
        description: description.into(),
        default: Value::Null,
        sensitive: false,
        pattern: Some(("^[^@ ]+@[^@ ]+$", "An email address has a name, an @ and a host.")),
    })
}
