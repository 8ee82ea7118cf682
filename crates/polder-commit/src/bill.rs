//! The bill of an hour, exactly.
//!
//! Reservations are applied first, then plans by their order; among the usage to which plans of the same order
//! apply, first that with the largest saving for each dollar committed, and then that with the lowest rate. Demand
//! that may be interrupted comes after the other demand of its load. Quantities are counted in billionths of a
//! unit: what a plan covers is rounded down, what is billed is rounded up.

use polder_units::PicoUsd;

use crate::error::Error;
use crate::problem::{Benefit, Problem, Rate};
use crate::solution::Purchase;

/// A unit, as it is counted.
pub(crate) const UNIT: u64 = 1_000_000_000;

/// The bill of an hour in a scenario.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HourBill {
    /// What is paid for demand that no commitment covers, in pico-dollars.
    pub uncovered: i128,
    /// What each commitment is used for.
    pub uses: Vec<Use>,
}

/// What a commitment is used for in an hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Use {
    /// The commitment.
    pub by: By,
    /// The load.
    pub load: usize,
    /// Whether the demand may be interrupted.
    pub interruptible: bool,
    /// The covered quantity, in billionths of a unit.
    pub billionths: u64,
    /// What that takes from the commitment: units of a reservation, pico-dollars of a plan.
    pub taken: i128,
    /// What it would cost without any commitment, in pico-dollars.
    pub avoids: i128,
}

/// A commitment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum By {
    /// The index of one that is owned.
    Owned(usize),
    /// The index of a purchase.
    Purchase(usize),
}

/// The bill of an hour in a scenario, both given by their indices.
pub fn hour_bill(
    problem: &Problem,
    purchases: &[Purchase],
    scenario: usize,
    hour: usize,
) -> Result<HourBill, Error> {
    if scenario >= problem.scenarios.len() || hour >= problem.hours {
        return Err(Error::Unknown(format!("hour {hour} of scenario {scenario}")));
    }
    let biller = Biller::new(problem, purchases)?;
    let mut bill = HourBill::default();
    let amounts = biller.amounts(hour);
    let mut state = State::default();
    bill.uncovered = biller.hour(scenario, hour, &amounts, &mut state);
    biller.split(hour, &state, |it| bill.uses.push(it));
    Ok(bill)
}

/// The purchases, prepared for billing.
pub(crate) struct Biller<'a> {
    problem: &'a Problem,
    items: Vec<Item>,
    pools: Vec<Pool<'a>>,
    pairs: Vec<Pair>,
}

/// A load, or the part of it that may be interrupted.
#[derive(Clone, Copy)]
struct Item {
    load: usize,
    interruptible: bool,
    price: u64,
}

/// Commitments that apply to the same usage at the same rates.
struct Pool<'a> {
    kind: Kind<'a>,
    members: Vec<Member>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind<'a> {
    /// Of a load.
    Reservations(usize),
    /// With an order and rates.
    Plans(u8, &'a [Rate]),
}

/// A commitment in a pool, with what it gives in each hour: units, or pico-dollars.
struct Member {
    by: By,
    from: usize,
    until: usize,
    amount: u128,
}

/// A plan that can be applied to usage.
#[derive(Clone, Copy)]
struct Pair {
    order: u8,
    pool: usize,
    item: usize,
    rate: u64,
    price: u64,
}

/// Buffers for an hour.
#[derive(Default)]
pub(crate) struct State {
    remaining: Vec<u64>,
    left: Vec<u128>,
    used: Vec<(usize, usize, u64, u128)>,
}

