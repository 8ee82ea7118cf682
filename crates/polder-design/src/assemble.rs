//! The entry point: makes a design from a platform and the facts.

use std::collections::{BTreeMap, BTreeSet};

use polder_diag::{Finding, Outcome, Severity};
use polder_facts::Facts;
use polder_spec::{self as spec, Environment, Platform, Role};
use polder_units::Duration;

use crate::cells::{self, CellOutline, SiteOutline};
use crate::codes::{CELL_WITHOUT_MARKET, MISSING_FACT};
use crate::design::{Design, Objectives, Retention, State};
use crate::former_hosts;
use crate::guarantees::Guarantees;
use crate::hosts;
use crate::id::{AccountId, CellId, IdVec, RegionId, SiteId};
use crate::locations;
use crate::model::{Account, AccountRegion, Cell, Site};
use crate::regional;
use crate::site_planner::{Loads, SitePlanner};
use crate::sizing::Arithmetic;
use crate::storefront_languages;
use crate::timings::Timings;
use crate::traffic::Traffic;
use crate::transfer::Estate;
use crate::web_exceptions::{self, WebException};

/// PCI DSS 4.0.1, 10.5.1: the last three months of a log must be at hand. Older entries would only add to the personal data
/// outside of the residency.
const BLOCKED_REQUESTS_MAX: Duration = Duration::days(90);

/// Makes every decision that the platform leaves open. There is no value if there is an error among the findings.
pub fn design(platform: &Platform, facts: &Facts) -> Outcome<Design> {
    let traffic = match Traffic::of(facts) {
        Ok(traffic) => traffic,
        Err(missing) => {
            let finding = Finding::new(&MISSING_FACT, missing.to_string());
            return Outcome {
                value: None,
                findings: vec![finding.help("`polder facts` lists what is known")],
            };
        }
    };
    let mut findings = vec![];
    let accounts = hosts::accounts(platform, facts, &mut findings);
    let (outlines, mut cells) = found(platform, facts, &accounts, &mut findings);
    findings.extend(hosts::check(platform, &accounts, &cells));
    findings.extend(former_hosts::check(platform, &accounts, &cells));
    let planned = cells::sites(&outlines);
    wire(&planned, &mut cells);
    let locations = locations::locations(platform, facts, &planned, &mut findings);
    let region_traits = regional::traits(platform, facts, &planned, &mut findings);
    match storefront_languages::findings(platform, facts) {
        Ok(found) => findings.extend(found),
        Err(missing) => findings.push(Finding::new(&MISSING_FACT, missing.to_string())),
    }
    let mut arithmetic = vec![];
    let planner = SitePlanner {
        platform,
        facts,
        traffic: &traffic,
        accounts: &accounts,
        outlines: &outlines,
        cells: &cells,
        planned: &planned,
        locations: &locations,
    };
    let (sites, loads) = planner.sites(&mut arithmetic, &mut findings);
    let exceptions =
        web_exceptions::exceptions(platform, facts, &accounts, &cells, sites.values(), &mut findings);
    let findings = once(findings);
    let sound = findings.iter().all(|finding| finding.severity() != Severity::Error);
    let value = (sound && sites.len() == planned.len()).then(|| {
        let sites: IdVec<SiteId, Site> = sites.into_values().collect();
        add_loads(&mut cells, loads);
        let estate =
            Estate { regions: regions(&sites, &platform.accounts), region_traits, accounts, cells, sites };
        assemble(platform, facts, estate, &traffic, exceptions, arithmetic)
    });
    Outcome { value, findings }
}

/// Each finding once: an error of a region or a service occurs at every site that has it.
fn once(findings: Vec<Finding>) -> Vec<Finding> {
    let mut seen = BTreeSet::new();
    findings.into_iter().filter(|finding| seen.insert((finding.code.id, finding.message.clone()))).collect()
}

