//! The entry point: a platform and the facts are settled into a design.

use std::collections::BTreeSet;

use polder_diag::{Finding, Outcome, Severity};
use polder_facts::{Facts, Region};
use polder_spec::{self as spec, Platform};

use crate::cells::{self, Place};
use crate::codes::{CELL_WITHOUT_MARKET, LATENCY_OUT_OF_REACH};
use crate::grounds::{self, Ground};
use crate::guarantees::Guarantees;
use crate::model::{
    Account, AccountRegion, Cache, Cell, Design, Environment, Objectives, Retention, Role, Site, SiteIndex,
    State,
};
use crate::sizing::{self, Arithmetic, Demand, Sizes, Unsized};
use crate::view::View;
use crate::{buckets, database, flows, functions, hosts, queues, secrets, services, unfit};

/// Settles every choice that the platform leaves open. Without a value where an error is among the findings.
pub fn design(platform: &Platform, facts: &Facts) -> Outcome<Design> {
    let mut findings = vec![];
    let accounts = hosts::accounts(platform, facts, &mut findings);
    let (specs, mut cells) = found(platform, &accounts, &mut findings);
    findings.extend(hosts::check(platform, &accounts, &cells));
    let guarantees: Vec<Guarantees> =
        cells.iter().map(|cell| promised(platform, &accounts, cell.account)).collect();
    let places = cells::places(&specs);
    wire(&places, &mut cells);
    let grounds = grounds::grounds(platform, facts, &places, &guarantees, &mut findings);
    let mut arithmetic = vec![];
    let settler = Settler {
        platform,
        facts,
        accounts: &accounts,
        specs: &specs,
        cells: &cells,
        guarantees: &guarantees,
        places: &places,
    };
    let sites = settler.sites(&grounds, &mut arithmetic, &mut findings);
    let sites: Option<Vec<Site>> = sites.into_iter().collect();
    let findings = once(findings);
    let sound = findings.iter().all(|finding| finding.severity() != Severity::Error);
    let value = sites.filter(|_| sound).map(|sites| {
        let regions = regions(&sites);
        assemble(platform, facts, accounts, cells, sites, regions, arithmetic)
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
    accounts: &[Account],
    findings: &mut Vec<Finding>,
) -> (Vec<Numbered<'a>>, Vec<Cell>) {
    let (mut specs, mut cells) = (vec![], vec![]);
    for (number, spec) in platform.cells.iter().enumerate() {
        let guarantees = promised(platform, accounts, spec.account.value);
        let cell = accounts
            .get(spec.account.value)
            .and_then(|account| cells::cell(platform, account, &guarantees, number, spec));
        match cell {
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

/// What the cells of an account are promised. The reader knows every account; production is the strictest.
fn promised(platform: &Platform, accounts: &[Account], account: usize) -> Guarantees {
    let environment = accounts.get(account).map_or(Environment::Production, |account| account.environment);
    Guarantees::of(platform, environment)
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
    accounts: &'a [Account],
    specs: &'a [Numbered<'a>],
    cells: &'a [Cell],
    guarantees: &'a [Guarantees],
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
            let Some((number, spec)) = self.specs.get(index) else { continue };
            let Some(guarantees) = self.guarantees.get(index) else { continue };
            let regions: Option<Vec<&Region>> =
                cell.sites().map(|site| Some(grounds.get(site)?.as_ref()?.region)).collect();
            let Some(regions) = regions else { continue };
            let demand = Demand {
                cell: &cell.name,
                guarantees: *guarantees,
                share: cells::share(self.platform, *number, spec),
                load: spec.load.value,
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
            let furnished: Result<Vec<(SiteIndex, Site)>, Unsized> = cell
                .sites()
                .filter_map(|site| Some((site, grounds.get(site)?.as_ref()?)))
                .map(|(site, ground)| Ok((site, self.furnish(site, ground, &demand, &sizes, findings)?)))
                .collect();
            let furnished = furnished.and_then(|furnished| self.equip(cell, &demand, furnished, arithmetic));
            match furnished {
                Ok(furnished) => {
                    for (index, site) in furnished {
                        let at = self.places.get(index).zip(grounds.get(index).and_then(Option::as_ref));
                        findings
                            .extend(at.and_then(|(place, ground)| grounds::crowded(place, ground, &site)));
                        if let Some(slot) = sites.get_mut(index) {
                            *slot = Some(site);
                        }
                    }
                }
                Err(why) => findings.push(unfit::finding(self.platform, spec, why)),
            }
        }
        sites
    }

    /// Gives the sites of a cell the machines that carry their containers.
    fn equip(
        &self,
        cell: &Cell,
        demand: &Demand<'_>,
        mut furnished: Vec<(SiteIndex, Site)>,
        arithmetic: &mut Vec<Arithmetic>,
    ) -> Result<Vec<(SiteIndex, Site)>, Unsized> {
        let loads: Vec<sizing::Carried<'_>> = furnished
            .iter()
            .map(|(_, site)| sizing::Carried {
                region: &site.region,
                services: &site.services,
                jobs: &site.jobs,
            })
            .collect();
        let pools =
            sizing::machines(self.platform, self.facts, demand, cell.hours.is_some(), &loads, arithmetic)?;
        for ((_, site), pools) in furnished.iter_mut().zip(pools) {
            site.machines = pools;
        }
        Ok(furnished)
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
        let account = self.accounts.get(cell.account).ok_or(Unsized::OutOfRange)?;
        let (region, guarantees) = (ground.region, &demand.guarantees);
        let buckets = buckets::buckets(platform, &cell.name, &region.id, peer);
        findings.extend(buckets::check(platform, &buckets, place.spec));
        let (queues, broker) = queues::queues(platform, self.facts, &cell.name, &region.id, sizes)?;
        let view = View {
            platform,
            facts: self.facts,
            account,
            cell,
            number: place.number,
            region,
            readiness: place.readiness(),
            demand,
            sizes,
            has_readers: database::has_readers(platform, guarantees, place),
            buckets: &buckets,
            queues: &queues,
            broker: &broker,
        };
        let (services, jobs) = (services::services(&view)?, services::jobs(&view)?);
        let functions = functions::functions(&view, place.role);
        let tables = functions::tables(&functions);
        let flows = flows::flows(&view, &services, &jobs, &functions);
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
            database: database::database(platform, place, peer, cell, guarantees, &sizes.database),
            cache: Cache {
                class: sizes.cache_class.clone(),
                shards: guarantees.cache_shards,
                replicas: guarantees.cache_replicas,
            },
            services,
            jobs,
            machines: vec![],
            broker,
            buckets,
            queues,
            functions,
            tables,
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

fn assemble(
    platform: &Platform,
    facts: &Facts,
    accounts: Vec<Account>,
    cells: Vec<Cell>,
    sites: Vec<Site>,
    regions: Vec<AccountRegion>,
    arithmetic: Vec<Arithmetic>,
) -> Design {
    let objectives = &platform.objectives;
    let recovery = |recovery: &spec::Recovery| (recovery.rto.value, recovery.rpo.value);
    let retention = &platform.retention;
    Design {
        name: platform.name.value.clone(),
        owner: platform.owner.value.clone(),
        domain: platform.domain.value.clone(),
        saleor: platform.saleor.value,
        compute: platform.compute.engine.value,
        architecture: platform.compute.architecture.value,
        kubernetes: facts
            .text("kubernetes.version")
            .map_or_else(|_| String::new(), |text| text.value.clone()),
        tags: platform.tags.iter().map(|(key, value)| (key.value.clone(), value.value.clone())).collect(),
        accounts,
        regions,
        cells,
        sites,
        runbooks: platform.runbooks.value.clone(),
        objectives: Objectives {
            availability: objectives.availability.value,
            zone_loss: recovery(&objectives.zone_loss),
            region_loss: recovery(&objectives.region_loss),
            latency_p95: objectives.latency_p95.value,
        },
        retention: Retention {
            logs: retention.logs.value,
            access_logs: retention.access_logs.value,
            audit_logs: retention.audit_logs.value,
            backups: retention.backups.value,
            vault: retention.vault.value,
        },
        state: State {
            bucket: platform.state.bucket.value.clone(),
            region: platform.state.region.value.clone(),
        },
        rate_limit: platform.edge.rate_limit.value,
        refused_countries: platform.edge.refused_countries.value.clone(),
        arithmetic,
    }
}
