//! Forecast × Saleor's measured needs × headroom → tasks, workers, database and cache classes.
//!
//! All of it is integer arithmetic on `u128`, checked: a forecast that overflows is a finding. Rates are in microhertz
//! (events in a million seconds) and are rounded up at every step, so that sizes never decrease with more load.

mod cache;
mod cell_load;
mod database;
mod forecast;
mod ledger;
mod machine_pool;
mod machines;
mod mix;
mod rates;
mod task;

use polder_facts::{Arch, Facts, MissingFact, Region};
use polder_spec::{Architecture, Platform, Workload};
use polder_units::{Bytes, Duration, Ppm};

use crate::guarantees::Guarantees;
use crate::load::CellLoad;

pub(crate) use database::DatabaseSize;
use forecast::Forecast;
pub(crate) use forecast::market;
pub use ledger::Arithmetic;
use ledger::Ledger;
pub(crate) use ledger::Shortfall;
pub(crate) use machines::{SiteTasks, machines};
use rates::Rates;
use task::Market;
pub(crate) use task::{PROXY_CPU, ServiceSize, Task};

/// The input for sizing a cell.
pub(crate) struct Demand<'a> {
    /// Its name.
    pub(crate) cell: &'a str,
    /// Its guarantees.
    pub(crate) guarantees: Guarantees,
    /// Its part of the whole load.
    pub(crate) share: Ppm,
    /// Its share of its markets' data.
    pub(crate) load: Ppm,
    /// Whether it has a storefront.
    pub(crate) storefront: bool,
    /// The regions of its sites, the primary first.
    pub(crate) regions: &'a [&'a Region],
    /// The sizes that the user sets.
    pub(crate) set: &'a polder_spec::Sizes,
}

/// The sizes of a cell: the same at both of its sites, since each must be able to carry the whole load.
pub(crate) struct Sizes {
    /// The load that they are sized for.
    pub(crate) load: CellLoad,
    pub(crate) api: Task,
    pub(crate) worker: Task,
    pub(crate) storefront: Task,
    pub(crate) dashboard: Task,
    pub(crate) beat: ServiceSize,
    pub(crate) migrate: ServiceSize,
    pub(crate) statics: ServiceSize,
    pub(crate) database: DatabaseSize,
    pub(crate) cache_class: String,
    pub(crate) broker_class: String,
    /// Whether the sizes meet the latency objective.
    pub(crate) latency_met: bool,
    /// Sizes that are set and do not carry the forecast.
    pub(crate) shortfalls: Vec<Shortfall>,
}

/// Why a cell has no size.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum SizingError {
    /// A fact is not known.
    Missing(MissingFact),
    /// No size is large enough.
    NoFit(TooSmall),
    /// The forecast overflows.
    OutOfRange,
}

/// What no size is large enough for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum TooSmall {
    /// The tasks of a Saleor process, by its name.
    Tasks(String),
    /// One task of a custom service, by its name.
    Own(String),
    Database,
    Disk,
    Cache,
    Broker,
    /// Any machines.
    Machines,
    /// Machines of the class that the user sets.
    MachineClass,
}

impl From<MissingFact> for SizingError {
    fn from(missing: MissingFact) -> SizingError {
        SizingError::Missing(missing)
    }
}

/// The context of sizing.
struct Ctx<'a> {
    platform: &'a Platform,
    facts: &'a Facts,
    demand: &'a Demand<'a>,
    /// Zones of a site.
    zones: u64,
}

impl Ctx<'_> {
    fn workload(&self) -> &Workload {
        &self.platform.workload
    }

    /// Whether the loss of a zone must have no impact.
    fn survives_zone(&self) -> bool {
        self.demand.guarantees.survives_zone
    }
}

