//! The load that a platform is made for, as data: what comes to a market, a cell and a site, and what it costs.
//!
//! What the file says (visitors, page views, orders, peak days, growth) stands with its origin in
//! [`Design::workload`](crate::Design::workload). Everything here follows from it and from facts; how, is written in
//! [`Design::arithmetic`](crate::Design::arithmetic) line by line.

use polder_units::{Bytes, Factor, MilliCpu, Ppm, Rate};

/// How often something comes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Arrivals {
    /// How many in an average month, today.
    pub monthly: u64,
    /// On the average of that month.
    pub mean: Rate,
    /// In the busiest hour of an ordinary day, today.
    pub ordinary: Rate,
    /// In the busiest minutes of the busiest day until the horizon of the forecast. At a site: when it carries all that
    /// it may have to.
    pub peak: Rate,
}

impl Arrivals {
    /// What comes at the same rate all the time, whatever the shoppers do.
    pub(crate) fn steady(mean: Rate) -> Arrivals {
        Arrivals { monthly: mean.in_month(), mean, ordinary: mean, peak: mean }
    }

    /// `numerator` of these for each `denominator`, rounded up.
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

    /// Both together.
    #[must_use]
    pub(crate) fn plus(self, other: Arrivals) -> Arrivals {
        Arrivals {
            monthly: self.monthly.saturating_add(other.monthly),
            mean: self.mean.plus(other.mean),
            ordinary: self.ordinary.plus(other.ordinary),
            peak: self.peak.plus(other.peak),
        }
    }

    /// What comes to a site that stands by: nothing now, and all of it once it takes over.
    #[must_use]
    pub(crate) fn standing_by(self) -> Arrivals {
        Arrivals { peak: self.peak, ..Arrivals::default() }
    }
}

/// Processor time that a part of a cell takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ProcessorLoad {
    /// In the busiest hour of an ordinary day, today.
    pub ordinary: MilliCpu,
    /// In the busiest minutes of the busiest day until the horizon.
    pub peak: MilliCpu,
}

/// What is kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stored {
    /// Today.
    pub today: Bytes,
    /// At the end of the horizon.
    pub horizon: Bytes,
}

/// The load of a market.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MarketLoad {
    /// People in an average month, today.
    pub visitors: u64,
    /// Pages that they look at.
    pub page_views: Arrivals,
    /// Orders that they place.
    pub orders: Arrivals,
}

/// The load that a cell is made for. Either of its sites may have to carry all of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CellLoad {
    /// Its part of the whole load of the file.
    pub share: Ppm,
    /// How many times as much comes at the end of the horizon.
    pub growth: Factor,
    /// People in an average month, today.
    pub visitors: u64,
    /// People in an average month of the last year until the horizon.
    pub visitors_horizon: u64,
    /// Pages that they look at.
    pub page_views: Arrivals,
    /// Orders that they place.
    pub orders: Arrivals,
    /// Requests to the API: of shoppers, and of the back office, partners and apps.
    pub api_requests: Arrivals,
    /// Those of them that the storefront's servers make to render pages. All others come from browsers and programs.
    pub storefront_requests: Arrivals,
    /// Requests within which an app of others is asked for an answer: payment, taxes, shipping.
    pub app_requests: Arrivals,
    /// Tasks of Celery, scheduled ones included.
    pub tasks: Arrivals,
    /// Events of Saleor that are delivered.
    pub events: Arrivals,
    /// Statements of requests that readers of the database may answer.
    pub statements_reading: Arrivals,
    /// Statements of requests on the database that takes writes.
    pub statements_writing: Arrivals,
    /// Statements of tasks that readers may answer.
    pub task_statements_reading: Arrivals,
    /// Statements of tasks on the database that takes writes.
    pub task_statements_writing: Arrivals,
    /// Those statements of requests and tasks that change rows.
    pub writes: Arrivals,
    /// Processor time of the API.
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
    pub database_size: Stored,
    /// Pictures and files of its media bucket.
    pub media_size: Stored,
}

/// The part of a cell's load that comes to a site: as it is now, and at the peak what it may have to carry alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SiteLoad {
    /// Page views that its storefront renders. Visitors come to the nearer site of a cell.
    pub page_views: Arrivals,
    /// Orders: all at the site that takes writes.
    pub orders: Arrivals,
    /// Requests to its API.
    pub api_requests: Arrivals,
    /// What its programs write into their logs in an average month.
    pub logs: Bytes,
    /// What its load balancer writes into its access log in an average month.
    pub access_logs: Bytes,
}
