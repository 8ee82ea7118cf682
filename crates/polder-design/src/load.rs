//! The load that a platform is sized for, as data: of a market, a cell and a site, with its resource usage.
//!
//! The figures of the file (visitors, page views, orders, peak days, growth) are with their origins in
//! [`Design::workload`](crate::Design::workload). Everything here follows from them and from facts, as shown in
//! [`Design::arithmetic`](crate::Design::arithmetic) line by line.

use polder_units::{Bytes, Factor, MilliCpu, Ppm, Rate};

/// A rate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Arrivals {
    /// Events in an average month, today.
    pub monthly: u64,
    /// The average rate of that month.
    pub mean: Rate,
    /// In the busiest hour of an ordinary day, today.
    pub ordinary: Rate,
    /// In the busiest minutes of the busiest day until the horizon of the forecast. At a site: when it carries the
    /// highest possible load.
    pub peak: Rate,
}

impl Arrivals {
    /// A constant rate, independent of shoppers.
    pub(crate) fn steady(mean: Rate) -> Arrivals {
        Arrivals { monthly: mean.in_month(), mean, ordinary: mean, peak: mean }
    }

    /// `numerator` events for each `denominator` of these, rounded up.
    #[must_use]
    pub(crate) fn times(self, numerator: u64, denominator: u64) -> Arrivals {
        let rate = |rate: Rate| rate.times(numerator, denominator);
        Arrivals {
            // The number of events is scaled as a rate is.
            monthly: Rate(self.monthly).times(numerator, denominator).0,
            mean: rate(self.mean),
            ordinary: rate(self.ordinary),
            peak: rate(self.peak),
        }
    }

    /// The sum.
    #[must_use]
    pub(crate) fn plus(self, other: Arrivals) -> Arrivals {
        Arrivals {
            monthly: self.monthly.saturating_add(other.monthly),
            mean: self.mean.plus(other.mean),
            ordinary: self.ordinary.plus(other.ordinary),
            peak: self.peak.plus(other.peak),
        }
    }

    /// The rate at a standby site: nothing now, and all of it after a failover.
    #[must_use]
    pub(crate) fn at_standby(self) -> Arrivals {
        Arrivals { peak: self.peak, ..Arrivals::default() }
    }
}

/// CPU time of a component of a cell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ProcessorLoad {
    /// In the busiest hour of an ordinary day, today.
    pub ordinary: MilliCpu,
    /// In the busiest minutes of the busiest day until the horizon.
    pub peak: MilliCpu,
}

/// What is kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StoredData {
    /// Today.
    pub today: Bytes,
    /// At the end of the horizon.
    pub horizon: Bytes,
}

/// The load of a market.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MarketLoad {
    /// Visitors in an average month, today.
    pub visitors: u64,
    /// Page views.
    pub page_views: Arrivals,
    /// Orders.
    pub orders: Arrivals,
}

/// The load that a cell is sized for. Each of its sites must be able to carry all of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CellLoad {
    /// Its share of the whole load in the file.
    pub share: Ppm,
    /// The growth factor until the end of the horizon.
    pub growth: Factor,
    /// Visitors in an average month, today.
    pub visitors: u64,
    /// Visitors in an average month of the last year until the horizon.
    pub visitors_horizon: u64,
    /// Page views.
    pub page_views: Arrivals,
    /// Orders.
    pub orders: Arrivals,
    /// Requests to the API: of shoppers, and of the dashboard, partners and apps.
    pub api_requests: Arrivals,
    /// Those that the storefront's servers send to render pages. All others come from browsers and programs.
    pub storefront_requests: Arrivals,
    /// Requests with a synchronous call to a third-party app: payment, taxes, shipping.
    pub app_requests: Arrivals,
    /// Tasks of Celery, scheduled ones included.
    pub tasks: Arrivals,
    /// Events of Saleor that are delivered.
    pub events: Arrivals,
    /// Statements of requests that database readers can serve.
    pub statements_reading: Arrivals,
    /// Statements of requests on the writer database.
    pub statements_writing: Arrivals,
    /// Statements of tasks that database readers can serve.
    pub task_statements_reading: Arrivals,
    /// Statements of tasks on the writer database.
    pub task_statements_writing: Arrivals,
    /// Those statements of requests and tasks that change rows.
    pub writes: Arrivals,
    /// CPU time of the API.
    pub api: ProcessorLoad,
    /// Of the workers.
    pub worker: ProcessorLoad,
    /// Of the storefront.
    pub storefront: ProcessorLoad,
    /// Of the database, all statements together.
    pub database: ProcessorLoad,
    /// Connections to the database that requests hold at the peak.
    pub connections: u64,
    /// Rows, indexes and write-ahead log of its database.
    pub database_size: StoredData,
    /// Pictures and files of its media bucket.
    pub media_size: StoredData,
}

/// The share of a cell's load at a site: its current load, and at the peak what it may have to carry alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SiteLoad {
    /// Page views that its storefront renders. Visitors are routed to the nearest site of a cell.
    pub page_views: Arrivals,
    /// Orders: all at the site that takes writes.
    pub orders: Arrivals,
    /// Requests to its API.
    pub api_requests: Arrivals,
    /// Log volume of its processes in an average month.
    pub logs: Bytes,
    /// Access log volume of its load balancer in an average month.
    pub access_logs: Bytes,
}
