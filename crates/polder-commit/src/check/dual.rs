//! Prices of an hour for which weak duality holds.
//!
//! Each pool gets a price for what it gives, and each usage the smallest of its own price and of what covering it
//! from any pool costs at these prices. Then, whatever the pools give and however they are applied, the hour costs
//! at least demand × price of usage − given × price of pool. That holds for any prices of the pools. Those chosen
//! here are the value of a little more of each pool at a point, which makes the inequality an equation there.

use super::pools::{Pools, State, Step};

/// The prices of an hour.
pub(super) struct Prices {
    /// Of each pool, in the parts of its steps.
    pub(super) pools: Vec<u64>,
    /// Of each usage, in pico-dollars.
    pub(super) usage: Vec<u64>,
    /// The price of the pool of each step at which its usage would pay its full price.
    full: Vec<u64>,
}

impl Prices {
    pub(super) fn new(pools: &Pools<'_>) -> Prices {
        let full = |step: &Step| share(pools.usage[step.usage].price, step);
        Prices {
            pools: vec![0; pools.len()],
            usage: vec![0; pools.usage.len()],
            full: pools.steps.iter().map(full).collect(),
        }
    }

    /// Sets the prices to those at a state of an hour.
    pub(super) fn set(&mut self, pools: &Pools<'_>, state: &State) {
        self.pools.fill(0);
        for (price, usage) in self.usage.iter_mut().zip(&pools.usage) {
            *price = usage.price;
        }
        // From the last step to the first: more of a pool would cover the usage that is left after its step, and
        // save what covering it by later steps costs.
        for ((step, after), full) in pools.steps.iter().zip(&state.after).zip(&self.full).rev() {
            let (pool, usage) = (&mut self.pools[step.pool], &mut self.usage[step.usage]);
            if *after {
                let value = match *usage == pools.usage[step.usage].price {
                    true => *full,
                    false => share(*usage, step),
                };
                *pool = (*pool).max(value);
            }
            *usage = covered(*pool, step, *usage);
        }
        // A pool may have become more expensive after a later step, and no price of usage may be above any pool's.
        for (price, usage) in self.usage.iter_mut().zip(&pools.usage) {
            *price = usage.price;
        }
        for step in &pools.steps {
            let usage = &mut self.usage[step.usage];
            *usage = covered(self.pools[step.pool], step, *usage);
        }
    }
}

/// The price of a pool at which covering a unit costs as much as this, rounded up, or the highest one.
fn share(price: u64, step: &Step) -> u64 {
    let share = (u128::from(price) << step.shift).div_ceil(u128::from(step.rate));
    u64::try_from(share).unwrap_or(u64::MAX)
}

/// What covering a unit from a pool costs, rounded down, if that is less than the price.
fn covered(pool: u64, step: &Step, price: u64) -> u64 {
    let cost = (u128::from(pool) * u128::from(step.rate)) >> step.shift;
    u64::try_from(cost).map_or(price, |cost| cost.min(price))
}
