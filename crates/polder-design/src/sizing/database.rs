//! The database: the cheapest class that fits and is offered in every region of the cell.

use polder_facts::{DatabaseClass, Facts, Region, ids};
use polder_spec::{DatabaseEngine, Setting};
use polder_units::{Bytes, Ppm};

use super::forecast::Forecast;
use super::ledger::{BURSTABLE, Ledger, grouped, lack};
use super::rates::Rates;
use super::task::Task;
use super::{Ctx, SizingError, TooSmall, if_any, narrow, product, sum};

/// The size of a cell's database.
#[derive(Clone, Debug)]
pub(crate) struct DatabaseSize {
    pub(crate) class: String,
    pub(crate) memory: Bytes,
    pub(crate) storage: Bytes,
    pub(crate) storage_max: Bytes,
    pub(crate) connections: u64,
}

/// CPU utilization at the peak, in percent: replication, vacuum and a bad query plan need the rest.
const CPU_TARGET: u128 = 60;

/// The working set of the database, in percent: products for sale, carts, and recent orders. It must fit into memory,
/// or queries wait for the disk. Assumed.
const WORKING_SET_PERCENT: u128 = 20;

/// Memory of the server before any data or connection. Assumed.
const SERVER_MEMORY: Bytes = Bytes::gib(1);

/// Times the connections that the forecast needs: a slow query or a slow payment app multiplies them.
const CONNECTIONS_FACTOR: u128 = 2;

/// Connections of engineers, monitoring, migration, beat and the provider.
const CONNECTIONS_OTHER: u128 = 20;

/// Initial storage as a multiple of today's data: indexes are rebuilt concurrently, and the write-ahead log accumulates
/// while a replica is down.
const STORAGE_PERCENT: u128 = 150;

/// Maximum storage as a multiple of the data at the horizon.
const STORAGE_MAX_FACTOR: u128 = 3;

/// The minimum storage of an instance.
const STORAGE_LEAST: Bytes = Bytes::gib(20);

/// The maximum storage of an instance.
const STORAGE_MOST: Bytes = Bytes::gib(65_536);

pub(crate) fn size(
    ctx: &Ctx<'_>,
    forecast: &Forecast,
    rates: &Rates,
    worker: &Task,
    ledger: &mut Ledger<'_>,
) -> Result<DatabaseSize, SizingError> {
    let today = today(ctx)?;
    let grown = forecast.grown(today.0)?;
    let connections = connections(rates, worker, ledger)?;
    let per_connection = ctx.facts.figure(ids::DATABASE_BYTES_PER_CONNECTION)?.value;
    let working = product(&[grown.into(), WORKING_SET_PERCENT])?.div_ceil(100);
    let held = product(&[connections.into(), per_connection.into()])?;
    let engine = ctx.platform.database.engine.value;
    // A global cluster accepts only memory-optimized classes.
    let for_memory = engine == DatabaseEngine::SharedStorage && ctx.demand.regions.len() > 1;
    let need = Requirements {
        milli_cpu: product(&[rates.database.peak, 100])?.div_ceil(CPU_TARGET),
        memory: Bytes(narrow(sum([working, held, SERVER_MEMORY.0.into()])?)?),
        connections,
        // A burstable class is slow when its CPU credits are used up: on the busiest day.
        burstable: !(ctx.demand.guarantees.latency_sensitive || for_memory),
    };
    ledger.line(
        "memory that the database needs",
        format!(
            "{} × {WORKING_SET_PERCENT} % + {} connections × {} bytes + {SERVER_MEMORY}",
            Bytes(grown),
            grouped(connections),
            grouped(per_connection),
        ),
        need.memory.to_string(),
        &[ids::DATABASE_BYTES_PER_CONNECTION],
    );
    let computed = match engine {
        DatabaseEngine::Instances => choose(ctx, &need),
        DatabaseEngine::SharedStorage => choose_over_shared_storage(ctx.facts, ctx.demand.regions, &need),
    };
    if let Ok(class) = computed {
        ledger.line(
            "class of the database",
            format!(
                "cheapest with {} thousandths of a core ÷ {CPU_TARGET} %, {} and {} connections in each region",
                grouped(rates.database.peak),
                need.memory,
                grouped(connections),
            ),
            class.name.clone(),
            &[&format!("database-class.{}", class.name)],
        );
    }
    let set = ctx.demand.set.database_class.as_ref();
    // The reader knows the class.
    let class = match set.and_then(|set| ctx.facts.database_class(set)) {
        None => computed?,
        Some(class) => {
            let computed = if_any(computed)?.map(|class| class.name.clone());
            let span = set.and_then(Setting::span);
            ledger.set("class of the database", class.name.clone(), computed, span, need.lacks(class));
            class
        }
    };
    let (storage, storage_max) = match engine {
        DatabaseEngine::Instances => storage(ctx, today, grown, ledger)?,
        DatabaseEngine::SharedStorage => volume(ctx, today, grown, ledger)?,
    };
    Ok(DatabaseSize { class: class.name.clone(), memory: class.memory, storage, storage_max, connections })
}

