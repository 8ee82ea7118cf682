//! Containers: the cheapest task size, and how many tasks.

use std::fmt;

use polder_facts::{Facts, ServerlessPrice, ServerlessSize};
use polder_spec::TaskSizes;
use polder_units::{Bytes, MilliCpu};

use super::ledger::{Ledger, grouped, lack};
use super::rates::{Load, Rates};
use super::{Ctx, SizingError, TooSmall, arch, if_any, narrow, product};

/// A task size that the engine offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ServiceSize {
    pub(crate) cpu: MilliCpu,
    pub(crate) memory: Bytes,
}

/// A service's tasks: size, workers in each, and numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Task {
    pub(crate) fitted: ServiceSize,
    /// Worker processes in each task.
    pub(crate) units: u64,
    /// The minimum, for an ordinary evening.
    pub(crate) ordinary: u64,
    /// The maximum, for the peak with a reserve.
    pub(crate) max: u64,
    /// The target CPU utilization.
    pub(crate) target_percent: u64,
}

impl fmt::Display for Task {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Task { ordinary, max, .. } = self;
        write!(f, "{ordinary} to {max} with {}", self.each())
    }
}

impl Task {
    /// The size of each task, and its workers where it has more than one.
    fn each(&self) -> String {
        let Task { fitted, units, .. } = self;
        let workers = if *units == 1 { String::new() } else { format!(", {units} workers") };
        format!("{}, {}{workers}", fitted.cpu, fitted.memory)
    }
}

/// The available sizes and their prices.
pub(crate) struct Market<'a> {
    sizes: &'a [ServerlessSize],
    price: ServerlessPrice,
}

/// Memory in percent of what was measured: caches grow, and a task that runs out of memory is killed with its work.
const MEMORY_PERCENT: u128 = 125;

/// CPU of the cache proxy, in thousandths of a core. Assumed; it only copies bytes.
pub(crate) const PROXY_CPU: u64 = 50;

/// Target CPU utilization of the API, in percent. Above it, queues grow faster than new tasks start. If the latency
/// objective cannot be met, the next lower one is tried.
const API_TARGETS: [u64; 4] = [60, 50, 40, 30];

/// The same for workers: nobody waits for their tasks, so queues may be longer.
const WORKER_TARGET: u64 = 70;

/// The same for the storefront.
const STOREFRONT_TARGET: u64 = 60;

/// The maximum of tasks, in percent of the forecast. The forecast of a sale is often wrong by a factor; tasks cost
/// nothing until they are needed, and the database has headroom.
const RESERVE_PERCENT: u128 = 300;

/// Nothing is set.
const UNSET: TaskSizes =
    TaskSizes { cpu: None, memory: None, tasks: None, tasks_max: None, concurrency: None };

/// The maximum number of tasks of a service: a load balancer allows a thousand targets.
const TASKS_MAX: u64 = 1_000;

impl<'a> Market<'a> {
    /// The size table and the prices of the cell. If a region's prices are not known, those of its reference region are
    /// used, then those of the cell's other region, then those of any: relative prices are similar everywhere, and only
    /// they matter here.
    pub(crate) fn of(ctx: &Ctx<'a>, ledger: &mut Ledger<'_>) -> Result<Market<'a>, SizingError> {
        let arch = arch(ctx.platform.compute.architecture.value);
        let own =
            ctx.demand.regions.iter().flat_map(|region| [region.id.as_str(), region.prices_like.as_str()]);
        let any = ctx.facts.regions().iter().map(|region| region.id.as_str());
        let mut first = None;
        for region in own.chain(any) {
            match ctx.facts.serverless_price(arch, region) {
                Ok(price) => {
                    let result = format!("${} an hour", price.vcpu.to_decimal());
                    let fact = Facts::serverless_cpu_price_id(arch, region);
                    ledger.line(
                        "price of a core that ranks sizes",
                        format!("as in {region}"),
                        result,
                        &[&fact],
                    );
                    return Ok(Market { sizes: ctx.facts.serverless_sizes(), price });
                }
                Err(missing) => first = first.or(Some(missing)),
            }
        }
        Err(first.map_or(SizingError::OutOfRange, SizingError::Missing))
    }

    /// The cheapest size with this much CPU and memory.
    pub(crate) fn fit(&self, cpu: u64, memory: Bytes) -> Option<ServiceSize> {
        let fits = self.sizes.iter().filter(|size| size.cpu.0 >= cpu);
        let fits =
            fits.filter_map(|size| Some(ServiceSize { cpu: size.cpu, memory: size.memory_for(memory)? }));
        fits.min_by_key(|fitted| (self.cost(*fitted), fitted.cpu, fitted.memory))
    }

    /// The price per hour, for comparison only.
    fn cost(&self, fitted: ServiceSize) -> u128 {
        let price = |amount: i64| u128::try_from(amount).unwrap_or(0);
        let cpu = price(self.price.vcpu.0) * u128::from(fitted.cpu.0) * 1_024;
        cpu + price(self.price.gigabyte.0) * u128::from(fitted.memory.as_mib()) * 1_000
    }
}

