//! The problem as the search sees it: in floating point, without offers that another one dominates, and with
//! plans for a single load counted as capacity of that load.

use std::ops::Range;

use crate::candidate::{Candidate, Row};
use crate::problem::{Benefit, Demand, Problem, Rate, Scenario};

/// The hours of a block are evaluated by one thread.
const BLOCK_HOURS: usize = 1024;

/// The largest number of lots as a multiple of what can be used.
const BEYOND: f64 = 1.001;

/// The problem in floating point.
pub(super) struct Model {
    /// What can be bought.
    pub(super) columns: Vec<Column>,
    /// The limits over the columns.
    pub(super) rows: Vec<(Vec<f64>, f64)>,
    /// The prices of the loads: of firm demand, then of demand that may be interrupted.
    pub(super) prices: Vec<[f64; 2]>,
    /// The loads with demand that may be interrupted.
    pub(super) interruptible: Vec<bool>,
    /// The number of plans for several loads with different rates.
    pub(super) plans: usize,
    /// In which order they are applied to which usage.
    pub(super) pairs: Vec<Pair>,
    /// Parts of the horizon in which the same commitments are active.
    pub(super) parts: Vec<Range<usize>>,
    /// What is owned, for each part.
    pub(super) owned: Vec<Given>,
    /// The demand, hour after hour: of each load, firm and interruptible.
    pub(super) demand: Vec<[f32; 2]>,
    /// How many hours of the same scenario and part each of these stands for: those with the same demand.
    pub(super) counts: Vec<f64>,
    /// The sum of the weights of the scenarios.
    pub(super) weight: f64,
    /// The hours, in blocks of the same scenario and part.
    pub(super) blocks: Vec<Block>,
}

/// An offer at a date.
#[derive(Clone, Copy, Debug)]
pub(super) struct Column {
    /// The index of the candidate.
    pub(super) candidate: usize,
    /// What a lot costs.
    pub(super) cost: f64,
    /// What a lot gives.
    pub(super) gives: Gives,
    /// The first part of the horizon, and the one after the last.
    pub(super) parts: (usize, usize),
    /// The largest number of lots: more than can be used, so that the proof does not need this bound. It would not
    /// hold for an offer that another one dominates.
    pub(super) most: f64,
}

/// What a lot gives in an hour.
#[derive(Clone, Copy, Debug)]
pub(super) enum Gives {
    /// Units of a load.
    Capacity(usize, f64),
    /// Pico-dollars of a plan.
    Money(usize, f64),
}

/// What all commitments give in an hour: units of each load, pico-dollars of each plan.
#[derive(Clone, Debug)]
pub(super) struct Given {
    pub(super) capacity: Vec<f64>,
    pub(super) money: Vec<f64>,
}

/// A plan that is applied to usage.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pair {
    pub(super) plan: usize,
    pub(super) load: usize,
    /// 1 for demand that may be interrupted.
    pub(super) kind: usize,
    pub(super) rate: f64,
    /// The price of the usage for each dollar of the plan.
    pub(super) ratio: f64,
    order: u8,
}

/// Hours of the same scenario and part, each standing for those with the same demand.
#[derive(Clone, Debug)]
pub(super) struct Block {
    /// The index of the first hour in the demand, and the one after the last.
    pub(super) hours: Range<usize>,
    pub(super) part: usize,
    /// The probability of the scenario.
    pub(super) weight: f64,
}

/// Plans of the same order and rates.
type Card<'a> = (u8, &'a [Rate]);

