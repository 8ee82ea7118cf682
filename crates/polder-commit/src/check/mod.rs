//! Checks a solution with code of its own and in integers: the purchases, their cost, the limits, and the bound.
//!
//! Nothing here is taken from the search. The cost is the bill of each hour of each scenario. The bound holds by
//! weak duality: at each point of the certificate, `dual` derives prices for which no hour can cost less, whatever
//! is bought; `bound` adds these inequalities with the weights of the points and closes the sum with the cost of
//! each offer.

mod offers;
mod pools;
mod dual;
mod bound;

pub(crate) use self::bound::bound;

use crate::error::Error;
use crate::problem::Problem;
use crate::solution::{Expected, Purchase, Solution};
use crate::validate::validate;

use self::pools::Pools;

/// What was recomputed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Checked {
    /// The cost, equal to that of the solution.
    pub cost: Expected,
    /// The bound that the certificate proves, at least that of the solution.
    pub bound: Expected,
}

/// Why a solution was rejected.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// The problem has no meaning, or the figures are too large.
    #[error(transparent)]
    Problem(#[from] Error),
    /// A purchase is not one of an offer at one of its dates, or is listed twice or out of order.
    #[error("purchase {0} is not for sale, or is not in order")]
    Purchase(usize),
    /// An amount of a purchase is not its number of lots × the price.
    #[error("the amounts of purchase {0} are not those of its lots")]
    Amount(usize),
    /// The purchases exceed a limit.
    #[error("the purchases exceed limit {0}")]
    Limit(usize),
    /// The cost is not that of the purchases.
    #[error("the cost of the purchases is {found}, not {claimed}")]
    Cost {
        /// The recomputed weighted sum.
        found: i128,
        /// That of the solution.
        claimed: i128,
    },
    /// The cost without the purchases is another one.
    #[error("the cost without purchases is {found}, not {claimed}")]
    Without {
        /// The recomputed weighted sum.
        found: i128,
        /// That of the solution.
        claimed: i128,
    },
    /// A point of the certificate does not have one number for each offer and date, or no point has a weight, or
    /// the limits do not have one price each.
    #[error("the certificate does not have the form of the problem")]
    Form,
    /// The certificate proves less than the solution claims.
    #[error("the certificate proves {found}, not {claimed}")]
    Bound {
        /// The bound that it proves.
        found: i128,
        /// That of the solution.
        claimed: i128,
    },
}

/// Recomputes the cost and the bound of a solution, and rejects it if anything in it is not as claimed.
pub fn check(problem: &Problem, solution: &Solution) -> Result<Checked, Rejection> {
    validate(problem)?;
    purchases(problem, &solution.purchases)?;
    offers::limits(problem, &solution.purchases)?;
    let weight = problem.scenarios.iter().map(|scenario| u64::from(scenario.weight)).sum();
    let sum = cost(problem, &solution.purchases)?;
    if (sum, weight) != (solution.cost.sum, solution.cost.weight) {
        return Err(Rejection::Cost { found: sum, claimed: solution.cost.sum });
    }
    let found = cost(problem, &[])?;
    if (found, weight) != (solution.without.sum, solution.without.weight) {
        return Err(Rejection::Without { found, claimed: solution.without.sum });
    }
    let bound = bound(problem, &solution.certificate)?;
    if bound < solution.bound.sum || weight != solution.bound.weight {
        return Err(Rejection::Bound { found: bound, claimed: solution.bound.sum });
    }
    Ok(Checked { cost: Expected { sum, weight }, bound: Expected { sum: bound, weight } })
}

/// Whether each purchase is one that can be made, with the amounts of its lots.
fn purchases(problem: &Problem, purchases: &[Purchase]) -> Result<(), Rejection> {
    let mut last = None;
    for (index, purchase) in purchases.iter().enumerate() {
        let place = (purchase.offer, purchase.start);
        let offer = problem.offers.get(purchase.offer);
        let sold = offer.is_some_and(|it| it.starts.contains(&purchase.start));
        if !sold || purchase.lots == 0 || last.is_some_and(|last| last >= place) {
            return Err(Rejection::Purchase(index));
        }
        last = Some(place);
        let lots = i128::from(purchase.lots);
        let amounts = offers::price(problem, purchase.offer, purchase.start);
        let expected = (lots.checked_mul(amounts.upfront), lots.checked_mul(amounts.horizon));
        if expected != (Some(purchase.upfront), Some(purchase.cost)) {
            return Err(Rejection::Amount(index));
        }
    }
    Ok(())
}

/// The weighted sum of what purchases and everything else cost.
fn cost(problem: &Problem, purchases: &[Purchase]) -> Result<i128, Rejection> {
    let overflow = || Error::Overflow("the cost");
    let pools = Pools::new(problem);
    let lots: Vec<_> = purchases.iter().map(|it| (it.offer, it.start, it.lots)).collect();
    let mut hourly = pools.state();
    let mut total: i128 = 0;
    for part in pools.parts() {
        let amounts = pools.amounts(part.start, &lots)?;
        for (index, scenario) in problem.scenarios.iter().enumerate() {
            let mut sum: i128 = 0;
            for hour in part.clone() {
                pools.fill((index, hour), &amounts, true, &mut hourly);
                sum = sum.checked_add(pools.uncovered(&hourly)).ok_or_else(overflow)?;
            }
            let weighted = sum.checked_mul(i128::from(scenario.weight));
            total = weighted.and_then(|it| total.checked_add(it)).ok_or_else(overflow)?;
        }
    }
    let weight: i128 = problem.scenarios.iter().map(|scenario| i128::from(scenario.weight)).sum();
    for purchase in purchases {
        let cost = purchase.cost.checked_mul(weight);
        total = cost.and_then(|cost| total.checked_add(cost)).ok_or_else(overflow)?;
    }
    Ok(total)
}