/// Resource needs of a service's tasks.
struct TaskNeeds<'a> {
    what: &'a str,
    /// Memory of each task apart from its workers.
    base: Bytes,
    /// Memory of one worker.
    unit: Bytes,
    /// The minimum number of workers of a task.
    units_min: u64,
    /// Workers for each core of a task; none beyond the fewest if zero.
    units_per_core: u64,
    /// CPU of other containers in the task.
    taken: u64,
    /// The request with a latency limit: CPU time and time waiting for other components, in microseconds.
    request: Option<(u128, u128)>,
    target_percent: u64,
    /// The maximum of tasks in percent of what the peak needs.
    reserve_percent: u128,
    facts: &'a [&'a str],
    /// What the user sets.
    set: &'a TaskSizes,
}

impl<'a> TaskNeeds<'a> {
    /// The same without what the user sets.
    fn unset(&self) -> TaskNeeds<'a> {
        TaskNeeds { set: &UNSET, ..*self }
    }

    fn units(&self, cpu: u64) -> u64 {
        if let Some(concurrency) = &self.set.concurrency {
            return concurrency.value;
        }
        self.units_min.max(self.units_per_core.saturating_mul(cpu.div_ceil(1_000)))
    }

    /// Thousandths of a core that the workers can use; each uses one core at most.
    fn usable(&self, cpu: u64) -> u64 {
        cpu.saturating_sub(self.taken).min(self.units(cpu).saturating_mul(1_000))
    }

    fn memory(&self, cpu: u64) -> Result<Bytes, SizingError> {
        let units = product(&[self.unit.0.into(), self.units(cpu).into()])?;
        Ok(Bytes(narrow(product(&[units + u128::from(self.base.0), MEMORY_PERCENT])?.div_ceil(100))?))
    }

    /// Whether the request ends within `limit` microseconds on this much CPU. Requests share it: at a utilization of ρ
    /// each takes 1 ÷ (1 - ρ) times as long as alone.
    fn within_limit(&self, cpu: u64, limit: u128) -> bool {
        let Some((computing, elsewhere)) = self.request else { return true };
        let speed = u128::from(self.usable(cpu).min(1_000));
        let idle = u128::from(100 - self.target_percent.min(99));
        speed > 0 && (computing * 1_000 * 100).div_ceil(speed * idle) + elsewhere <= limit
    }
}

/// The API. Also returns whether the latency objective is met.
pub(crate) fn api(
    ctx: &Ctx<'_>,
    market: &Market<'_>,
    rates: &Rates,
    ledger: &mut Ledger<'_>,
) -> Result<(Task, bool), SizingError> {
    let slow = ctx.facts.operation("product-list")?;
    let shape = |target_percent| -> Result<TaskNeeds<'_>, SizingError> {
        Ok(TaskNeeds {
            what: "api",
            base: Bytes(ctx.facts.process("api-parent")?.memory.0 + ctx.facts.process("envoy")?.memory.0),
            unit: ctx.facts.process("api-worker")?.memory,
            // A worker is recycled occasionally and starts slowly; the other one serves in the meantime.
            units_min: 2,
            units_per_core: 1,
            taken: PROXY_CPU,
            request: Some((slow.cpu.0.into(), slow.database_replica_cpu.0.into())),
            target_percent,
            reserve_percent: RESERVE_PERCENT,
            facts: &["process.api-worker", "process.api-parent", "process.envoy", "operation.product-list"],
            set: &ctx.demand.set.api,
        })
    };
    let limit = latency_limit(ctx);
    for target in API_TARGETS {
        let shape = shape(target)?;
        if market.sizes.iter().any(|size| shape.within_limit(size.cpu.0, limit)) {
            return Ok((choose(ctx, market, &shape, rates.api, limit, ledger)?, true));
        }
    }
    let [.., least] = API_TARGETS;
    let shape = TaskNeeds { request: None, ..shape(least)? };
    Ok((choose(ctx, market, &shape, rates.api, limit, ledger)?, false))
}

