//! Pools: lines of a bill that a commitment can cover, by what is priced and where.

use std::collections::BTreeMap;

use polder_design::{Design, Environment, Site};
use polder_inventory::{Inventory, SourceId};
use polder_price::{Amount, Basis, Bill, HOURS, Key, Line, Money, weeks};
use polder_units::PicoUsd;

/// The parts of a unit that are counted: a thousandth of an instance, of a virtual processor, of a gigabyte.
pub(crate) const PARTS: i128 = 1_000;

/// The smallest commitment of a Savings Plan, and the step of larger ones: a tenth of a cent for each hour.
pub(crate) const PLAN_STEP: PicoUsd = PicoUsd(1_000_000_000);

/// What can be committed, and its price on demand.
#[derive(Clone, Debug)]
pub(crate) struct Pool {
    /// What is priced, and where.
    pub(crate) key: Key,
    /// The price of a unit for an hour.
    pub(crate) price: PicoUsd,
    /// The lines of the bill.
    pub(crate) members: Vec<Member>,
}

/// A line of a bill: how much runs in an hour, in thousandths of the unit.
#[derive(Clone, Debug)]
pub(crate) struct Member {
    /// At least this runs.
    pub(crate) low: u64,
    /// At most this runs.
    pub(crate) high: u64,
    /// How the amount depends on the load.
    pub(crate) follows: Follows,
    /// The minutes in which it runs in each hour of a week, Sunday first; `None` for all.
    pub(crate) week: Option<Vec<u32>>,
    /// Its region.
    pub(crate) region: String,
    /// The region of the site that carries the load of its cell.
    pub(crate) active: Option<String>,
    /// Whether it serves customers.
    pub(crate) production: bool,
}

/// How an amount depends on the load.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Follows {
    /// It does not.
    Nothing,
    /// The number of copies: the busiest hour of an ordinary day as a share of the peak that the maximum carries.
    Copies {
        /// The rate of the busiest hour, today.
        ordinary: u64,
        /// The rate of the peak.
        peak: u64,
    },
    /// In proportion.
    Use,
}

/// A kind of pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Class {
    /// EC2 instances.
    Machine,
    /// Containers on Fargate.
    Container,
    /// Functions.
    Function,
    /// Instances of databases and nodes of caches.
    Store,
}

impl Pool {
    /// Its kind.
    pub(crate) fn class(&self) -> Class {
        class(&self.key).unwrap_or(Class::Store)
    }

    /// The instance type and what else it is reserved by: `db.m6g.large` and `Multi-AZ`.
    pub(crate) fn variant(&self) -> (&str, &str) {
        self.key.variant.split_once('/').unwrap_or((&self.key.variant, ""))
    }
}

/// Whether there are commitments for what a line prices.
pub(crate) fn is_committable(line: &Line) -> bool {
    class(&line.key).is_some()
}

/// The kind of what is priced; none if there is no commitment for it.
fn class(key: &Key) -> Option<Class> {
    match (key.service.as_str(), key.item.as_str()) {
        ("ec2", "instance") => Some(Class::Machine),
        ("fargate", item) if item.starts_with("linux-") => Some(Class::Container),
        ("lambda", item) if item.contains("gb-second") => Some(Class::Function),
        ("elasticache", "node") => Some(Class::Store),
        (service, "instance") if service.starts_with("rds-") || service.starts_with("aurora-") => {
            Some(Class::Store)
        }
        _ => None,
    }
}

/// The pools of a bill, in the order of their keys.
pub(crate) fn pools(bill: &Bill, inventory: &Inventory, design: &Design) -> Vec<Pool> {
    let weeks = weeks(inventory);
    let mut pools: BTreeMap<Key, Pool> = BTreeMap::new();
    let mut months: BTreeMap<&Key, Money> = BTreeMap::new();
    for line in bill.lines.iter().filter(|line| class(&line.key).is_some()) {
        let member = member(line, &weeks, design);
        if member.high == 0 {
            continue;
        }
        let pool = pools.entry(line.key.clone()).or_insert_with(|| Pool {
            key: line.key.clone(),
            price: line.price,
            members: vec![],
        });
        pool.members.push(member);
        let month = months.entry(&line.key).or_default();
        *month = month.plus(line.month.expected);
    }
    // What costs less than the smallest plan is not worth a commitment.
    let least = Money(PLAN_STEP.0.into()).times(HOURS.into(), 1);
    pools.into_values().filter(|pool| months.get(&pool.key).is_some_and(|month| *month >= least)).collect()
}

fn member(line: &Line, weeks: &BTreeMap<SourceId, Vec<u32>>, design: &Design) -> Member {
    let week = weeks.get(&line.place.source);
    let week_minutes = |week: &Vec<u32>| (7 * 24 * 60, i128::from(week.iter().sum::<u32>().max(1)));
    let (all, runs) = week.map_or((1, 1), week_minutes);
    let hourly = |month: Amount| {
        // Millionths in a month of 730 hours, of which the share that it runs.
        let parts = month.0.saturating_mul(all * PARTS) / (1_000_000 * i128::from(HOURS) * runs);
        u64::try_from(parts).unwrap_or(0)
    };
    let site = line.place.site.as_deref().and_then(|name| design.sites.iter().find(|it| it.name == name));
    let cell = site.map(|site| &design.cells[site.cell]);
    let active: Option<&Site> = cell.map(|cell| &design.sites[cell.active]);
    let (low, high, follows) = match (line.basis, cell) {
        (Basis::Usage, _) => {
            let expected = hourly(line.quantity.expected);
            (expected, expected, Follows::Use)
        }
        (Basis::Copies, Some(cell)) => {
            let views = &cell.load.page_views;
            let follows = Follows::Copies { ordinary: views.ordinary.0, peak: views.peak.0.max(1) };
            (hourly(line.quantity.low), hourly(line.quantity.high), follows)
        }
        _ => (hourly(line.quantity.expected), hourly(line.quantity.expected), Follows::Nothing),
    };
    let account = design.accounts.iter().find(|it| it.name == line.place.account.as_str());
    Member {
        low,
        high,
        follows,
        week: week.cloned(),
        region: line.key.region.clone(),
        active: active.map(|site| site.region.clone()),
        production: account.is_none_or(|it| it.environment == Environment::Production),
    }
}
