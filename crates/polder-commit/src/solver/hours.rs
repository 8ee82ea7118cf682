//! The expected cost of all hours at a point, and a cut: a linear function of what is given that is nowhere above
//! it.

use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::model::{Block, Given, Gives, Model};

/// Fewer hours × loads than this are not worth a second thread.
const THREAD_MIN: usize = 50_000;

/// A linear function that is nowhere above the expected cost.
#[derive(Clone, Debug)]
pub(super) struct Cut {
    /// Its value without any purchase.
    pub(super) constant: f64,
    /// What a lot of each column adds.
    pub(super) slopes: Vec<f64>,
}

impl Cut {
    /// Its value at a point.
    pub(super) fn at(&self, point: &[f64]) -> f64 {
        self.constant + self.slopes.iter().zip(point).map(|(slope, it)| slope * it).sum::<f64>()
    }
}

/// Sums over the hours of a block.
struct Sums {
    /// What uncovered demand costs.
    cost: f64,
    /// Demand × price.
    constant: f64,
    /// The price of a unit of capacity of each load.
    capacity: Vec<f64>,
    /// The price of a pico-dollar of each plan.
    money: Vec<f64>,
}

/// Buffers for an hour.
struct Hour {
    rest: Vec<[f64; 2]>,
    price: Vec<[f64; 2]>,
    left: Vec<f64>,
    money: Vec<f64>,
    after: Vec<bool>,
}

/// The expected cost with these lots, purchases included, and a cut that is as high at this point, if plans do not
/// displace each other. Of each block, only the hours that are multiples of the stride are evaluated; they stand for
/// the others.
pub(super) fn evaluate(model: &Model, lots: &[f64], stride: usize) -> (f64, Cut) {
    let given = model.given(lots);
    let blocks = sums_of_blocks(model, &given, stride);
    let mut cost = 0.0;
    let mut constant = 0.0;
    let weight = |block: &Block| {
        let counts = &model.counts[block.hours.clone()];
        block.weight * counts.iter().sum::<f64>() / counts.iter().step_by(stride).sum::<f64>()
    };
    let none = (vec![0.0; model.prices.len()], vec![0.0; model.plans]);
    let mut parts = vec![none; model.parts.len()];
    for (block, sums) in model.blocks.iter().zip(&blocks) {
        let weight = weight(block);
        cost += weight * sums.cost;
        constant += weight * sums.constant;
        let (capacity, money) = &mut parts[block.part];
        capacity.iter_mut().zip(&sums.capacity).for_each(|(sum, it)| *sum += weight * it);
        money.iter_mut().zip(&sums.money).for_each(|(sum, it)| *sum += weight * it);
    }
    for ((capacity, money), owned) in parts.iter().zip(&model.owned) {
        constant -= capacity.iter().zip(&owned.capacity).map(|(price, given)| price * given).sum::<f64>();
        constant -= money.iter().zip(&owned.money).map(|(price, given)| price * given).sum::<f64>();
    }
    let slope = |column: &super::model::Column| {
        let parts = &parts[column.parts.0..column.parts.1];
        column.cost
            - match column.gives {
                Gives::Capacity(load, units) => units * parts.iter().map(|it| it.0[load]).sum::<f64>(),
                Gives::Money(plan, amount) => amount * parts.iter().map(|it| it.1[plan]).sum::<f64>(),
            }
    };
    let slopes = model.columns.iter().map(slope).collect();
    cost += model.columns.iter().zip(lots).map(|(column, lots)| column.cost * lots).sum::<f64>();
    (cost, Cut { constant, slopes })
}

/// The sums of each block, in order, whatever the number of threads.
fn sums_of_blocks(model: &Model, given: &[Given], stride: usize) -> Vec<Sums> {
    let sums = |block: &Block, hour: &mut Hour| {
        let given = &given[block.part];
        // What interrupts the inner loop of most problems is left out of it.
        if model.plans <= 1 && !model.interruptible.contains(&true) {
            simple(model, block, given, hour, stride)
        } else {
            general(model, block, given, hour, stride)
        }
    };
    // Asking for the number of cores takes longer than evaluating a few hours.
    let small = model.demand.len() / stride < THREAD_MIN;
    let cores = if small { 1 } else { thread::available_parallelism().map_or(1, NonZero::get) };
    let workers = cores.min(model.blocks.len());
    if workers <= 1 {
        let mut hour = Hour::new(model);
        return model.blocks.iter().map(|block| sums(block, &mut hour)).collect();
    }
    let next = AtomicUsize::new(0);
    let work = || {
        let mut hour = Hour::new(model);
        let mut done = vec![];
        while let at = next.fetch_add(1, Ordering::Relaxed)
            && let Some(block) = model.blocks.get(at)
        {
            done.push((at, sums(block, &mut hour)));
        }
        done
    };
    let mut done = thread::scope(|scope| {
        let other: Vec<_> = (1..workers).map(|_| scope.spawn(work)).collect();
        let mut done = work();
        for thread in other {
            done.extend(thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        done
    });
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, sums)| sums).collect()
}

