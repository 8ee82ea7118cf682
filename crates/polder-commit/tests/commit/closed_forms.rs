//! Cases whose optimum is known.

use polder_commit::{Demand, Load, Problem, check, optimize};
use polder_units::PicoUsd;
use proptest::collection::vec;
use proptest::prelude::*;

use crate::problems::{firm, load, plan, reservation, scenario};

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(100) })]

    /// A unit is worth its price if it is used often enough: the newsvendor's quantile, over all scenarios by their
    /// weights.
    #[test]
    fn one_reservation_is_a_quantile(
        demand in vec((vec(0_u32..200, 60), 1_u32..4), 1..4),
        on_demand in 10_i64..1_000_000,
        share in 5_i64..95,
    ) {
        let hourly = on_demand * share / 100;
        let problem = Problem {
            hours: 60,
            loads: vec![load("load", on_demand)],
            scenarios: demand.iter().map(|(units, weight)| scenario(*weight, vec![firm(units)])).collect(),
            offers: vec![reservation(0, 1, 60, hourly)],
            ..Problem::default()
        };
        let hours: u32 = demand.iter().map(|(_, weight)| 60 * weight).sum();
        let worth = |unit: u32| {
            let used: u32 =
                demand.iter().map(|(units, weight)| weight * units.iter().filter(|it| **it >= unit).count() as u32).sum();
            i64::from(used) * on_demand - i64::from(hours) * hourly
        };
        let saved: i64 = (1..200).map(|unit| worth(unit).max(0)).sum();
        let solution = optimize(&problem).unwrap();
        prop_assert_eq!(solution.without.sum - solution.cost.sum, i128::from(saved));
        prop_assert!(solution.is_proven());
    }

    /// A unit under the firm demand saves the price on demand, one under the rest saves the spot price.
    #[test]
    fn spot_lowers_what_a_reservation_is_worth(
        units in vec((0_u32..40, 0_u32..20), 30),
        hourly in 10_i64..90,
        spot in 5_i64..100,
    ) {
        let demand = Demand {
            firm: units.iter().map(|it| it.0).collect(),
            interruptible: units.iter().map(|it| it.1).collect(),
        };
        let problem = Problem {
            hours: 30,
            loads: vec![Load { spot: Some(PicoUsd(spot)), ..load("load", 100) }],
            scenarios: vec![scenario(1, vec![demand])],
            offers: vec![reservation(0, 1, 30, hourly)],
            ..Problem::default()
        };
        let worth = |unit: u32| {
            let of_hour = |(firm, rest): &(u32, u32)| match unit {
                _ if *firm >= unit => 100,
                _ if firm + rest >= unit => spot,
                _ => 0,
            };
            units.iter().map(of_hour).sum::<i64>() - 30 * hourly
        };
        let saved: i64 = (1..60).map(|unit| worth(unit).max(0)).sum();
        let solution = optimize(&problem).unwrap();
        prop_assert_eq!(solution.without.sum - solution.cost.sum, i128::from(saved));
    }

    /// Of options for the same load, the cheapest for each hour is bought.
    #[test]
    fn of_two_reservations_the_cheaper_one_is_bought(one in 1_i64..100, other in 1_i64..100) {
        let mut problem = Problem {
            hours: 4,
            loads: vec![load("load", 100)],
            scenarios: vec![scenario(1, vec![firm(&[7, 7, 7, 7])])],
            offers: vec![reservation(0, 1, 4, one), reservation(0, 1, 4, other)],
            ..Problem::default()
        };
        problem.offers[0].upfront = PicoUsd(4);
        let solution = optimize(&problem).unwrap();
        prop_assert_eq!(solution.cost.sum, i128::from(7 * 4 * (one + 1).min(other).min(100)));
    }

    /// With loads in the order of their savings, an hour costs the sum of (ratio − next ratio) × (need of the loads
    /// so far − commitment), where that is positive. The optimum is at a need.
    #[test]
    fn a_plan_for_three_loads_is_at_a_kink(units in vec(vec(0_u32..30, 24), 3)) {
        // The ratios are 2, 1.5 and 1.25 dollars for a dollar committed.
        let prices = [(40, 20), (30, 20), (50, 40)];
        let problem = Problem {
            hours: 24,
            loads: prices.iter().map(|(price, _)| load("load", *price)).collect(),
            scenarios: vec![scenario(1, units.iter().map(|it| firm(it)).collect())],
            offers: vec![plan(&[(0, 20), (1, 20), (2, 40)], 1, 24)],
            ..Problem::default()
        };
        // In quarters of a pico-dollar.
        let need = |hour: usize, loads: usize| -> i64 {
            (0..loads).map(|load| i64::from(units[load][hour]) * prices[load].1).sum()
        };
        let cost = |commitment: i64| -> i64 {
            let over = |hour: usize, loads: usize| (need(hour, loads) - commitment).max(0);
            let hour = |hour: usize| 2 * over(hour, 1) + over(hour, 2) + 5 * over(hour, 3);
            24 * 4 * commitment + (0..24).map(hour).sum::<i64>()
        };
        let kinks = (0..24).flat_map(|hour| (1..=3).map(move |loads| (hour, loads)));
        let least = kinks.map(|(hour, loads)| cost(need(hour, loads))).chain([cost(0)]).min().unwrap();
        let solution = optimize(&problem).unwrap();
        check(&problem, &solution).unwrap();
        prop_assert!(solution.bound.sum * 4 <= i128::from(least));
        // Each hour rounds what is left of at most one load up to a pico-dollar.
        prop_assert!(solution.cost.sum * 4 <= i128::from(least) + 4 * 24, "{} {least}", solution.cost.sum * 4);
    }
}
