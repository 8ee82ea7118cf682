//! The sites of a platform: each cell is sized, and its sites are built from the sizes.

use std::collections::BTreeMap;

use polder_diag::Finding;
use polder_facts::{Facts, Region};
use polder_spec::{self as spec, Platform, Role};

use crate::cells::{self, CellOutline, SiteOutline};
use crate::codes::LATENCY_OUT_OF_REACH;
use crate::id::{AccountId, CellId, IdVec, SiteId};
use crate::load::{CellLoad, MarketLoad, SiteLoad};
use crate::locations::{self, Location};
use crate::model::{Account, Cell, Site};
use crate::site_context::SiteContext;
use crate::site_load::SiteShare;
use crate::sizing::{self, Arithmetic, Demand, Shortfall, Sizes, SizingError};
use crate::stores::Cache;
use crate::traffic::Traffic;
use crate::{
    buckets, database, environment, flows, functions, private_access, queues, secrets, services,
    sizing_finding,
};

/// The load of a cell, and of its markets in their order.
pub(crate) type Loads = (CellLoad, Vec<MarketLoad>);

/// What the sites of a cell share.
#[derive(Clone, Copy)]
struct CellContext<'a> {
    cell: &'a Cell,
    demand: &'a Demand<'a>,
    sizes: &'a Sizes,
    markets: &'a [MarketLoad],
}

/// The common input of all sites.
pub(crate) struct SitePlanner<'a> {
    pub(crate) platform: &'a Platform,
    pub(crate) facts: &'a Facts,
    pub(crate) traffic: &'a Traffic,
    pub(crate) accounts: &'a IdVec<AccountId, Account>,
    pub(crate) outlines: &'a BTreeMap<CellId, CellOutline<'a>>,
    pub(crate) cells: &'a IdVec<CellId, Cell>,
    pub(crate) planned: &'a BTreeMap<SiteId, SiteOutline<'a>>,
    /// Without the sites whose location is invalid.
    pub(crate) locations: &'a BTreeMap<SiteId, Location<'a>>,
}

