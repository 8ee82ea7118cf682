//! The lower bound that a certificate proves.

use std::num::NonZero;
use std::thread;

use crate::error::Error;
use crate::problem::{Benefit, Problem};
use crate::solution::{Certificate, Point};

use super::Rejection;
use super::dual::Prices;
use super::offers;
use super::pools::Pools;

/// A lot at a point is counted in these parts.
const PARTS: u64 = 1 << 24;

/// Fewer evaluated hours of loads than this are not worth a second thread.
const THREADS_MIN: usize = 200_000;

/// What all hours cost at least: a constant, less what each lot saves.
struct Inequality {
    constant: i128,
    /// Of each dated offer, rounded up.
    saved: Vec<i128>,
}

/// No purchases within the limits have a smaller weighted sum of costs than this.
pub(crate) fn bound(problem: &Problem, certificate: &Certificate) -> Result<i128, Rejection> {
    let dated = offers::dated(problem);
    let limits = offers::inequalities(problem, &dated);
    let Certificate { points, limits: prices } = certificate;
    let weight: u128 = points.iter().map(|point| u128::from(point.weight)).sum();
    let formed = points.iter().all(|point| point.lots.len() == dated.len());
    if weight == 0 || !formed || prices.len() != limits.len() {
        return Err(Rejection::Form);
    }
    let parts = inequalities(problem, &dated, points)?;
    Ok(sum(problem, &dated, points, &parts, &limits, prices).ok_or(Error::Overflow("the bound"))?)
}

/// The inequality of each point.
fn inequalities(
    problem: &Problem,
    dated: &[(usize, usize)],
    points: &[Point],
) -> Result<Vec<Inequality>, Error> {
    let pools = Pools::new(problem);
    let size = problem.hours * problem.loads.len() * problem.scenarios.len() * points.len();
    let threads =
        if size < THREADS_MIN { 1 } else { thread::available_parallelism().map_or(1, NonZero::get) };
    let workers = threads.min(points.len()).max(1);
    let pools = &pools;
    thread::scope(|scope| {
        let work = |first: usize| {
            let points = points.iter().enumerate().skip(first).step_by(workers);
            points.map(|(at, point)| Ok((at, inequality(problem, pools, dated, point)?))).collect()
        };
        let threads: Vec<_> = (0..workers).map(|first| scope.spawn(move || work(first))).collect();
        let mut found: Vec<(usize, Inequality)> = vec![];
        for thread in threads {
            let part: Result<Vec<_>, Error> =
                thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            found.extend(part?);
        }
        found.sort_by_key(|(at, _)| *at);
        Ok(found.into_iter().map(|(_, inequality)| inequality).collect())
    })
}

