//! Locations of sites: region, network and subnets.

use std::collections::BTreeMap;

use polder_diag::Finding;
use polder_facts::{Facts, Region};
use polder_spec::{Platform, Role, Setting};
use polder_units::Cidr;

use crate::addresses::{self, NetworkRequest, Tiers};
use crate::cells::SiteOutline;
use crate::codes::{MISSING_FACT, NETWORK_UNFIT, POOL_USED_UP, TOO_FEW_ADDRESSES, TOO_FEW_ZONES};
use crate::id::SiteId;
use crate::model::{Site, Zone};

/// The location of a site.
pub(crate) struct Location<'a> {
    pub(crate) region: &'a Region,
    pub(crate) network: Cidr,
    pub(crate) tiers: Vec<Tiers>,
}

/// Region, network and subnets of each site, without those whose location is invalid.
pub(crate) fn locations<'a>(
    platform: &Platform,
    facts: &'a Facts,
    planned: &BTreeMap<SiteId, SiteOutline<'_>>,
    findings: &mut Vec<Finding>,
) -> BTreeMap<SiteId, Location<'a>> {
    let request = |site: &SiteOutline<'_>| {
        let slot = site.number.saturating_mul(2).saturating_add(usize::from(site.role == Role::Backup));
        let written = site.site.network.as_ref().map(|network| network.value);
        NetworkRequest { slot: u32::try_from(slot).unwrap_or(u32::MAX), written }
    };
    let requests: Vec<NetworkRequest> = planned.values().map(request).collect();
    let reserved: Vec<Cidr> = platform.network.reserved.iter().map(|range| range.value).collect();
    let networks = addresses::allot(platform.network.pool.value, &reserved, &requests);
    let mut locations = BTreeMap::new();
    for (site, network) in planned.values().zip(networks) {
        match location(platform, facts, site, network) {
            Ok(location) => {
                locations.insert(site.id, location);
            }
            Err(finding) => findings.push(*finding),
        }
    }
    locations
}

fn location<'a>(
    platform: &Platform,
    facts: &'a Facts,
    outline: &SiteOutline<'_>,
    network: Option<Cidr>,
) -> Result<Location<'a>, Box<Finding>> {
    let (pool, written) = (&platform.network.pool, &platform.network.zones);
    let zones = outline.guarantees.zones;
    let name = &outline.site.region.value;
    let span = outline.site.region.span();
    let site = outline.name();
    let region = facts.region(name).ok_or_else(|| {
        Finding::new(&MISSING_FACT, format!("there are no facts for the region `{name}`"))
            .at(span, "region of a site")
            .help("choose a region that `polder facts region` lists")
    })?;
    let network = network.ok_or_else(|| {
        Finding::new(
            &POOL_USED_UP,
            format!("the pool `{}` has no free /16 for the site `{site}`", pool.value),
        )
        .at(pool.span(), "used up")
        .also(span, "this site sets no network")
        .help("widen `network.pool`, or give the site a `network`")
    })?;
    let count = u64::try_from(region.zones.len()).unwrap_or(u64::MAX);
    if count < zones {
        let message = format!("the region `{name}` has {count} zones, and sites span {zones}");
        return Err(Box::new(
            Finding::new(&TOO_FEW_ZONES, message)
                .at(written.span(), "more than there are")
                .also(span, "region of a site")
                .help(format!("set `network.zones` to {count} or less")),
        ));
    }
    let tiers = u32::try_from(zones).ok().and_then(|zones| addresses::tiers(network, zones));
    let tiers = tiers.ok_or_else(|| {
        let message = format!("the network `{network}` of the site `{site}` is too small for {zones} zones");
        Finding::new(&NETWORK_UNFIT, message)
            .at(outline.site.network.as_ref().and_then(Setting::span), "does not fit")
            .help("choose a network between /16 and /20, or fewer zones")
    })?;
    Ok(Location { region, network, tiers })
}

/// The zones of a site with their subnets.
pub(crate) fn zones(region: &Region, tiers: &[Tiers]) -> Vec<Zone> {
    let zone = |(name, tiers): (&String, &Tiers)| Zone {
        name: name.clone(),
        public: tiers.public,
        app: tiers.app,
        data: tiers.data,
    };
    region.zones.iter().zip(tiers).map(zone).collect()
}

/// Whether there are addresses for all tasks, twice for a rollout, and for all machines, with one zone lost.
pub(crate) fn address_shortage(
    outline: &SiteOutline<'_>,
    location: &Location<'_>,
    site: &Site,
) -> Option<Finding> {
    let all = site.services.iter().chain(&site.jobs);
    let tasks = all.fold(0u64, |sum, service| sum.saturating_add(service.scaling.max));
    let machines = site.machines.iter().fold(0u64, |sum, pool| sum.saturating_add(pool.max));
    let need = tasks.saturating_mul(2).saturating_add(machines);
    let left = location.tiers.len().saturating_sub(1).max(1);
    let room: u64 = location.tiers.iter().take(left).map(|tiers| addresses::usable(tiers.app)).sum();
    (need > room).then(|| {
        let name = outline.name();
        let message = format!(
            "the app subnets of the site `{name}` have addresses for {room} tasks with one zone lost, and up to {need} may run"
        );
        Finding::new(&TOO_FEW_ADDRESSES, message)
            .at(outline.site.network.as_ref().and_then(Setting::span), "too small")
            .help("give the site a larger network, or its services fewer tasks")
    })
}
