//! The demand of a pool by its hours, the busiest first, with what commitments cover.

use polder_commit::{Benefit, Problem, Purchase, hour_bill};

use crate::error::AdviseError;
use crate::pool::Pool;
use crate::shape::HOURS;
use crate::words::{pool_name, unit};

/// The points of a curve.
pub(crate) const POINTS: usize = 120;

/// A demand duration curve.
#[derive(Clone, Debug)]
pub(crate) struct Curve {
    /// The name of the pool.
    pub(crate) name: String,
    /// Its region.
    pub(crate) region: String,
    /// Its unit in words.
    pub(crate) unit: &'static str,
    /// What the demand costs in the year on demand, in pico-dollars, to order the curves.
    pub(crate) cost: i128,
    /// Demand, what commitments cover, and what is reserved, in thousandths of the unit, from the busiest hours to the
    /// quietest; each point is the mean of as many hours.
    pub(crate) points: Vec<[u64; 3]>,
}

/// The curves of the first scenario, the most expensive first.
pub(crate) fn curves(
    pools: &[Pool],
    problem: &Problem,
    purchases: &[Purchase],
) -> Result<Vec<Curve>, AdviseError> {
    let mut hours = vec![vec![[0_u64; 3]; HOURS]; pools.len()];
    for hour in 0..HOURS {
        let bill = hour_bill(problem, purchases, 0, hour)?;
        for (load, of) in hours.iter_mut().enumerate() {
            of[hour][0] = problem.scenarios[0].demand[load].firm[hour].into();
        }
        for it in &bill.uses {
            hours[it.load][hour][1] += it.billionths / 1_000_000_000;
        }
    }
    for purchase in purchases {
        let offer = &problem.offers[purchase.offer];
        let Benefit::Reservation { load, units } = offer.benefit else { continue };
        for hour in &mut hours[load][purchase.start..HOURS.min(purchase.start + offer.term_hours)] {
            hour[2] += purchase.lots * u64::from(units);
        }
    }
    let curve = |(pool, (mut hours, load)): (&Pool, (Vec<[u64; 3]>, &polder_commit::Load))| {
        let sum: u64 = hours.iter().map(|hour| hour[0]).sum();
        hours.sort_unstable_by(|one, other| other.cmp(one));
        Curve {
            name: pool_name(pool),
            region: pool.key.region.clone(),
            unit: unit(pool),
            cost: i128::from(sum) * i128::from(load.on_demand.0),
            points: hours.chunks(HOURS / POINTS).map(mean).collect(),
        }
    };
    let mut curves: Vec<Curve> = pools.iter().zip(hours.into_iter().zip(&problem.loads)).map(curve).collect();
    curves.sort_by_key(|curve| std::cmp::Reverse(curve.cost));
    Ok(curves)
}

fn mean(hours: &[[u64; 3]]) -> [u64; 3] {
    [0, 1, 2].map(|at| hours.iter().map(|hour| hour[at]).sum::<u64>() / hours.len() as u64)
}