/// The sum of the inequalities of all hours, with the prices at a point.
fn inequality(
    problem: &Problem,
    pools: &Pools<'_>,
    dated: &[(usize, usize)],
    point: &Point,
) -> Result<Inequality, Error> {
    let overflow = || Error::Overflow("the bound");
    let lots: Vec<(usize, usize, u64)> =
        dated.iter().zip(&point.lots).map(|((offer, start), lots)| (*offer, *start, *lots)).collect();
    let mut state = pools.state();
    let mut prices = Prices::new(pools);
    let mut constant: i128 = 0;
    let mut saved = vec![0_u128; dated.len()];
    for part in pools.parts() {
        let amounts = pools.amounts_of_parts(part.start, &lots, PARTS)?;
        let mut value = vec![0_u128; pools.len()];
        for (index, scenario) in problem.scenarios.iter().enumerate() {
            let mut demand: u128 = 0;
            let mut price = vec![0_u128; pools.len()];
            for hour in part.clone() {
                pools.fill((index, hour), &amounts, false, &mut state);
                prices.set(pools, &state);
                for (usage, price) in prices.usage.iter().enumerate() {
                    demand += u128::from(pools.demand(index, hour, usage)) * u128::from(*price);
                }
                for (sum, price) in price.iter_mut().zip(&prices.pools) {
                    // At most 10⁵ × 2⁶⁴.
                    *sum += u128::from(*price);
                }
            }
            let weight = u128::from(scenario.weight);
            for (value, price) in value.iter_mut().zip(&price) {
                let weighted = price.checked_mul(weight);
                *value = weighted.and_then(|it| value.checked_add(it)).ok_or_else(overflow)?;
            }
            let weighted = demand.checked_mul(weight).and_then(|it| i128::try_from(it).ok());
            constant = weighted.and_then(|it| constant.checked_add(it)).ok_or_else(overflow)?;
        }
        for (owned, pool) in problem.owned.iter().zip(&pools.of_owned) {
            if owned.from <= part.start && part.start < owned.until {
                let given = u128::from(owned.lots).checked_mul(lot(&owned.benefit));
                let value = given.and_then(|given| given.checked_mul(value[*pool])).ok_or_else(overflow)?;
                let value = i128::try_from(pools.whole(*pool, value)).map_err(|_| overflow())?;
                constant = constant.checked_sub(value).ok_or_else(overflow)?;
            }
        }
        for ((offer, start), saved) in dated.iter().zip(&mut saved) {
            let it = &problem.offers[*offer];
            if *start <= part.start && part.start - start < it.term_hours {
                let value = value[pools.of_offer[*offer]].checked_mul(lot(&it.benefit));
                *saved = value.and_then(|value| saved.checked_add(value)).ok_or_else(overflow)?;
            }
        }
    }
    let saved = dated.iter().zip(saved).map(|((offer, _), value)| {
        i128::try_from(pools.whole(pools.of_offer[*offer], value)).map_err(|_| overflow())
    });
    Ok(Inequality { constant, saved: saved.collect::<Result<_, _>>()? })
}

/// What a lot gives in an hour: units, or pico-dollars.
fn lot(benefit: &Benefit) -> u128 {
    match benefit {
        Benefit::Reservation { units, .. } => u128::from(*units),
        Benefit::Plan { commitment, .. } => u128::from(commitment.0.unsigned_abs()),
    }
}

/// Adds the inequalities with their weights, and the prices of lots and of limits: what remains for a lot, if it
/// is negative, counts for as many lots as can be used.
fn sum(
    problem: &Problem,
    dated: &[(usize, usize)],
    points: &[Point],
    parts: &[Inequality],
    limits: &[offers::Inequality],
    prices: &[u128],
) -> Option<i128> {
    let scenarios: i128 = problem.scenarios.iter().map(|scenario| i128::from(scenario.weight)).sum();
    let total: i128 = points.iter().map(|point| i128::from(point.weight)).sum();
    let mut bound: i128 = 0;
    for (point, part) in points.iter().zip(parts) {
        bound = bound.checked_add(part.constant.checked_mul(i128::from(point.weight))?)?;
    }
    let prices: Vec<i128> = prices.iter().map(|price| i128::try_from(*price).ok()).collect::<Option<_>>()?;
    for (limit, price) in limits.iter().zip(&prices) {
        bound = bound.checked_sub(limit.most.checked_mul(*price)?)?;
    }
    for (index, (offer, start)) in dated.iter().enumerate() {
        let lot = offers::price(problem, *offer, *start).horizon.checked_mul(scenarios)?;
        let mut rest = lot.checked_mul(total)?;
        for (point, part) in points.iter().zip(parts) {
            rest = rest.checked_sub(part.saved[index].checked_mul(i128::from(point.weight))?)?;
        }
        for (limit, price) in limits.iter().zip(&prices) {
            rest = rest.checked_add(limit.adds[index].checked_mul(*price)?)?;
        }
        if rest < 0 {
            let it = &problem.offers[*offer];
            let end = start.saturating_add(it.term_hours).min(problem.hours);
            let lots = offers::useful(problem, &it.benefit, *start..end);
            bound = bound.checked_add(rest.checked_mul(lots)?)?;
        }
    }
    // Costs are whole pico-dollars, so none is between this and the next one.
    Some(-(-bound).div_euclid(total))
}