/// The cells that have a market.
fn found<'a>(
    platform: &'a Platform,
    facts: &Facts,
    accounts: &IdVec<AccountId, Account>,
    findings: &mut Vec<Finding>,
) -> (BTreeMap<CellId, CellOutline<'a>>, IdVec<CellId, Cell>) {
    let (mut outlines, mut cells) = (BTreeMap::new(), IdVec::new());
    for (number, spec) in platform.cells.iter().enumerate() {
        // Accounts of the design are those of the file, in its order.
        let account = accounts.get(AccountId::new(spec.account.value));
        // The account is known; production is the strictest default.
        let environment = account.map_or(Environment::Production, |account| account.environment);
        let outline = CellOutline { number, spec, guarantees: Guarantees::of(platform, environment) };
        let cell =
            account.and_then(|account| cells::cell(platform, facts, account, cells.next_id(), &outline));
        match cell {
            Some(cell) => {
                outlines.insert(cells.push(cell), outline);
            }
            None => findings.push(
                Finding::new(&CELL_WITHOUT_MARKET, format!("the cell `{}` has no market", spec.name.value))
                    .at(spec.name.span, "no market uses this cell")
                    .help("give it a market, or remove it"),
            ),
        }
    }
    (outlines, cells)
}

/// Fills in the sites of the cells.
fn wire(planned: &BTreeMap<SiteId, SiteOutline<'_>>, cells: &mut IdVec<CellId, Cell>) {
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

/// Fills in the loads of the cells.
fn add_loads(cells: &mut IdVec<CellId, Cell>, loads: BTreeMap<CellId, Loads>) {
    for (id, (load, markets)) in loads {
        let cell = &mut cells[id];
        cell.load = load;
        for (market, load) in cell.markets.iter_mut().zip(markets) {
            market.load = load;
        }
    }
}

/// Regions of accounts in the order of first use. What an account has once is in the settled region, if it has sites there, and
/// else in its first.
fn regions(sites: &IdVec<SiteId, Site>, accounts: &[spec::Account]) -> IdVec<RegionId, AccountRegion> {
    let mut regions: IdVec<RegionId, AccountRegion> = IdVec::new();
    let first = |account: AccountId| sites.iter().find(|site| site.account == account);
    let home = |account: AccountId| {
        let settled = accounts.get(account.index()).and_then(|account| account.home.as_deref());
        let there = |site: &&Site| site.account == account && Some(site.region.as_str()) == settled;
        sites.iter().find(there).or_else(|| first(account)).map(|site| site.region.as_str())
    };
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
            home: home(site.account) == Some(site.region.as_str()),
            sites: vec![site.id],
        });
    }
    regions
}

fn assemble(
    platform: &Platform,
    facts: &Facts,
    estate: Estate,
    traffic: &Traffic,
    exceptions: Vec<WebException>,
    arithmetic: Vec<Arithmetic>,
) -> Design {
    let transfers = estate.transfers(traffic);
    let Estate { accounts, regions, region_traits, cells, sites } = estate;
    let objectives = &platform.objectives;
    let recovery = |recovery: &spec::Recovery| (recovery.rto.value, recovery.rpo.value);
    let retention = &platform.retention;
    Design {
        name: platform.name.value.clone(),
        owner: platform.owner.value.clone(),
        domain: platform.domain.value.clone(),
        saleor: platform.saleor.value,
        terraform: platform.terraform.value,
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
        transfers,
        region_traits,
        runbooks: platform.runbooks.value.clone(),
        mail: platform.mail.service.value,
        dmarc: Some(platform.mail.dmarc.value).filter(|dmarc| *dmarc != spec::Dmarc::Existing),
        scan_uploads: platform.scan_uploads.value,
        alarm_webhook: platform.alarm_webhook.value,
        workload: platform.workload.clone(),
        objectives: Objectives {
            availability: objectives.availability.value,
            zone_loss: recovery(&objectives.zone_loss),
            region_loss: recovery(&objectives.region_loss),
            latency_p95: objectives.latency_p95.value,
        },
        retention: Retention {
            logs: retention.logs.value,
            access_logs: retention.access_logs.value,
            blocked_requests: retention.access_logs.value.min(BLOCKED_REQUESTS_MAX),
            audit_logs: retention.audit_logs.value,
            backups: retention.backups.value,
            vault: retention.vault.value,
            old_versions: retention.old_versions.value,
        },
        timings: Timings::STANDARD,
        state: State {
            bucket: platform.state.bucket.value.clone(),
            region: platform.state.region.value.clone(),
            replica_region: platform.state.replica_region.value.clone(),
            uses_replica: platform.state.active.value == spec::StateCopy::Replica,
        },
        rate_limit: platform.edge.rate_limit.value,
        refused_countries: platform.edge.refused_countries.value.clone(),
        exceptions,
        arithmetic,
    }
}
