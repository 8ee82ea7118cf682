//! Forecast × Saleor's measured needs × headroom → tasks, workers, database and cache classes.
//!
//! All of it is integer arithmetic on `u128`, checked: a forecast beyond what the numbers hold is a finding. Rates are
//! in microhertz (events in a million seconds) and are rounded up at every step, so more load never gives less.

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
pub(crate) use machines::{Carried, machines};
use rates::Rates;
use task::Market;
pub(crate) use task::{Fitted, PROXY_CPU, Task};

/// What a cell is sized by.
pub(crate) struct Demand<'a> {
    /// Its name.
    pub(crate) cell: &'a str,
    /// What it is promised.
    pub(crate) guarantees: Guarantees,
    /// Its part of the whole load.
    pub(crate) share: Ppm,
    /// How much of its markets' data it holds.
    pub(crate) load: Ppm,
    /// The regions of its sites, the primary first.
    pub(crate) regions: &'a [&'a Region],
}

/// The sizes of a cell: the same at both of its sites, since either may have to carry all of it.
pub(crate) struct Sizes {
    /// What they are made for.
    pub(crate) load: CellLoad,
    pub(crate) api: Task,
    pub(crate) worker: Task,
    pub(crate) storefront: Task,
    pub(crate) dashboard: Task,
    pub(crate) beat: Fitted,
    pub(crate) migrate: Fitted,
    pub(crate) statics: Fitted,
    pub(crate) database: DatabaseSize,
    pub(crate) cache_class: String,
    pub(crate) broker_class: String,
    /// Whether the objective for latency is met by the sizes.
    pub(crate) latency_met: bool,
}

/// Why a cell has no size.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum SizingError {
    /// A fact is not known.
    Missing(MissingFact),
    /// Nothing is large enough.
    NoFit(Lacking),
    /// The forecast is beyond any number.
    OutOfRange,
}

/// What nothing is large enough for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Lacking {
    /// The tasks of a process of Saleor's, by its name.
    Tasks(String),
    /// One task of a service of the user's own, by its name.
    Own(String),
    Database,
    Disk,
    Cache,
    Broker,
    Machines,
}

impl From<MissingFact> for SizingError {
    fn from(missing: MissingFact) -> SizingError {
        SizingError::Missing(missing)
    }
}

/// What sizing looks at.
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

    /// Whether the loss of a zone must not be felt.
    fn survives_zone(&self) -> bool {
        self.demand.guarantees.survives_zone
    }
}

/// The sizes of a cell, and how they came about.
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
    let storefront = task::storefront(&ctx, &market, &rates, &mut ledger)?;
    let dashboard = task::dashboard(&ctx, &market)?;
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
        // A migration reads and writes much and everyone waits for it: a whole core.
        migrate: alone("migrate", 1_000)?,
        // Imports all of Saleor, as a migration does, and then only copies files.
        statics: alone("migrate", 500)?,
        database,
        cache_class,
        broker_class,
        latency_met,
    })
}

/// The smallest task that holds a container of the user's own, with the cache proxy beside it if there is one.
pub(crate) fn own(
    platform: &Platform,
    facts: &Facts,
    demand: &Demand<'_>,
    service: &polder_spec::Service,
    cache_proxy: bool,
) -> Result<Fitted, SizingError> {
    let ctx = Ctx { platform, facts, demand, zones: demand.guarantees.zones };
    let market = Market::of(&ctx, &mut Ledger::new(demand.cell, &mut vec![]))?;
    let proxy = if cache_proxy { facts.process("envoy")?.memory } else { Bytes(0) };
    let memory = service.memory.0.checked_add(proxy.0).ok_or(SizingError::OutOfRange)?;
    let fitted = market.fit(service.cpu.0, Bytes(memory));
    fitted.ok_or_else(|| SizingError::NoFit(Lacking::Own(service.name.value.clone())))
}

/// How long a task may take to start before its health counts: three times the processor time of `starts` of its
/// processes at the speed of its size, and no less than what was measured to be needed.
pub(crate) fn start_grace(
    facts: &Facts,
    process: &str,
    starts: u64,
    fitted: Fitted,
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

fn product(factors: &[u128]) -> Result<u128, SizingError> {
    factors.iter().try_fold(1u128, |all, factor| all.checked_mul(*factor)).ok_or(SizingError::OutOfRange)
}

fn sum(parts: impl IntoIterator<Item = u128>) -> Result<u128, SizingError> {
    parts.into_iter().try_fold(0u128, u128::checked_add).ok_or(SizingError::OutOfRange)
}

fn narrow(value: u128) -> Result<u64, SizingError> {
    u64::try_from(value).map_err(|_| SizingError::OutOfRange)
}
