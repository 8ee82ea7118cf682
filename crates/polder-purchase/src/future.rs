//! Futures: what the year may bring, each with a weight, as demand for each hour.

use std::collections::BTreeSet;

use polder_commit::{Demand, Scenario};
use polder_design::Workload;

use crate::date::Date;
use crate::pool::{Follows, Member, Pool};
use crate::shape::{HOURS, WHOLE, year};

/// What the year may bring.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Future {
    /// Its name in reports.
    pub(crate) name: &'static str,
    /// Its weight among all.
    pub(crate) weight: u32,
    /// The load, in percent of the platform file.
    load_percent: u64,
    /// The growth, in percent of the platform file.
    growth_percent: u64,
    /// Whether each region is lost once.
    failover: bool,
    /// Whether environments other than production end after half of the year.
    closes: bool,
}

/// All of them, the forecast first.
pub(crate) const FUTURES: [Future; 5] = [
    Future {
        name: "as forecast",
        weight: 6,
        load_percent: 100,
        growth_percent: 100,
        failover: false,
        closes: false,
    },
    Future {
        name: "busier",
        weight: 1,
        load_percent: 150,
        growth_percent: 200,
        failover: false,
        closes: false,
    },
    Future {
        name: "quieter",
        weight: 1,
        load_percent: 50,
        growth_percent: 0,
        failover: false,
        closes: false,
    },
    Future {
        name: "failover",
        weight: 1,
        load_percent: 100,
        growth_percent: 100,
        failover: true,
        closes: false,
    },
    Future {
        name: "shrinking",
        weight: 1,
        load_percent: 50,
        growth_percent: 0,
        failover: false,
        closes: true,
    },
];

/// How long a region is lost.
const LOST_HOURS: usize = 3 * 24;
/// The hours between two losses.
const BETWEEN_HOURS: usize = 60 * 24;

/// The demand of all pools in all futures.
pub(crate) fn scenarios(pools: &[Pool], workload: &Workload, start: Date) -> Vec<Scenario> {
    let active: BTreeSet<&str> =
        pools.iter().flat_map(|pool| &pool.members).filter_map(|it| it.active.as_deref()).collect();
    let of = |future: &Future| {
        let load = year(workload, start, future.load_percent, future.growth_percent);
        let lost = if future.failover { losses(&active) } else { vec![] };
        let hour = Hour { future, load: &load, lost: &lost, start };
        let demand = pools.iter().map(|pool| Demand { firm: firm(pool, &hour), interruptible: vec![] });
        Scenario { name: future.name.to_owned(), weight: future.weight, demand: demand.collect() }
    };
    FUTURES.iter().map(of).collect()
}

/// When each region that carries load is lost: its first hour.
fn losses<'a>(active: &BTreeSet<&'a str>) -> Vec<(&'a str, usize)> {
    let starts = (1..).map(|loss| loss * BETWEEN_HOURS % HOURS);
    active.iter().copied().zip(starts).collect()
}

/// What the demand of an hour depends on.
struct Hour<'a> {
    future: &'a Future,
    load: &'a [u64],
    lost: &'a [(&'a str, usize)],
    start: Date,
}

fn firm(pool: &Pool, at: &Hour<'_>) -> Vec<u32> {
    let demand = |hour: usize| {
        let sum = pool.members.iter().map(|member| at.demand(member, hour)).fold(0, u64::saturating_add);
        u32::try_from(sum).unwrap_or(u32::MAX)
    };
    (0..HOURS).map(demand).collect()
}

impl Hour<'_> {
    /// What a line of the bill needs in an hour, in parts of a unit.
    fn demand(&self, member: &Member, hour: usize) -> u64 {
        let lost = self.lost.iter().find(|(_, from)| (*from..from + LOST_HOURS).contains(&hour));
        let lost = lost.map(|(region, _)| *region);
        let gone =
            lost == Some(&member.region) || self.future.closes && !member.production && hour >= HOURS / 2;
        if gone {
            return 0;
        }
        let amount = match member.follows {
            Follows::Nothing => member.high,
            // What is used in a month is known, and not when.
            Follows::Use => part(member.high, self.future.load_percent, 100),
            Follows::Copies { ordinary, peak } => {
                // The other site of a cell has no load but in a failover.
                let active = member.active.as_deref();
                let carries = active == Some(&member.region) || active.is_some() && active == lost;
                let load = if carries { part(self.load[hour], ordinary, peak) } else { 0 };
                part(member.high, load, WHOLE).clamp(member.low, member.high.max(member.low))
            }
        };
        match &member.week {
            None => amount,
            Some(week) => part(amount, week[self.hour_of_week(hour)].into(), 60),
        }
    }

    /// The hour of the week, Sunday first.
    fn hour_of_week(&self, hour: usize) -> usize {
        let day = self.start.plus(i64::try_from(hour / 24).unwrap_or(0)).weekday();
        (day + 1) % 7 * 24 + hour % 24
    }
}

/// `amount` × `numerator` ÷ `denominator`.
fn part(amount: u64, numerator: u64, denominator: u64) -> u64 {
    let product = u128::from(amount) * u128::from(numerator) / u128::from(denominator.max(1));
    u64::try_from(product).unwrap_or(u64::MAX)
}
