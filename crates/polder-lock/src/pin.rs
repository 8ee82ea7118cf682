//! Settled values in a platform whose file leaves them open.

use polder_diag::Finding;
use polder_facts::Facts;
use polder_spec::{Origin, Platform, Setting, Site, is_bucket};
use polder_units::Cidr;

use crate::codes::{OVERLAPS_SETTLED, UNREADABLE_LOCK};
use crate::lock::Lock;

/// The origin of a settled value.
const SETTLED: Origin = Origin::Rule("settled in `polder.lock`");

/// Gives a platform the settled values where its file leaves them open: networks of sites, where the state is, the region of
/// what an account has once. What the file says is not changed.
pub fn pin(platform: &mut Platform, lock: &Lock, facts: &Facts) -> Vec<Finding> {
    let mut findings = vec![];
    let mut settled: Vec<(String, Cidr)> = vec![];
    for (name, site) in sites(platform) {
        let path = format!("{name}.network");
        let Some(text) = lock.get(&path) else { continue };
        let Ok(network) = text.parse::<Cidr>() else {
            findings
                .push(Finding::new(&UNREADABLE_LOCK, format!("`{path}` in the lock file is not a network")));
            continue;
        };
        if site.network.is_none() {
            settled.push((name, network));
            site.network = Some(Setting::default(network, SETTLED));
        }
    }
    findings.extend(overlaps(platform, &settled));
    pin_state(platform, lock, facts);
    for account in &mut platform.accounts {
        account.home = lock.get(&format!("accounts.{}.home", account.name.value)).map(str::to_owned);
    }
    findings
}

/// The sites with their paths.
fn sites(platform: &mut Platform) -> impl Iterator<Item = (String, &mut Site)> {
    platform.cells.iter_mut().flat_map(|cell| {
        let name = &cell.name.value;
        let primary = (format!("cells.{name}.primary"), &mut cell.primary);
        let backup = cell.backup.as_mut().map(|backup| (format!("cells.{name}.backup"), &mut backup.site));
        std::iter::once(primary).chain(backup)
    })
}

/// Networks of sites, settled or in the file, that overlap a settled one of another site.
fn overlaps(platform: &mut Platform, settled: &[(String, Cidr)]) -> Vec<Finding> {
    let mut findings = vec![];
    for (name, site) in sites(platform) {
        let Some(network) = &site.network else { continue };
        // Two settled networks that overlap are reported once.
        let own = settled.iter().position(|(other, _)| *other == name).unwrap_or(settled.len());
        for (other, theirs) in
            settled.iter().take(own).filter(|(other, it)| *other != name && it.overlaps(network.value))
        {
            let message = format!(
                "the network `{}` of `{name}` overlaps `{theirs}`, which is settled for `{other}`",
                network.value
            );
            findings.push(
                Finding::new(&OVERLAPS_SETTLED, message)
                    .at(network.span(), "overlaps")
                    .help("choose another network, or leave `network` out and the design chooses one"),
            );
        }
    }
    findings
}

/// Where the state is.
fn pin_state(platform: &mut Platform, lock: &Lock, facts: &Facts) {
    let state = &mut platform.state;
    let region = |path: &str| lock.get(path).filter(|region| facts.region(region).is_some());
    // Somebody may have edited the lock: the rest of the compiler relies on the name.
    if let Some(bucket) = lock.get("state.bucket").filter(|name| is_bucket(name))
        && state.bucket.span().is_none()
    {
        state.bucket = Setting::default(bucket.to_owned(), SETTLED);
    }
    if let Some(settled) = region("state.region")
        && state.region.span().is_none()
    {
        state.region = Setting::default(settled.to_owned(), SETTLED);
    }
    let open = state.replica_region.span().is_none();
    if let Some(settled) = region("state.replica_region").filter(|it| open && *it != state.region.value) {
        state.replica_region = Setting::default(Some(settled.to_owned()), SETTLED);
    } else if open && state.replica_region.as_ref() == Some(&state.region.value) {
        // The default was chosen beside another region of the state.
        state.replica_region = Setting::default(None, SETTLED);
    }
}