/// The workers.
pub(crate) fn worker(
    ctx: &Ctx<'_>,
    market: &Market<'_>,
    rates: &Rates,
    ledger: &mut Ledger<'_>,
) -> Result<Task, SizingError> {
    let shape = TaskNeeds {
        what: "worker",
        base: Bytes(ctx.facts.process("celery-parent")?.memory.0 + ctx.facts.process("envoy")?.memory.0),
        unit: ctx.facts.process("celery-child")?.memory,
        // Two for each core: while one waits for a webhook, the other computes.
        units_min: 2,
        units_per_core: 2,
        taken: PROXY_CPU,
        request: None,
        target_percent: WORKER_TARGET,
        reserve_percent: RESERVE_PERCENT,
        facts: &["process.celery-parent", "process.celery-child", "process.envoy", "operation.order-tasks"],
        set: &ctx.demand.set.worker,
    };
    choose(ctx, market, &shape, rates.worker, u128::MAX, ledger)
}

/// The storefront: each of a cell's sites can carry the whole load, since each may be alone.
pub(crate) fn storefront(
    ctx: &Ctx<'_>,
    market: &Market<'_>,
    rates: &Rates,
    ledger: &mut Ledger<'_>,
) -> Result<Task, SizingError> {
    let page = ctx.facts.operation("storefront-page")?;
    let shape = TaskNeeds {
        what: "storefront",
        base: Bytes(0),
        unit: ctx.facts.process("storefront")?.memory,
        // Node uses one core; more in a task would be idle.
        units_min: 1,
        units_per_core: 0,
        taken: 0,
        request: Some((page.cpu.0.into(), 0)),
        target_percent: STOREFRONT_TARGET,
        reserve_percent: RESERVE_PERCENT,
        facts: &["process.storefront", "operation.storefront-page"],
        set: &ctx.demand.set.storefront,
    };
    let limit = latency_limit(ctx);
    let within_limit = market.sizes.iter().any(|size| shape.within_limit(size.cpu.0, limit));
    let shape = if within_limit { shape } else { TaskNeeds { request: None, ..shape } };
    choose(ctx, market, &shape, rates.storefront, limit, ledger)
}

/// The dashboard: static files for a few users, so only the loss of a zone matters.
pub(crate) fn dashboard(
    ctx: &Ctx<'_>,
    market: &Market<'_>,
    ledger: &mut Ledger<'_>,
) -> Result<Task, SizingError> {
    let shape = TaskNeeds {
        what: "dashboard",
        base: Bytes(0),
        unit: ctx.facts.process("dashboard")?.memory,
        units_min: 1,
        units_per_core: 0,
        taken: 0,
        request: None,
        target_percent: WORKER_TARGET,
        reserve_percent: 200,
        facts: &[],
        set: &ctx.demand.set.dashboard,
    };
    let (load, limit) = (Load { ordinary: 1, peak: 1 }, u128::MAX);
    let computed = cheapest(ctx, market, &shape.unset(), load, limit);
    settle(ctx, market, &shape, load, limit, computed, ledger)
}

/// One process in a task of its own.
pub(crate) fn alone(
    ctx: &Ctx<'_>,
    market: &Market<'_>,
    process: &str,
    cpu: u64,
) -> Result<ServiceSize, SizingError> {
    let memory = product(&[ctx.facts.process(process)?.memory.0.into(), MEMORY_PERCENT])?.div_ceil(100);
    market
        .fit(cpu, Bytes(narrow(memory)?))
        .ok_or_else(|| SizingError::NoFit(TooSmall::Tasks(process.to_owned())))
}

