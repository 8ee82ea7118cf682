//! What can be bought when: each offer at each of its dates.

use crate::error::Error;
use crate::problem::{Benefit, Limit, Offer, Problem, Residual};

/// An offer at one of its dates.
#[derive(Clone, Debug)]
pub(crate) struct Candidate {
    /// The index of the offer.
    pub(crate) offer: usize,
    /// The hour of purchase.
    pub(crate) start: usize,
    /// The hour of the horizon in which it is not active any more.
    pub(crate) end: usize,
    /// What a lot costs within the horizon.
    pub(crate) cost: i128,
    /// The number of lots above which none is ever used.
    pub(crate) most: u64,
}

/// A limit as a linear inequality: the sum of coefficient × lots is at most `most`.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    /// The coefficient of each candidate.
    pub(crate) coefficients: Vec<i128>,
    /// The limit.
    pub(crate) most: i128,
}

/// All candidates: by offer, then by date.
pub(crate) fn candidates(problem: &Problem) -> Result<Vec<Candidate>, Error> {
    let mut found = vec![];
    for (index, offer) in problem.offers.iter().enumerate() {
        for &start in &offer.starts {
            let end = problem.hours.min(start + offer.term_hours);
            let cost = cost(offer, end - start, problem.residual);
            let most = most(problem, &offer.benefit, start..end)?;
            found.push(Candidate { offer: index, start, end, cost, most });
        }
    }
    Ok(found)
}

/// What a lot costs within the horizon, of which `active` hours belong to its term.
fn cost(offer: &Offer, active: usize, residual: Residual) -> i128 {
    let (active, term) = (active as i128, offer.term_hours as i128);
    let (upfront, hourly) = (i128::from(offer.upfront.0), i128::from(offer.hourly.0));
    match residual {
        Residual::Charged => upfront + hourly * term,
        Residual::Prorated => (upfront * active + term - 1).div_euclid(term) + hourly * active,
    }
}

/// The number of lots that cover the largest load of any hour.
fn most(problem: &Problem, benefit: &Benefit, hours: std::ops::Range<usize>) -> Result<u64, Error> {
    let mut most: i128 = 0;
    for scenario in &problem.scenarios {
        let total = |load: usize, hour: usize| {
            let demand = &scenario.demand[load];
            i128::from(demand.firm[hour]) + i128::from(demand.interruptible.get(hour).copied().unwrap_or(0))
        };
        for hour in hours.clone() {
            most = most.max(match benefit {
                Benefit::Reservation { load, .. } => total(*load, hour),
                Benefit::Plan { rates, .. } => {
                    rates.iter().map(|rate| total(rate.load, hour) * i128::from(rate.price.0)).sum()
                }
            });
        }
    }
    let lot = match benefit {
        Benefit::Reservation { units, .. } => i128::from(*units),
        Benefit::Plan { commitment, .. } => i128::from(commitment.0),
    };
    let lots = (most + lot - 1).div_euclid(lot);
    u64::try_from(lots).ok().filter(|lots| *lots <= 1 << 38).ok_or(Error::Overflow("the number of lots"))
}

/// The limits as inequalities.
pub(crate) fn rows(problem: &Problem, candidates: &[Candidate]) -> Vec<Row> {
    let mut rows = vec![];
    for limit in &problem.limits {
        match limit {
            Limit::Upfront { from, until, most } => {
                let coefficient = |it: &Candidate| match (*from..*until).contains(&it.start) {
                    true => i128::from(problem.offers[it.offer].upfront.0),
                    false => 0,
                };
                let coefficients = candidates.iter().map(coefficient).collect();
                rows.push(Row { coefficients, most: i128::from(most.0) });
            }
            Limit::Committed { most } => {
                // The sum changes only where a term starts or ends; it is largest after a start.
                let mut starts: Vec<usize> = candidates.iter().map(|it| it.start).collect();
                starts.sort_unstable();
                starts.dedup();
                rows.extend(starts.into_iter().map(|hour| {
                    Row {
                        coefficients: candidates
                            .iter()
                            .map(
                                |it| if (it.start..it.end).contains(&hour) { hourly(problem, it) } else { 0 },
                            )
                            .collect(),
                        most: i128::from(most.0),
                    }
                }));
            }
            Limit::Lots { offers, most } => {
                let coefficient = |it: &Candidate| i128::from(offers.contains(&it.offer));
                let coefficients = candidates.iter().map(coefficient).collect();
                rows.push(Row { coefficients, most: i128::from(*most) });
            }
        }
    }
    rows
}

/// What a lot costs in an hour of its term, the upfront payment spread over the term.
fn hourly(problem: &Problem, candidate: &Candidate) -> i128 {
    let offer = &problem.offers[candidate.offer];
    let term = offer.term_hours as i128;
    i128::from(offer.hourly.0) + (i128::from(offer.upfront.0) + term - 1).div_euclid(term)
}
