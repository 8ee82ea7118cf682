//! The cheapest purchases that keep the limits, checked.

use polder_commit::{
    Benefit, Error, Limit, Owned, Problem, Residual, Scenario, Solution, check, optimize, usage,
};
use polder_facts::Payment;
use polder_units::PicoUsd;

use crate::error::AdviseError;
use crate::offers::{Kind, Offers, offers, part};
use crate::pool::{PARTS, PLAN_STEP, Pool};
use crate::shape::HOURS;
use crate::wishes::Wishes;

/// How much of the commitments of a pool may stay unused in a future, in percent, from loose to tight. `None` is no limit of
/// a pool alone. The loosest that keeps the limit of all together is taken.
const CAPS: [Option<u64>; 6] = [None, Some(40), Some(20), Some(10), Some(4), Some(0)];

/// What is given.
pub(crate) struct Given<'a> {
    pub(crate) pools: &'a [Pool],
    pub(crate) scenarios: Vec<Scenario>,
    pub(crate) owned: Vec<Owned>,
    pub(crate) wishes: &'a Wishes,
}

/// A checked solution.
pub(crate) struct Solved {
    pub(crate) offers: Offers,
    pub(crate) problem: Problem,
    pub(crate) solution: Solution,
    /// What is unused of the purchases in each future, in millionths of what they cost.
    pub(crate) unused: Vec<u64>,
}

/// The cheapest purchases with these terms and payment options.
pub(crate) fn solve(given: &Given<'_>, years: &[u8], payments: &[Payment]) -> Result<Solved, AdviseError> {
    let starts: Vec<usize> = match given.wishes.quarterly {
        true => (0..4).map(|quarter| quarter * HOURS / 4).collect(),
        false => vec![0],
    };
    let offers = offers(given.pools, years, payments, &starts);
    for cap in CAPS {
        let limits = limits(given, &offers, cap);
        let solved = attempt(given, &offers, limits)?;
        if most(&solved.unused) <= u64::from(given.wishes.unused_percent) * 10_000 {
            return Ok(solved);
        }
    }
    // Commitments that compete for the same load can exceed the limit together; then nothing is bought.
    let all = (0..offers.offers.len()).collect();
    attempt(given, &offers, vec![Limit::Lots { offers: all, most: 0 }])
}

pub(crate) fn most(unused: &[u64]) -> u64 {
    unused.iter().copied().max().unwrap_or(0)
}

fn attempt(given: &Given<'_>, offers: &Offers, limits: Vec<Limit>) -> Result<Solved, AdviseError> {
    let loads = given.pools.iter().map(|pool| polder_commit::Load {
        name: pool.key.to_string(),
        on_demand: part(pool.price),
        spot: None,
    });
    let problem = Problem {
        hours: HOURS,
        loads: loads.collect(),
        scenarios: given.scenarios.clone(),
        offers: offers.offers.clone(),
        owned: given.owned.clone(),
        limits,
        residual: Residual::Prorated,
    };
    let solution = optimize(&problem)?;
    check(&problem, &solution)?;
    let unused = problem.scenarios.iter().map(|scenario| unused(&problem, &solution, scenario));
    let unused = unused.collect::<Result<Vec<u64>, Error>>()?;
    Ok(Solved { offers: offers.clone(), problem, solution, unused })
}

/// What is unused in a future, in millionths of what the purchases cost, rounded up.
fn unused(problem: &Problem, solution: &Solution, scenario: &Scenario) -> Result<u64, Error> {
    let alone = Problem { scenarios: vec![scenario.clone()], ..problem.clone() };
    let uses = usage(&alone, &solution.purchases)?;
    let (mut cost, mut unused) = (0_i128, 0_i128);
    for (purchase, use_) in solution.purchases.iter().zip(&uses.purchases) {
        let rest = 1_000_000 - i128::from(use_.utilization_millionths());
        cost = cost.saturating_add(purchase.cost);
        unused = unused.saturating_add(purchase.cost.saturating_mul(rest));
    }
    let share = if cost > 0 { (unused + cost - 1) / cost } else { 0 };
    Ok(u64::try_from(share).unwrap_or(u64::MAX))
}

