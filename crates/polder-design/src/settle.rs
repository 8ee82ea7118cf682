//! The entry point: a platform and the facts are settled into a design.

use std::collections::{BTreeMap, BTreeSet};

use polder_diag::{Finding, Outcome, Severity};
use polder_facts::{Facts, Region};
use polder_spec::{self as spec, Platform};

use crate::cells::{self, CellOutline, SiteOutline};
use crate::codes::{CELL_WITHOUT_MARKET, LATENCY_OUT_OF_REACH};
use crate::guarantees::Guarantees;
use crate::id::IdVec;
use crate::locations::{self, Location};
use crate::model::{
    Account, AccountId, AccountRegion, Cache, Cell, CellId, Design, Environment, Objectives, Retention, Role,
    Site, SiteId, State,
};
use crate::sizing::{self, Arithmetic, Demand, Sizes, SizingError};
use crate::view::View;
use crate::{buckets, database, flows, functions, hosts, queues, secrets, services, unfit};

/// Settles every choice that the platform leaves open. Without a value where an error is among the findings.
pub fn design(platform: &Platform, facts: &Facts) -> Outcome<Design> {
    let mut findings = vec![];
    let accounts = hosts::accounts(platform, facts, &mut findings);
    let (outlines, mut cells) = found(platform, &accounts, &mut findings);
    findings.extend(hosts::check(platform, &accounts, &cells));
    let planned = cells::sites(&outlines);
    wire(&planned, &mut cells);
    let locations = locations::locations(platform, facts, &planned, &mut findings);
    let mut arithmetic = vec![];
    let planner = SitePlanner {
        platform,
        facts,
        accounts: &accounts,
        outlines: &outlines,
        cells: &cells,
        planned: &planned,
        locations: &locations,
    };
    let sites = planner.sites(&mut arithmetic, &mut findings);
    let findings = once(findings);
    let sound = findings.iter().all(|finding| finding.severity() != Severity::Error);
    let value = (sound && sites.len() == planned.len()).then(|| {
        let sites: IdVec<Site> = sites.into_values().collect();
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

/// The cells that have a market.
fn found<'a>(
    platform: &'a Platform,
    accounts: &IdVec<Account>,
    findings: &mut Vec<Finding>,
) -> (BTreeMap<CellId, CellOutline<'a>>, IdVec<Cell>) {
    let (mut outlines, mut cells) = (BTreeMap::new(), IdVec::new());
    for (number, spec) in platform.cells.iter().enumerate() {
        // Accounts of the design are those of the file, in its order.
        let account = accounts.get(AccountId::new(spec.account.value));
        // The reader knows every account; production is the strictest.
        let environment = account.map_or(Environment::Production, |account| account.environment);
        let outline = CellOutline { number, spec, guarantees: Guarantees::of(platform, environment) };
        let cell = account.and_then(|account| cells::cell(platform, account, cells.next_id(), &outline));
        match cell {
            Some(cell) => {
                outlines.insert(cells.push(cell), outline);
            }
            None => findings.push(
                Finding::new(&CELL_WITHOUT_MARKET, format!("the cell `{}` has no market", spec.name.value))
                    .at(spec.name.span, "nothing reaches this cell")
                    .help("give it a market, or remove it"),
            ),
        }
    }
    (outlines, cells)
}

/// Tells the cells where their sites are.
fn wire(planned: &BTreeMap<SiteId, SiteOutline<'_>>, cells: &mut IdVec<Cell>) {
    for (id, outline) in planned {
        let cell = &mut cells[outline.cell];
        match outline.role {
            Role::Primary => cell.primary = *id,
            Role::Backup => cell.backup = Some(*id),
        }
        if outline.active {
            cell.active = *id;
        }
    }
}

/// What all sites are made from.
struct SitePlanner<'a> {
    platform: &'a Platform,
    facts: &'a Facts,
    accounts: &'a IdVec<Account>,
    outlines: &'a BTreeMap<CellId, CellOutline<'a>>,
    cells: &'a IdVec<Cell>,
    planned: &'a BTreeMap<SiteId, SiteOutline<'a>>,
    /// Without the sites that cannot stand where the file puts them.
    locations: &'a BTreeMap<SiteId, Location<'a>>,
}

impl<'a> SitePlanner<'a> {
    /// All sites but those for which something is missing, which the findings name.
    fn sites(&self, arithmetic: &mut Vec<Arithmetic>, findings: &mut Vec<Finding>) -> BTreeMap<SiteId, Site> {
        let mut sites = BTreeMap::new();
        for (id, outline) in self.outlines {
            let cell = &self.cells[*id];
            let regions: Option<Vec<&Region>> =
                cell.sites().map(|site| Some(self.locations.get(&site)?.region)).collect();
            let Some(regions) = regions else { continue };
            let demand = Demand {
                cell: &cell.name,
                guarantees: outline.guarantees,
                share: cells::share(self.platform, outline),
                load: outline.spec.load.value,
                regions: &regions,
            };
            match self.sites_of_cell(cell, &demand, arithmetic, findings) {
                Ok(built) => {
                    for site in built {
                        findings.extend(self.crowded(&site));
                        sites.insert(site.id, site);
                    }
                }
                Err(why) => findings.push(unfit::finding(self.platform, outline.spec, why)),
            }
        }
        sites
    }

    /// The sites of a cell that stands in known regions.
    fn sites_of_cell(
        &self,
        cell: &Cell,
        demand: &Demand<'_>,
        arithmetic: &mut Vec<Arithmetic>,
        findings: &mut Vec<Finding>,
    ) -> Result<Vec<Site>, SizingError> {
        let sizes = sizing::size(self.platform, self.facts, demand, arithmetic)?;
        if !sizes.latency_met {
            findings.push(self.latency_finding(cell));
        }
        let sites: Result<Vec<Site>, SizingError> = cell
            .sites()
            .filter_map(|id| Some((self.planned.get(&id)?, self.locations.get(&id)?)))
            .map(|(outline, location)| self.build_site(outline, location, demand, &sizes, findings))
            .collect();
        self.add_machines(cell, demand, sites?, arithmetic)
    }

    fn crowded(&self, site: &Site) -> Option<Finding> {
        locations::crowded(self.planned.get(&site.id)?, self.locations.get(&site.id)?, site)
    }

    /// Gives the sites of a cell the machines that carry their containers.
    fn add_machines(
        &self,
        cell: &Cell,
        demand: &Demand<'_>,
        mut sites: Vec<Site>,
        arithmetic: &mut Vec<Arithmetic>,
    ) -> Result<Vec<Site>, SizingError> {
        let loads: Vec<sizing::Carried<'_>> = sites
            .iter()
            .map(|site| sizing::Carried { region: &site.region, services: &site.services, jobs: &site.jobs })
            .collect();
        let pools =
            sizing::machines(self.platform, self.facts, demand, cell.hours.is_some(), &loads, arithmetic)?;
        for (site, pools) in sites.iter_mut().zip(pools) {
            site.machines = pools;
        }
        Ok(sites)
    }

    fn build_site(
        &self,
        outline: &SiteOutline<'_>,
        location: &Location<'_>,
        demand: &Demand<'_>,
        sizes: &Sizes,
        findings: &mut Vec<Finding>,
    ) -> Result<Site, SizingError> {
        let platform = self.platform;
        let cell = &self.cells[outline.cell];
        let peer = cell.sites().find(|site| *site != outline.id);
        let (region, guarantees) = (location.region, &demand.guarantees);
        let buckets = buckets::buckets(platform, &cell.name, &region.id, peer);
        findings.extend(buckets::check(platform, &buckets, outline.spec));
        let (queues, broker) = queues::queues(platform, self.facts, &cell.name, &region.id, sizes)?;
        let view = View {
            platform,
            facts: self.facts,
            account: &self.accounts[cell.account],
            cell,
            number: outline.number,
            region,
            readiness: outline.readiness(),
            demand,
            sizes,
            has_readers: database::has_readers(platform, guarantees, outline),
            buckets: &buckets,
            queues: &queues,
            broker: &broker,
        };
        let (services, jobs) = (services::services(&view)?, services::jobs(&view)?);
        let functions = functions::functions(&view, outline.role);
        let tables = functions::tables(&functions);
        let flows = flows::flows(&view, &services, &jobs, &functions);
        let secrets = secrets::of_site(&view);
        Ok(Site {
            id: outline.id,
            name: outline.name(),
            cell: outline.cell,
            account: cell.account,
            role: outline.role,
            active: outline.active,
            mode: match outline.role {
                Role::Primary => None,
                Role::Backup => outline.spec.backup.as_ref().map(|backup| backup.mode.value),
            },
            peer,
            region: region.id.clone(),
            city: region.city.clone(),
            jurisdiction: region.jurisdiction.clone(),
            zones: locations::zones(region, &location.tiers),
            network: location.network,
            database: database::database(platform, outline, peer, cell, guarantees, &sizes.database),
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
fn regions(sites: &IdVec<Site>) -> IdVec<AccountRegion> {
    let mut regions: IdVec<AccountRegion> = IdVec::new();
    for site in sites {
        let same = |known: &&mut AccountRegion| known.account == site.account && known.region == site.region;
        if let Some(known) = regions.iter_mut().find(same) {
            known.sites.push(site.id);
            continue;
        }
        regions.push(AccountRegion {
            id: regions.next_id(),
            account: site.account,
            region: site.region.clone(),
            city: site.city.clone(),
            home: !regions.iter().any(|known| known.account == site.account),
            sites: vec![site.id],
        });
    }
    regions
}

fn assemble(
    platform: &Platform,
    facts: &Facts,
    accounts: IdVec<Account>,
    cells: IdVec<Cell>,
    sites: IdVec<Site>,
    regions: IdVec<AccountRegion>,
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