/// The sizes of a cell, and their arithmetic.
pub(crate) fn size(
    platform: &Platform,
    facts: &Facts,
    demand: &Demand<'_>,
    arithmetic: &mut Vec<Arithmetic>,
) -> Result<Sizes, SizingError> {
    let ctx = Ctx { platform, facts, demand, zones: demand.guarantees.zones };
    let mut ledger = Ledger::new(demand.cell, arithmetic);
    let forecast = Forecast::of(&ctx, &mut ledger)?;
    let rates = Rates::of(&ctx, &forecast, &mut ledger)?;
    let market = Market::of(&ctx, &mut ledger)?;
    let (api, latency_met) = task::api(&ctx, &market, &rates, &mut ledger)?;
    let worker = task::worker(&ctx, &market, &rates, &mut ledger)?;
    let mut unused = vec![];
    let mut elsewhere = Ledger::new(demand.cell, &mut unused);
    let in_cell = if demand.storefront { &mut ledger } else { &mut elsewhere };
    let storefront = task::storefront(&ctx, &market, &rates, in_cell)?;
    let dashboard = task::dashboard(&ctx, &market, &mut ledger)?;
    let database = database::size(&ctx, &forecast, &rates, &worker, &mut ledger)?;
    let cache_class = cache::cluster(&ctx, &forecast, &mut ledger)?;
    let broker_class = cache::broker(&ctx, &forecast, &mut ledger)?;
    let alone = |process: &str, cpu: u64| task::alone(&ctx, &market, process, cpu);
    Ok(Sizes {
        load: cell_load::cell_load(&ctx, &forecast, &rates)?,
        api,
        worker,
        storefront,
        dashboard,
        beat: alone("celery-beat", 250)?,
        // A migration reads and writes much and blocks the deployment: a whole core.
        migrate: alone("migrate", 1_000)?,
        // Imports all of Saleor, as a migration does, and then only copies files.
        statics: alone("migrate", 500)?,
        database,
        cache_class,
        broker_class,
        latency_met,
        shortfalls: ledger.shortfalls,
    })
}

/// The smallest task that fits a custom container, with the cache proxy if there is one.
pub(crate) fn own(
    platform: &Platform,
    facts: &Facts,
    demand: &Demand<'_>,
    service: &polder_spec::Service,
    cache_proxy: bool,
) -> Result<ServiceSize, SizingError> {
    let ctx = Ctx { platform, facts, demand, zones: demand.guarantees.zones };
    let market = Market::of(&ctx, &mut Ledger::new(demand.cell, &mut vec![]))?;
    let proxy = if cache_proxy { facts.process("envoy")?.memory } else { Bytes(0) };
    let memory = service.memory.0.checked_add(proxy.0).ok_or(SizingError::OutOfRange)?;
    let fitted = market.fit(service.cpu.0, Bytes(memory));
    fitted.ok_or_else(|| SizingError::NoFit(TooSmall::Own(service.name.value.clone())))
}

/// How long a task may take to start before its health counts: three times the CPU time of `starts` of its processes at
/// the speed of its size, and at least the measured minimum.
pub(crate) fn start_grace(
    facts: &Facts,
    process: &str,
    starts: u64,
    fitted: ServiceSize,
) -> Result<Duration, MissingFact> {
    let least = facts.figure("saleor.api.health-check-grace")?.value;
    let one = facts.process(process)?.start_cpu.as_seconds();
    let wall = one.saturating_mul(starts).saturating_mul(3_000).div_ceil(fitted.cpu.0.max(1));
    Ok(Duration::milliseconds(least.max(wall).saturating_mul(1_000)))
}

fn arch(architecture: Architecture) -> Arch {
    match architecture {
        Architecture::Arm64 => Arch::Arm64,
        Architecture::X86_64 => Arch::X86_64,
    }
}

/// `None` if nothing fits; other errors stay.
fn if_any<T>(found: Result<T, SizingError>) -> Result<Option<T>, SizingError> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(SizingError::NoFit(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

fn product(factors: &[u128]) -> Result<u128, SizingError> {
    factors.iter().try_fold(1u128, |all, factor| all.checked_mul(*factor)).ok_or(SizingError::OutOfRange)
}

fn sum(parts: impl IntoIterator<Item = u128>) -> Result<u128, SizingError> {
    parts.into_iter().try_fold(0u128, u128::checked_add).ok_or(SizingError::OutOfRange)
}

fn narrow(value: u128) -> Result<u64, SizingError> {
    u64::try_from(value).map_err(|_| SizingError::OutOfRange)
}
