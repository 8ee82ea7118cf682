//! The entry point: a platform and the facts are settled into a design.

use std::collections::BTreeSet;

use polder_diag::{Finding, Outcome, Severity};
use polder_facts::{Facts, Region};
use polder_spec::{self as spec, Platform};
use polder_units::Ppm;

use crate::cells::{self, Place};
use crate::codes::{CELL_WITHOUT_MARKET, LATENCY_OUT_OF_REACH};
use crate::grounds::{self, Ground};
use crate::model::{
    Account, AccountRegion, Cache, Cell, Design, Environment, Objectives, Retention, Role, SharedHosts, Site,
    SiteIndex, State,
};
use crate::sizing::{self, Arithmetic, Demand, Sizes, Unsized};
use crate::view::View;
use crate::{buckets, database, flows, hosts, queues, secrets, services, unfit};

/// Settles every choice that the platform leaves open. Without a value where an error is among the findings.
pub fn design(platform: &Platform, facts: &Facts) -> Outcome<Design> {
    let mut findings = vec![];
    let shared = hosts::shared(platform);
    let (specs, mut cells) = found(platform, &shared, &mut findings);
    findings.extend(hosts::check(platform, &cells));
    let places = cells::places(&specs);
    wire(&places, &mut cells);
    let grounds = grounds::grounds(platform, facts, &places, &mut findings);
    let mut arithmetic = vec![];
    let settler = Settler { platform, facts, shared: &shared, specs: &specs, cells: &cells, places: &places };
    let sites = settler.sites(&grounds, &mut arithmetic, &mut findings);
    let sites: Option<Vec<Site>> = sites.into_iter().collect();
    let findings = once(findings);
    let sound = findings.iter().all(|finding| finding.severity() != Severity::Error);
    let value = sites.filter(|_| sound).map(|sites| {
        let regions = regions(&sites);
        assemble(platform, shared, cells, sites, regions, arithmetic)
    });
    Outcome { value, findings }
}

/// Each finding once: what is wrong with a region or a service is met at every site that has it.
fn once(findings: Vec<Finding>) -> Vec<Finding> {
    let mut seen = BTreeSet::new();
    findings.into_iter().filter(|finding| seen.insert((finding.code.id, finding.message.clone()))).collect()
}

/// A cell of the file with its place in it.
type Numbered<'a> = (usize, &'a spec::Cell);

/// The cells that have a market.
fn found<'a>(
    platform: &'a Platform,
    shared: &SharedHosts,
    findings: &mut Vec<Finding>,
) -> (Vec<Numbered<'a>>, Vec<Cell>) {
    let (mut specs, mut cells) = (vec![], vec![]);
    for (number, spec) in platform.cells.iter().enumerate() {
        match cells::cell(platform, shared, number, spec) {
            Some(cell) => {
                specs.push((number, spec));
                cells.push(cell);
            }
            None => findings.push(
                Finding::new(&CELL_WITHOUT_MARKET, format!("the cell `{}` has no market", spec.name.value))
                    .at(spec.name.span, "nothing reaches this cell")
                    .help("give it a market, or remove it"),
            ),
        }
    }
    (specs, cells)
}

/// Tells the cells where their sites are.
fn wire(places: &[Place<'_>], cells: &mut [Cell]) {
    for (index, place) in places.iter().enumerate() {
        let Some(cell) = cells.get_mut(place.cell) else { continue };
        match place.role {
            Role::Primary => cell.primary = index,
            Role::Backup => cell.backup = Some(index),
        }
        if place.active {
            cell.active = index;
        }
    }
}

/// What all sites are furnished from.
struct Settler<'a> {
    platform: &'a Platform,
    facts: &'a Facts,
    shared: &'a SharedHosts,
    specs: &'a [Numbered<'a>],
    cells: &'a [Cell],
    places: &'a [Place<'a>],
}