impl Model {
    pub(super) fn new(problem: &Problem, candidates: &[Candidate], rows: &[Row]) -> Model {
        let mut cards: Vec<Card<'_>> = vec![];
        let offered = problem.offers.iter().map(|it| &it.benefit);
        for benefit in offered.chain(problem.owned.iter().map(|it| &it.benefit)) {
            if let Benefit::Plan { rates, order, .. } = benefit
                && rates.len() != 1
                && !cards.contains(&(*order, rates))
            {
                cards.push((*order, rates));
            }
        }
        let prices: Vec<[f64; 2]> = problem
            .loads
            .iter()
            .map(|load| {
                let spot = load.spot.unwrap_or(load.on_demand).min(load.on_demand);
                [load.on_demand.0 as f64, spot.0 as f64]
            })
            .collect();
        let has = |load: usize| {
            problem.scenarios.iter().any(|it| it.demand[load].interruptible.iter().any(|units| *units > 0))
        };
        let interruptible: Vec<bool> = (0..problem.loads.len()).map(has).collect();
        let parts = parts(problem, candidates);
        let mut model = Model {
            columns: vec![],
            rows: vec![],
            pairs: pairs(&cards, &prices, &interruptible),
            plans: cards.len(),
            owned: owned(problem, &cards, &parts),
            prices,
            interruptible,
            parts,
            demand: vec![],
            counts: vec![],
            weight: problem.scenarios.iter().map(|scenario| f64::from(scenario.weight)).sum(),
            blocks: vec![],
        };
        model.columns(problem, candidates, rows, &cards);
        model.demand(problem);
        model
    }