impl<'a> SitePlanner<'a> {
    /// All sites except those with errors, which the findings name, and the loads of their cells.
    pub(crate) fn sites(
        &self,
        arithmetic: &mut Vec<Arithmetic>,
        findings: &mut Vec<Finding>,
    ) -> (BTreeMap<SiteId, Site>, BTreeMap<CellId, Loads>) {
        let (mut sites, mut loads) = (BTreeMap::new(), BTreeMap::new());
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
                storefront: cell.storefront_host.is_some(),
                regions: &regions,
                set: &outline.spec.sizes,
            };
            match self.sites_of_cell(outline.spec, cell, &demand, arithmetic, findings) {
                Ok((built, load)) => {
                    loads.insert(*id, load);
                    for site in built {
                        findings.extend(self.address_shortage(&site));
                        sites.insert(site.id, site);
                    }
                }
                Err(why) => findings.push(sizing_finding::finding(self.platform, outline.spec, why)),
            }
        }
        (sites, loads)
    }

    /// The sites of a cell whose regions are known, and its load.
    fn sites_of_cell(
        &self,
        spec: &spec::Cell,
        cell: &Cell,
        demand: &Demand<'_>,
        arithmetic: &mut Vec<Arithmetic>,
        findings: &mut Vec<Finding>,
    ) -> Result<(Vec<Site>, Loads), SizingError> {
        let below_forecast = |shortfall: &Shortfall| sizing_finding::shortfall(spec, shortfall);
        let sizes = sizing::size(self.platform, self.facts, demand, arithmetic)?;
        findings.extend(sizes.shortfalls.iter().map(below_forecast));
        if !sizes.latency_met {
            findings.push(self.latency_finding(cell));
        }
        let markets = cell.markets.iter().map(|market| sizing::market(&self.platform.workload, market.share));
        let markets: Vec<MarketLoad> = markets.collect::<Result<_, _>>()?;
        let from = CellContext { cell, demand, sizes: &sizes, markets: &markets };
        let sites: Result<Vec<Site>, SizingError> = cell
            .sites()
            .filter_map(|id| Some((self.planned.get(&id)?, self.locations.get(&id)?)))
            .map(|(outline, location)| self.build_site(outline, location, &from, findings))
            .collect();
        let (sites, shortfalls) = self.add_machines(cell, demand, sites?, arithmetic)?;
        findings.extend(shortfalls.iter().map(below_forecast));
        Ok((sites, (sizes.load, markets)))
    }

    fn address_shortage(&self, site: &Site) -> Option<Finding> {
        locations::address_shortage(self.planned.get(&site.id)?, self.locations.get(&site.id)?, site)
    }

    /// Adds the machines for their containers to the sites of a cell.
    fn add_machines(
        &self,
        cell: &Cell,
        demand: &Demand<'_>,
        mut sites: Vec<Site>,
        arithmetic: &mut Vec<Arithmetic>,
    ) -> Result<(Vec<Site>, Vec<Shortfall>), SizingError> {
        let loads: Vec<sizing::SiteTasks<'_>> = sites
            .iter()
            .map(|site| sizing::SiteTasks {
                region: &site.region,
                services: &site.services,
                jobs: &site.jobs,
            })
            .collect();
        let (pools, shortfalls) =
            sizing::machines(self.platform, self.facts, demand, cell.hours.is_some(), &loads, arithmetic)?;
        for (site, pools) in sites.iter_mut().zip(pools) {
            site.machines = pools;
        }
        Ok((sites, shortfalls))
    }

    fn build_site(
        &self,
        outline: &SiteOutline<'_>,
        location: &Location<'_>,
        from: &CellContext<'_>,
        findings: &mut Vec<Finding>,
    ) -> Result<Site, SizingError> {
        let platform = self.platform;
        let CellContext { cell, demand, sizes, .. } = *from;
        let peer = cell.sites().find(|site| *site != outline.id);
        let (region, guarantees) = (location.region, &demand.guarantees);
        let buckets = buckets::buckets(platform, &cell.name, &region.id, peer);
        findings.extend(buckets::check(platform, &buckets, outline.spec));
        let (queues, broker) = queues::queues(platform, self.facts, &cell.name, &region.id, sizes)?;
        let load = self.load(outline, from, region, peer);
        let view = SiteContext {
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
            active: outline.active,
            load: &load,
            traffic: self.traffic,
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
            nat: private_access::nat(self.facts, &region.id, guarantees, &flows)?,
            endpoints: private_access::endpoints(self.facts, &region.id, guarantees, &flows)?,
            network: location.network,
            mail: environment::mail_settings(&view),
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
            load,
        })
    }

    /// What comes to a site.
    fn load(
        &self,
        outline: &SiteOutline<'_>,
        from: &CellContext<'_>,
        region: &Region,
        peer: Option<SiteId>,
    ) -> SiteLoad {
        let countries = from.cell.markets.iter().map(|market| market.country.as_str());
        let markets: Vec<(&str, MarketLoad)> = countries.zip(from.markets.iter().copied()).collect();
        let split = SiteShare {
            facts: self.facts,
            traffic: self.traffic,
            markets: &markets,
            load: &from.sizes.load,
            role: outline.role,
            active: outline.active,
            here: &region.id,
            there: peer.and_then(|peer| Some(self.locations.get(&peer)?.region.id.as_str())),
        };
        split.load()
    }

    fn latency_finding(&self, cell: &Cell) -> Finding {
        let objective = &self.platform.objectives.latency_p95;
        let message = format!(
            "no task size meets the latency objective of the cell `{}` within `{}`",
            cell.name, objective.value
        );
        Finding::new(&LATENCY_OUT_OF_REACH, message)
            .at(objective.span(), "less than the CPU time of a product list")
            .help("raise `objectives.latency_p95`")
    }
}