/// Latency matters where customers are.
fn latency_limit(ctx: &Ctx<'_>) -> u128 {
    if !ctx.demand.guarantees.latency_sensitive {
        return u128::MAX;
    }
    u128::from(ctx.platform.objectives.latency_p95.milliseconds) * 1_000
}

/// The number of tasks so that `needed` are left when the fullest zone is lost: n × (z - 1) ÷ z ≥ needed.
fn survivors(ctx: &Ctx<'_>, needed: u64) -> Result<u64, SizingError> {
    if !ctx.survives_zone() || ctx.zones < 2 {
        return Ok(needed);
    }
    let zones = u128::from(ctx.zones);
    narrow(product(&[needed.into(), zones])?.div_ceil(zones - 1))
}

fn choose(
    ctx: &Ctx<'_>,
    market: &Market<'_>,
    shape: &TaskNeeds<'_>,
    load: Load,
    limit: u128,
    ledger: &mut Ledger<'_>,
) -> Result<Task, SizingError> {
    let unset = shape.unset();
    let computed = cheapest(ctx, market, &unset, load, limit);
    if let Ok(task) = &computed {
        write(ctx, &unset, load, task, ledger);
    }
    settle(ctx, market, shape, load, limit, computed, ledger)
}

/// The computed tasks, or those that the user sets.
fn settle(
    ctx: &Ctx<'_>,
    market: &Market<'_>,
    shape: &TaskNeeds<'_>,
    load: Load,
    limit: u128,
    computed: Result<Task, SizingError>,
    ledger: &mut Ledger<'_>,
) -> Result<Task, SizingError> {
    if shape.set.is_empty() {
        return computed;
    }
    as_set(ctx, market, shape, load, limit, if_any(computed)?.as_ref(), ledger)
}

/// How many tasks of a size are needed.
struct Counts {
    /// For an ordinary evening.
    ordinary: u64,
    /// For the peak.
    peak: u64,
    /// For the peak with a reserve.
    reserve: u64,
}

/// How many tasks of a size are needed; `None` if that is beyond any number.
fn counts(ctx: &Ctx<'_>, shape: &TaskNeeds<'_>, cpu: u64, load: Load) -> Option<Counts> {
    let each = u128::from(shape.usable(cpu)) * u128::from(shape.target_percent);
    if each == 0 {
        return None;
    }
    let count = |load: u128| -> Result<u64, SizingError> {
        survivors(ctx, narrow(product(&[load, 100])?.div_ceil(each))?.max(1))
    };
    let (ordinary, peak) = (count(load.ordinary).ok()?, count(load.peak).ok()?);
    let reserve = product(&[peak.into(), shape.reserve_percent]).ok()?.div_ceil(100);
    Some(Counts { ordinary, peak, reserve: narrow(reserve).ok()? })
}

fn cheapest(
    ctx: &Ctx<'_>,
    market: &Market<'_>,
    shape: &TaskNeeds<'_>,
    load: Load,
    limit: u128,
) -> Result<Task, SizingError> {
    let mut best: Option<((u128, u128, MilliCpu), Task)> = None;
    for size in market.sizes.iter().filter(|size| shape.within_limit(size.cpu.0, limit)) {
        let Some(memory) = size.memory_for(shape.memory(size.cpu.0)?) else { continue };
        // Too many of this size is not an error if a larger size carries the load.
        let Some(Counts { ordinary, peak, reserve }) = counts(ctx, shape, size.cpu.0, load) else {
            continue;
        };
        let max = reserve.max(ordinary);
        if max > TASKS_MAX {
            continue;
        }
        let fitted = ServiceSize { cpu: size.cpu, memory };
        let hour = market.cost(fitted);
        let key = (product(&[hour, ordinary.into()])?, product(&[hour, peak.into()])?, size.cpu);
        let units = shape.units(size.cpu.0);
        let task = Task { fitted, units, ordinary, max, target_percent: shape.target_percent };
        if best.as_ref().is_none_or(|(other, _)| key < *other) {
            best = Some((key, task));
        }
    }
    let (_, task) = best.ok_or_else(|| SizingError::NoFit(TooSmall::Tasks(shape.what.to_owned())))?;
    Ok(task)
}

