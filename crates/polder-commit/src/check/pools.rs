//! How commitments are applied to an hour.
//!
//! Commitments with the same effect form a pool. What a pool gives is counted in billionths: of a unit for
//! reservations, of a pico-dollar for plans. The usage of an hour is covered step by step in the order of `steps`.

use std::ops::Range;

use crate::error::Error;
use crate::problem::{Benefit, Problem};

const BILLION: u128 = 1_000_000_000;

/// The price of a pico-dollar of a plan is counted in 2⁻³² pico-dollars, that of a unit in pico-dollars.
const PLAN_SHIFT: u32 = 32;

/// The pools of all offers and of what is owned.
pub(super) struct Pools<'a> {
    problem: &'a Problem,
    /// The effect of each pool.
    effects: Vec<&'a Benefit>,
    /// The pool of each offer.
    pub(super) of_offer: Vec<usize>,
    /// The pool of each owned commitment.
    pub(super) of_owned: Vec<usize>,
    /// The usage that occurs at all.
    pub(super) usage: Vec<Usage>,
    /// The order in which pools are applied to usage.
    pub(super) steps: Vec<Step>,
}

/// A load, or the part of it that may be interrupted.
pub(super) struct Usage {
    load: usize,
    interruptible: bool,
    /// Its price without commitments, in pico-dollars.
    pub(super) price: u64,
}

/// A pool that is applied to usage.
pub(super) struct Step {
    pub(super) pool: usize,
    pub(super) usage: usize,
    /// What a unit takes from the pool: pico-dollars, or one unit of a reservation.
    pub(super) rate: u64,
    /// The price of the pool is counted in parts of a pico-dollar: this power of two.
    pub(super) shift: u32,
    order: Option<u8>,
}

/// What is left of an hour.
pub(super) struct State {
    /// The uncovered usage in billionths of a unit.
    pub(super) rest: Vec<u64>,
    /// What is left of each pool.
    left: Vec<u128>,
    /// For each step, whether usage was left after it.
    pub(super) after: Vec<bool>,
}