fn limits(given: &Given<'_>, offers: &Offers, cap: Option<u64>) -> Vec<Limit> {
    let mut limits = vec![];
    if let Some(most) = given.wishes.upfront_most {
        limits.push(Limit::Upfront { from: 0, until: HOURS, most });
    }
    let Some(percent) = cap else { return limits };
    let mut kinds: Vec<&Kind> = offers.sold.iter().map(|sold| &sold.kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    for kind in kinds {
        let of: Vec<usize> = (0..offers.sold.len()).filter(|at| offers.sold[*at].kind == *kind).collect();
        let lot =
            if matches!(kind, Kind::Reservation(_)) { PARTS as u64 } else { PLAN_STEP.0.unsigned_abs() };
        let lots = given.scenarios.iter().map(|scenario| {
            let used = needed(given, offers, &of, scenario);
            most_lots(&used, lot, percent)
        });
        let most = lots.min().unwrap_or(0);
        limits.push(Limit::Lots { offers: of, most });
    }
    limits
}

/// What offers of a kind can be used for in each hour of a future: parts of a unit, or pico-dollars at the lowest rates.
fn needed(given: &Given<'_>, offers: &Offers, of: &[usize], scenario: &Scenario) -> Vec<u64> {
    let mut lowest: Vec<Option<u64>> = vec![None; given.pools.len()];
    for at in of {
        match &offers.offers[*at].benefit {
            Benefit::Reservation { load, .. } => lowest[*load] = Some(1),
            Benefit::Plan { rates, .. } => {
                for rate in rates {
                    let price = rate.price.0.unsigned_abs();
                    lowest[rate.load] = Some(lowest[rate.load].map_or(price, |other| other.min(price)));
                }
            }
        }
    }
    let rest = |load: usize, hour: usize| {
        let owned = given.owned.iter().filter(|it| (it.from..it.until).contains(&hour));
        let reserved = owned.filter_map(|it| match it.benefit {
            Benefit::Reservation { load: of, units } if of == load => {
                Some(it.lots.saturating_mul(units.into()))
            }
            _ => None,
        });
        u64::from(scenario.demand[load].firm[hour]).saturating_sub(reserved.fold(0, u64::saturating_add))
    };
    let mut needed = vec![0_u64; HOURS];
    for (load, price) in lowest.into_iter().enumerate() {
        let Some(price) = price else { continue };
        for (hour, sum) in needed.iter_mut().enumerate() {
            *sum = sum.saturating_add(rest(load, hour).saturating_mul(price));
        }
    }
    needed
}

/// The most lots of which at most `percent` are unused over the year. More lots are unused to a larger share.
fn most_lots(needed: &[u64], lot: u64, percent: u64) -> u64 {
    let fits = |lots: u64| {
        let given = u128::from(lots) * u128::from(lot);
        let unused: u128 = needed.iter().map(|need| given.saturating_sub(u128::from(*need))).sum();
        unused * 100 <= given * HOURS as u128 * u128::from(percent)
    };
    let (mut least, mut most) = (0, needed.iter().max().map_or(0, |most| most.div_ceil(lot)));
    while least < most {
        let middle = least + (most - least).div_ceil(2);
        if fits(middle) { least = middle } else { most = middle - 1 }
    }
    least
}

/// What a lot costs for each hour of its term, the upfront payment apart, and what it costs at once.
pub(crate) fn of_lots(offers: &Offers, offer: usize, lots: u64) -> (PicoUsd, PicoUsd) {
    let it = &offers.offers[offer];
    let times = |price: PicoUsd| price.times(lots).unwrap_or(PicoUsd(i64::MAX));
    (times(it.upfront), times(it.hourly))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_lots_leave_no_more_than_the_share() {
        // Half of the year two instances run, then one: the second is unused in half of the hours, a quarter of both.
        let mut needed = vec![2_000; HOURS];
        needed[HOURS / 2..].fill(1_000);
        assert_eq!([0, 24, 25, 100].map(|percent| most_lots(&needed, 1_000, percent)), [1, 1, 2, 2]);
        assert_eq!(most_lots(&[0; HOURS], 1_000, 50), 0);
    }
}