impl<'a> Settler<'a> {
    /// The sites in their order; `None` where something is missing, which the findings name.
    fn sites(
        &self,
        grounds: &[Option<Ground<'a>>],
        arithmetic: &mut Vec<Arithmetic>,
        findings: &mut Vec<Finding>,
    ) -> Vec<Option<Site>> {
        let mut sites: Vec<Option<Site>> = self.places.iter().map(|_| None).collect();
        for (index, cell) in self.cells.iter().enumerate() {
            let Some((_, spec)) = self.specs.get(index) else { continue };
            let regions: Option<Vec<&Region>> =
                cell.sites().map(|site| Some(grounds.get(site)?.as_ref()?.region)).collect();
            let Some(regions) = regions else { continue };
            let demand = Demand {
                cell: &cell.name,
                environment: self.environment(cell),
                share: share(cell),
                regions: &regions,
            };
            let sizes = sizing::size(self.platform, self.facts, &demand, arithmetic);
            let sizes = match sizes {
                Ok(sizes) => sizes,
                Err(why) => {
                    findings.push(unfit::finding(self.platform, spec, why));
                    continue;
                }
            };
            if !sizes.latency_met {
                findings.push(self.latency_finding(cell));
            }
            for site in cell.sites() {
                let ground = grounds.get(site).and_then(Option::as_ref);
                let (Some(ground), Some(slot)) = (ground, sites.get_mut(site)) else { continue };
                *slot = self
                    .furnish(site, ground, &demand, &sizes, findings)
                    .map_err(|why| findings.push(unfit::finding(self.platform, spec, why)))
                    .ok();
            }
        }
        sites
    }

    fn environment(&self, cell: &Cell) -> Environment {
        let account = self.platform.accounts.get(cell.account);
        // The reader knows every account; production is the strictest.
        account.map_or(Environment::Production, |account| account.environment.value)
    }

    fn furnish(
        &self,
        index: SiteIndex,
        ground: &Ground<'_>,
        demand: &Demand<'_>,
        sizes: &Sizes,
        findings: &mut Vec<Finding>,
    ) -> Result<Site, Unsized> {
        let (Some(place), platform) = (self.places.get(index), self.platform) else {
            return Err(Unsized::OutOfRange);
        };
        let cell = self.cells.get(place.cell).ok_or(Unsized::OutOfRange)?;
        let peer = cell.sites().find(|site| *site != index);
        let region = ground.region;
        let unique = unique(platform);
        let buckets = buckets::buckets(platform, &unique, &cell.name, &region.id, peer);
        findings.extend(buckets::check(platform, &buckets, place.spec));
        let (queues, broker) = queues::queues(platform, self.facts, &cell.name, &region.id, sizes)?;
        let view = View {
            platform,
            facts: self.facts,
            hosts: self.shared,
            cell,
            number: place.number,
            region,
            readiness: place.readiness(),
            demand,
            sizes,
            read_replicas: database::read_replicas(platform, place),
            buckets: &buckets,
            queues: &queues,
            broker: &broker,
        };
        let (services, jobs) = (services::services(&view)?, services::jobs(&view)?);
        findings.extend(grounds::crowded(place, ground, &services, &jobs));
        let flows = flows::flows(&view, &services, &jobs);
        let secrets = secrets::of_site(&view);
        Ok(Site {
            name: place.name(),
            cell: place.cell,
            account: cell.account,
            role: place.role,
            active: place.active,
            mode: match place.role {
                Role::Primary => None,
                Role::Backup => place.spec.backup.as_ref().map(|backup| backup.mode.value),
            },
            peer,
            region: region.id.clone(),
            city: region.city.clone(),
            jurisdiction: region.jurisdiction.clone(),
            zones: grounds::zones(region, &ground.tiers),
            network: ground.network,
            database: database::database(platform, place, peer, demand.environment, &sizes.database),
            cache: Cache {
                class: sizes.cache_class.clone(),
                shards: platform.cache.shards.value,
                replicas: platform.cache.replicas.value,
            },
            services,
            jobs,
            broker,
            buckets,
            queues,
            secrets,
            flows,
        })
    }

    fn latency_finding(&self, cell: &Cell) -> Finding {
        let objective = &self.platform.objectives.latency_p95;
        let message =
            format!("no size of machine answers the cell `{}` within `{}`", cell.name, objective.value);
        Finding::new(&LATENCY_OUT_OF_REACH, message)
            .at(objective.span(), "less than Saleor computes for a list of products")
            .help("raise `objectives.latency_p95`")
    }
}

/// The part of the whole load that the markets of a cell make. Shares that add up to more than the whole are for the
/// reader to refuse; here they are no more than the whole.
fn share(cell: &Cell) -> Ppm {
    let sum = cell.markets.iter().fold(0u32, |sum, market| sum.saturating_add(market.share.0));
    Ppm(sum.min(Ppm::ONE.0))
}

/// Regions of accounts in the order of first use.
fn regions(sites: &[Site]) -> Vec<AccountRegion> {
    let mut regions: Vec<AccountRegion> = vec![];
    for (index, site) in sites.iter().enumerate() {
        let same = |known: &&mut AccountRegion| known.account == site.account && known.region == site.region;
        if let Some(known) = regions.iter_mut().find(same) {
            known.sites.push(index);
            continue;
        }
        regions.push(AccountRegion {
            account: site.account,
            region: site.region.clone(),
            city: site.city.clone(),
            home: !regions.iter().any(|known| known.account == site.account),
            sites: vec![index],
        });
    }
    regions
}

fn unique(platform: &Platform) -> String {
    platform.domain.replace('.', "-")
}

fn assemble(
    platform: &Platform,
    hosts: SharedHosts,
    cells: Vec<Cell>,
    sites: Vec<Site>,
    regions: Vec<AccountRegion>,
    arithmetic: Vec<Arithmetic>,
) -> Design {
    let account = |account: &spec::Account| Account {
        name: account.name.value.clone(),
        id: account.id.as_ref().map(|id| id.value.clone()),
        environment: account.environment.value,
    };
    let objectives = &platform.objectives;
    let recovery = |recovery: &spec::Recovery| (recovery.rto.value, recovery.rpo.value);
    let retention = &platform.retention;
    Design {
        name: platform.name.value.clone(),
        owner: platform.owner.value.clone(),
        domain: platform.domain.value.clone(),
        unique: unique(platform),
        saleor: platform.saleor.value,
        architecture: platform.compute.architecture.value,
        tags: platform.tags.iter().map(|(key, value)| (key.value.clone(), value.value.clone())).collect(),
        accounts: platform.accounts.iter().map(account).collect(),
        regions,
        cells,
        sites,
        hosts,
        objectives: Objectives {
            availability: objectives.availability.value,
            zone_loss: recovery(&objectives.zone_loss),
            region_loss: recovery(&objectives.region_loss),
            latency_p95: objectives.latency_p95.value,
        },
        retention: Retention {
            logs: retention.logs.value,
            backups: retention.backups.value,
            vault: retention.vault.value,
        },
        state: State {
            bucket: platform.state.bucket.value.clone(),
            region: platform.state.region.value.clone(),
        },
        rate_limit: platform.edge.rate_limit.value,
        arithmetic,
    }
}
