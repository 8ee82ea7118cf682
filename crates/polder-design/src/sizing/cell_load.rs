//! The load of a cell as data: the input of the sizes, and the resulting statements, tasks and events.

use polder_units::{Bytes, MilliCpu, Rate};

use super::forecast::Forecast;
use super::mix::{OTHER_CALLERS_PERCENT, PER_ORDERS, PER_ORDERS_LATER, PER_PAGE_VIEWS, RequestCount};
use super::rates::{Load, Rates};
use super::{Ctx, SizingError, database, narrow};
use crate::load::{Arrivals, CellLoad, ProcessorLoad, StoredData};

/// The load of a cell.
pub(crate) fn cell_load(ctx: &Ctx<'_>, forecast: &Forecast, rates: &Rates) -> Result<CellLoad, SizingError> {
    let figure = |id| ctx.facts.figure(id).map(|figure| figure.value);
    let (pages, orders) = (forecast.page_views, forecast.orders);
    let page = Counts::of(ctx, PER_PAGE_VIEWS)?;
    let order = Counts::of(ctx, PER_ORDERS)?;
    let later = Counts::of(ctx, PER_ORDERS_LATER)?;
    // The dashboard and others send the same mix of requests as shoppers.
    let all = |pick: fn(&Counts) -> u64| {
        let shoppers = pages.times(pick(&page), 100).plus(orders.times(pick(&order), 100));
        shoppers.times(100 + OTHER_CALLERS_PERCENT, 100)
    };
    let stored = |today: Bytes| -> Result<StoredData, SizingError> {
        Ok(StoredData { today, horizon: Bytes(forecast.grown(today.0)?) })
    };
    let scheduled = Rate::per_day(figure("traffic.tasks.scheduled-per-minute")?.saturating_mul(1_440));
    Ok(CellLoad {
        share: ctx.demand.share,
        growth: forecast.growth,
        visitors: forecast.visitors_today,
        visitors_horizon: forecast.visitors,
        page_views: pages,
        orders,
        api_requests: all(|counts| counts.requests),
        storefront_requests: pages.times(page.by_storefront, 100),
        app_requests: pages.times(page.waiting, 100).plus(orders.times(order.waiting, 100)),
        tasks: orders.times(figure("traffic.tasks.per-order")?, 1).plus(Arrivals::steady(scheduled)),
        events: orders.times(figure("traffic.events.per-order")?, 1),
        statements_reading: all(|counts| counts.reading),
        statements_writing: all(|counts| counts.on_writer),
        task_statements_reading: orders.times(later.reading, 100),
        // A scheduled task without work still makes one query.
        task_statements_writing: orders.times(later.on_writer, 100).plus(Arrivals::steady(scheduled)),
        writes: all(|counts| counts.writing).plus(orders.times(later.writing, 100)),
        api: processor(rates.api)?,
        worker: processor(rates.worker)?,
        storefront: processor(rates.storefront)?,
        database: processor(rates.database)?,
        connections: narrow(rates.connections)?,
        database_size: stored(database::today(ctx)?)?,
        media_size: stored(database::part_of(ctx, ctx.workload().media_size.value)?)?,
    })
}

fn processor(load: Load) -> Result<ProcessorLoad, SizingError> {
    let cpu = |load| narrow(load).map(MilliCpu);
    Ok(ProcessorLoad { ordinary: cpu(load.ordinary)?, peak: cpu(load.peak)? })
}

/// The needs of a hundred page views or orders.
#[derive(Default)]
struct Counts {
    requests: u64,
    by_storefront: u64,
    waiting: u64,
    reading: u64,
    on_writer: u64,
    writing: u64,
}

impl Counts {
    fn of(ctx: &Ctx<'_>, parts: &[RequestCount]) -> Result<Counts, SizingError> {
        let mut counts = Counts::default();
        for part in parts {
            let operation = ctx.facts.operation(part.operation)?;
            let times = |each: u64| part.per_hundred.saturating_mul(each);
            counts.requests += part.per_hundred;
            counts.by_storefront += times(part.by_storefront.into());
            counts.waiting += times(part.waits.into());
            counts.reading += times(operation.statements_replica);
            counts.on_writer += times(operation.statements_writer);
            counts.writing += times(operation.writes);
        }
        Ok(counts)
    }
}