/// What a size lacks, its cost, and its CPU: the smaller, the better.
type Rank = (usize, u128, MilliCpu);

/// The tasks as the user sets them. What is not set is computed from what is; of several sizes the one that lacks least, then the
/// cheapest.
fn as_set(
    ctx: &Ctx<'_>,
    market: &Market<'_>,
    shape: &TaskNeeds<'_>,
    load: Load,
    limit: u128,
    computed: Option<&Task>,
    ledger: &mut Ledger<'_>,
) -> Result<Task, SizingError> {
    let set = shape.set;
    let mut best: Option<(Rank, Task, Vec<String>)> = None;
    for size in market.sizes.iter().filter(|size| set.cpu.as_ref().is_none_or(|cpu| cpu.value == size.cpu)) {
        let need = shape.memory(size.cpu.0)?;
        let memory = match &set.memory {
            Some(memory) => size.memories.iter().copied().find(|offered| *offered == memory.value),
            None => size.memory_for(need).or(size.memories.last().copied()),
        };
        let counts = counts(ctx, shape, size.cpu.0, load);
        let Some((memory, Counts { ordinary, peak, reserve })) = memory.zip(counts) else { continue };
        let most = set.tasks_max.as_ref().map_or(TASKS_MAX, |most| most.value);
        let least = set.tasks.as_ref().map_or(ordinary, |tasks| tasks.value).min(most);
        let max = set.tasks_max.as_ref().map_or(reserve.max(least).min(TASKS_MAX), |most| most.value);
        let slow = (!shape.within_limit(size.cpu.0, limit))
            .then(|| "one request takes longer than the latency objective".to_owned());
        let lacks = [
            lack("memory of a task is", memory, need),
            slow,
            lack("tasks are", least, ordinary),
            lack("tasks are at most", max, peak),
        ];
        let lacks: Vec<String> = lacks.into_iter().flatten().collect();
        let fitted = ServiceSize { cpu: size.cpu, memory };
        let key = (lacks.len(), product(&[market.cost(fitted), least.into()])?, size.cpu);
        let units = shape.units(size.cpu.0);
        let task = Task { fitted, units, ordinary: least, max, target_percent: shape.target_percent };
        if best.as_ref().is_none_or(|(other, ..)| key < *other) {
            best = Some((key, task, lacks));
        }
    }
    let (_, task, lacks) = best.ok_or_else(|| SizingError::NoFit(TooSmall::Tasks(shape.what.to_owned())))?;
    let what = format!("tasks of {}", shape.what);
    ledger.set(&what, task.to_string(), computed.map(ToString::to_string), set.span(), lacks);
    Ok(task)
}

fn write(ctx: &Ctx<'_>, shape: &TaskNeeds<'_>, load: Load, task: &Task, ledger: &mut Ledger<'_>) {
    let Task { fitted, units, ordinary, max, target_percent } = *task;
    ledger.line(
        &format!("size of a task of {}", shape.what),
        format!(
            "({} + {units} × {}) × {MEMORY_PERCENT} %, cheapest size for the load",
            shape.base, shape.unit
        ),
        task.each(),
        shape.facts,
    );
    let each = grouped(shape.usable(fitted.cpu.0));
    let zones = if ctx.survives_zone() && ctx.zones > 1 {
        format!("; × {} ÷ {} to outlast a zone, rounded up", ctx.zones, ctx.zones - 1)
    } else {
        String::new()
    };
    ledger.line(
        &format!("tasks of {}", shape.what),
        format!(
            "{} (ordinary) and {} (peak) thousandths of a CPU ÷ ({each} × {target_percent} %), rounded up{zones}; the \
             peak × {RESERVE_PERCENT} % in reserve",
            grouped(load.ordinary),
            grouped(load.peak),
        ),
        format!("{ordinary} to {max}"),
        &[],
    );
}
