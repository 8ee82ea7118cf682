//! Where sites stand: region, network and subnets.

use polder_diag::Finding;
use polder_facts::{Facts, Region};
use polder_spec::{Platform, Setting};
use polder_units::Cidr;

use crate::addresses::{self, Tiers, Wish};
use crate::cells::Place;
use crate::codes::{MISSING_FACT, NETWORK_UNFIT, POOL_USED_UP, TOO_FEW_ADDRESSES, TOO_FEW_ZONES};
use crate::guarantees::Guarantees;
use crate::model::{Role, Site, Zone};

/// Where a site stands.
pub(crate) struct Ground<'a> {
    pub(crate) region: &'a Region,
    pub(crate) network: Cidr,
    pub(crate) tiers: Vec<Tiers>,
}

/// Region, network and subnets of each site.
pub(crate) fn grounds<'a>(
    platform: &Platform,
    facts: &'a Facts,
    places: &[Place<'_>],
    guarantees: &[Guarantees],
    findings: &mut Vec<Finding>,
) -> Vec<Option<Ground<'a>>> {
    let wish = |place: &Place<'_>| {
        let slot = place.number.saturating_mul(2).saturating_add(usize::from(place.role == Role::Backup));
        let written = place.site.network.as_ref().map(|network| network.value);
        Wish { slot: u32::try_from(slot).unwrap_or(u32::MAX), written }
    };
    let wishes: Vec<Wish> = places.iter().map(wish).collect();
    let networks = addresses::allot(platform.network.pool.value, &wishes);
    let sites = places.iter().zip(networks);
    sites
        .map(|(place, network)| {
            ground(platform, facts, place, guarantees, network)
                .map_err(|finding| findings.push(*finding))
                .ok()
        })
        .collect()
}

fn ground<'a>(
    platform: &Platform,
    facts: &'a Facts,
    place: &Place<'_>,
    guarantees: &[Guarantees],
    network: Option<Cidr>,
) -> Result<Ground<'a>, Box<Finding>> {
    let (pool, written) = (&platform.network.pool, &platform.network.zones);
    let zones = guarantees.get(place.cell).map_or(written.value, |guarantees| guarantees.zones);
    let name = &place.site.region.value;
    let span = place.site.region.span();
    let site = place.name();
    let region = facts.region(name).ok_or_else(|| {
        Finding::new(&MISSING_FACT, format!("nothing is known of the region `{name}`"))
            .at(span, "region of a site")
            .help("choose a region that `polder facts region` lists")
    })?;
    let network = network.ok_or_else(|| {
        Finding::new(
            &POOL_USED_UP,
            format!("the pool `{}` has no free /16 for the site `{site}`", pool.value),
        )
        .at(pool.span(), "used up")
        .also(span, "this site names no network")
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
        let message = format!("the network `{network}` of the site `{site}` cannot hold {zones} zones");
        Finding::new(&NETWORK_UNFIT, message)
            .at(place.site.network.as_ref().and_then(Setting::span), "does not fit")
            .help("choose a network between /16 and /20, or fewer zones")
    })?;
    Ok(Ground { region, network, tiers })
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

/// Whether all tasks find an address, twice over for a roll-out, and all machines one, with one zone lost.
pub(crate) fn crowded(place: &Place<'_>, ground: &Ground<'_>, site: &Site) -> Option<Finding> {
    let all = site.services.iter().chain(&site.jobs);
    let tasks = all.fold(0u64, |sum, service| sum.saturating_add(service.scaling.max));
    let machines = site.machines.iter().fold(0u64, |sum, pool| sum.saturating_add(pool.max));
    let need = tasks.saturating_mul(2).saturating_add(machines);
    let left = ground.tiers.len().saturating_sub(1).max(1);
    let room: u64 = ground.tiers.iter().take(left).map(|tiers| addresses::usable(tiers.app)).sum();
    (need > room).then(|| {
        let name = place.name();
        let message = format!(
            "the app subnets of the site `{name}` hold {room} tasks without one zone, and {need} may run"
        );
        Finding::new(&TOO_FEW_ADDRESSES, message)
            .at(place.site.network.as_ref().and_then(Setting::span), "too small")
            .help("give the site a larger network, or its services fewer tasks")
    })
}