impl<'a> Biller<'a> {
    pub(crate) fn new(problem: &'a Problem, purchases: &[Purchase]) -> Result<Biller<'a>, Error> {
        let mut items = vec![];
        for (load, it) in problem.loads.iter().enumerate() {
            let price = positive(it.on_demand);
            items.push(Item { load, interruptible: false, price });
            let spot = it.spot.map_or(price, |spot| positive(spot).min(price));
            items.push(Item { load, interruptible: true, price: spot });
        }
        let mut biller = Biller { problem, items, pools: vec![], pairs: vec![] };
        for (index, owned) in problem.owned.iter().enumerate() {
            biller.add(&owned.benefit, By::Owned(index), owned.from..owned.until, owned.lots)?;
        }
        for (index, purchase) in purchases.iter().enumerate() {
            let unknown = || Error::Unknown(format!("offer {}", purchase.offer));
            let offer = problem.offers.get(purchase.offer).ok_or_else(unknown)?;
            let end = purchase.start.saturating_add(offer.term_hours).min(problem.hours);
            biller.add(&offer.benefit, By::Purchase(index), purchase.start..end, purchase.lots)?;
        }
        biller.order();
        Ok(biller)
    }

    fn add(
        &mut self,
        benefit: &'a Benefit,
        by: By,
        hours: std::ops::Range<usize>,
        lots: u64,
    ) -> Result<(), Error> {
        let (kind, lot) = match benefit {
            Benefit::Reservation { load, units } => (Kind::Reservations(*load), u64::from(*units)),
            Benefit::Plan { commitment, rates, order } => (Kind::Plans(*order, rates), positive(*commitment)),
        };
        let amount = u128::from(lots) * u128::from(lot);
        if amount >= 1 << 100 {
            return Err(Error::Overflow("what a commitment gives"));
        }
        let member = Member { by, from: hours.start, until: hours.end, amount };
        match self.pools.iter_mut().find(|pool| pool.kind == kind) {
            Some(pool) => pool.members.push(member),
            None => self.pools.push(Pool { kind, members: vec![member] }),
        }
        Ok(())
    }

    /// Sorts the pairs in the order in which plans are applied.
    fn order(&mut self) {
        for (pool, it) in self.pools.iter().enumerate() {
            let Kind::Plans(order, rates) = it.kind else { continue };
            for rate in rates {
                let items = self.items.iter().enumerate().filter(|(_, item)| item.load == rate.load);
                let rate = positive(rate.price);
                let pair = |(item, it): (usize, &Item)| Pair { order, pool, item, rate, price: it.price };
                self.pairs.extend(items.map(pair));
            }
        }
        let mut pairs = std::mem::take(&mut self.pairs);
        let ratio = |one: &Pair, other: &Pair| {
            (u128::from(other.price) * u128::from(one.rate))
                .cmp(&(u128::from(one.price) * u128::from(other.rate)))
        };
        pairs.sort_by(|one, other| {
            let order = one.order.cmp(&other.order).then_with(|| ratio(one, other));
            order.then_with(|| {
                (one.rate, self.rates(one), one.item).cmp(&(other.rate, self.rates(other), other.item))
            })
        });
        self.pairs = pairs;
    }

    fn rates(&self, pair: &Pair) -> &[Rate] {
        match self.pools[pair.pool].kind {
            Kind::Plans(_, rates) => rates,
            Kind::Reservations(_) => &[],
        }
    }

    /// What each pool gives in an hour.
    pub(crate) fn amounts(&self, hour: usize) -> Vec<u128> {
        let active = |it: &&Member| (it.from..it.until).contains(&hour);
        self.pools.iter().map(|it| it.members.iter().filter(active).map(|it| it.amount).sum()).collect()
    }

    /// The hours at which what a pool gives changes, the first and the end of the horizon included.
    pub(crate) fn changes(&self) -> Vec<usize> {
        let members = self.pools.iter().flat_map(|pool| &pool.members);
        let mut hours: Vec<usize> = members.flat_map(|it| [it.from, it.until]).collect();
        hours.extend([0, self.problem.hours]);
        hours.sort_unstable();
        hours.dedup();
        hours
    }

    /// Bills an hour and returns what is paid for uncovered demand.
    pub(crate) fn hour(&self, scenario: usize, hour: usize, amounts: &[u128], state: &mut State) -> i128 {
        let State { remaining, left, used } = state;
        remaining.clear();
        for demand in &self.problem.scenarios[scenario].demand {
            let interruptible = demand.interruptible.get(hour).copied().unwrap_or(0);
            remaining.extend([demand.firm[hour], interruptible].map(|units| u64::from(units) * UNIT));
        }
        left.clear();
        left.extend_from_slice(amounts);
        used.clear();
        for (index, pool) in self.pools.iter().enumerate() {
            let Kind::Reservations(load) = pool.kind else { continue };
            for item in [2 * load, 2 * load + 1] {
                let demand = u128::from(remaining[item] / UNIT);
                let units = demand.min(left[index]);
                if units > 0 {
                    let quantity = u64::try_from(units).unwrap_or(u64::MAX) * UNIT;
                    left[index] -= units;
                    remaining[item] -= quantity;
                    used.push((index, item, quantity, units));
                }
            }
        }
        for pair in &self.pairs {
            let (need, amount) = (remaining[pair.item], left[pair.pool]);
            if need == 0 || amount == 0 {
                continue;
            }
            let price = priced(need, pair.rate);
            let (quantity, spent) = if price <= amount {
                (need, price)
            } else {
                let covered = amount * u128::from(UNIT) / u128::from(pair.rate);
                (u64::try_from(covered).unwrap_or(u64::MAX).min(need), amount)
            };
            left[pair.pool] -= spent;
            remaining[pair.item] -= quantity;
            used.push((pair.pool, pair.item, quantity, spent));
        }
        let billed = |(need, item): (&u64, &Item)| priced(*need, item.price).cast_signed();
        remaining.iter().zip(&self.items).map(billed).sum()
    }

    /// What an hour costs without any commitment.
    pub(crate) fn list(&self, scenario: usize, hour: usize) -> i128 {
        let demand = &self.problem.scenarios[scenario].demand;
        let units = |item: &Item| match item.interruptible {
            false => demand[item.load].firm[hour],
            true => demand[item.load].interruptible.get(hour).copied().unwrap_or(0),
        };
        self.items.iter().map(|item| i128::from(units(item)) * i128::from(item.price)).sum()
    }

    /// Splits the uses of an hour among the commitments of each pool, in the order in which they were added.
    pub(crate) fn split(&self, hour: usize, state: &State, mut on_use: impl FnMut(Use)) {
        for (index, pool) in self.pools.iter().enumerate() {
            let mut uses = state.used.iter().filter(|(pool, ..)| *pool == index).copied();
            let mut current = uses.next();
            for member in pool.members.iter().filter(|it| (it.from..it.until).contains(&hour)) {
                let mut amount = member.amount;
                while let Some((_, item, quantity, price)) = current
                    && amount > 0
                {
                    let share = price.min(amount);
                    let part = if share == price { quantity } else { part(quantity, share, price) };
                    amount -= share;
                    let rest = (index, item, quantity - part, price - share);
                    current = if rest.3 == 0 { uses.next() } else { Some(rest) };
                    let Item { load, interruptible, price } = self.items[item];
                    let avoids = priced(part, price).cast_signed();
                    let taken = share.cast_signed();
                    on_use(Use { by: member.by, load, interruptible, billionths: part, taken, avoids });
                }
            }
        }
    }

    /// The sum of weight × what is paid for uncovered demand.
    pub(crate) fn total(&self) -> Result<i128, Error> {
        let mut total: i128 = 0;
        let mut state = State::default();
        let changes = self.changes();
        for hours in changes.windows(2) {
            let amounts = self.amounts(hours[0]);
            for (index, scenario) in self.problem.scenarios.iter().enumerate() {
                let mut sum: i128 = 0;
                for hour in hours[0]..hours[1] {
                    sum += self.hour(index, hour, &amounts, &mut state);
                }
                let weighted = sum.checked_mul(i128::from(scenario.weight));
                let added = weighted.and_then(|weighted| total.checked_add(weighted));
                total = added.ok_or(Error::Overflow("the cost"))?;
            }
        }
        Ok(total)
    }
}

/// A share of a quantity, rounded down.
fn part(quantity: u64, share: u128, whole: u128) -> u64 {
    let part = u128::from(quantity).checked_mul(share).map_or(0, |product| product / whole);
    u64::try_from(part).unwrap_or(quantity).min(quantity)
}

/// The price of a quantity, rounded up. The whole units and the rest apart: a division of 128 bits is slow.
fn priced(billionths: u64, price: u64) -> u128 {
    let (units, rest) = (billionths / UNIT, billionths % UNIT);
    let whole = u128::from(units) * u128::from(price);
    if rest == 0 { whole } else { whole + (u128::from(rest) * u128::from(price)).div_ceil(u128::from(UNIT)) }
}

/// A price that has been validated.
fn positive(price: PicoUsd) -> u64 {
    price.0.unsigned_abs()
}
