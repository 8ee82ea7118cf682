//! Resource usage of requests: CPU time of the API, the workers, the storefront and the database, and connections.

use super::forecast::Forecast;
use super::ledger::{Ledger, grouped, millionths};
use super::mix::{OTHER_CALLERS_PERCENT, PER_ORDERS, PER_ORDERS_LATER, PER_PAGE_VIEWS, RequestCount};
use super::{Ctx, SizingError, product, sum};

/// A load on an ordinary evening and at the peak.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Load {
    pub(crate) ordinary: u128,
    pub(crate) peak: u128,
}

/// Resource usage of the forecast. CPU time is in thousandths of a core.
pub(crate) struct Rates {
    pub(crate) api: Load,
    pub(crate) worker: Load,
    pub(crate) storefront: Load,
    /// All statements, as if one database served them: a backup site has no readers, and while a reader is down the
    /// writer serves its queries.
    pub(crate) database: Load,
    /// Connections that requests hold at the peak.
    pub(crate) connections: u128,
}

/// CPU usage of scheduled tasks without any shoppers, in thousandths of a core: prices are recalculated every 30 s and
/// the search index every 20 s. Assumed.
const BACKGROUND_WORKER: u128 = 100;

/// The same for the database, with its maintenance. Assumed.
const BACKGROUND_DATABASE: u128 = 200;

/// Microhertz × microseconds are 10⁻¹² cores; per hundred makes 10⁻¹⁴. A thousandth of a core is 10¹¹ of those.
const PER_MILLI_CPU: u128 = 100_000_000_000;

impl Rates {
    pub(crate) fn of(
        ctx: &Ctx<'_>,
        forecast: &Forecast,
        ledger: &mut Ledger<'_>,
    ) -> Result<Rates, SizingError> {
        let [pages, orders] = [
            Load { ordinary: forecast.page_views.ordinary.0.into(), peak: forecast.page_views.peak.0.into() },
            Load { ordinary: forecast.orders.ordinary.0.into(), peak: forecast.orders.peak.0.into() },
        ];
        let cost = costs(ctx, ledger)?;
        let load = |terms: &[(Load, u128)], percent: u128, background: u128| -> Result<Load, SizingError> {
            let at = |pick: fn(&Load) -> u128| -> Result<u128, SizingError> {
                let parts = terms.iter().map(|(load, cost)| product(&[pick(load), *cost, percent]));
                let total = sum(parts.collect::<Result<Vec<_>, _>>()?)?.div_ceil(100 * PER_MILLI_CPU);
                sum([total, background])
            };
            Ok(Load { ordinary: at(|load| load.ordinary)?, peak: at(|load| load.peak)? })
        };
        let with_others = 100 + u128::from(OTHER_CALLERS_PERCENT);
        let api = load(&[(pages, cost.page.cpu), (orders, cost.order.cpu)], with_others, 0)?;
        let worker = load(&[(orders, cost.tasks.cpu)], 100, BACKGROUND_WORKER)?;
        let storefront = load(&[(pages, cost.render)], 100, 0)?;
        let database = load(
            &[(pages, cost.page.database), (orders, cost.order.database), (orders, cost.tasks.database)],
            with_others,
            BACKGROUND_DATABASE,
        )?;
        // Little's law: connections held = arrivals per second × seconds held. 10⁻¹⁴ again, and 10⁻³ to the core.
        let held = [
            product(&[pages.peak, cost.page.held, with_others])?,
            product(&[orders.peak, cost.order.held, with_others])?,
        ];
        let connections = sum(held)?.div_ceil(100 * 1_000 * PER_MILLI_CPU);
        let rates = Rates { api, worker, storefront, database, connections };
        rates.write(forecast, &cost, ledger);
        Ok(rates)
    }