    /// The candidates that no other dominates: with the same term, another effect that is as good, no higher cost
    /// and no higher share of any limit.
    fn columns(&mut self, problem: &Problem, candidates: &[Candidate], rows: &[Row], cards: &[Card<'_>]) {
        let part = |hour: usize| self.parts.partition_point(|part| part.start < hour);
        let column = |(candidate, it): (usize, &Candidate)| Column {
            candidate,
            cost: it.cost as f64,
            gives: gives(&problem.offers[it.offer].benefit, cards),
            parts: (part(it.start), part(it.end)),
            most: if it.most == 0 { 0.0 } else { it.most as f64 * BEYOND + 1.0 },
        };
        let all: Vec<Column> = candidates.iter().enumerate().map(column).collect();
        let dominates = |one: &Column, other: &Column| {
            let Some(lots) = replaces(one, other, cards) else { return false };
            let less = |one: f64, other: f64| one * lots <= other;
            let same = one.cost * lots >= other.cost;
            one.parts == other.parts
                && less(one.cost, other.cost)
                && rows.iter().all(|row| {
                    less(row.coefficients[one.candidate] as f64, row.coefficients[other.candidate] as f64)
                })
                && (!same || one.candidate < other.candidate)
        };
        let keeps = |other: &&Column| {
            let useful = other.most > 0.0;
            useful && !all.iter().any(|one| one.candidate != other.candidate && dominates(one, other))
        };
        self.columns = all.iter().filter(keeps).copied().collect();
        self.rows = rows
            .iter()
            .map(|row| {
                let of = |column: &Column| row.coefficients[column.candidate] as f64;
                (self.columns.iter().map(of).collect(), row.most as f64)
            })
            .collect();
    }

    fn demand(&mut self, problem: &Problem) {
        for (part, hours) in self.parts.iter().enumerate() {
            for scenario in problem.scenarios.iter().filter(|scenario| scenario.weight > 0) {
                for block in distinct(scenario, hours.clone()).chunks(BLOCK_HOURS) {
                    let first = self.counts.len();
                    for (hour, count) in block {
                        let units = |demand: &Demand| units(demand, *hour).map(|units| units as f32);
                        self.demand.extend(scenario.demand.iter().map(units));
                        self.counts.push(*count as f64);
                    }
                    let hours = first..self.counts.len();
                    self.blocks.push(Block { hours, part, weight: f64::from(scenario.weight) / self.weight });
                }
            }
        }
    }

    /// What is given in each part of the horizon by these lots.
    pub(super) fn given(&self, lots: &[f64]) -> Vec<Given> {
        let mut given = self.owned.clone();
        for (column, lots) in self.columns.iter().zip(lots) {
            for given in &mut given[column.parts.0..column.parts.1] {
                match column.gives {
                    Gives::Capacity(load, units) => given.capacity[load] += units * lots,
                    Gives::Money(plan, amount) => given.money[plan] += amount * lots,
                }
            }
        }
        given
    }
}

/// The hours with different demand, each the first of its kind, with how many there are of it.
fn distinct(scenario: &Scenario, hours: Range<usize>) -> Vec<(usize, usize)> {
    let demand = |hour: usize| scenario.demand.iter().map(move |demand| units(demand, hour));
    let mut sorted: Vec<usize> = hours.collect();
    sorted.sort_unstable_by(|one, other| demand(*one).cmp(demand(*other)).then(one.cmp(other)));
    let same = sorted.chunk_by(|one, other| demand(*one).eq(demand(*other)));
    let mut distinct: Vec<(usize, usize)> = same.map(|hours| (hours[0], hours.len())).collect();
    distinct.sort_unstable();
    distinct
}

/// The demand of a load in an hour, firm and interruptible.
fn units(demand: &Demand, hour: usize) -> [u32; 2] {
    [demand.firm[hour], demand.interruptible.get(hour).copied().unwrap_or(0)]
}

/// The number of lots of one column that replace a lot of another one, if any can.
fn replaces(one: &Column, other: &Column, cards: &[Card<'_>]) -> Option<f64> {
    match (one.gives, other.gives) {
        (Gives::Capacity(load, units), Gives::Capacity(of, others)) if load == of => Some(others / units),
        (Gives::Money(plan, amount), Gives::Money(of, others)) => {
            let ((order, rates), (later, replaced)) = (cards[plan], cards[of]);
            let cheaper = |it: &Rate| rates.iter().any(|rate| rate.load == it.load && rate.price <= it.price);
            (order == later && replaced.iter().all(cheaper)).then_some(others / amount)
        }
        _ => None,
    }
}

fn gives(benefit: &Benefit, cards: &[Card<'_>]) -> Gives {
    match benefit {
        Benefit::Reservation { load, units } => Gives::Capacity(*load, f64::from(*units)),
        Benefit::Plan { commitment, rates, order } => match rates.as_slice() {
            [rate] => Gives::Capacity(rate.load, commitment.0 as f64 / rate.price.0 as f64),
            _ => {
                let plan = cards.iter().position(|card| *card == (*order, rates.as_slice()));
                Gives::Money(plan.unwrap_or_default(), commitment.0 as f64)
            }
        },
    }
}

fn parts(problem: &Problem, candidates: &[Candidate]) -> Vec<Range<usize>> {
    let mut edges: Vec<usize> = candidates.iter().flat_map(|it| [it.start, it.end]).collect();
    edges.extend(problem.owned.iter().flat_map(|it| [it.from, it.until]));
    edges.extend([0, problem.hours]);
    edges.sort_unstable();
    edges.dedup();
    edges.windows(2).map(|pair| pair[0]..pair[1]).collect()
}

fn owned(problem: &Problem, cards: &[Card<'_>], parts: &[Range<usize>]) -> Vec<Given> {
    let none = Given { capacity: vec![0.0; problem.loads.len()], money: vec![0.0; cards.len()] };
    let mut given = vec![none; parts.len()];
    for owned in &problem.owned {
        let active = |part: &Range<usize>| owned.from <= part.start && part.start < owned.until;
        for (given, _) in given.iter_mut().zip(parts).filter(|(_, part)| active(part)) {
            match gives(&owned.benefit, cards) {
                Gives::Capacity(load, units) => given.capacity[load] += units * owned.lots as f64,
                Gives::Money(plan, amount) => given.money[plan] += amount * owned.lots as f64,
            }
        }
    }
    given
}

fn pairs(cards: &[Card<'_>], prices: &[[f64; 2]], interruptible: &[bool]) -> Vec<Pair> {
    let mut pairs = vec![];
    for (plan, (order, rates)) in cards.iter().enumerate() {
        for it in *rates {
            let kinds = 1 + usize::from(interruptible[it.load]);
            for (kind, price) in prices[it.load].iter().enumerate().take(kinds) {
                let rate = it.price.0 as f64;
                pairs.push(Pair { plan, load: it.load, kind, rate, ratio: price / rate, order: *order });
            }
        }
    }
    pairs.sort_by(|one, other| {
        let order = one.order.cmp(&other.order).then(other.ratio.total_cmp(&one.ratio));
        order.then(one.rate.total_cmp(&other.rate))
    });
    pairs
}