/// The data of today.
pub(super) fn today(ctx: &Ctx<'_>) -> Result<Bytes, SizingError> {
    part_of(ctx, ctx.workload().database_size.value)
}

/// A cell's share of the data. A cell that is sized for a share of the load has that share of the data.
pub(super) fn part_of(ctx: &Ctx<'_>, whole: Bytes) -> Result<Bytes, SizingError> {
    let part = product(&[whole.0.into(), ctx.demand.load.0.into()])?.div_ceil(Ppm::ONE.0.into());
    narrow(part).map(Bytes)
}

/// The requirements for a class.
struct Requirements {
    milli_cpu: u128,
    memory: Bytes,
    connections: u64,
    burstable: bool,
}

impl Requirements {
    fn is_met_by(&self, class: &DatabaseClass) -> bool {
        self.lacks(class).is_empty()
    }

    /// What a class lacks.
    fn lacks(&self, class: &DatabaseClass) -> Vec<String> {
        let slow = (class.burstable && !self.burstable).then(|| BURSTABLE.to_owned());
        let cores = lack("thousandths of a core are", u128::from(class.vcpu) * 1_000, self.milli_cpu);
        let memory = lack("memory is", class.memory, self.memory);
        let connections = lack("connections are at most", class.max_connections, self.connections);
        [slow, cores, memory, connections].into_iter().flatten().collect()
    }
}

fn choose<'f>(ctx: &Ctx<'f>, need: &Requirements) -> Result<&'f DatabaseClass, SizingError> {
    let (facts, standby) = (ctx.facts, ctx.survives_zone());
    let price = |class: &DatabaseClass| -> Option<i128> {
        let prices = ctx.demand.regions.iter().map(|region| {
            let own = class.price(&region.id, standby);
            own.or_else(|| class.price(&region.prices_like, standby)).map(|price| i128::from(price.0))
        });
        prices.sum()
    };
    let classes = facts.database_classes().iter().filter(|class| need.is_met_by(class));
    let priced = classes.filter_map(|class| Some(((price(class)?, class.name.as_str()), class)));
    let cheapest = priced.min_by_key(|(key, _)| *key).map(|(_, class)| class);
    cheapest.ok_or(SizingError::NoFit(TooSmall::Database))
}

