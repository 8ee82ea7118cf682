//! Refuses problems that have no meaning or whose sums could not be computed.

use polder_units::PicoUsd;

use crate::error::Error;
use crate::problem::{Benefit, Demand, Limit, Problem};

/// The longest horizon: ten years.
const HOURS_MAX: usize = 87_840;

/// The largest demand in units, so that a billionth of a unit is still an integer of 64 bits.
const UNITS_MAX: u32 = 1_000_000_000;

/// The largest price for an hour: a hundred thousand dollars.
const PRICE_MAX: i64 = 100_000_000_000_000_000;

/// The largest sum of weights.
const WEIGHT_MAX: u64 = 1_000_000;

/// The first thing that is wrong with a problem.
pub(crate) fn validate(problem: &Problem) -> Result<(), Error> {
    range(problem.hours <= HOURS_MAX, || "the horizon".into())?;
    filled(problem.hours == 0, "hours")?;
    filled(problem.scenarios.is_empty(), "scenarios")?;
    for load in &problem.loads {
        price(load.on_demand, || format!("the price of `{}` on demand", load.name))?;
        price(load.spot.unwrap_or_default(), || format!("the spot price of `{}`", load.name))?;
    }
    let weight: u64 = problem.scenarios.iter().map(|scenario| u64::from(scenario.weight)).sum();
    filled(weight == 0, "scenarios with a weight")?;
    range(weight <= WEIGHT_MAX, || "the sum of the weights".into())?;
    for scenario in &problem.scenarios {
        length(|| format!("the demand of `{}`", scenario.name), scenario.demand.len(), problem.loads.len())?;
        for (demand, load) in scenario.demand.iter().zip(&problem.loads) {
            let name = || format!("the demand of `{}` for `{}`", scenario.name, load.name);
            of_load(demand, problem.hours, name)?;
        }
    }
    for offer in &problem.offers {
        let name = |what: &str| format!("{what} of `{}`", offer.name);
        benefit(&offer.benefit, problem.loads.len(), &offer.name)?;
        range(offer.term_hours > 0 && offer.term_hours <= HOURS_MAX, || name("the term"))?;
        range(offer.starts.iter().all(|start| *start < problem.hours), || name("a date of purchase"))?;
        range(offer.starts.is_sorted_by(|one, next| one < next), || name("the order of the dates"))?;
        range(offer.upfront.0 >= 0, || name("the upfront payment"))?;
        price(offer.hourly, || name("the hourly payment"))?;
    }
    for owned in &problem.owned {
        benefit(&owned.benefit, problem.loads.len(), &owned.name)?;
        let within = owned.from <= owned.until && owned.until <= problem.hours;
        range(within, || format!("the period of `{}`", owned.name))?;
    }
    problem.limits.iter().try_for_each(|it| limit(it, problem.offers.len()))
}

fn of_load(demand: &Demand, hours: usize, name: impl Fn() -> String) -> Result<(), Error> {
    length(&name, demand.firm.len(), hours)?;
    if !demand.interruptible.is_empty() {
        length(&name, demand.interruptible.len(), hours)?;
    }
    let most = demand.firm.iter().chain(&demand.interruptible).max();
    range(most.is_none_or(|most| *most <= UNITS_MAX), name)
}

fn benefit(benefit: &Benefit, loads: usize, name: &str) -> Result<(), Error> {
    let known = |load: usize| match load < loads {
        true => Ok(()),
        false => Err(Error::Unknown(format!("load {load} of `{name}`"))),
    };
    match benefit {
        Benefit::Reservation { load, units } => {
            range((1..=UNITS_MAX).contains(units), || format!("the number of units of `{name}`"))?;
            known(*load)
        }
        Benefit::Plan { commitment, rates, .. } => {
            let positive = |amount: PicoUsd| amount.0 > 0 && amount.0 <= PRICE_MAX;
            range(positive(*commitment), || format!("the commitment of `{name}`"))?;
            range(rates.iter().all(|rate| positive(rate.price)), || format!("a price of `{name}`"))?;
            let ascending = rates.is_sorted_by(|one, next| one.load < next.load);
            range(ascending, || format!("the order of the loads of `{name}`"))?;
            rates.iter().try_for_each(|rate| known(rate.load))
        }
    }
}

fn limit(limit: &Limit, offers: usize) -> Result<(), Error> {
    match limit {
        Limit::Upfront { most, .. } | Limit::Committed { most } => range(most.0 >= 0, || "a limit".into()),
        Limit::Lots { offers: limited, most } => {
            range(i64::try_from(*most).is_ok(), || "a limit".into())?;
            match limited.iter().find(|offer| **offer >= offers) {
                None => Ok(()),
                Some(offer) => Err(Error::Unknown(format!("offer {offer} of a limit"))),
            }
        }
    }
}

fn price(price: PicoUsd, name: impl FnOnce() -> String) -> Result<(), Error> {
    range((0..=PRICE_MAX).contains(&price.0), name)
}

fn filled(empty: bool, what: &'static str) -> Result<(), Error> {
    if empty { Err(Error::Empty(what)) } else { Ok(()) }
}

fn range(within: bool, name: impl FnOnce() -> String) -> Result<(), Error> {
    if within { Ok(()) } else { Err(Error::Range(name())) }
}

fn length(name: impl FnOnce() -> String, found: usize, expected: usize) -> Result<(), Error> {
    if found == expected { Ok(()) } else { Err(Error::Length { what: name(), found, expected }) }
}
