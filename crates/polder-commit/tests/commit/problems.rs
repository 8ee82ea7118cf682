//! Small problems.

use polder_commit::{Benefit, Demand, Load, Offer, Problem, Rate, Scenario};
use polder_units::PicoUsd;
use proptest::collection::vec;
use proptest::prelude::*;

/// A load without spot price.
pub(crate) fn load(name: &str, on_demand: i64) -> Load {
    Load { name: name.into(), on_demand: PicoUsd(on_demand), spot: None }
}

/// Demand that must not be interrupted.
pub(crate) fn firm(units: &[u32]) -> Demand {
    Demand { firm: units.to_vec(), interruptible: vec![] }
}

/// A scenario with one demand for each load.
pub(crate) fn scenario(weight: u32, demand: Vec<Demand>) -> Scenario {
    Scenario { name: format!("scenario of weight {weight}"), weight, demand }
}

/// A reservation without upfront payment, for sale at the start of the horizon.
pub(crate) fn reservation(load: usize, units: u32, hours: usize, hourly: i64) -> Offer {
    Offer {
        name: format!("reservation for load {load}"),
        benefit: Benefit::Reservation { load, units },
        term_hours: hours,
        starts: vec![0],
        upfront: PicoUsd(0),
        hourly: PicoUsd(hourly),
    }
}

/// A plan for these loads and rates, whose lots commit to an amount for each hour.
pub(crate) fn plan(rates: &[(usize, i64)], lot: i64, hours: usize) -> Offer {
    Offer {
        name: "plan".into(),
        benefit: Benefit::Plan {
            commitment: PicoUsd(lot),
            rates: rates.iter().map(|(load, price)| Rate { load: *load, price: PicoUsd(*price) }).collect(),
            order: 0,
        },
        term_hours: hours,
        starts: vec![0],
        upfront: PicoUsd(0),
        hourly: PicoUsd(lot),
    }
}

/// A problem whose offers are reservations of single units, at several dates, with spot prices.
pub(crate) fn of_reservations() -> impl Strategy<Value = Problem> {
    (1_usize..=2, 1_usize..=6, 1_usize..=2).prop_flat_map(|(loads, hours, scenarios)| {
        let demand = (vec(0_u32..5, hours), vec(0_u32..3, hours))
            .prop_map(|(firm, interruptible)| Demand { firm, interruptible });
        let scenario = (1_u32..4, vec(demand, loads)).prop_map(|(weight, demand)| scenario(weight, demand));
        let price = (1_i64..100, proptest::option::of(1_i64..100));
        let offer = (0..loads, 1..=2 * hours, 0..hours, 0_i64..90, 0_i64..60).prop_map(
            |(load, term_hours, start, hourly, upfront)| Offer {
                term_hours,
                starts: vec![start],
                upfront: PicoUsd(upfront),
                ..reservation(load, 1, term_hours, hourly)
            },
        );
        (vec(price, loads), vec(scenario, scenarios), vec(offer, 1..=2)).prop_map(
            move |(prices, scenarios, offers)| Problem {
                hours,
                loads: prices
                    .into_iter()
                    .map(|(on_demand, spot)| Load { spot: spot.map(PicoUsd), ..load("load", on_demand) })
                    .collect(),
                scenarios,
                offers,
                ..Problem::default()
            },
        )
    })
}

/// The same with a plan for one or two loads.
pub(crate) fn with_a_plan() -> impl Strategy<Value = Problem> {
    (of_reservations(), 1_i64..90, 1_i64..90, 90_i64..200, 1_i64..100).prop_map(
        |(mut problem, one, other, lot, share)| {
            let rates = if problem.loads.len() == 2 { vec![(0, one), (1, other)] } else { vec![(0, one)] };
            let mut offer = plan(&rates, lot, problem.hours);
            offer.hourly = PicoUsd((lot * share / 100).max(1));
            problem.offers.push(offer);
            problem
        },
    )
}