    fn write(&self, forecast: &Forecast, cost: &Costs, ledger: &mut Ledger<'_>) {
        let per_hundred = |cost: u128| format!("{} ms", millionths(cost * 10).replace(',', ""));
        let pages = millionths(forecast.page_views.peak.0.into());
        let orders = millionths(forecast.orders.peak.0.into());
        let mut line = |what: &str, terms: String, load: Load| {
            ledger.line(what, terms, format!("{} thousandths of a core", grouped(load.peak)), &[]);
        };
        let others = format!("{} %", 100 + OTHER_CALLERS_PERCENT);
        let (page, order) = (per_hundred(cost.page.cpu), per_hundred(cost.order.cpu));
        line(
            "CPU of the API at the peak",
            format!("({pages} × {page} + {orders} × {order}) × {others}"),
            self.api,
        );
        let tasks = per_hundred(cost.tasks.cpu);
        line(
            "CPU of the workers at the peak",
            format!("{orders} × {tasks} + {BACKGROUND_WORKER}"),
            self.worker,
        );
        let render = per_hundred(cost.render);
        line("CPU of the storefront at the peak", format!("{pages} × {render}"), self.storefront);
        let (page, order) = (per_hundred(cost.page.database), per_hundred(cost.order.database));
        let tasks = per_hundred(cost.tasks.database);
        let formula = format!(
            "({pages} × {page} + {orders} × {order} + {orders} × {tasks}) × {others} + {BACKGROUND_DATABASE}"
        );
        line("CPU of the database at the peak", formula, self.database);
        ledger.line(
            "connections that requests hold at the peak",
            format!(
                "({pages} × {} + {orders} × {}) × {others}",
                per_hundred(cost.page.held),
                per_hundred(cost.order.held)
            ),
            grouped(self.connections),
            &[
                "saleor.api.database-connections-per-request",
                "saleor.api.database-connections-per-mutation",
                "saleor.api.sync-webhook-timeout",
            ],
        );
    }
}

/// CPU time of a hundred page views or orders, in microseconds.
#[derive(Clone, Copy, Default)]
struct Cost {
    cpu: u128,
    database: u128,
    /// Connections × the time that each is held.
    held: u128,
}

struct Costs {
    page: Cost,
    order: Cost,
    tasks: Cost,
    render: u128,
}

fn costs(ctx: &Ctx<'_>, ledger: &mut Ledger<'_>) -> Result<Costs, SizingError> {
    let page = hundred(ctx, PER_PAGE_VIEWS)?;
    let order = hundred(ctx, PER_ORDERS)?;
    let tasks = hundred(ctx, PER_ORDERS_LATER)?;
    let render = product(&[ctx.facts.operation("storefront-page")?.cpu.0.into(), 100])?;
    for (what, parts) in
        [("requests of 100 page views", PER_PAGE_VIEWS), ("requests of 100 orders", PER_ORDERS)]
    {
        let formula: Vec<String> =
            parts.iter().map(|part| format!("{} {}", part.per_hundred, part.operation)).collect();
        let facts: Vec<String> = parts.iter().map(|part| format!("operation.{}", part.operation)).collect();
        let facts: Vec<&str> = facts.iter().map(String::as_str).collect();
        let total: u64 = parts.iter().map(|part| part.per_hundred).sum();
        ledger.line(what, formula.join(" + "), format!("{} requests", grouped(total)), &facts);
    }
    Ok(Costs { page, order, tasks, render })
}

fn hundred(ctx: &Ctx<'_>, parts: &[RequestCount]) -> Result<Cost, SizingError> {
    // A request holds its connections while the API computes, at a core utilization of 60 %.
    const STRETCH_PERCENT: u128 = 250;
    let wait = product(&[ctx.facts.figure("saleor.api.sync-webhook-timeout")?.value.into(), 1_000_000])?;
    let single = ctx.facts.figure("saleor.api.database-connections-per-request")?.value;
    let double = ctx.facts.figure("saleor.api.database-connections-per-mutation")?.value;
    let mut cost = Cost::default();
    for part in parts {
        let operation = ctx.facts.operation(part.operation)?;
        let times = u128::from(part.per_hundred);
        let database =
            sum([operation.database_replica_cpu.0.into(), operation.database_writer_cpu.0.into()])?;
        let computing = product(&[operation.cpu.0.into(), STRETCH_PERCENT])?.div_ceil(100);
        // The worst case of an app: every response just within the timeout.
        let waiting = if part.waits { wait } else { 0 };
        let connections = if operation.statements_writer > 0 { double } else { single };
        cost.cpu = sum([cost.cpu, product(&[operation.cpu.0.into(), times])?])?;
        cost.database = sum([cost.database, product(&[database, times])?])?;
        let held = product(&[sum([computing, database, waiting])?, times, connections.into()])?;
        cost.held = sum([cost.held, held])?;
    }
    Ok(cost)
}
