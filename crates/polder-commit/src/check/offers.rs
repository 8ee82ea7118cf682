//! What a lot costs, how many lots can be used, and the limits.

use crate::problem::{Benefit, Limit, Problem, Residual};
use crate::solution::Purchase;

use super::Rejection;

/// What a lot of an offer costs.
pub(super) struct Price {
    /// At once.
    pub(super) upfront: i128,
    /// Within the horizon.
    pub(super) horizon: i128,
}

/// The price of a lot that is bought at an hour.
pub(super) fn price(problem: &Problem, offer: usize, start: usize) -> Price {
    let offer = &problem.offers[offer];
    let [upfront, hourly] = [offer.upfront, offer.hourly].map(|amount| i128::from(amount.0));
    let term = offer.term_hours as i128;
    let within = term.min((problem.hours - start) as i128);
    let horizon = match problem.residual {
        Residual::Charged => upfront + term * hourly,
        Residual::Prorated => {
            let share = upfront * within;
            let rounded_up = share / term + i128::from(share % term != 0);
            rounded_up + within * hourly
        }
    };
    Price { upfront, horizon }
}

/// All offers with each of their dates.
pub(super) fn dated(problem: &Problem) -> Vec<(usize, usize)> {
    let dates = |(index, offer): (usize, &crate::problem::Offer)| {
        offer.starts.iter().map(|start| (index, *start)).collect::<Vec<_>>()
    };
    problem.offers.iter().enumerate().flat_map(dates).collect()
}

/// The smallest number of lots that covers everything to which a benefit applies in each of the hours.
pub(super) fn useful(problem: &Problem, benefit: &Benefit, hours: std::ops::Range<usize>) -> i128 {
    let weights: Vec<(usize, i128)> = match benefit {
        Benefit::Reservation { load, .. } => vec![(*load, 1)],
        Benefit::Plan { rates, .. } => rates.iter().map(|it| (it.load, i128::from(it.price.0))).collect(),
    };
    let lot = match benefit {
        Benefit::Reservation { units, .. } => i128::from(*units),
        Benefit::Plan { commitment, .. } => i128::from(commitment.0),
    };
    let mut largest = 0;
    for scenario in &problem.scenarios {
        let mut sums = vec![0_i128; hours.len()];
        for (load, weight) in &weights {
            let demand = &scenario.demand[*load];
            for units in [&demand.firm, &demand.interruptible].into_iter().filter(|units| !units.is_empty()) {
                for (sum, units) in sums.iter_mut().zip(&units[hours.clone()]) {
                    *sum += i128::from(*units) * weight;
                }
            }
        }
        largest = sums.into_iter().fold(largest, i128::max);
    }
    largest / lot + i128::from(largest % lot != 0)
}

/// A limit: what a lot of each dated offer adds to it, and how much it allows.
pub(super) struct Inequality {
    /// The index of the limit.
    pub(super) limit: usize,
    /// What a lot of each dated offer adds.
    pub(super) adds: Vec<i128>,
    /// What is allowed.
    pub(super) most: i128,
}

/// The limits, in the order in which a certificate prices them.
pub(super) fn inequalities(problem: &Problem, dated: &[(usize, usize)]) -> Vec<Inequality> {
    let mut found = vec![];
    for (index, limit) in problem.limits.iter().enumerate() {
        let mut push = |most: i128, add: &dyn Fn(usize, usize) -> i128| {
            let adds = dated.iter().map(|(offer, start)| add(*offer, *start)).collect();
            found.push(Inequality { limit: index, adds, most });
        };
        match limit {
            &Limit::Upfront { from, until, most } => push(i128::from(most.0), &|offer, start| {
                let counts = from <= start && start < until;
                if counts { i128::from(problem.offers[offer].upfront.0) } else { 0 }
            }),
            Limit::Lots { offers, most } => {
                push(i128::from(*most), &|offer, _| i128::from(offers.contains(&offer)));
            }
            &Limit::Committed { most } => {
                let dates: std::collections::BTreeSet<usize> =
                    dated.iter().map(|(_, start)| *start).collect();
                for date in dates {
                    push(i128::from(most.0), &|offer, start| {
                        let it = &problem.offers[offer];
                        let term = it.term_hours as i128;
                        let upfront = i128::from(it.upfront.0);
                        let spread = upfront / term + i128::from(upfront % term != 0);
                        let active = start <= date && date < start.saturating_add(it.term_hours);
                        if active { spread + i128::from(it.hourly.0) } else { 0 }
                    });
                }
            }
        }
    }
    found
}

/// Whether purchases respect the limits.
pub(super) fn limits(problem: &Problem, purchases: &[Purchase]) -> Result<(), Rejection> {
    let dated: Vec<_> = purchases.iter().map(|it| (it.offer, it.start)).collect();
    for it in inequalities(problem, &dated) {
        let parts = it.adds.iter().zip(purchases).map(|(add, it)| add.checked_mul(i128::from(it.lots)));
        let sum = parts.into_iter().try_fold(0_i128, |sum, part| sum.checked_add(part?));
        if sum.is_none_or(|sum| sum > it.most) {
            return Err(Rejection::Limit(it.limit));
        }
    }
    Ok(())
}