/// The sums of a block with at most one plan and only firm demand.
fn simple(model: &Model, block: &Block, given: &Given, hour: &mut Hour, stride: usize) -> Sums {
    let loads = model.prices.len();
    let mut sums = Sums::new(model);
    let money = given.money.first().copied().unwrap_or(0.0);
    let demand = model.demand[block.hours.start * loads..block.hours.end * loads].chunks_exact(loads.max(1));
    for (demand, count) in demand.zip(&model.counts[block.hours.clone()]).step_by(stride) {
        for ((rest, demand), capacity) in hour.rest.iter_mut().zip(demand).zip(&given.capacity) {
            rest[0] = (f64::from(demand[0]) - capacity).max(0.0);
        }
        hour.price.copy_from_slice(&model.prices);
        let (covered, price) = used_up(model, money, hour);
        sums.money.iter_mut().for_each(|sum| *sum += price * count);
        // What the plan covers pays the price of the plan.
        for pair in &model.pairs[..covered] {
            hour.price[pair.load][0] = price * pair.rate;
        }
        sums.cost -= money * price * count;
        for (load, demand) in demand.iter().enumerate() {
            let rest = hour.rest[load][0];
            // No branch: the price counts if anything is left.
            let value = if rest > 0.0 { hour.price[load][0] * count } else { 0.0 };
            sums.cost += rest * value;
            sums.constant += f64::from(demand[0]) * value;
            sums.capacity[load] += value;
        }
    }
    sums
}

/// How many pairs a plan covers completely, and what a little more of it would save.
fn used_up(model: &Model, money: f64, hour: &Hour) -> (usize, f64) {
    let mut left = money;
    for (at, pair) in model.pairs.iter().enumerate() {
        left -= hour.rest[pair.load][0] * pair.rate;
        if left < 0.0 {
            return (at, pair.ratio);
        }
    }
    (model.pairs.len(), 0.0)
}

/// The sums of a block.
fn general(model: &Model, block: &Block, given: &Given, hour: &mut Hour, stride: usize) -> Sums {
    let loads = model.prices.len();
    let mut sums = Sums::new(model);
    let demand = model.demand[block.hours.start * loads..block.hours.end * loads].chunks_exact(loads.max(1));
    for (demand, count) in demand.zip(&model.counts[block.hours.clone()]).step_by(stride) {
        for ((rest, demand), capacity) in hour.rest.iter_mut().zip(demand).zip(&given.capacity) {
            let [firm, interruptible] = demand.map(f64::from);
            *rest = [(firm - capacity).max(0.0), (interruptible - (capacity - firm).max(0.0)).max(0.0)];
        }
        let uncovered: Vec<[bool; 2]> = hour.rest.iter().map(|rest| rest.map(|rest| rest > 0.0)).collect();
        hour.cover(model, given);
        hour.set_prices(model);
        for (sum, price) in sums.money.iter_mut().zip(&hour.money) {
            *sum += price * count;
        }
        for (load, demand) in demand.iter().enumerate() {
            let price = hour.price[load];
            let capacity = match uncovered[load] {
                [true, _] => price[0],
                [false, true] => price[1],
                [false, false] => 0.0,
            };
            sums.capacity[load] += capacity * count;
            for (kind, price) in price.iter().enumerate() {
                sums.constant += f64::from(demand[kind]) * price.min(capacity) * count;
                sums.cost += hour.rest[load][kind] * model.prices[load][kind] * count;
            }
        }
    }
    sums
}

impl Hour {
    fn new(model: &Model) -> Hour {
        Hour {
            rest: vec![[0.0; 2]; model.prices.len()],
            price: vec![[0.0; 2]; model.prices.len()],
            left: vec![0.0; model.plans],
            money: vec![0.0; model.plans],
            after: vec![false; model.pairs.len()],
        }
    }

    /// Applies the plans in their order.
    fn cover(&mut self, model: &Model, given: &Given) {
        self.left.copy_from_slice(&given.money);
        for (pair, after) in model.pairs.iter().zip(&mut self.after) {
            let (rest, left) = (&mut self.rest[pair.load][pair.kind], &mut self.left[pair.plan]);
            let need = *rest * pair.rate;
            if need <= *left {
                *rest = 0.0;
                *left -= need;
            } else {
                *rest -= *left / pair.rate;
                *left = 0.0;
            }
            *after = *rest > 0.0;
        }
    }

    /// The value of a little more of each plan, and from it the price of each usage.
    fn set_prices(&mut self, model: &Model) {
        self.money.fill(0.0);
        self.price.copy_from_slice(&model.prices);
        // From the last usage to the first: what covering it would save.
        for (pair, after) in model.pairs.iter().zip(&self.after).rev() {
            let (price, money) = (&mut self.price[pair.load][pair.kind], &mut self.money[pair.plan]);
            if *after {
                *money = money.max(*price / pair.rate);
            }
            *price = price.min(*money * pair.rate);
        }
        self.price.copy_from_slice(&model.prices);
        for pair in &model.pairs {
            let price = &mut self.price[pair.load][pair.kind];
            *price = price.min(self.money[pair.plan] * pair.rate);
        }
    }
}

impl Sums {
    fn new(model: &Model) -> Sums {
        let (loads, plans) = (model.prices.len(), model.plans);
        Sums { cost: 0.0, constant: 0.0, capacity: vec![0.0; loads], money: vec![0.0; plans] }
    }
}