impl<'a> Pools<'a> {
    pub(super) fn new(problem: &'a Problem) -> Pools<'a> {
        let mut pools = Pools {
            problem,
            effects: vec![],
            of_offer: vec![],
            of_owned: vec![],
            usage: usage(problem),
            steps: vec![],
        };
        pools.of_offer = problem.offers.iter().map(|offer| pools.pool(&offer.benefit)).collect();
        pools.of_owned = problem.owned.iter().map(|owned| pools.pool(&owned.benefit)).collect();
        pools.steps = pools.ordered();
        pools
    }

    /// The number of pools.
    pub(super) fn len(&self) -> usize {
        self.effects.len()
    }

    /// A sum of prices of a pool in pico-dollars, rounded up.
    pub(super) fn whole(&self, pool: usize, prices: u128) -> u128 {
        match self.effects[pool] {
            Benefit::Reservation { .. } => prices,
            Benefit::Plan { .. } => prices.div_ceil(1 << PLAN_SHIFT),
        }
    }

    /// The pool of a benefit. Lots of different size have the same effect.
    fn pool(&mut self, benefit: &'a Benefit) -> usize {
        let same = |other: &Benefit| match (benefit, other) {
            (Benefit::Reservation { load, .. }, Benefit::Reservation { load: other, .. }) => load == other,
            (Benefit::Plan { rates, order, .. }, Benefit::Plan { rates: others, order: other, .. }) => {
                (rates, order) == (others, other)
            }
            _ => false,
        };
        self.effects.iter().position(|it| same(it)).unwrap_or_else(|| {
            self.effects.push(benefit);
            self.effects.len() - 1
        })
    }

    fn ordered(&self) -> Vec<Step> {
        let mut steps = vec![];
        for (pool, effect) in self.effects.iter().enumerate() {
            for (usage, it) in self.usage.iter().enumerate() {
                match effect {
                    Benefit::Reservation { load, .. } if *load == it.load => {
                        steps.push(Step { pool, usage, rate: 1, shift: 0, order: None });
                    }
                    Benefit::Plan { rates, order, .. } => {
                        let rate = rates.iter().find(|rate| rate.load == it.load);
                        let step =
                            |rate: u64| Step { pool, usage, rate, shift: PLAN_SHIFT, order: Some(*order) };
                        steps.extend(rate.map(|rate| step(rate.price.0.unsigned_abs())));
                    }
                    Benefit::Reservation { .. } => {}
                }
            }
        }
        // Reservations, then plans by order; the largest saving for a dollar first, then the lowest rate.
        steps.sort_by(|one, other| {
            let value =
                |price: &Step, rate: &Step| u128::from(self.usage[price.usage].price) * u128::from(rate.rate);
            let saving = value(other, one).cmp(&value(one, other));
            let saving = if one.order.is_some() { saving } else { std::cmp::Ordering::Equal };
            let rates = |step: &Step| match self.effects[step.pool] {
                Benefit::Plan { rates, .. } => rates.as_slice(),
                Benefit::Reservation { .. } => &[],
            };
            let last = (one.rate, rates(one), one.usage).cmp(&(other.rate, rates(other), other.usage));
            one.order.cmp(&other.order).then(saving).then(last)
        });
        steps
    }

    /// The parts of the horizon within which the same commitments are active.
    pub(super) fn parts(&self) -> Vec<Range<usize>> {
        let Problem { hours, offers, owned, .. } = self.problem;
        let mut edges = vec![0, *hours];
        for offer in offers {
            edges.extend(
                offer.starts.iter().flat_map(|start| [*start, (start + offer.term_hours).min(*hours)]),
            );
        }
        edges.extend(owned.iter().flat_map(|owned| [owned.from, owned.until]));
        edges.sort_unstable();
        edges.dedup();
        edges.windows(2).map(|pair| pair[0]..pair[1]).collect()
    }

    /// What each pool gives in an hour if these lots (offer, date, number) are bought.
    pub(super) fn amounts(&self, hour: usize, lots: &[(usize, usize, u64)]) -> Result<Vec<u128>, Error> {
        self.amounts_of_parts(hour, lots, 1)
    }

    /// The same for lots that are counted in parts.
    pub(super) fn amounts_of_parts(
        &self,
        hour: usize,
        lots: &[(usize, usize, u64)],
        parts: u64,
    ) -> Result<Vec<u128>, Error> {
        let mut amounts = vec![0_u128; self.len()];
        let mut add = |pool: usize, benefit: &Benefit, lots: u64, parts: u64| {
            let lot = match benefit {
                Benefit::Reservation { units, .. } => u64::from(*units),
                Benefit::Plan { commitment, .. } => commitment.0.unsigned_abs(),
            };
            let amount = (u128::from(lots) * u128::from(lot)).checked_mul(BILLION);
            let sum = amount.and_then(|amount| amounts[pool].checked_add(amount / u128::from(parts)));
            amounts[pool] = sum.ok_or(Error::Overflow("what commitments give"))?;
            Ok(())
        };
        for (owned, pool) in self.problem.owned.iter().zip(&self.of_owned) {
            if owned.from <= hour && hour < owned.until {
                add(*pool, &owned.benefit, owned.lots, 1)?;
            }
        }
        for (offer, start, lots) in lots {
            let it = &self.problem.offers[*offer];
            if *start <= hour && hour - start < it.term_hours {
                add(self.of_offer[*offer], &it.benefit, *lots, parts)?;
            }
        }
        Ok(amounts)
    }

    /// A state for [`Pools::fill`].
    pub(super) fn state(&self) -> State {
        State {
            rest: vec![0; self.usage.len()],
            left: vec![0; self.len()],
            after: vec![false; self.steps.len()],
        }
    }

    /// The demand of each usage in an hour.
    pub(super) fn demand(&self, scenario: usize, hour: usize, usage: usize) -> u32 {
        let Usage { load, interruptible, .. } = self.usage[usage];
        let demand = &self.problem.scenarios[scenario].demand[load];
        if interruptible { demand.interruptible.get(hour).copied().unwrap_or(0) } else { demand.firm[hour] }
    }

    /// Applies all pools to an hour. A plan pays for each usage in whole pico-dollars if `whole`.
    pub(super) fn fill(
        &self,
        (scenario, hour): (usize, usize),
        amounts: &[u128],
        whole: bool,
        state: &mut State,
    ) {
        let State { rest, left, after } = state;
        for (usage, rest) in rest.iter_mut().enumerate() {
            *rest = u64::from(self.demand(scenario, hour, usage)) * 1_000_000_000;
        }
        left.copy_from_slice(amounts);
        for (step, after) in self.steps.iter().zip(after) {
            let (rest, left) = (&mut rest[step.usage], &mut left[step.pool]);
            if *rest > 0 && *left > 0 {
                let need = u128::from(*rest) * u128::from(step.rate);
                if need <= *left {
                    let covered = std::mem::take(rest);
                    // A plan pays whole pico-dollars.
                    let exact = !whole || step.order.is_none() || covered % 1_000_000_000 == 0;
                    let paid = if exact { need } else { need.div_ceil(BILLION) * BILLION };
                    *left = left.saturating_sub(paid);
                } else {
                    // Less than the rest, which has 64 bits.
                    *rest -= u64::try_from(*left / u128::from(step.rate)).unwrap_or(*rest);
                    *left = 0;
                }
            }
            *after = *rest > 0;
        }
    }

    /// What the usage that is left costs, each rounded up to a pico-dollar.
    pub(super) fn uncovered(&self, state: &State) -> i128 {
        let cost = |(usage, rest): (&Usage, &u64)| {
            let (units, part) = (rest / 1_000_000_000, rest % 1_000_000_000);
            let whole = u128::from(units) * u128::from(usage.price);
            // Most quantities are whole, and dividing 128 bits takes long.
            let part =
                if part == 0 { 0 } else { (u128::from(part) * u128::from(usage.price)).div_ceil(BILLION) };
            (whole + part).cast_signed()
        };
        self.usage.iter().zip(&state.rest).map(cost).sum()
    }
}

/// All usage that occurs: of each load, and what may be interrupted after what may not.
fn usage(problem: &Problem) -> Vec<Usage> {
    let mut found = vec![];
    for (load, it) in problem.loads.iter().enumerate() {
        let on_demand = it.on_demand.0.unsigned_abs();
        let spot = it.spot.map_or(on_demand, |spot| spot.0.unsigned_abs()).min(on_demand);
        for (interruptible, price) in [(false, on_demand), (true, spot)] {
            let occurs = problem.scenarios.iter().any(|scenario| {
                let demand = &scenario.demand[load];
                let units = if interruptible { &demand.interruptible } else { &demand.firm };
                units.iter().any(|units| *units > 0)
            });
            if occurs {
                found.push(Usage { load, interruptible, price });
            }
        }
    }
    found
}