/// With shared storage there are fewer classes, each with one price. If a region's prices are not known, those of its
/// reference region are used, then those of any: relative prices are similar everywhere, and only they matter here.
fn choose_over_shared_storage<'f>(
    facts: &'f Facts,
    regions: &[&Region],
    need: &Requirements,
) -> Result<&'f DatabaseClass, SizingError> {
    let classes = facts.database_classes();
    let listed = |region: &&str| classes.iter().any(|class| class.shared_storage_price(region).is_some());
    let any = || facts.regions().iter().map(|region| region.id.as_str());
    let lists = regions.iter().filter_map(|region| {
        [region.id.as_str(), region.prices_like.as_str()].into_iter().chain(any()).find(listed)
    });
    let lists: Vec<&str> = lists.collect();
    let price = |class: &DatabaseClass| -> Option<i128> {
        lists.iter().map(|list| class.shared_storage_price(list).map(|price| i128::from(price.0))).sum()
    };
    let fitting = classes.iter().filter(|class| need.is_met_by(class));
    let priced = fitting.filter_map(|class| Some(((price(class)?, class.name.as_str()), class)));
    let cheapest = priced.min_by_key(|(key, _)| *key).map(|(_, class)| class);
    cheapest.ok_or(SizingError::NoFit(TooSmall::Database))
}

fn connections(rates: &Rates, worker: &Task, ledger: &mut Ledger<'_>) -> Result<u64, SizingError> {
    // A task may hold one connection to the writer and one to the reader.
    let workers = product(&[worker.max.into(), worker.units.into(), 2])?;
    let total = sum([rates.connections, workers, CONNECTIONS_OTHER])?;
    let connections = narrow(product(&[total, CONNECTIONS_FACTOR])?)?;
    ledger.line(
        "connections to the database",
        format!(
            "({} + {} workers × {} × 2 + {CONNECTIONS_OTHER}) × {CONNECTIONS_FACTOR}",
            grouped(rates.connections),
            worker.max,
            worker.units,
        ),
        grouped(connections),
        &[],
    );
    Ok(connections)
}

fn storage(
    ctx: &Ctx<'_>,
    today: Bytes,
    grown: u64,
    ledger: &mut Ledger<'_>,
) -> Result<(Bytes, Bytes), SizingError> {
    let whole = |bytes: u128| narrow(bytes.div_ceil(1 << 30) << 30).map(Bytes);
    let first = whole(product(&[today.0.into(), STORAGE_PERCENT])?.div_ceil(100))?.max(STORAGE_LEAST);
    // Storage autoscaling needs headroom: at least a quarter more than the initial storage; twice is a round number.
    let most = whole(product(&[grown.into(), STORAGE_MAX_FACTOR])?)?;
    let most = most.max(whole(product(&[first.0.into(), 2])?)?);
    let fits = most <= STORAGE_MOST;
    if fits {
        ledger.line(
            "disk of the database",
            format!(
                "{today} × {STORAGE_PERCENT} %, at least {STORAGE_LEAST}; up to {} × {STORAGE_MAX_FACTOR}",
                Bytes(grown)
            ),
            format!("{first} to {most}"),
            &[],
        );
    }
    let Some(set) = &ctx.demand.set.database_disk else {
        return if fits { Ok((first, most)) } else { Err(SizingError::NoFit(TooSmall::Disk)) };
    };
    let max = most.max(Bytes(set.value.0.saturating_mul(2))).min(STORAGE_MOST);
    let lacks = [lack("the first size is", set.value, first), lack("it grows to at most", max, most)];
    ledger.set(
        "disk of the database",
        format!("{} to {max}", set.value),
        fits.then(|| first.to_string()),
        set.span(),
        lacks.into_iter().flatten().collect(),
    );
    Ok((set.value, max))
}

/// Shared storage grows automatically and is billed by use: only its limit matters.
fn volume(
    ctx: &Ctx<'_>,
    today: Bytes,
    grown: u64,
    ledger: &mut Ledger<'_>,
) -> Result<(Bytes, Bytes), SizingError> {
    let limit = Bytes::gib(ctx.facts.figure(ids::SHARED_STORAGE_MAX)?.value);
    if u128::from(limit.0) < product(&[grown.into(), STORAGE_MAX_FACTOR])? {
        return Err(SizingError::NoFit(TooSmall::Disk));
    }
    let formula = format!("{today}, later {}; shared storage grows by itself", Bytes(grown));
    ledger.line("volume of the database", formula, format!("at most {limit}"), &[ids::SHARED_STORAGE_MAX]);
    Ok((today, limit))
}
