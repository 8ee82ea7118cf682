//! How the production cells of a design recover, from its own timings and from published figures.

use polder_design::{
    BackupMode, Cell, ComputeEngine, DatabaseEngine, Design, Environment, Process, Role, Site,
};
use polder_facts::{Facts, MissingFact};
use polder_units::Duration;

use crate::amount::Range;

/// How the worst production cell recovers when a region is lost, and how available it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recovery {
    /// From the loss of a region to the first order, in addition to the time until a person decides; none if orders
    /// wait until the region is back.
    pub rto: Option<Range<Duration>>,
    /// The age of the newest data of the database that are lost; none if all of them are.
    pub rpo: Option<Range<Duration>>,
    /// The tasks of the API that run at the backup site when a region is lost, in percent of those of the primary site.
    pub ready_percent: u64,
    /// The product of the service-level agreements on the way of a query, in millionths.
    pub availability_ppm: u64,
}

/// Timings and agreements behind a recovery.
const DNS: &str = "route53.alias-ttl";
const PROMOTION: &str = "assumed.rds.cross-region-replica.promotion";
const LAG: &str = "assumed.rds.cross-region-replica.lag";
const TASK_START: &str = "assumed.ecs.fargate.task-start";

/// How the production cells of a design recover.
///
/// # Errors
/// If the facts lack a figure: the failover of a global cluster of Aurora has none.
pub fn recovery(design: &Design, facts: &Facts) -> Result<Recovery, MissingFact> {
    let production = design
        .cells
        .iter()
        .filter(|cell| design.accounts[cell.account].environment == Environment::Production);
    let mut worst: Option<Recovery> = None;
    for cell in production {
        let own = of_cell(design, cell, facts)?;
        worst = Some(worst.map_or(own, |worst| worse(worst, own)));
    }
    let none = Recovery { rto: None, rpo: None, ready_percent: 0, availability_ppm: 0 };
    Ok(worst.unwrap_or(none))
}

fn of_cell(design: &Design, cell: &Cell, facts: &Facts) -> Result<Recovery, MissingFact> {
    let site = |role| cell.sites().map(|id| &design.sites[id]).find(|site| site.role == role);
    let (Some(primary), backup) = (site(Role::Primary), site(Role::Backup)) else {
        return Ok(Recovery { rto: None, rpo: None, ready_percent: 0, availability_ppm: 0 });
    };
    let availability_ppm = availability(primary, design, facts)?;
    let Some(backup) = backup else {
        return Ok(Recovery { rto: None, rpo: None, ready_percent: 0, availability_ppm });
    };
    let shared = primary.database.engine == DatabaseEngine::SharedStorage;
    let promotion = range(facts, if shared { "aurora.global.failover" } else { PROMOTION })?;
    let rpo = range(facts, if shared { "aurora.global.replication" } else { LAG })?;
    let dns = range(facts, DNS)?;
    // Without a task of the API, one starts first. Otherwise the running ones answer while others start.
    let start = match backup.mode {
        Some(BackupMode::PilotLight) => {
            let api = primary.services.iter().find(|service| service.process == Process::Api);
            let grace = api.map_or(Duration::seconds(0), |api| api.start_grace);
            sum(range(facts, TASK_START)?, Range::exactly(grace))
        }
        _ => Range::exactly(Duration::seconds(0)),
    };
    let timings = &design.timings.failover;
    let silence = times(timings.database_silence.period, timings.database_silence.needed);
    let switch = times(timings.switch.period, timings.switch.needed);
    let decided = sum(Range::exactly(silence), Range::exactly(switch));
    let rto = sum(sum(decided, promotion), sum(dns, start));
    Ok(Recovery { rto: Some(rto), rpo: Some(rpo), ready_percent: ready(primary, backup), availability_ppm })
}

/// The tasks of the API of a backup site, in percent of those of the primary site.
fn ready(primary: &Site, backup: &Site) -> u64 {
    let tasks = |site: &Site| {
        let api = site.services.iter().find(|service| service.process == Process::Api);
        api.map_or(0, |api| api.scaling.desired)
    };
    tasks(backup).saturating_mul(100) / tasks(primary).max(1)
}

/// The agreements of the edge, the load balancer, the tasks, and the databases that a query of Saleor needs: it goes to a
/// reader if there is one, and falls back to nothing.
fn availability(site: &Site, design: &Design, facts: &Facts) -> Result<u64, MissingFact> {
    let shared = site.database.engine == DatabaseEngine::SharedStorage;
    let database = match (shared, site.database.standby) {
        (true, _) => "sla.aurora.multi-az",
        (false, true) => "sla.rds.multi-az",
        (false, false) => "sla.rds.single-az",
    };
    let mut needed = vec!["sla.cloudfront", "sla.alb", database];
    if design.compute == ComputeEngine::ServerlessContainers {
        needed.push("sla.fargate");
    }
    if site.database.read_replicas > 0 && !shared {
        needed.push(database);
    }
    let mut product: u64 = 1_000_000;
    for id in needed {
        product = product.saturating_mul(facts.figure(id)?.value) / 1_000_000;
    }
    Ok(product)
}

fn range(facts: &Facts, id: &str) -> Result<Range<Duration>, MissingFact> {
    let timing = facts.timing(id)?;
    let high = timing.high.or(timing.low).unwrap_or(Duration::seconds(0));
    let low = timing.low.unwrap_or(Duration::seconds(0));
    Ok(Range { low, expected: high, high })
}

fn sum(one: Range<Duration>, other: Range<Duration>) -> Range<Duration> {
    one.with(other, |a, b| a.checked_add(b).unwrap_or(a))
}

fn times(of: Duration, count: u64) -> Duration {
    of.times(count).unwrap_or(of)
}

fn worse(one: Recovery, other: Recovery) -> Recovery {
    let later = |a: Option<Range<Duration>>, b: Option<Range<Duration>>| {
        let (a, b) = (a?, b?);
        Some(if a.high >= b.high { a } else { b })
    };
    Recovery {
        rto: later(one.rto, other.rto),
        rpo: later(one.rpo, other.rpo),
        ready_percent: one.ready_percent.min(other.ready_percent),
        availability_ppm: one.availability_ppm.min(other.availability_ppm),
    }
}
