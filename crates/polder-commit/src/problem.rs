//! What is given: load, prices, offers, what is owned, limits.

use polder_units::PicoUsd;

/// A load over a horizon, and everything that can be bought for it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problem {
    /// The number of hours of the horizon.
    pub hours: usize,
    /// The kinds of load: for example one for each instance family and region.
    pub loads: Vec<Load>,
    /// Possible futures. The expected cost is minimized.
    pub scenarios: Vec<Scenario>,
    /// What can be bought.
    pub offers: Vec<Offer>,
    /// What has been bought already. Its cost cannot be changed and is not part of any total.
    pub owned: Vec<Owned>,
    /// What purchases must not exceed.
    pub limits: Vec<Limit>,
    /// How the part of a term after the horizon is counted.
    pub residual: Residual,
}

/// A kind of load, whose units are interchangeable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Load {
    /// Its name.
    pub name: String,
    /// The price of a unit for an hour without any commitment.
    pub on_demand: PicoUsd,
    /// The price of a unit for an hour that may be interrupted. Interruptible demand is billed on demand without
    /// it.
    pub spot: Option<PicoUsd>,
}

/// A possible future.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scenario {
    /// Its name.
    pub name: String,
    /// Its probability, as a multiple of that of a scenario with weight 1.
    pub weight: u32,
    /// The demand of each load, in the order of the loads.
    pub demand: Vec<Demand>,
}

/// The demand of a load, in units for each hour.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Demand {
    /// Demand that must not be interrupted.
    pub firm: Vec<u32>,
    /// Further demand that may be interrupted. Empty if there is none.
    pub interruptible: Vec<u32>,
}

/// A commitment that is for sale, in lots.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// Its name.
    pub name: String,
    /// What a lot gives in each hour of its term.
    pub benefit: Benefit,
    /// The term.
    pub term_hours: usize,
    /// The hours of the horizon at which it can be bought. Several hours allow a ladder of purchases.
    pub starts: Vec<usize>,
    /// What a lot costs at once.
    pub upfront: PicoUsd,
    /// What a lot costs in each hour of its term, used or not.
    pub hourly: PicoUsd,
}

/// What a lot of a commitment gives in each hour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Benefit {
    /// Units of a load are free.
    Reservation {
        /// The load.
        load: usize,
        /// The units.
        units: u32,
    },
    /// Usage of several loads is free up to an amount of money, at reduced prices.
    Plan {
        /// The amount for an hour.
        commitment: PicoUsd,
        /// The reduced price of each load to which the plan applies.
        rates: Vec<Rate>,
        /// Plans with a smaller order are applied first.
        order: u8,
    },
}

/// The reduced price of a load under a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rate {
    /// The load.
    pub load: usize,
    /// The price of a unit for an hour.
    pub price: PicoUsd,
}

/// A commitment that has been bought already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owned {
    /// Its name.
    pub name: String,
    /// What a lot gives in each hour.
    pub benefit: Benefit,
    /// The number of lots.
    pub lots: u64,
    /// The first hour of the horizon in which it is active.
    pub from: usize,
    /// The hour in which it is not active any more.
    pub until: usize,
}

/// What purchases must not exceed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Limit {
    /// The sum of what is paid at once for purchases within a period: a limit of the cash flow.
    Upfront {
        /// The first hour of the period.
        from: usize,
        /// The hour after the period.
        until: usize,
        /// The limit.
        most: PicoUsd,
    },
    /// The cost of all purchases that are active in an hour, upfront payments spread over the term: a limit of
    /// the risk.
    Committed {
        /// The limit for an hour.
        most: PicoUsd,
    },
    /// The number of lots of some offers together, over all dates of purchase.
    Lots {
        /// The offers.
        offers: Vec<usize>,
        /// The limit.
        most: u64,
    },
}

/// How the part of a term after the horizon is counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Residual {
    /// It is not: an upfront payment counts for the share of the term within the horizon. Right if the load goes
    /// on after the horizon.
    #[default]
    Prorated,
    /// It is, in full. Right if the load ends with the horizon.
    Charged,
}
